import { useState } from "react";
import { WhereIsDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { useAsked } from "../session/use-asked.js";
import { Icon } from "../ui/icon.js";
import { isSecure, type LocateFault, locate } from "../ui/secure-only.js";
import { PlaceAim } from "./place-aim.js";
import type { PlaceEditor } from "./use-place-editor.js";
import { useFormWords } from "./words.js";

/** What stands at a point, in the words of the map; null until it is known. */
function useWhere(at: readonly number[] | null): string | null {
  const own = useFormWords();
  const { data } = useAsked(WhereIsDocument, at && { point: [...at] });
  if (!data) return null;
  const { village, grid, building } = data.whereIs ?? {};
  return (
    [village?.name, grid?.name, building?.name].filter(Boolean).join(" ") || own("reportOutside")
  );
}

/** Where it is: by a tap on the map, by this device's location, or the middle of the map. */
export function ReportPlace({ editor, map }: { editor: PlaceEditor; map: MapAdapter | null }) {
  const { t } = useWords();
  const own = useFormWords();
  const at = editor.place?.type === "Point" ? editor.place.coordinates : null;
  const where = useWhere(at);
  const [locating, setLocating] = useState(false);
  const [fault, setFault] = useState<LocateFault | null>(isSecure() ? null : "locateInsecure");
  const [accuracy, setAccuracy] = useState<number | null>(null);
  const isPlaced = at !== null && !editor.aiming;
  const findMe = async () => {
    setLocating(true);
    const found = await locate();
    setLocating(false);
    setFault(found.fault ?? null);
    if (found.fault !== undefined) return;
    setAccuracy(Math.round(found.accuracyMetres));
    editor.aimAt(found.at, found.accuracyMetres);
  };
  return (
    <div className="report-where" data-done={isPlaced}>
      <Icon name="pin" />
      <span role="status">
        {isPlaced
          ? own("reportPlaced", { place: where ?? "…" })
          : `${own("reportWhere")} ${own("reportTap")}`}
      </span>
      <span className="report-where-ways">
        {isSecure() && (
          <button type="button" className="chip" onClick={() => void findMe()} disabled={locating}>
            <Icon name="locate" size={15} />
            {locating ? own("reportLocating") : own("reportLocate")}
          </button>
        )}
        {!isPlaced && !editor.aiming && map && (
          <button
            type="button"
            className="chip"
            onClick={() => {
              const { lng, lat } = map.camera();
              setAccuracy(null);
              editor.aimAt([lng, lat]);
            }}
          >
            {own("reportCentre")}
          </button>
        )}
      </span>
      {accuracy !== null && <p className="hint">{own("locateAccuracy", { metres: accuracy })}</p>}
      <PlaceAim editor={editor} />
      {fault && !isPlaced && (
        <p className={fault === "locateInsecure" ? "hint" : "field-fault"}>{t(fault)}</p>
      )}
    </div>
  );
}

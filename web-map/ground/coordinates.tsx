import { useEffect, useState } from "react";
import { toGcj02 } from "../../geo/gcj02.js";
import type { LngLat, MapAdapter } from "../map/map-adapter.js";
import { useShell } from "../shell/shell-context.js";
import { useCopy } from "../ui/copy-dialog.js";
import { useGroundWords } from "./words.js";

/** Six decimals are a decimetre. */
const written = (at: LngLat) => at.map((degrees) => degrees.toFixed(6)).join(", ");

/**
 * Longitude and latitude of the pointer; away from the map of the place clicked last, and without
 * one of the middle, so that hands on a keyboard have them too.
 */
export function Coordinates({ map }: { map: MapAdapter }) {
  const t = useGroundWords();
  const { view, say } = useShell();
  const { copy, dialog } = useCopy();
  const [pointer, setPointer] = useState<LngLat | null>(null);
  const [pressed, setPressed] = useState<LngLat | null>(null);
  const [isShifted, setShifted] = useState(false);
  useEffect(
    () =>
      map.watchPointer((at, isPress) => {
        setPointer(at);
        if (isPress) setPressed(at);
      }),
    [map],
  );
  const { lng, lat } = view.camera ?? map.camera();
  const what = pointer ? "pointer" : pressed ? "pressed" : "centre";
  const place = pointer ?? pressed ?? [lng, lat];
  const at = written(isShifted ? toGcj02(place) : place);
  return (
    <div className="coordinates">
      <span aria-hidden="true">↑ {t("north")}</span>
      <button
        type="button"
        title={t("copyPlace", { at, what: t(what) })}
        aria-label={t("copyPlace", { at, what: t(what) })}
        onClick={() => {
          void copy(at).then((copied) => {
            if (copied) say(t("placeCopied", { at }));
          });
        }}
      >
        {t(what)} {at}
      </button>
      <select
        aria-label={t("system")}
        title={t("samePlaces")}
        value={isShifted ? "gcj02" : "wgs84"}
        onChange={(e) => {
          setShifted(e.target.value === "gcj02");
        }}
      >
        <option value="wgs84">WGS 84 / CGCS2000</option>
        <option value="gcj02">GCJ-02</option>
      </select>
      {dialog}
    </div>
  );
}

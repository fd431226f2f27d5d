import { AreaHint } from "../areas/area-hint.js";
import { AreaTools } from "../areas/area-tools.js";
import { DropArea } from "../areas/drop-area.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { Icon } from "../ui/icon.js";
import { AddMenu } from "./add-menu.js";
import { MapControls } from "./map-controls.js";
import type { Exploring } from "./use-explore.js";
import { isNarrow } from "./use-side.js";

/** What floats over the map. While a form has the map no tools and no buttons are in its way. */
export function MapOver(explore: Exploring) {
  const { areas, side, layersOpen } = explore;
  const { map } = useShell();
  const { county } = useSession();
  const isFree = !explore.isAnonymous && side.kind !== "form" && side.kind !== "report";
  return (
    <>
      <MapControls
        map={map}
        county={county}
        layersOpen={layersOpen}
        onLayers={() => {
          if (isNarrow()) explore.show({ kind: "layers" });
          else explore.setLayersOpen(true);
        }}
      />
      {isFree && <AreaTools tools={areas} />}
      {isFree && <DropArea tools={areas} />}
      <AreaHint tools={areas} />
      {isFree && <MapActions {...explore} />}
    </>
  );
}

function MapActions({ add, tableLayer, setTable, canReport, report }: Exploring) {
  const { t } = useWords();
  return (
    <div className="map-actions">
      <AddMenu onAdd={add} />
      {!tableLayer && (
        <button
          type="button"
          className="float-button"
          onClick={() => {
            setTable("incidents");
          }}
        >
          <Icon name="table" />
          {t("table")}
        </button>
      )}
      {canReport && (
        <button type="button" className="float-button report-button" onClick={report}>
          <Icon name="report" size={20} />
          {t("report")}
        </button>
      )}
    </div>
  );
}

import type { ReactNode } from "react";
import { useWords } from "../i18n/use-words.js";
import type { LayerInfo } from "../layers/layer-names.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { useSession } from "../session/session-context.js";
import type { Area } from "../state/area.js";
import { DockBoundary } from "../ui/dock-boundary.js";
import { Icon } from "../ui/icon.js";
import { AddMenu } from "./add-menu.js";
import { AreaHint, AreaTools } from "./area-tools.js";
import { MapControls } from "./map-controls.js";
import type { AreaDraw } from "./use-area-draw.js";

interface MapCellProps {
  /** The map itself. */
  children: ReactNode;
  map: MapAdapter | null;
  draw: AreaDraw;
  area: Area | null;
  layersOpen: boolean;
  isLinkUp: boolean;
  /** False while a part of the map could not be fetched. */
  isWhole: boolean;
  /** Fetches the map anew. */
  onMend(): void;
  /** Null while a form has the map: then no tools and no buttons are in its way. */
  actions: { add(layer: LayerInfo): void; table?: () => void; report?: () => void } | null;
  onArea(area: Area | null): void;
  onClearArea(): void;
  onLayers(): void;
  onPurpose(): void;
}

/** The map and what floats over it. */
export function MapCell(props: MapCellProps) {
  const { map, draw, area } = props;
  const { t } = useWords();
  const { county, viewer, purpose } = useSession();
  const isAnonymous = viewer.kind === "anonymous";
  return (
    <main className="map-cell" data-old={!props.isLinkUp}>
      <DockBoundary name="map">{props.children}</DockBoundary>
      <MapControls
        map={map}
        county={county}
        layersOpen={props.layersOpen}
        onLayers={props.onLayers}
      />
      {!isAnonymous && props.actions && (
        <AreaTools
          draw={draw}
          area={area}
          onClear={props.onClearArea}
          onFit={(bounds) => map?.fit(bounds, 19)}
          onView={() => {
            if (map) props.onArea({ kind: "bbox", bounds: map.bounds() });
          }}
        />
      )}
      <AreaHint draw={draw} />
      {!isAnonymous && props.actions && <MapActions {...props.actions} />}
      <MapState {...props} />
      {purpose && (
        <button type="button" className="purpose-strip" onClick={props.onPurpose}>
          <Icon name="lock" size={14} />
          {t("purposeActive", { purpose })}
        </button>
      )}
    </main>
  );
}

/** Says so as long as the map is not what it looks like. */
function MapState({ isLinkUp, isWhole, onMend }: MapCellProps) {
  const { t } = useWords();
  return (
    <div className="map-state" role="status">
      {!isLinkUp && <span>{t("linkDown")}</span>}
      {isLinkUp && !isWhole && (
        <>
          <span>{t("tilesFailed")}</span>
          <button type="button" className="link" onClick={onMend}>
            {t("retry")}
          </button>
        </>
      )}
    </div>
  );
}

function MapActions({ add, table, report }: NonNullable<MapCellProps["actions"]>) {
  const { t } = useWords();
  return (
    <div className="map-actions">
      <AddMenu onAdd={add} />
      {table && (
        <button type="button" className="float-button" onClick={table}>
          <Icon name="table" />
          {t("table")}
        </button>
      )}
      {report && (
        <button type="button" className="float-button report-button" onClick={report}>
          <Icon name="report" size={20} />
          {t("report")}
        </button>
      )}
    </div>
  );
}

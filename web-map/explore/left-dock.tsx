import { useWords } from "../i18n/use-words.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { useSession } from "../session/session-context.js";
import type { ViewState } from "../state/view-state.js";
import { DockBoundary } from "../ui/dock-boundary.js";
import { Panel } from "../ui/panel.js";
import { LayersPanel } from "./layers-panel.js";
import { PublicView } from "./public-view.js";
import { TimeFilter } from "./time-filter.js";
import type { Counts } from "./use-counts.js";
import type { Live } from "./use-live.js";

interface LeftDockProps {
  map: MapAdapter | null;
  view: ViewState;
  update(changes: Partial<ViewState>): void;
  counts: Counts;
  live: Live;
  inView: Counts | null;
  releaseArea: string | null;
  onReleaseArea(id: string | null): void;
  /** Undefined where it cannot be closed. */
  onClose?: (() => void) | undefined;
}

/** Beside the map on the left: what is shown, and to visitors what is published. */
export function LeftDock(props: LeftDockProps) {
  const { t } = useWords();
  const isAnonymous = useSession().viewer.kind === "anonymous";
  const title = isAnonymous ? t("publicTitle") : t("layers");
  return (
    <div className="left-dock">
      <DockBoundary name="layers">
        <Panel title={title} label={title} className="left" onClose={props.onClose}>
          {isAnonymous ? (
            <PublicView
              map={props.map}
              selectedId={props.releaseArea}
              onSelect={props.onReleaseArea}
            />
          ) : (
            <ShownLayers {...props} />
          )}
        </Panel>
      </DockBoundary>
    </div>
  );
}

function ShownLayers({ map, view, update, counts, inView, live }: LeftDockProps) {
  const zoom = view.camera?.zoom ?? map?.camera().zoom ?? 0;
  return (
    <>
      <div className="narrow-by">
        <TimeFilter
          time={view.time}
          onTime={(time) => {
            update({ time });
          }}
        />
      </div>
      <LayersPanel
        view={view}
        update={update}
        counts={counts}
        inView={inView}
        isStale={!live.up || counts.fault !== null}
        zoom={zoom}
        onZoom={(to) => {
          map?.zoomBy(to - zoom + 0.1);
        }}
        onTable={(table) => {
          update({ table });
        }}
      />
    </>
  );
}

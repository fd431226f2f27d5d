import { useState } from "react";
import { useWords } from "../i18n/use-words.js";
import { listFieldOf } from "../layers/layer-names.js";
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
            <>
              <ShownLayers {...props} />
              <Published {...props} />
            </>
          )}
        </Panel>
      </DockBoundary>
    </div>
  );
}

/** The public statistics stay in reach of who signs in: not every role has others. */
function Published({ map, releaseArea, onReleaseArea }: LeftDockProps) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <details
      className="published"
      onToggle={(e) => {
        setOpen(e.currentTarget.open);
      }}
    >
      <summary className="group-title">{t("publicTitle")}</summary>
      {open && <PublicView map={map} selectedId={releaseArea} onSelect={onReleaseArea} />}
    </details>
  );
}

/** What is in the chosen area, read aloud; in sight it stands beside each layer. */
function CountsSaid({ counts, area }: { counts: Counts; area: ViewState["area"] }) {
  const { t, label, number } = useWords();
  const { layers } = useSession();
  const said = layers.flatMap((l) => {
    const count = counts.of[listFieldOf(l.name)]?.totalCount;
    return count === undefined ? [] : [`${label(l)} ${number(count)}`];
  });
  return (
    <p className="sr-only" role="status">
      {area && !counts.loading ? `${t("inArea")}: ${said.join(", ")}` : ""}
    </p>
  );
}

function ShownLayers({ map, view, update, counts, inView, live }: LeftDockProps) {
  const session = useSession();
  const zoom = view.camera?.zoom ?? map?.camera().zoom ?? 0;
  return (
    <>
      {session.layers.some((l) => l.timed) && (
        <div className="narrow-by">
          <TimeFilter
            time={view.time}
            onTime={(time) => {
              update({ time });
            }}
          />
        </div>
      )}
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
      <CountsSaid counts={counts} area={view.area} />
    </>
  );
}

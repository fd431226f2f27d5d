import { useEffect, useState } from "react";
import { useWords } from "../i18n/use-words.js";
import { listFieldOf } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { Dock } from "../shell/dock.js";
import { beginsInPublic } from "../shell/first-view.js";
import { useShell } from "../shell/shell-context.js";
import { DockBoundary } from "../ui/dock-boundary.js";
import { Panel } from "../ui/panel.js";
import { LayersPanel } from "./layers-panel.js";
import { PublicView } from "./public-view.js";
import { TimeFilter } from "./time-filter.js";
import type { Exploring } from "./use-explore.js";
import { isNarrow } from "./use-side.js";

/** Beside the map on the left: what is shown, and to visitors what is published. */
export function LeftDock(props: Exploring) {
  const { t } = useWords();
  const { isAnonymous } = props;
  const isPublicFirst = beginsInPublic(useSession().viewer);
  const title = isAnonymous ? t("publicTitle") : t("layers");
  const close = () => {
    if (!isAnonymous) props.setLayersOpen(false);
    props.close();
  };
  return (
    <Dock side="left">
      <DockBoundary name="layers">
        <Panel
          title={title}
          label={title}
          className="left"
          onClose={isAnonymous && !isNarrow() ? undefined : close}
        >
          {isAnonymous ? (
            <PublicView selectedId={props.releaseArea} onSelect={props.setReleaseArea} />
          ) : (
            <>
              {isPublicFirst && <Published {...props} isFirst />}
              <ShownLayers {...props} />
              {!isPublicFirst && <Published {...props} />}
            </>
          )}
        </Panel>
      </DockBoundary>
    </Dock>
  );
}

interface PublishedPlace {
  /** They are what this viewer begins with. */
  isFirst?: boolean;
}

/** The public statistics stay in reach of who signs in; a resident has hardly any others. */
function Published({ releaseArea, setReleaseArea, isFirst = false }: Exploring & PublishedPlace) {
  const { t } = useWords();
  const [open, setOpen] = useState(isFirst);
  return (
    <details
      className="published"
      open={open}
      onToggle={(e) => {
        setOpen(e.currentTarget.open);
      }}
    >
      <summary className="group-title">{t("publicTitle")}</summary>
      {open && <PublicView selectedId={releaseArea} onSelect={setReleaseArea} />}
    </details>
  );
}

/** What is in the chosen area, read aloud; in sight it stands beside each layer. */
function CountsSaid({ counts }: Pick<Exploring, "counts">) {
  const { t, label, number } = useWords();
  const { view, announce } = useShell();
  const { layers } = useSession();
  const said = layers.flatMap((l) => {
    const count = counts.of[listFieldOf(l.name)]?.totalCount;
    return count === undefined ? [] : [`${label(l)} ${number(count)}`];
  });
  const told = view.area && !counts.loading ? `${t("inArea")}: ${said.join(", ")}` : "";
  useEffect(() => {
    if (told) announce(told);
  }, [told, announce]);
  return null;
}

function ShownLayers({ counts, inView, setTable }: Exploring) {
  const session = useSession();
  const { map, view, update } = useShell();
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
        isStale={counts.isStale}
        zoom={zoom}
        onZoom={(to) => {
          map?.zoomBy(to - zoom + 0.1);
        }}
        onTable={setTable}
      />
      <CountsSaid counts={counts} />
    </>
  );
}

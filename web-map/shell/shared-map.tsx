import { lazy, Suspense, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { MapFoot } from "../ground/map-foot.js";
import { useWords } from "../i18n/use-words.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { useSession } from "../session/session-context.js";
import { DockBoundary } from "../ui/dock-boundary.js";
import { Icon } from "../ui/icon.js";
import { useShell } from "./shell-context.js";

/** The map library is most of the page's code: fetched beside the rest, where a map is wanted. */
export const loadMap = () => import("./map-canvas.js");
const MapCanvas = lazy(async () => ({ default: (await loadMap()).MapCanvas }));

interface SharedMapProps {
  /** Where it stands on the page of a workspace; null: beside the docks. */
  place: HTMLElement | null;
  onMap(map: MapAdapter | null): void;
  onOver(element: HTMLElement | null): void;
  onWhole(whole: boolean): void;
}

/** The one map canvas: it lives through changes of workspace, of place and of viewer. */
export function SharedMap({ place, ...tell }: SharedMapProps) {
  const home = useRef<HTMLDivElement>(null);
  const [host] = useState(() => {
    const made = document.createElement("div");
    made.className = "map-host";
    return made;
  });
  useLayoutEffect(() => {
    (place ?? home.current)?.append(host);
  }, [place, host]);
  return (
    <div className="map-host" ref={home}>
      {createPortal(<MapCell isPlaced={place !== null} {...tell} />, host)}
    </div>
  );
}

type MapCellProps = Omit<SharedMapProps, "place"> & { isPlaced: boolean };

function MapCell({ isPlaced, onMap, onOver, onWhole }: MapCellProps) {
  const { t } = useWords();
  const { connection, purpose } = useSession();
  const { map, view, tiles, update, live, handlers, askPurpose } = useShell();
  const cell = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = cell;
    if (!current) return;
    const measured = new ResizeObserver(() => {
      const { offsetWidth, offsetHeight } = current;
      current.style.setProperty("--map-width", `${offsetWidth}px`);
      current.style.setProperty("--map-height", `${offsetHeight}px`);
    });
    measured.observe(current);
    return () => {
      measured.disconnect();
    };
  }, []);
  return (
    <div
      className="map-cell"
      // The page of a workspace that places it is the main thing itself.
      role={isPlaced ? undefined : "main"}
      data-old={!live.up}
      ref={cell}
    >
      <DockBoundary name="map">
        <Suspense>
          <MapCanvas
            view={view}
            tiles={tiles}
            onMap={onMap}
            events={{
              onPick: (found, at) => handlers.top()?.onPick(found, at),
              onPickCell: (cell) => handlers.top()?.onPickCell(cell),
              onMove: (camera) => {
                if (!isPlaced) update({ camera });
              },
              onWhole: (whole) => {
                onWhole(whole);
                if (!whole) connection.link.check();
              },
            }}
          />
        </Suspense>
      </DockBoundary>
      <div className="map-over" ref={onOver} />
      <MapFoot map={map} />
      {!isPlaced && <MapState />}
      {purpose && !isPlaced && (
        <button type="button" className="purpose-strip" onClick={askPurpose}>
          <Icon name="lock" size={14} />
          {t("purposeActive", { purpose })}
        </button>
      )}
    </div>
  );
}

/** Says so as long as the map is not what it looks like. */
function MapState() {
  const { t } = useWords();
  const { map, tiles, live, isMapWhole } = useShell();
  return (
    <div className="map-state" role="status">
      {!live.up && <span>{t("linkDown")}</span>}
      {live.up && !isMapWhole && (
        <>
          <span>{t("tilesFailed")}</span>
          <button
            type="button"
            className="link"
            onClick={() => {
              map?.setQuery({ ...tiles, v: Date.now().toString(36) });
            }}
          >
            {t("retry")}
          </button>
        </>
      )}
    </div>
  );
}

import { useEffect, useRef } from "react";
import { MapFoot } from "../ground/map-foot.js";
import { useWords } from "../i18n/use-words.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { useSession } from "../session/session-context.js";
import { DockBoundary } from "../ui/dock-boundary.js";
import { Icon } from "../ui/icon.js";
import { MapCanvas } from "./map-canvas.js";
import { useShell } from "./shell-context.js";

interface SharedMapProps {
  onMap(map: MapAdapter | null): void;
  onOver(element: HTMLElement | null): void;
  onWhole(whole: boolean): void;
}

/** The one map canvas: it lives through changes of workspace and of viewer. */
export function SharedMap({ onMap, onOver, onWhole }: SharedMapProps) {
  const { t } = useWords();
  const { connection, purpose } = useSession();
  const { map, view, tiles, update, live, handlers, askPurpose } = useShell();
  const cell = useRef<HTMLElement>(null);
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
    <main className="map-cell" data-old={!live.up} ref={cell}>
      <DockBoundary name="map">
        <MapCanvas
          view={view}
          tiles={tiles}
          onMap={onMap}
          events={{
            onPick: (found, at) => handlers.top()?.onPick(found, at),
            onPickCell: (cell) => handlers.top()?.onPickCell(cell),
            onMove: (camera) => {
              update({ camera });
            },
            onWhole: (whole) => {
              onWhole(whole);
              if (!whole) connection.link.check();
            },
          }}
        />
      </DockBoundary>
      <div className="map-over" ref={onOver} />
      <MapFoot map={map} />
      <MapState />
      {purpose && (
        <button type="button" className="purpose-strip" onClick={askPurpose}>
          <Icon name="lock" size={14} />
          {t("purposeActive", { purpose })}
        </button>
      )}
    </main>
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

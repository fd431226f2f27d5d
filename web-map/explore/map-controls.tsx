import { useWords } from "../i18n/use-words.js";
import type { MapAdapter } from "../map/map-adapter.js";
import type { Session } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { useShellWords } from "../shell/words.js";
import { Icon } from "../ui/icon.js";

interface MapControlsProps {
  map: MapAdapter | null;
  county: Session["county"];
  layersOpen: boolean;
  onLayers(): void;
}

export function MapControls({ map, county, layersOpen, onLayers }: MapControlsProps) {
  const { t } = useWords();
  const w = useShellWords();
  const { findMe } = useShell();
  return (
    <div className="map-controls">
      <button
        type="button"
        className="tool layers-tool"
        data-hidden={layersOpen}
        onClick={onLayers}
        aria-label={t("layers")}
        title={`${t("layers")} (L)`}
      >
        <Icon name="layers" />
      </button>
      <button
        type="button"
        className="tool"
        onClick={() => {
          map?.zoomBy(1);
        }}
        aria-label={t("zoomIn")}
        title={t("zoomIn")}
      >
        <Icon name="plus" />
      </button>
      <button
        type="button"
        className="tool"
        onClick={() => {
          map?.zoomBy(-1);
        }}
        aria-label={t("zoomOut")}
        title={t("zoomOut")}
      >
        <Icon name="minus" />
      </button>
      <button
        type="button"
        className="tool"
        onClick={findMe}
        aria-label={w("locate")}
        title={w("locate")}
      >
        <Icon name="locate" />
      </button>
      {county.bounds && (
        <button
          type="button"
          className="tool"
          onClick={() => {
            map?.fit(county.bounds!);
          }}
          aria-label={t("wholeCounty")}
          title={t("wholeCounty")}
        >
          <Icon name="home" />
        </button>
      )}
    </div>
  );
}

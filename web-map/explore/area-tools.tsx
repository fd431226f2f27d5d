import { type MessageKey, useWords } from "../i18n/use-words.js";
import type { Area } from "../state/area.js";
import { Icon } from "../ui/icon.js";
import type { AreaDraw, AreaTool } from "./use-area-draw.js";
import { useAreaFacts } from "./use-area-facts.js";

const TOOLS: {
  tool: AreaTool;
  label: MessageKey;
  icon: "polygon" | "rectangle" | "circle" | "grids";
  hint: MessageKey;
}[] = [
  { tool: "polygon", label: "areaPolygon", icon: "polygon", hint: "areaDrawPolygon" },
  { tool: "rectangle", label: "areaRectangle", icon: "rectangle", hint: "areaDrawRectangle" },
  { tool: "circle", label: "areaCircle", icon: "circle", hint: "areaDrawCircle" },
  { tool: "grids", label: "areaGrids", icon: "grids", hint: "areaPickGrids" },
];

interface AreaToolsProps {
  draw: AreaDraw;
  area: Area | null;
  onClear(): void;
  onView(): void;
  onFit(bounds: readonly number[]): void;
}

export function AreaTools({ draw, area, onClear, onView, onFit }: AreaToolsProps) {
  const { t } = useWords();
  return (
    <div className="area-tools" role="toolbar" aria-label={t("area")}>
      <span className="area-title only-wide" title={t("areaDraw")}>
        {t("area")}
      </span>
      {TOOLS.map(({ tool, label, icon }) => (
        <button
          type="button"
          key={tool}
          className="tool"
          aria-pressed={draw.tool === tool}
          data-on={draw.tool === tool}
          onClick={() => {
            if (draw.tool === tool) draw.cancel();
            else draw.begin(tool);
          }}
          title={t(label)}
          aria-label={t(label)}
        >
          <Icon name={icon} />
        </button>
      ))}
      <button
        type="button"
        className="tool"
        onClick={onView}
        title={t("areaHere")}
        aria-label={t("areaHere")}
      >
        <Icon name="target" />
      </button>
      {area && !draw.tool && <AreaSize area={area} onFit={onFit} />}
      {area && !draw.tool && (
        <button type="button" className="tool clear" onClick={onClear}>
          <Icon name="close" size={15} />
          {t("areaClear")}
        </button>
      )}
    </div>
  );
}

/** How large the area is; a click shows all of it. */
function AreaSize({ area, onFit }: { area: Area; onFit(bounds: readonly number[]): void }) {
  const { t, number } = useWords();
  const facts = useAreaFacts(area);
  const words = [
    ...(area.kind === "grids" ? [t("areaGridCount", { count: area.ids.length })] : []),
    ...(facts ? [t("areaSize", { km2: number(rounded(facts.km2)) })] : []),
  ];
  if (words.length === 0) return null;
  return (
    <button
      type="button"
      className="tool clear"
      disabled={!facts}
      title={t("areaFit")}
      onClick={() => {
        if (facts) onFit(facts.bounds);
      }}
    >
      {words.join(" · ")}
    </button>
  );
}

/** Three digits: more would claim that a hand draws so exactly. */
const rounded = (km2: number) => Number(km2.toPrecision(3));

/** What to do next, over the map while a tool is in hand. */
export function AreaHint({ draw }: { draw: AreaDraw }) {
  const { t } = useWords();
  const tool = TOOLS.find((x) => x.tool === draw.tool);
  if (!tool) return null;
  return (
    <div className="map-hint" role="status">
      <span>
        {t(tool.hint)}
        {draw.tool === "grids" &&
          draw.picked.length > 0 &&
          ` · ${t("areaGridCount", { count: draw.picked.length })}`}
      </span>
      {draw.tool === "grids" && (
        <button type="button" className="button primary small" onClick={draw.finishPicking}>
          {t("areaDone")}
        </button>
      )}
      <button type="button" className="button small" onClick={draw.cancel}>
        {t("areaCancel")}
      </button>
    </div>
  );
}

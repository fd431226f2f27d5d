import type { ReactNode } from "react";
import { useWords } from "../i18n/use-words.js";
import {
  BASE_LAYERS,
  DATA_LAYERS,
  isShown,
  type LayerInfo,
  listFieldOf,
  USUAL_LAYERS,
} from "../layers/layer-names.js";
import { BUILDING_COLOURS, colourOf, topCategories } from "../layers/legend.js";
import { useSession } from "../session/session-context.js";
import type { ViewState } from "../state/view-state.js";
import type { Counts } from "./use-counts.js";

interface LayersPanelProps {
  view: ViewState;
  update(changes: Partial<ViewState>): void;
  counts: Counts;
  /** The counts may be out of date. */
  isStale: boolean;
  onTable(layer: string): void;
}

const SWATCH: Record<string, ReactNode> = {
  INCIDENTS: <i className="dot" style={{ background: "#d55e00" }} />,
  CAMERAS: <i className="dot" style={{ background: "#2f6f8f" }} />,
  HOUSEHOLDS: <i className="dot small" style={{ background: "#8b8373" }} />,
  BUILDINGS: <i className="box" style={{ background: BUILDING_COLOURS["01"] }} />,
  GRIDS: <i className="box line" style={{ borderColor: "#0f6b72" }} />,
  VILLAGES: <i className="box line dashed" style={{ borderColor: "#6d5f86" }} />,
  TIES: <i className="stroke" style={{ background: "#7a5195" }} />,
  STREETS: <i className="stroke thick" />,
  WATERS: <i className="box" style={{ background: "#c7dde4" }} />,
  PARCELS: <i className="box" style={{ background: "#dfe9d6" }} />,
  BARRIERS: <i className="stroke" style={{ background: "#8a5a44" }} />,
  CROSSINGS: <i className="dot" style={{ background: "#fff", borderColor: "#8a5a44" }} />,
};

/** Which layers are shown, what their marks mean and how many there are. */
export function LayersPanel({ view, update, counts, isStale, onTable }: LayersPanelProps) {
  const { t, label, number } = useWords();
  const { layers } = useSession();
  const toggle = (layer: LayerInfo) => {
    const name = listFieldOf(layer.name);
    const shown = view.layers ?? USUAL_LAYERS;
    update({ layers: shown.includes(name) ? shown.filter((n) => n !== name) : [...shown, name] });
  };
  const group = (names: readonly string[]) =>
    layers
      .filter((l) => names.includes(l.name))
      .sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
  const row = (layer: LayerInfo) => {
    const shown = isShown(view.layers, layer.name);
    const count = counts.of[listFieldOf(layer.name)];
    return (
      <li key={layer.name} data-shown={shown}>
        <label className="layer-row">
          <input
            type="checkbox"
            className="switch"
            checked={shown}
            onChange={() => {
              toggle(layer);
            }}
            aria-label={t("show", { name: label(layer) })}
          />
          <span className="swatch" aria-hidden="true">
            {SWATCH[layer.name]}
          </span>
          <span className="layer-name">{label(layer)}</span>
        </label>
        {count && (
          <button
            type="button"
            className="count"
            data-stale={isStale}
            onClick={() => {
              onTable(listFieldOf(layer.name));
            }}
            title={t("tableOpen")}
            aria-label={`${label(layer)}: ${number(count.totalCount)}. ${t("tableOpen")}`}
          >
            {number(count.totalCount)}
          </button>
        )}
        {layer.name === "INCIDENTS" && shown && (
          <CategoryLegend view={view} update={update} counts={count?.counts ?? []} />
        )}
      </li>
    );
  };
  return (
    <div aria-busy={counts.loading} data-loading={counts.loading}>
      <h3 className="group-title">
        {t("layersData")}
        <span className="muted">
          {view.area ? t("inArea") : t("inView")}
          {view.time.kind !== "all" && ` · ${t("inPeriod")}`}
        </span>
      </h3>
      <ul className="layers">{group(DATA_LAYERS).map(row)}</ul>
      <h3 className="group-title">{t("layersBase")}</h3>
      <ul className="layers">{group(BASE_LAYERS).map(row)}</ul>
    </div>
  );
}

interface LegendProps {
  view: ViewState;
  update(changes: Partial<ViewState>): void;
  counts: { key: string; count: number }[];
}

/** Categories with their colours; a click narrows the view to some of them. */
function CategoryLegend({ view, update, counts }: LegendProps) {
  const { t, name, number } = useWords();
  const { categories } = useSession();
  const tops = topCategories(categories);
  const chosen = view.categories;
  const toggle = (code: string) => {
    const next = chosen
      ? chosen.includes(code)
        ? chosen.filter((c) => c !== code)
        : [...chosen, code]
      : [code];
    update({ categories: next.length === 0 || next.length === tops.length ? null : next });
  };
  return (
    <ul className="legend" aria-label={t("legend")}>
      {tops.map((c) => (
        <li key={c.code}>
          <button
            type="button"
            aria-pressed={chosen?.includes(c.code) ?? true}
            data-off={chosen !== null && !chosen.includes(c.code)}
            onClick={() => {
              toggle(c.code);
            }}
          >
            <i className="dot" style={{ background: colourOf(c.code) }} />
            <span>{name(c)}</span>
            <b>{number(counts.find((k) => k.key === c.code)?.count ?? 0)}</b>
          </button>
        </li>
      ))}
      {chosen && (
        <li>
          <button
            type="button"
            className="link"
            onClick={() => {
              update({ categories: null });
            }}
          >
            {t("allCategories")}
          </button>
        </li>
      )}
    </ul>
  );
}

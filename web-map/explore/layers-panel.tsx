import { BackgroundList } from "../ground/background-list.js";
import { useWords } from "../i18n/use-words.js";
import { CategorySign } from "../layers/category-sign.js";
import {
  BASE_LAYERS,
  DATA_LAYERS,
  isShown,
  type LayerInfo,
  listFieldOf,
  USUAL_LAYERS,
} from "../layers/layer-names.js";
import { colourOf, topCategories } from "../layers/legend.js";
import { drawnFrom, isCountedAt } from "../map/style.js";
import { useSession } from "../session/session-context.js";
import type { ViewState } from "../state/view-state.js";
import { MarkLegend, SWATCH } from "./mark-legend.js";
import type { Counts } from "./use-counts.js";

interface LayersPanelProps {
  view: ViewState;
  update(changes: Partial<ViewState>): void;
  /** In the chosen area, or in the whole county. */
  counts: Counts;
  /** In what is seen of the county; null where an area is chosen. */
  inView: Counts | null;
  /** The counts may be out of date. */
  isStale: boolean;
  zoom: number;
  /** Shows the middle of the map at a zoom. */
  onZoom(zoom: number): void;
  onTable(layer: string): void;
}

/** Which layers are shown, what their marks mean and how many there are. */
export function LayersPanel(props: LayersPanelProps) {
  const { view, counts, inView } = props;
  const { t } = useWords();
  const { layers } = useSession();
  const group = (names: readonly string[]) =>
    layers
      .filter((l) => names.includes(l.name))
      .sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name))
      .map((layer) => <LayerRow key={layer.name} layer={layer} {...props} />);
  const base = group(BASE_LAYERS);
  const isLoading = counts.loading || (inView?.loading ?? false);
  return (
    <div aria-busy={isLoading} data-loading={isLoading}>
      <h3 className="group-title">
        {t("layersData")}
        <span className="muted">{view.area ? t("inArea") : t("inViewOfAll")}</span>
      </h3>
      <ul className="layers">{group(DATA_LAYERS)}</ul>
      {base.length > 0 && (
        <>
          <h3 className="group-title">{t("layersBase")}</h3>
          <ul className="layers">{base}</ul>
        </>
      )}
      <BackgroundList />
    </div>
  );
}

function LayerRow({ layer, ...props }: LayersPanelProps & { layer: LayerInfo }) {
  const { view, update, counts, inView, zoom, onZoom, onTable } = props;
  const { t, label } = useWords();
  const name = listFieldOf(layer.name);
  const shown = isShown(view.layers, layer.name);
  const from = drawnFrom(layer);
  const isFar = shown && zoom < from;
  // Who may see none of a layer is not shown its kinds, each with a nought.
  const isEmpty = counts.of[name]?.totalCount === 0 && view.categories === null;
  const toggle = () => {
    const all = view.layers ?? USUAL_LAYERS;
    update({ layers: all.includes(name) ? all.filter((n) => n !== name) : [...all, name] });
  };
  return (
    <li data-shown={shown} data-far={isFar}>
      <label className="layer-row">
        <input
          type="checkbox"
          className="switch"
          checked={shown}
          onChange={toggle}
          aria-label={t("show", { name: label(layer) })}
        />
        <span className="swatch" aria-hidden="true">
          {SWATCH[layer.name]}
        </span>
        <span className="layer-name">
          {label(layer)}
          {layer.timed && view.time.kind !== "all" && (
            <small className="muted"> {t("inPeriod")}</small>
          )}
        </span>
      </label>
      <LayerCount
        layer={layer}
        total={counts.of[name]?.totalCount}
        seen={inView?.of[name]?.totalCount}
        isStale={props.isStale}
        onTable={onTable}
      />
      {isFar && (
        <button
          type="button"
          className="link far"
          onClick={() => {
            onZoom(from);
          }}
        >
          {t("zoomToSee")}
        </button>
      )}
      {shown && !isFar && <MarkLegend layer={layer} zoom={zoom} />}
      {layer.topCategories && shown && !isEmpty && (
        <CategoryLegend
          view={view}
          update={update}
          counts={(inView ?? counts).of[name]?.counts ?? []}
          isCounted={isCountedAt(layer, zoom)}
        />
      )}
    </li>
  );
}

interface LayerCountProps {
  layer: LayerInfo;
  /** In the chosen area, or in the whole county. */
  total: number | undefined;
  /** In what is seen; undefined where an area is chosen. */
  seen: number | undefined;
  isStale: boolean;
  onTable(layer: string): void;
}

function LayerCount({ layer, total, seen, isStale, onTable }: LayerCountProps) {
  const { t, label, number } = useWords();
  if (total === undefined) return null;
  const values = { name: label(layer), count: number(seen ?? total), total: number(total) };
  return (
    <button
      type="button"
      className="count"
      data-stale={isStale}
      onClick={() => {
        onTable(listFieldOf(layer.name));
      }}
      title={t("tableOpen")}
      aria-label={t(seen === undefined ? "countOf" : "countInView", values)}
    >
      {seen === undefined || seen === total ? (
        number(total)
      ) : (
        <>
          <b>{number(seen)}</b> / {number(total)}
        </>
      )}
    </button>
  );
}

interface LegendProps {
  view: ViewState;
  update(changes: Partial<ViewState>): void;
  counts: { key: string; count: number }[];
  /** The map counts them all alike here: their own marks come nearer. */
  isCounted: boolean;
}

/** Categories with their colours; a click narrows the view to some of them. */
function CategoryLegend({ view, update, counts, isCounted }: LegendProps) {
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
            <CategorySign code={c.code} colour={isCounted ? "#9aa3a7" : colourOf(c.code)} />
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

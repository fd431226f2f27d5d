import type { Polygon } from "geojson";
import { useWords } from "../i18n/use-words.js";
import { RAMP } from "../layers/legend.js";
import { areaOfShape } from "../state/area.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Icon } from "../ui/icon.js";
import { DensityLegend } from "./density-legend.js";
import { HOT_BIN, type HotCell } from "./hot-overlay.js";
import { CELLS, MAPS, type MapKind, type Question, RADII } from "./question.js";
import { Sheet } from "./sheet.js";
import type { useDensity } from "./use-density.js";
import type { useHotSpots } from "./use-hot-spots.js";
import type { Asking } from "./use-question.js";
import { type AnalyseWord, useAnalyseWords } from "./words.js";

interface HotCardProps {
  asking: Asking;
  found: ReturnType<typeof useHotSpots>;
  dense: ReturnType<typeof useDensity>;
  note: string | null;
  sheet: { open: boolean; onOpen(open: boolean): void };
}

/** On the map: how it is drawn, what the hexagons say, and what each look means. */
export function HotCard({ asking, found, dense, note, sheet }: HotCardProps) {
  const t = useAnalyseWords();
  const { number, language } = useWords();
  const { stands: question, ask } = asking;
  const { hot, fault, again, loading, metres, cell, choose } = found;
  const level = hot?.sheet.levels.find((l) => l.level === 0.05);
  const isHot = question.map !== "POINTS";
  const isDense = question.map === "DENSITY";
  const stable = hot?.cells.filter(({ bin, stable }) => bin >= HOT_BIN && stable).length ?? 0;
  return (
    <section className="analyse-hot" aria-label={t("hexagons")}>
      {cell && <CellCard cell={cell} hot={hot!} ask={ask} onClose={() => choose(null)} />}
      {sheet.open && hot && (
        <Sheet
          sheet={hot.sheet}
          onClose={() => {
            sheet.onOpen(false);
          }}
        />
      )}
      {isHot && fault && <FaultNotice fault={fault} retry={again} />}
      {isDense && dense.fault && <FaultNotice fault={dense.fault} retry={dense.again} />}
      <div className="analyse-hot-row">
        <MapKinds question={question} ask={ask} metres={metres} radius={dense.radius} />
        {!isHot && note && <span>{note}</span>}
        {isHot && !hot && (loading || (isDense && dense.loading)) && (
          <span role="status">{t("computing")}</span>
        )}
        {isHot && hot && (
          <button
            type="button"
            className="analyse-hot-said"
            data-old={loading}
            aria-expanded={sheet.open}
            title={`${t("sheet")} (I)`}
            onClick={() => {
              sheet.onOpen(!sheet.open);
            }}
          >
            <Icon name="help" size={16} />
            {hot.reason
              ? hot.reason[language]
              : level && level.hot > 0
                ? t("hotCells", {
                    ...{ cells: number(hot.sheet.n), hot: number(level.hot) },
                    ...{ raw: number(level.rawHot), stable: number(stable) },
                  })
                : t("noHot")}
          </button>
        )}
      </div>
      {isHot && !isDense && hot && !hot.reason && <Legend />}
      {isDense && dense.density && <DensityLegend density={dense.density} metres={metres} />}
    </section>
  );
}

interface MapKindsProps {
  question: Question;
  ask: Asking["ask"];
  metres: number;
  radius: number;
}

const NAMES: Readonly<Record<MapKind, AnalyseWord>> = {
  POINTS: "asPoints",
  HEXAGONS: "hexagons",
  DENSITY: "density",
};

function MapKinds({ question, ask, metres, radius }: MapKindsProps) {
  const t = useAnalyseWords();
  return (
    <>
      <fieldset className="analyse-kind">
        <legend className="sr-only">{t("mapKind")}</legend>
        {MAPS.map((kind) => (
          <label key={kind} data-on={question.map === kind}>
            <input
              type="radio"
              className="sr-only"
              name="analyse-map"
              checked={question.map === kind}
              onChange={() => {
                ask({ map: kind });
              }}
            />
            {t(NAMES[kind])}
          </label>
        ))}
      </fieldset>
      {question.map === "HEXAGONS" && (
        <Metres
          label={t("cell")}
          value={metres}
          among={CELLS}
          word="cellMetres"
          onMetres={(cell) => {
            ask({ cell });
          }}
        />
      )}
      {question.map === "DENSITY" && (
        <Metres
          label={t("radius")}
          value={radius}
          among={RADII}
          word="radiusMetres"
          onMetres={(radius) => {
            ask({ radius });
          }}
        />
      )}
    </>
  );
}

interface MetresProps {
  label: string;
  value: number;
  among: readonly number[];
  word: AnalyseWord;
  onMetres(metres: number): void;
}

function Metres({ label, value, among, word, onMetres }: MetresProps) {
  const t = useAnalyseWords();
  const { number } = useWords();
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(e) => {
        onMetres(Number(e.target.value));
      }}
    >
      {among.map((metres) => (
        <option key={metres} value={metres}>
          {t(word, { metres: number(metres) })}
        </option>
      ))}
    </select>
  );
}

/** Hatch and rim tell the kinds apart without their colour. */
function Legend() {
  const t = useAnalyseWords();
  return (
    <ul className="analyse-legend">
      <li>
        <i className="hot" aria-hidden="true" />
        {t("legendHot")}
      </li>
      <li>
        <i className="size" aria-hidden="true" />
        {t("legendSize")}
      </li>
      <li>
        <i className="near" aria-hidden="true" />
        {t("legendNear")}
      </li>
      <li>
        <span className="analyse-ramp" aria-hidden="true">
          {RAMP.map((shade) => (
            <i key={shade} style={{ background: shade }} />
          ))}
        </span>
        {t("legendCount")}
      </li>
    </ul>
  );
}

interface CellCardProps {
  cell: HotCell;
  hot: NonNullable<ReturnType<typeof useHotSpots>["hot"]>;
  ask: Asking["ask"];
  onClose(): void;
}

/** One cell: its own count beside its significance. */
function CellCard({ cell, hot, ask, onClose }: CellCardProps) {
  const t = useAnalyseWords();
  const { number } = useWords();
  const { count, fdr, z, bin, stable, own, geometry } = cell;
  const metres = number(hot.sheet.stableMetres ?? 0);
  return (
    <div className="analyse-cell" role="status">
      <b>{t("cellCard", { count: number(count) })}</b>
      {fdr != null && z != null && <span>{t("cellQ", { q: digits(fdr), z: digits(z) })}</span>}
      {bin >= HOT_BIN && !own && <span>{t("cellNear")}</span>}
      {bin >= HOT_BIN && stable != null && (
        <span>{t(stable ? "cellStable" : "cellUnstable", { metres })}</span>
      )}
      {geometry && (
        <button
          type="button"
          className="button small"
          onClick={() => {
            ask({ area: areaOfShape(geometry as Polygon) });
            onClose();
          }}
        >
          {t("cellArea")}
        </button>
      )}
      <button type="button" className="icon-button" aria-label={t("closeIt")} onClick={onClose}>
        <Icon name="close" size={14} />
      </button>
    </div>
  );
}

const digits = (n: number): string =>
  Math.abs(n) < 0.001 && n !== 0 ? "< 0.001" : n.toPrecision(2);

import { useWords } from "../i18n/use-words.js";
import { useTheme } from "../shell/theme.js";
import { useIsNarrow } from "../table/use-is-narrow.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Icon } from "../ui/icon.js";
import { CellCard } from "./cell-card.js";
import { DensityLegend } from "./density-legend.js";
import { HOT_BIN } from "./hot-overlay.js";
import { shadesOf } from "./map-shades.js";
import {
  CELLS,
  HOT_AREAS,
  type HotAreas,
  MAPS,
  type MapKind,
  type Question,
  RADII,
  type Statistic,
} from "./question.js";
import { RawCounts, RelatedTo } from "./related-to.js";
import { Sheet } from "./sheet.js";
import { finestOf, TooFine } from "./too-fine.js";
import type { useDensity } from "./use-density.js";
import type { HotSpots, useHotSpots } from "./use-hot-spots.js";
import type { Asking } from "./use-question.js";
import { type AnalyseWord, useAnalyseWords } from "./words.js";

interface HotCardProps {
  asking: Asking;
  /** As the service is asked. */
  asked: Question;
  found: ReturnType<typeof useHotSpots>;
  dense: ReturnType<typeof useDensity>;
  note: string | null;
  sheet: { open: boolean; onOpen(open: boolean): void };
  /** Lists what lies in the cell. */
  onList(): void;
}

/** On the map: how it is drawn, what the hexagons say, and what each look means. */
export function HotCard(props: HotCardProps) {
  const { asking, asked, found, dense, note, sheet, onList } = props;
  const t = useAnalyseWords();
  const { number, language } = useWords();
  const { stands: question, ask } = asking;
  const { hot, fault, again, loading, metres, cell, choose } = found;
  const level = hot?.sheet.levels.find((l) => l.level === 0.05);
  const few = hot?.sheet.warnings.find(({ code }) => code === "few-incidents");
  const isHot = question.map !== "POINTS";
  const isDense = question.map === "DENSITY";
  const finest = finestOf(fault);
  const stable = hot?.cells.filter(({ bin, stable }) => bin >= HOT_BIN && stable).length ?? 0;
  return (
    <section className="analyse-hot" aria-label={t("hexagons")}>
      {cell && hot && (
        <CellCard
          cell={cell}
          hot={hot}
          question={asked}
          ask={ask}
          onList={onList}
          onClose={() => choose(null)}
        />
      )}
      {sheet.open && hot && (
        <Sheet
          sheet={hot.sheet}
          onClose={() => {
            sheet.onOpen(false);
          }}
        />
      )}
      {isHot && finest && <TooFine {...finest} question={question} ask={ask} />}
      {isHot && fault && !finest && <FaultNotice fault={fault} retry={again} />}
      {isDense && dense.fault && <FaultNotice fault={dense.fault} retry={dense.again} />}
      {isHot && few && !hot?.reason && <p className="analyse-few">{few[language]}</p>}
      {isHot && hot && <RawCounts hot={hot} />}
      <div className="analyse-hot-row">
        <MapKinds question={question} ask={ask} metres={metres} radius={dense.radius} />
        {isHot && <RelatedTo hot={hot} question={question} ask={ask} />}
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
                ? t(HOT_SAID[question.hotAreas ?? "HEX"], {
                    ...{ cells: number(hot.sheet.n), hot: number(level.hot) },
                    ...{ raw: number(level.rawHot), stable: number(stable) },
                  })
                : t("noHot")}
          </button>
        )}
      </div>
      {isHot && !isDense && hot && <Legend isOfAreas={question.hotAreas !== null} hot={hot} />}
      {isDense && dense.density && (
        <DensityLegend
          density={dense.density}
          metres={question.hotAreas ? null : metres}
          statistic={hot?.sheet.statistic ?? null}
        />
      )}
    </section>
  );
}

interface MapKindsProps {
  question: Question;
  ask: Asking["ask"];
  metres: number;
  radius: number;
}

const HOT_SAID: Readonly<Record<HotAreas | "HEX", AnalyseWord>> = {
  HEX: "hotCells",
  GRID: "hotGrids",
  VILLAGE: "hotVillages",
};

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
      {question.map === "HEXAGONS" && <Unit question={question} ask={ask} metres={metres} />}
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

/** What incidents are counted by: hexagons of a size, grids or villages. */
function Unit({ question, ask, metres }: Omit<MapKindsProps, "radius">) {
  const t = useAnalyseWords();
  const { number } = useWords();
  return (
    <select
      aria-label={t("cell")}
      value={question.hotAreas ?? metres}
      onChange={({ target: { value } }) => {
        const hotAreas = HOT_AREAS.find((one) => one === value) ?? null;
        ask(hotAreas ? { hotAreas } : { hotAreas, cell: Number(value) });
      }}
    >
      {CELLS.map((one) => (
        <option key={one} value={one}>
          {t("cellMetres", { metres: number(one) })}
        </option>
      ))}
      {HOT_AREAS.map((one) => (
        <option key={one} value={one}>
          {t(one === "GRID" ? "byGrids" : "byVillages")}
        </option>
      ))}
    </select>
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

const LEGEND: Readonly<Record<Statistic, AnalyseWord>> = {
  EB_RATE: "legendRate",
  EB_STREETS: "legendRateKm",
  GI_STAR: "legendCount",
};

/** Hatch and rim tell the kinds apart without their colour; of a map without values none is. */
function Legend({ isOfAreas, hot: { sheet, reason } }: { isOfAreas: boolean; hot: HotSpots }) {
  const t = useAnalyseWords();
  const { number } = useWords();
  const isNarrow = useIsNarrow();
  if (reason && sheet.withoutRate === 0) return null;
  const list = (
    <ul className="analyse-legend">
      {!reason && <Kinds isOfAreas={isOfAreas} statistic={sheet.statistic} />}
      {sheet.withoutRate > 0 && (
        <li>
          <i className="none" aria-hidden="true" />
          {t("legendNoRate", { count: number(sheet.withoutRate) })}
        </li>
      )}
    </ul>
  );
  if (!isNarrow) return list;
  // It would take as much of a phone's map as is left.
  return (
    <details className="analyse-legend-fold">
      <summary>{t("legendWord")}</summary>
      {list}
    </details>
  );
}

function Kinds({ isOfAreas, statistic }: { isOfAreas: boolean; statistic: Statistic }) {
  const t = useAnalyseWords();
  const theme = useTheme();
  return (
    <>
      <li>
        <i className="hot" aria-hidden="true" />
        {t(isOfAreas ? "legendHotArea" : "legendHot")}
      </li>
      {!isOfAreas && (
        <li>
          <i className="size" aria-hidden="true" />
          {t("legendSize")}
        </li>
      )}
      <li>
        <i className="near" aria-hidden="true" />
        {t("legendNear")}
      </li>
      <li>
        {t(LEGEND[statistic])} {t("legendLess")}
        <span className="analyse-ramp" aria-hidden="true">
          {shadesOf(theme).map((shade) => (
            <i key={shade} style={{ background: shade }} />
          ))}
        </span>
        {t("legendMore")}
      </li>
    </>
  );
}

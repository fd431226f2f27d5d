import type { Polygon } from "geojson";
import { RepeatPlacesDocument, type RepeatPlacesQuery } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { areaOfShape } from "../state/area.js";
import { Icon } from "../ui/icon.js";
import { wholeFilter } from "./filters.js";
import { HOT_BIN, type HotCell } from "./hot-overlay.js";
import { idsAround } from "./ids-around.js";
import type { Question, Statistic } from "./question.js";
import type { HotSpots } from "./use-hot-spots.js";
import type { Asking } from "./use-question.js";
import { useAnalyseWords } from "./words.js";

interface CellCardProps {
  cell: HotCell;
  hot: HotSpots;
  /** As the service is asked. */
  question: Question;
  ask: Asking["ask"];
  onList(): void;
  onClose(): void;
}

/** A question of a cell alone; the question's own area still holds. */
export const withinCell = (question: Question, { geometry }: HotCell): Question => {
  const within = geometry && areaOfShape(geometry as Polygon);
  return within ? { ...question, within } : question;
};

/** Per 100 households, or a kilometre of street. */
const RATE_OF = { EB_RATE: "cellRate", EB_STREETS: "cellRateKm", GI_STAR: "cellRate" } as const;
const NO_RATE_OF = { EB_RATE: "cellNoRate", EB_STREETS: "cellNoRateKm" } as const;
const told = (rate: number, statistic: Statistic): number =>
  Number((statistic === "EB_RATE" ? 100 * rate : rate).toPrecision(3));

/** One cell: its own count beside its significance, what is around it, and on which places. */
export function CellCard({ cell, hot, question, ask, onList, onClose }: CellCardProps) {
  const t = useAnalyseWords();
  const { number } = useWords();
  const { name, count, rate, fdr, z, bin, stable, own, geometry } = cell;
  const metres = number(hot.sheet.stableMetres ?? 0);
  const around = aroundOf(cell, hot.cells);
  const { statistic } = hot.sheet;
  return (
    <div className="analyse-cell" role="status">
      <b>
        {name && `${name} · `}
        {t("cellCard", { count: number(count) })}
        {rate != null && ` · ${t(RATE_OF[statistic], { rate: number(told(rate, statistic)) })}`}
      </b>
      {own && (
        <button type="button" className="button small" onClick={onList}>
          {t("cellList", { count: number(count) })}
        </button>
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
      <ul>
        {statistic !== "GI_STAR" && rate == null && <li>{t(NO_RATE_OF[statistic])}</li>}
        {fdr != null && z != null && <li>{t("cellQ", { q: digits(fdr), z: digits(z) })}</li>}
        {bin >= HOT_BIN && !own && <li>{t("cellNear")}</li>}
        {bin >= HOT_BIN && stable != null && (
          <li>{t(stable ? "cellStable" : "cellUnstable", { metres })}</li>
        )}
        {around && (
          <li>{t("cellAround", { count: number(around.count), hot: number(around.hot) })}</li>
        )}
        {own && <Places cell={cell} question={question} />}
      </ul>
    </div>
  );
}

/** Where in it more than one happened. What is no public place is one address. */
function Places({ cell, question }: { cell: HotCell; question: Question }) {
  const t = useAnalyseWords();
  const { county } = useSession();
  const filter = wholeFilter(withinCell(question, cell), county);
  const { data, fault } = useAsked(RepeatPlacesDocument, { filter });
  if (fault) return <li>{fault.message}</li>;
  if (!data) return <li>{t("computing")}</li>;
  return <Repeats found={data.repeatPlaces} />;
}

/** As many as a card has room for. */
const SHOWN = 4;

function Repeats({ found }: { found: RepeatPlacesQuery["repeatPlaces"] }) {
  const t = useAnalyseWords();
  const { number } = useWords();
  const { places } = found;
  if (places.length === 0) return <li>{t("cellOnce")}</li>;
  const more = places.length - SHOWN;
  return (
    <li>
      {t("cellPlaces")}
      {places
        .slice(0, SHOWN)
        .map(({ name, incidents }) =>
          t("cellPlace", { name: name ?? t("oneAddress"), count: number(incidents) }),
        )
        .join(t("and"))}
      {more > 0 && t("cellMore", { count: number(more) })}
    </li>
  );
}

/**
 * What the six hexagons around one hold; null of an area, whose neighbours are many and various.
 */
function aroundOf({ id, q }: HotCell, cells: readonly HotCell[]) {
  if (q == null) return null;
  const ids = new Set(idsAround(id));
  const six = cells.filter(({ id }) => ids.has(id));
  return {
    count: six.reduce((n, { count }) => n + count, 0),
    hot: six.filter(({ bin }) => bin >= HOT_BIN).length,
  };
}

const digits = (n: number): string =>
  Math.abs(n) < 0.001 && n !== 0 ? "< 0.001" : n.toPrecision(2);

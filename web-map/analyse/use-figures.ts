import { useMemo, useRef } from "react";
import type { Day } from "../../geo/time/day.js";
import { localClock } from "../../geo/time/local-clock.js";
import { FiguresDocument, type FiguresQuery } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";
import { dayOf } from "../state/time-range.js";
import { type Against, besides, compareInput } from "./against.js";
import type { Change, Part, Ranked } from "./figures.js";
import { baseFilter, brushesOf } from "./filters.js";
import { around, type Days, longOf, type Question } from "./question.js";
import { useAnalyseWords } from "./words.js";

/** While others write, figures are as old as this. */
const SELDOM_MS = 5000;
const VIEWS = ["HOUR_OF_WEEK", "CATEGORY", "LEVEL", "SOURCE", "GRID"] as const;

export interface Figures {
  total: number;
  changes: Change[];
  /** How many are known only to have happened between two moments. */
  uncertain: number;
  clock: readonly number[];
  shown: Days;
  days: ReadonlyMap<Day, number>;
  lastYear: ReadonlyMap<Day, number>;
  /** By code, deepest; their names are the session's. */
  kinds: readonly Part[];
  levels: readonly Part[];
  sources: readonly Part[];
  grids: readonly Ranked[];
  /** Whether grids are told per 100 households; else by what they have. */
  isPerHousehold: boolean;
}

/** All that is shown of a question, asked for in one request; the last stays until the next is there. */
export function useFigures(question: Question, today: Day) {
  const { county } = useSession();
  const { live } = useShell();
  const shown = useMemo(() => around(question.days, today), [question.days, today]);
  const { data, ...asked } = useAsked(
    FiguresDocument,
    {
      filter: baseFilter(question, question.days, county),
      around: baseFilter(question, shown, county),
      brushes: brushesOf(question),
      views: [...VIEWS],
      times: question.times,
      compare: compareInput(question.against, county.timeZone),
      besides: compareInput(besides(question.against), county.timeZone),
      grids: question.gridsOn === null ? null : { on: question.gridsOn },
    },
    { version: live.version, seldomMs: SELDOM_MS, keeps: true },
  );
  const read = useReader();
  // What is shown while the next answer is waited for is told as it was asked for.
  const kept = useRef<{ data: FiguresQuery; question: Question } | null>(null);
  if (data && !asked.loading) kept.current = { data, question };
  // What a question was refused for is said over the figures of the one before.
  const code = asked.fault?.code;
  const isHidden = !data && (code === "FORBIDDEN" || code === "UNAUTHENTICATED");
  const answer = isHidden ? null : kept.current;
  const figures = useMemo(
    () => answer && read(answer.data, answer.question, county.timeZone),
    [answer, county.timeZone, read],
  );
  return { ...asked, figures, isOld: asked.loading || (asked.fault !== undefined && !data) };
}

function useReader() {
  const t = useAnalyseWords();
  const { language } = useWords();
  const { categories } = useSession();
  // biome-ignore lint/correctness/useExhaustiveDependencies(t): its words change with the language
  return useMemo(() => {
    const named = new Map(
      categories.map((c) => [`${c.kind} ${c.code}`, language === "zh" ? c.nameZh : c.nameEn]),
    );
    const nameOf = (kind: string, { key, label }: { key: string; label?: string | null }) =>
      named.get(`${kind} ${key}`) || label || key || t("unknown");
    return (
      data: FiguresQuery,
      { against, days: asked }: Pick<Question, "against" | "days">,
      timeZone: string,
    ): Figures => {
      const groups = (by: (typeof VIEWS)[number]) =>
        data.now.views.find((view) => view.by === by)?.groups ?? [];
      const parts = (by: (typeof VIEWS)[number], name: (group: Group) => string): Part[] =>
        groups(by).map((group) => ({
          key: group.key,
          name: name(group),
          count: group.count,
          before: group.expected,
        }));
      const grids = groups("GRID");
      const isPerHousehold = grids.some(({ rate }) => rate != null);
      const days = data.days.views[0]?.groups ?? [];
      const changes = ([data.now, data.besides] as const).flatMap(({ total, compared }, i) => {
        const told = i === 0 ? against : besides(against);
        return compared ? [changeOf(told, total, compared, asked, timeZone)] : [];
      });
      return {
        total: data.now.total.count,
        changes,
        uncertain: data.now.uncertain,
        clock: groups("HOUR_OF_WEEK").map(({ count }) => count),
        shown: { from: days[0]?.key ?? "", to: days.at(-1)?.key ?? "" },
        days: new Map(days.map(({ key, count }) => [key, count])),
        lastYear: new Map(days.map(({ key, expected }) => [key, expected ?? 0])),
        kinds: parts("CATEGORY", (group) => nameOf("incident", group)),
        levels: parts("LEVEL", ({ key }) => t("level", { level: key })).sort((a, b) =>
          a.key < b.key ? -1 : 1,
        ),
        sources: parts("SOURCE", (group) => nameOf("incident-source", group)),
        grids: grids.flatMap((group) => ranked(group, t("unknown"), isPerHousehold)),
        isPerHousehold,
      };
    };
  }, [categories, language]);
}

type Group = FiguresQuery["now"]["views"][number]["groups"][number];

/** Grids where hardly anybody lives have no rate, and stand in no row of rates. */
function ranked(group: Group, unknown: string, isPerHousehold: boolean): Ranked[] {
  const { key, label, count, expected, rate, rank } = group;
  if (key === "" || !rank || (isPerHousehold && !rate)) return [];
  return [
    {
      ...{ key, count, name: label ?? unknown, before: expected ?? null },
      rate: rate ? rate.value : count,
      range: rate ? { low: rate.low, high: rate.high } : null,
      places: [rank.first, rank.last],
    },
  ];
}

const AGAINST = { PRECEDING: "preceding", LAST_YEAR: "lastYear", CHOSEN: "chosen" } as const;

function changeOf(
  against: Against,
  { count, expected, low, high }: FiguresQuery["now"]["total"],
  { from, to }: { from: string; to: string },
  asked: Days,
  timeZone: string,
): Change {
  const days = {
    from: dayOf(new Date(from), timeZone),
    to: dayOf(new Date(Date.parse(to) - 1), timeZone),
  };
  const before = expected ?? 0;
  const percent = (n: number) => (100 * (n - before)) / before;
  return {
    against: AGAINST[typeof against === "string" ? against : "CHOSEN"],
    ...days,
    // A day that begins when the window ends was counted whole.
    until:
      localClock(timeZone).midnight(dayOf(new Date(to), timeZone)) === Date.parse(to) ? null : to,
    isScaled: typeof against !== "string" && longOf(against) !== longOf(asked),
    before,
    percent: before > 0 ? percent(count) : null,
    range:
      before > 0 && low !== null && low !== undefined && high !== null && high !== undefined
        ? { low: percent(low), high: percent(high) }
        : null,
    isBeyondChance: low != null && high != null && (count < low || count > high),
  };
}

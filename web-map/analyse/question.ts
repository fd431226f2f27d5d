import type { MultiPolygon, Polygon } from "geojson";
import { addDays, type Day } from "../../geo/time/day.js";
import type { Area } from "../state/area.js";
import type { Codec } from "../state/codec.js";
import type { TimeRange } from "../state/time-range.js";
import { type ViewState, words } from "../state/view-state.js";
import { type Against, againstFromText, againstToText } from "./against.js";
import { besideFromText, besideToText } from "./beside.js";
import { type ClockWindow, windowsFromText, windowsToText } from "./clock-windows.js";

/** How an incident counts whose moment is not known, only between when and when it happened. */
export const TIMES = ["SPREAD", "KNOWN", "OVERLAP"] as const;
export type Times = (typeof TIMES)[number];
export const MAPS = ["POINTS", "HEXAGONS", "DENSITY"] as const;
export type MapKind = (typeof MAPS)[number];
export const CELLS = [100, 150, 250, 500, 1000, 2000, 5000, 10_000, 20_000] as const;
/** Areas that hot spots are told by, beside hexagons. */
export const HOT_AREAS = ["GRID", "VILLAGE"] as const;
export type HotAreas = (typeof HOT_AREAS)[number];
/** What incidents are related to: households, kilometres of street, nothing; as addresses have it. */
const PER = { EB_RATE: "households", EB_STREETS: "streets", GI_STAR: "counts" } as const;
export type Statistic = keyof typeof PER;
export const STATISTICS = Object.keys(PER) as Statistic[];
/** Where the kernel of a density ends, metres. */
export const RADII = [200, 300, 500, 1000, 2000, 4000] as const;

/** What the workspace keeps in the address; place, days and top-level categories all share. */
export interface AnalyseView {
  /** Codes of any depth; null: all. */
  kinds: string[] | null;
  /** 1 to 4; empty: all. */
  levels: number[];
  sources: string[];
  /** Hours of the week; empty: all. */
  clock: ClockWindow[];
  times: Times;
  /** Grids chosen in the ranking; empty: all. */
  grids: string[];
  /** The day whose grids are meant; null: as they were when it happened. */
  gridsOn: Day | null;
  against: Against;
  /** Areas looked at side by side, under all of the question but its own area. */
  beside: readonly Area[];
  /** Whether what stands on a geocoder's default places is left out. */
  isWithoutDefaults: boolean;
  map: MapKind;
  /** Metres between the middles of two hexagons; null: as the service offers. */
  cell: number | null;
  /** Grids or villages in the place of hexagons; null: hexagons. */
  hotAreas: HotAreas | null;
  /** What hot spots are of; null: as the service offers. */
  statistic: Statistic | null;
  /** Metres at which the kernel of the density ends; null: as goes with the cell. */
  radius: number | null;
  /** Id of the saved question that was opened. */
  saved: string | null;
}

export const NO_VIEW: AnalyseView = {
  kinds: null,
  levels: [],
  sources: [],
  clock: [],
  times: "SPREAD",
  grids: [],
  gridsOn: null,
  against: "PRECEDING",
  beside: [],
  isWithoutDefaults: false,
  map: "HEXAGONS",
  cell: null,
  hotAreas: null,
  statistic: null,
  radius: null,
  saved: null,
};

const list = (text: string | null, what: RegExp, most = 200): string[] =>
  [...new Set((text ?? "").split(","))].filter((one) => what.test(one)).slice(0, most);
const oneOf = <T extends string>(text: string | null, among: readonly T[], usual: T): T =>
  among.find((one) => one.toLowerCase() === text) ?? usual;
const ID = /^\d{6}-[0-9a-f-]{36}$/;
const KINDS_MOST = 200;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Grids that a question names; more are an area. */
const GRIDS_MOST = 50;

const againstParam = (against: Against): Record<string, string> => {
  const text = againstToText(against);
  return text === null ? {} : { compare: text };
};

export const ANALYSE_VIEW: Codec<AnalyseView> = {
  read(get) {
    const kinds = words(get("kinds")) ?? [];
    const on = get("gridsOn");
    const cell = Number(get("cell"));
    const radius = Number(get("radius"));
    const hotAreas = HOT_AREAS.find((one) => one.toLowerCase() === get("by"));
    const saved = get("question");
    return {
      kinds: kinds.length > 0 ? [...new Set(kinds)].slice(0, KINDS_MOST) : null,
      levels: list(get("levels"), /^[1-4]$/).map(Number),
      sources: list(get("sources"), /^[0-9A-Za-z_-]{1,20}$/),
      clock: windowsFromText(get("clock") ?? ""),
      times: oneOf(get("times"), TIMES, NO_VIEW.times),
      grids: list(get("grids"), ID, GRIDS_MOST),
      gridsOn: on && DAY.test(on) && !Number.isNaN(Date.parse(on)) ? on : null,
      against: againstFromText(get("compare")),
      beside: besideFromText(get("beside")),
      isWithoutDefaults: get("defaults") === "out",
      map: oneOf(get("show"), MAPS, NO_VIEW.map),
      cell: CELLS.find((metres) => metres === cell) ?? null,
      hotAreas: hotAreas ?? null,
      statistic: STATISTICS.find((one) => PER[one] === get("per")) ?? null,
      radius: RADII.find((metres) => metres === radius) ?? null,
      saved: saved && ID.test(saved) ? saved : null,
    };
  },
  write: (view): Record<string, string> => ({
    ...againstParam(view.against),
    ...(view.beside.length > 0 && { beside: besideToText(view.beside) }),
    ...(view.kinds && { kinds: view.kinds.join(",") }),
    ...(view.levels.length > 0 && { levels: view.levels.join(",") }),
    ...(view.sources.length > 0 && { sources: view.sources.join(",") }),
    ...(view.clock.length > 0 && { clock: windowsToText(view.clock) }),
    ...(view.times !== NO_VIEW.times && { times: view.times.toLowerCase() }),
    ...(view.grids.length > 0 && { grids: view.grids.join(",") }),
    ...(view.gridsOn && { gridsOn: view.gridsOn }),
    ...(view.isWithoutDefaults && { defaults: "out" }),
    ...(view.map !== NO_VIEW.map && { show: view.map.toLowerCase() }),
    ...(view.cell && { cell: String(view.cell) }),
    ...(view.hotAreas && { by: view.hotAreas.toLowerCase() }),
    ...(view.statistic && { per: PER[view.statistic] }),
    ...(view.radius && { radius: String(view.radius) }),
    ...(view.saved && { question: view.saved }),
  }),
  steps: [
    ...(["kinds", "levels", "sources", "clock", "times", "grids", "gridsOn", "against"] as const),
    ...(["isWithoutDefaults", "beside"] as const),
  ],
};

/** Whole local days, both included. */
export interface Days {
  from: Day;
  to: Day;
}

const DAY_MS = 86_400_000;
const number = (day: Day) => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

export const daysBetween = (from: Day, to: Day): number => number(to) - number(from);
export const longOf = ({ from, to }: Days): number => daysBetween(from, to) + 1;
export const shifted = ({ from, to }: Days, by: number): Days => ({
  from: addDays(from, by),
  to: addDays(to, by),
});

/** As long as what has no beginning is looked back. */
const LOOK_BACK = 364;

/**
 * The whole days that a question is about. A time that rolls ends yesterday, because today is not
 * over, and has whole weeks where it has one, because weekdays are compared with weekdays: the last
 * thirty days are 28.
 */
export function daysOf(time: TimeRange, today: Day): Days {
  const yesterday = addDays(today, -1);
  if (time.kind === "last") {
    const days = Math.max(1, Math.round(time.hours / 24));
    const long = days < 7 ? days : Math.floor(days / 7) * 7;
    return { from: addDays(yesterday, 1 - long), to: yesterday };
  }
  const to = (time.kind === "days" && time.to) || yesterday;
  const from = (time.kind === "days" && time.from) || addDays(to, 1 - LOOK_BACK);
  return from <= to ? { from, to } : { from: to, to: from };
}

/** As many days before the first as there are: what the window is compared with. */
export const before = (days: Days): Days => shifted(days, -longOf(days));

/**
 * The days that the histogram shows: the window, twice as much before it and at least a quarter of
 * a year, until today where the window does not end long before.
 */
export function around(days: Days, today: Day): Days {
  const long = longOf(days);
  const back = Math.min(Math.max(2 * long, 91 - long), Math.max(0, 1096 - long));
  const on = Math.min(Math.max(0, daysBetween(days.to, today)), Math.max(long, 28));
  return { from: addDays(days.from, -back), to: addDays(days.to, on) };
}

/** The question as a whole: what the page shares and what is the workspace's own. */
export interface Question extends AnalyseView {
  area: Area | null;
  time: TimeRange;
  days: Days;
  /** Default places of a geocoder that are left out, longitude and latitude. */
  notAt?: readonly (readonly number[])[];
  /** What is looked into beside the question's own area: a cell. */
  within?: Area;
  /** Shapes of the chosen grids, where those of a day are meant and not those of the moment. */
  gridShapes?: readonly (Polygon | MultiPolygon)[];
}

/** The first two digits, and codes that a county made up as they are, each once; null for all. */
export const topsOf = (kinds: readonly string[] | null): string[] | null =>
  kinds && [...new Set(kinds.map((code) => (/^\d+$/.test(code) ? code.slice(0, 2) : code)))].sort();

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * What is asked now. Categories that another workspace narrowed meanwhile win over the finer ones
 * that were kept here.
 */
export function questionOf(
  own: AnalyseView,
  shared: Pick<ViewState, "area" | "time" | "categories">,
  today: Day,
): Question {
  const tops = shared.categories && [...shared.categories].sort();
  return {
    ...own,
    kinds: same(topsOf(own.kinds), tops) ? own.kinds : tops,
    area: shared.area,
    time: shared.time,
    days: daysOf(shared.time, today),
  };
}

/** Parts of a question that narrow it, each with a view of its own that brushes it. */
export const FACETS = ["area", "time", "clock", "kinds", "levels", "sources", "grids"] as const;
export type Facet = (typeof FACETS)[number];

export function isNarrowed(question: Question, facet: Facet): boolean {
  const value = question[facet];
  if (facet === "time") return question.time.kind === "days";
  return Array.isArray(value) ? value.length > 0 : value !== null;
}

/** A question without one of its parts. */
export function without(facet: Facet): Partial<Question> {
  if (facet === "time") return { time: { kind: "last", hours: 28 * 24 } };
  if (facet === "area" || facet === "kinds") return { [facet]: null };
  return { [facet]: [] };
}

/**
 * The brush that was made last, of those that still stand: what Backspace takes away. `past` holds
 * the questions before, the oldest first.
 */
export function lastBrush(past: readonly Question[], now: Question): Facet | null {
  const standing = FACETS.filter((facet) => isNarrowed(now, facet));
  for (let i = past.length - 1; i >= 0; i--) {
    const changed = standing.find((facet) => !same(past[i]![facet], now[facet]));
    if (changed) return changed;
  }
  return standing.at(-1) ?? null;
}

/** One more of a list, or one less. */
export const toggledIn = <T>(all: readonly T[], one: T): T[] =>
  all.includes(one) ? all.filter((other) => other !== one) : [...all, one];

/**
 * Categories with one more or one less. What lies below a code that is taken goes, since it is in
 * it; none is all.
 */
export function toggledKind(kinds: readonly string[] | null, code: string): string[] | null {
  const all = kinds ?? [];
  const next = all.includes(code)
    ? all.filter((one) => one !== code)
    : [...all.filter((one) => !one.startsWith(code) && !code.startsWith(one)), code];
  return next.length > 0 ? next : null;
}

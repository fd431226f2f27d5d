import type { Filter } from "../../api/layers/filter.js";
import type { Random } from "../../geo/random.js";
import { CountBy } from "../../schema/inputs.js";
import { GRIDS, NEW_YORK, ZONE } from "./new-york.js";

/** A filter, and the same by hand in SQL that shares nothing with the service's. */
export interface Asked {
  filter: Filter;
  where: string;
}

const LOCAL = `(occurred_from at time zone '${ZONE}')`;
const texts = (values: readonly string[]) => values.map((v) => `'${v}'`).join(", ");
const two = (n: number) => String(n).padStart(2, "0");

const several = <T>(items: readonly T[], random: Random): T[] => {
  const found = items.filter(() => random.chance(0.5));
  return found.length > 0 ? found : [random.pick(items)];
};

/** Hours of weekdays, told apart by the day on which they begin and the day after. */
function someTimes(random: Random): Asked {
  const weekdays = random.chance(0.3) ? null : several([1, 2, 3, 4, 5, 6, 7], random);
  const [begin, end] = [random.integer(0, 47), random.integer(0, 48)];
  const time = (half: number) => `${two(Math.floor(half / 2))}:${two((half % 2) * 30)}`;
  const [from, to] = [time(begin), time(end)];
  const days = (weekdays ?? [1, 2, 3, 4, 5, 6, 7]).join(", ");
  const at = (moment: string) => `${moment}::time`;
  const onDay = `extract(isodow from ${LOCAL}) in (${days})`;
  const dayAfter = `extract(isodow from ${LOCAL} - interval '1 day') in (${days})`;
  const where =
    end > begin
      ? `(${onDay} and ${at(LOCAL)} >= '${from}' and ${LOCAL} < date_trunc('day', ${LOCAL})
          + interval '${end * 30} minutes')`
      : `((${onDay} and ${at(LOCAL)} >= '${from}') or (${dayAfter} and ${at(LOCAL)} < '${to}'))`;
  return { filter: { clock: [{ weekdays, from, to }] }, where };
}

function plain(random: Random, kinds = 6): Asked {
  switch (random.integer(0, kinds)) {
    case 0: {
      const categories = several(["0101", "0102", "0603", "07"], random);
      const wheres = categories.map((c) => `category like '${c}%'`);
      return { filter: { categories }, where: `(${wheres.join(" or ")})` };
    }
    case 1: {
      const min = random.integer(1, 4);
      return { filter: { level: { min } }, where: `level >= ${min}` };
    }
    case 2: {
      const statuses = several(["REPORTED", "ACCEPTED", "CLOSED"], random);
      return { filter: { statuses }, where: `status in (${texts(statuses)})` };
    }
    case 3: {
      const sources = several(["worker", "resident"], random);
      return { filter: { sources }, where: `source in (${texts(sources)})` };
    }
    case 4: {
      const grids = several(GRIDS, random);
      const area = { grids: grids.map((g) => `${NEW_YORK}-${g}`) };
      return { filter: { area }, where: `grid_id in (${texts(grids)})` };
    }
    case 5: {
      const west = 107 + random.integer(0, 20) / 1000;
      const bbox = [west, 29, west + 0.01, 29.01];
      return {
        filter: { area: { bbox } },
        where: `ST_X(geom) between ${bbox[0]} and ${bbox[2]} and ST_Y(geom) between 29 and 29.01`,
      };
    }
    default:
      return someTimes(random);
  }
}

/** Nested a little; `where` takes what is unknown for false, so that `not` takes it for true. */
function someFilter(random: Random, depth = 2, kinds = 6): Asked {
  if (depth === 0 || random.chance(0.5)) return plain(random, kinds);
  const parts = Array.from({ length: random.integer(1, 3) }, () =>
    someFilter(random, depth - 1, kinds),
  );
  const filters = parts.map((p) => p.filter);
  const wheres = parts.map((p) => `coalesce(${p.where}, false)`);
  switch (random.integer(0, 2)) {
    case 0:
      return { filter: { and: filters }, where: `(${wheres.join(" and ")})` };
    case 1:
      return { filter: { or: filters }, where: `(${wheres.join(" or ")})` };
    default:
      return { filter: { not: filters[0]! }, where: `not ${wheres[0]!}` };
  }
}

/** Half of all questions name a window, which may begin within a day. */
function someWindow(random: Random): Asked {
  if (random.chance(0.4)) return { filter: {}, where: "true" };
  const at = () => new Date(Date.UTC(2025, 8, random.integer(20, 230), random.integer(0, 23)));
  const [from, to] = [at(), at()].sort((a, b) => a.getTime() - b.getTime()) as [Date, Date];
  return {
    filter: { from: from.toISOString(), to: to.toISOString() },
    where: `occurred_from >= '${from.toISOString()}' and occurred_from < '${to.toISOString()}'`,
  };
}

/** Keys of each view by hand. */
export const KEYS: Record<CountBy, string> = {
  GRID: `'${NEW_YORK}-' || grid_id`,
  VILLAGE: `(select village_code from grid g where g.county_id = incident.county_id and g.id = grid_id)`,
  CATEGORY: "category",
  TOP_CATEGORY: "left(category, 2)",
  STATUS: "status",
  SOURCE: "source",
  LEVEL: "level::text",
  DAY: `to_char(${LOCAL}, 'YYYY-MM-DD')`,
  MONTH: `to_char(${LOCAL}, 'YYYY-MM')`,
  WEEKDAY: `extract(isodow from ${LOCAL})::text`,
  HOUR: `extract(hour from ${LOCAL})::text`,
  HOUR_OF_WEEK: `((extract(isodow from ${LOCAL})::int - 1) * 24 + extract(hour from ${LOCAL})::int)::text`,
};

const VIEWS = Object.values(CountBy);

export interface Question {
  filter: Filter;
  where: string;
  groupBy: CountBy[];
  brushes: (Asked & { by: CountBy })[];
}

export function someQuestion(random: Random): Question {
  const window = someWindow(random);
  const asked = random.chance(0.6) ? someFilter(random) : { filter: {}, where: "true" };
  const groupBy = VIEWS.filter(() => random.chance(0.45));
  const brushes = VIEWS.filter(() => random.chance(0.2)).map((by) => ({
    by,
    ...someFilter(random, 1),
  }));
  return {
    filter: { ...window.filter, and: [asked.filter] },
    where: `${window.where} and coalesce(${asked.where}, false)`,
    groupBy,
    brushes,
  };
}

/** Half hours of the week in which times of the clock lie, told as `someTimes` tells them. */
function halvesOf({ filter }: Asked): Set<number> {
  const halves = new Set<number>();
  for (const { weekdays, from, to } of filter.clock!) {
    const half = (time: string) => Number(time.slice(0, 2)) * 2 + Number(time.slice(3)) / 30;
    const length = half(to) > half(from) ? half(to) - half(from) : half(to) + 48 - half(from);
    for (const day of weekdays ?? [1, 2, 3, 4, 5, 6, 7])
      for (let i = 0; i < length; i++) halves.add(((day - 1) * 48 + half(from) + i) % 336);
  }
  return halves;
}

/** A question whose times of the week are apart from all else; `null`: any time. */
export interface TimedQuestion {
  filter: Filter;
  where: string;
  halves: Set<number> | null;
  brushes: { by: CountBy; filter: Filter; where: string; halves: Set<number> | null }[];
  groupBy: CountBy[];
}

export function someTimedQuestion(random: Random): TimedQuestion {
  const window = someWindow(random);
  const asked = random.chance(0.5) ? someFilter(random, 1, 5) : { filter: {}, where: "true" };
  const times = random.chance(0.5) ? someTimes(random) : null;
  const brushed = random.chance(0.6) ? someTimes(random) : null;
  const other = { by: CountBy.CATEGORY, halves: null, ...someFilter(random, 1, 5) };
  return {
    filter: { ...window.filter, and: [asked.filter, times?.filter ?? {}] },
    where: `${window.where} and coalesce(${asked.where}, false)`,
    halves: times && halvesOf(times),
    brushes: [
      ...(brushed
        ? [
            {
              by: CountBy.HOUR_OF_WEEK,
              filter: brushed.filter,
              where: "true",
              halves: halvesOf(brushed),
            },
          ]
        : []),
      ...(random.chance(0.5) ? [other] : []),
    ],
    groupBy: VIEWS.filter((by) => random.chance(0.4) || by.startsWith("HOUR")),
  };
}

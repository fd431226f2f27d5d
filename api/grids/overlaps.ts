import { type SQL, sql } from "drizzle-orm";
import Flatbush from "flatbush";
import { grid } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";
import type { ProposedSet, RowFault } from "../writing/rules.js";

/** Two grids share a border; what they share beyond rounding is an overlap. */
export const OVERLAP_M2 = 1;
/** Pairs of polygons a statement: some milliseconds each where they overlap. */
const PAIRS = 400;
const NAMED = 3;

interface Shape {
  isOurs: boolean;
  id: string;
  name: string;
  from: string;
  until: string | null;
  w: number;
  s: number;
  e: number;
  n: number;
}

const box = (g: SQL) =>
  sql`ST_XMin(${g}) as w, ST_YMin(${g}) as s, ST_XMax(${g}) as e, ST_YMax(${g}) as n`;

/** The grids of the set and, after them, those there that it does not replace. */
async function shapesOf(run: Runner, set: ProposedSet): Promise<Shape[]> {
  const ours = await run.rows<Shape>(sql`
    select true as "isOurs", s.id, s.name, s.valid_from::text as "from", s.valid_to::text as until,
      ${box(sql`s.geom`)} from ${set.from} order by s.id`);
  const there = await run.rows<Shape>(sql`
    select false as "isOurs", ${grid.id}, ${grid.name}, ${grid.validFrom}::text as "from",
      ${grid.validTo}::text as until, ${box(sql`${grid.geom}`)}
    from ${grid} where ${grid.countyId} = ${set.county} and ${grid.retiredAt} is null`);
  const replaced = new Set(ours.map((f) => f.id));
  return [...ours, ...there.filter((k) => !replaced.has(k.id))];
}

const sameDays = (a: Shape, b: Shape) =>
  (a.until === null || b.from < a.until) && (b.until === null || a.from < b.until);

/**
 * Pairs whose boxes and days meet, at least one of them of the set. Found here: the embedded
 * engine's estimate of a spatial join fails on tables of a few rows ("invalid join selectivity").
 */
function candidates(shapes: readonly Shape[]): [Shape, Shape][] {
  if (shapes.length < 2) return [];
  const index = new Flatbush(shapes.length);
  for (const { w, s, e, n } of shapes) index.add(w, s, e, n);
  index.finish();
  return shapes.flatMap((a, i) =>
    a.isOurs
      ? index
          .search(a.w, a.s, a.e, a.n, (j) => j > i && sameDays(a, shapes[j]!))
          .map((j): [Shape, Shape] => [a, shapes[j]!])
      : [],
  );
}

async function overlapping(
  run: Runner,
  set: ProposedSet,
  pairs: readonly [Shape, Shape][],
): Promise<[Shape, Shape][]> {
  const found: [Shape, Shape][] = [];
  for (let at = 0; at < pairs.length; at += PAIRS) {
    const some = pairs.slice(at, at + PAIRS);
    const ids = (end: 0 | 1) => sql`${sql.param(some.map((pair) => pair[end].id))}::uuid[]`;
    const hits = await run.rows<{ n: number }>(sql`
      with ours as materialized (
        select s.id, s.geom from ${set.from} where s.id = any(${ids(0)}) or s.id = any(${ids(1)})),
      shapes as materialized (
        select id, geom from ours union all
        select ${grid.id}, ${grid.geom} from ${grid} where ${grid.countyId} = ${set.county}
          and ${grid.id} = any(${ids(1)}) and ${grid.id} not in (select id from ours))
      select n from (select p.n, a.geom as a, b.geom as b
        from unnest(${sql.param(some.map((_, n) => n))}::int[], ${ids(0)}, ${ids(1)})
          as p(n, a, b)
        join shapes a on a.id = p.a join shapes b on b.id = p.b offset 0) x
      where case when ST_Touches(a, b) then false
        else ST_Area(ST_CollectionExtract(ST_Intersection(a, b), 3)::geography) > ${OVERLAP_M2}
        end`);
    for (const { n } of hits) found.push(some[n]!);
  }
  return found;
}

/**
 * Grids of the same days must not overlap: every one that does is refused, with whom it overlaps,
 * among the set's own and those there. Which of them is wrong only a person can say, so no first
 * one wins.
 */
export async function overlapsAmong(run: Runner, set: ProposedSet): Promise<RowFault[]> {
  const found = await overlapping(run, set, candidates(await shapesOf(run, set)));
  const names = new Map<string, string[]>();
  for (const [a, b] of found)
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const)
      if (one.isOurs) names.set(one.id, [...(names.get(one.id) ?? []), other.name]);
  return [...names].map(([id, list]) => ({
    id,
    field: "geometry",
    kind: "rule",
    reason: overlapReason(
      list.slice(0, NAMED).join(", ") +
        (list.length > NAMED ? ` and ${list.length - NAMED} more` : ""),
    ),
  }));
}

/** The one sentence for who draws a border and who imports one. */
export const overlapReason = (names: string): string =>
  `overlaps the grid ${names} in the same days. Draw it along that grid's border, or give the ` +
  "other one an end first";

import { type SQL, sql } from "drizzle-orm";
import Flatbush from "flatbush";
import type { Database } from "../core/database.js";
import { all, type Staging } from "./stage.queries.js";

/**
 * Two grids share a border; what they share beyond rounding is an overlap (the same bound as for a
 * drawn grid).
 */
const OVERLAP_M2 = 1;
/** Pairs of polygons a statement: some milliseconds each where they overlap. */
const PAIRS = 400;
const REASONS = 4000;
const NAMED = 3;

interface Shape {
  row: number | null;
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

/** The file's grids and, after them, those there that it does not replace. */
async function shapesOf(db: Database, s: Staging): Promise<Shape[]> {
  const fresh =
    await db.rows<Shape>(sql`select row, s.values->>'id' as id, s.values->>'name' as name,
      s.values->>'valid_from' as "from", s.values->>'valid_to' as until, ${box(sql`s.geom`)}
    from import_row s where ${all(s, "staged", "changed", "unchanged")} order by row`);
  const known = await db.rows<Shape>(
    sql`select null::int as row, id, name, valid_from::text as "from", valid_to::text as until,
      ${box(sql`geom`)} from grid where county_id = ${s.county} and retired_at is null`,
  );
  const replaced = new Set(fresh.map((f) => f.id));
  return [...fresh, ...known.filter((k) => !replaced.has(k.id))];
}

const sameDays = (a: Shape, b: Shape) =>
  (a.until === null || b.from < a.until) && (b.until === null || a.from < b.until);

/**
 * Pairs whose boxes and days meet, at least one of them the file's. Found here: the embedded
 * engine's estimate of a spatial join fails on tables of a few rows ("invalid join selectivity").
 */
function candidates(shapes: readonly Shape[]): [Shape, Shape][] {
  if (shapes.length < 2) return [];
  const index = new Flatbush(shapes.length);
  for (const { w, s, e, n } of shapes) index.add(w, s, e, n);
  index.finish();
  return shapes.flatMap((a, i) =>
    a.row === null
      ? []
      : index
          .search(a.w, a.s, a.e, a.n, (j) => j > i && sameDays(a, shapes[j]!))
          .map((j): [Shape, Shape] => [a, shapes[j]!]),
  );
}

async function overlapping(
  db: Database,
  s: Staging,
  pairs: readonly [Shape, Shape][],
  known: boolean,
): Promise<[Shape, Shape][]> {
  const found: [Shape, Shape][] = [];
  const other = known
    ? sql`grid o on o.county_id = ${s.county} and o.id = p.b::uuid`
    : sql`import_row o on o.county_id = ${s.county} and o.import_id = ${s.id}::uuid
      and o.row = p.b::int`;
  for (let at = 0; at < pairs.length; at += PAIRS) {
    const some = pairs.slice(at, at + PAIRS);
    const hits = await db.rows<{ n: number }>(sql`
      select n from (select p.n, s.geom as a, o.geom as b
        from unnest(${sql.param(some.map((_, n) => n))}::int[],
          ${sql.param(some.map(([a]) => a.row))}::int[],
          ${sql.param(some.map(([, b]) => (known ? b.id : String(b.row))))}::text[]) as p(n, a, b)
        join import_row s on s.county_id = ${s.county} and s.import_id = ${s.id}::uuid
          and s.row = p.a join ${other} offset 0) x
      where case when ST_Touches(a, b) then false
        else ST_Area(ST_CollectionExtract(ST_Intersection(a, b), 3)::geography) > ${OVERLAP_M2}
        end`);
    for (const { n } of hits) found.push(some[n]!);
  }
  return found;
}

/**
 * Grids of the same days must not overlap: every one that does is refused, with whom it overlaps,
 * among the file's own
 * and those there. Which of them is wrong only a person can say, so no first one wins.
 */
export async function refuseOverlaps(db: Database, s: Staging): Promise<void> {
  if (s.layer.name !== "grids") return;
  const pairs = candidates(await shapesOf(db, s));
  const found = [
    ...(await overlapping(
      db,
      s,
      pairs.filter(([, b]) => b.row !== null),
      false,
    )),
    ...(await overlapping(
      db,
      s,
      pairs.filter(([, b]) => b.row === null),
      true,
    )),
  ];
  const names = new Map<number, string[]>();
  for (const [a, b] of found)
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const)
      if (one.row !== null) names.set(one.row, [...(names.get(one.row) ?? []), other.name]);
  const reasons = [...names].map(([row, list]) => ({
    row,
    reason:
      `geometry: overlaps ${list.slice(0, NAMED).join(", ")}` +
      `${list.length > NAMED ? ` and ${list.length - NAMED} more` : ""} in the same days`,
  }));
  for (let at = 0; at < reasons.length; at += REASONS) {
    const some = reasons.slice(at, at + REASONS);
    await db.rows(sql`update import_row s set state = 'refused', reason = n.reason
      from unnest(${sql.param(some.map((r) => r.row))}::int[],
      ${sql.param(some.map((r) => r.reason))}::text[]) as n(row, reason)
      where ${all(s, "staged", "changed", "unchanged")} and s.row = n.row`);
  }
}

import { sql } from "drizzle-orm";
import { Context } from "../../api/core/context.js";
import type { Services } from "../../api/core/services.js";
import { randomOf } from "../../geo/random.js";
import { COUNTY } from "../fixtures/small-county.js";

/** A county whose clocks change, with incidents of every length about the changes. */
export const NEW_YORK = 900_001;
export const ZONE = "America/New_York";
export const GRIDS = [1, 2, 3].map((n) => `0190c000-0000-7000-8000-00000000000${n}`);
const VILLAGES = ["900001001001", "900001001001", "900001001002"];

export const operatorOf = (services: Services, county = NEW_YORK): Context =>
  new Context(
    services,
    { kind: "operator", actor: "operator", command: "test", counties: [county] },
    "command",
  );

const CATEGORIES = ["0101", "0102", "0603", "0701"];
const STATUSES = ["REPORTED", "ACCEPTED", "CLOSED"];
const SOURCES = ["worker", "resident", null];
/** Both nights on which clocks change lie inside, and years before. */
const [FIRST, LAST] = [Date.UTC(2025, 8, 20), Date.UTC(2026, 3, 20)];
/** Minutes that intervals last: known to the minute, to the hour, a night, days, a week and more. */
const LENGTHS = [0, 0, 0, 1, 30, 60, 61, 480, 1439, 2880, 9000, 10_079, 10_080, 10_081, 30_000];

export async function addNewYork(services: Services, rows = 700): Promise<void> {
  const random = randomOf(11, "new york");
  await services.db.rows(sql`insert into county (id, name, time_zone, origin_lon, origin_lat,
    code_profile, grid_code_template) values (${NEW_YORK}, ${ZONE}, ${ZONE}, 107, 29, 'free', '')`);
  await services.db.rows(sql`insert into category (county_id, id, created_by, updated_by, kind,
      code, name_zh, name_en)
    select ${NEW_YORK}, gen_random_uuid(), 'x', 'x', kind, code, name_zh, name_en
    from category where county_id = ${COUNTY}`);
  for (const [i, grid] of GRIDS.entries())
    await services.db.rows(sql`insert into grid (county_id, id, created_by, updated_by, code, name,
        village_code, valid_from, geom)
      values (${NEW_YORK}, ${grid}, 'x', 'x', ${`${VILLAGES[i]!}00${i}`}, ${`格${i}`}, ${VILLAGES[i]!},
        '2020-01-01', ST_Multi(ST_MakeEnvelope(${107 + i * 0.01}::float8, 29,
          ${107.01 + i * 0.01}::float8, 29.01, 4326)))`);
  const made = Array.from({ length: rows }, (_, i) => {
    const near = random.chance(0.3);
    const change = random.chance(0.5) ? Date.UTC(2025, 10, 2, 6) : Date.UTC(2026, 2, 8, 7);
    const from = near
      ? change + random.integer(-36, 36) * 1_800_000 + random.integer(0, 59_999)
      : random.integer(FIRST / 1000, LAST / 1000) * 1000;
    const x = random.integer(0, 2999) / 100_000;
    return {
      i,
      from: new Date(from).toISOString(),
      until: new Date(from + random.pick(LENGTHS) * 60_000).toISOString(),
      category: random.pick(CATEGORIES),
      level: random.integer(1, 4),
      status: random.pick(STATUSES),
      source: random.pick(SOURCES),
      grid: random.chance(0.05) ? null : GRIDS[Math.floor(x / 0.01)]!,
      x: 107 + x,
      y: 29 + random.integer(0, 999) / 100_000,
    };
  });
  await services.db.rows(sql`insert into incident (county_id, id, created_by, updated_by, title,
      category, level, status, source, occurred_from, occurred_until, reported_at, grid_id, geom,
      retired_at)
    select ${NEW_YORK}, md5(i::text)::uuid, 'x', 'x', '', category, level, status, source, "from",
      until, until, grid, ST_SetSRID(ST_MakePoint(x, y), 4326), case when i % 40 = 0 then now() end
    from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as r(i int, category text, level int,
      status text, source text, "from" timestamptz, until timestamptz, grid uuid, x float8, y float8)`);
  services.counties.forget();
}

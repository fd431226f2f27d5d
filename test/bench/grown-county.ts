import { cpSync } from "node:fs";
import pg from "pg";
import { writeCounty } from "../../api/demo/write-county.js";
import { openServices } from "../../api/open-services.js";
import { AREA_ROLES } from "../../api/policy/grants.js";
import { generateCounty } from "../../db/demo/generate-county.js";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { migrate } from "../../db/migrate.js";
import { SEARCH_FORM } from "../../geo/search.js";
import { ROLES } from "../../schema/roles.js";
import { knownDatabase, newDatabase, scratch, settle } from "./cluster.js";

export const COUNTY = 510799;
/** The day the data end before; windows of the questions are counted from here. */
const TODAY = "2026-10-01";
/** A category with as many incidents at every size of the county: what is rare stays rare. */
export const RARE = "0110";
const BASE = 50_000;
const WEEKS = 156;
export const FIRST_DAY = "2023-10-05T00:00:00+08:00"; // so many weeks before TODAY

/** What the bench asks 1,000,000 incidents; fewer for a try. */
export const ROWS = Number(process.env["HEARTHGRID_BENCH_ROWS"] ?? 1_000_000);

export const INCIDENTS = `${ROWS.toLocaleString("en")} incidents`;

const made = new Map<number, Promise<string>>();
const nameOf = (rows: number) => `county_${rows}`;

/**
 * The URL of the demonstration county with so many incidents, made once a run. Who writes takes a
 * copy (`copyOfCounty`).
 */
export function grownCounty(rows: number = ROWS): Promise<string> {
  let url = made.get(rows);
  if (!url) made.set(rows, (url = make(rows)));
  return url;
}

const make = async (rows: number): Promise<string> =>
  (await knownDatabase(nameOf(rows))) ?? (rows <= BASE ? await load(rows) : await grow(rows));

export async function copyOfCounty(rows: number, name: string): Promise<string> {
  await grownCounty(rows);
  return newDatabase(name, nameOf(rows));
}

async function load(rows: number): Promise<string> {
  const databaseUrl = await newDatabase(nameOf(rows));
  await fill(await openEngine({ databaseUrl, dataDir: "" }), rows);
  return databaseUrl;
}

let embedded: Promise<string> | undefined;
/** A directory for an embedded engine, with the demonstration county and its 50,000 incidents. */
export async function embeddedCounty(): Promise<string> {
  embedded ??= (async () => {
    const dataDir = scratch("embedded");
    await fill(await openEngine({ dataDir }), BASE);
    return dataDir;
  })();
  const copy = scratch("copy");
  cpSync(await embedded, copy, { recursive: true });
  return copy;
}

/** The demonstration county itself, with an account a role. */
async function fill(engine: Engine, rows: number): Promise<void> {
  try {
    await migrate(engine);
    const county = generateCounty({ seed: 1, incidents: rows, today: TODAY });
    const services = openServices(engine, () => undefined);
    await writeCounty(services, county);
    const { accounts } = services;
    const villages = county.villages.slice(0, 2).map((v) => v.code);
    for (const role of ROLES)
      await accounts.addAccount(`demo-${role}`, role, [role], {
        isDemo: true,
        county: COUNTY,
        villages: AREA_ROLES.includes(role) ? villages : [],
      });
    // Else the service's start would write a million names anew beside what is measured.
    await engine.pool.query(
      "insert into setting (name, value) values ('search-form', to_jsonb($1::int))",
      [SEARCH_FORM],
    );
    await engine.withDeadline(600_000, () => engine.vacuumAnalyze());
  } finally {
    await engine.close();
  }
}

/**
 * The county's 50,000 incidents again and again, each within 100 m and some weeks of where and when
 * it was, in the order of their reports, as a register grows. The rare category is not repeated.
 */
const grow = (rows: number): Promise<string> =>
  regrown(nameOf(rows), async (client) => {
    await client.query(
      await repetition(client, {
        of: `select f.*, copy, (row_number() over (order by copy, id))::int as n from first f
          cross join generate_series(0, ${Math.ceil(rows / BASE)}) copy
          where copy = 0 or category <> '${RARE}'`,
        week: `(week + abs(${chance(2)}) % ${WEEKS}) % ${WEEKS}`,
        where: `n <= ${rows}`,
      }),
    );
  });

/**
 * A copy of the demonstration county whose incidents, which lie in the table `first`, are written
 * again by `fill`, before there are indexes.
 */
export async function regrown(
  name: string,
  fill: (client: pg.Client) => Promise<void>,
  without: readonly string[] = [],
): Promise<string> {
  await grownCounty(BASE);
  const url = await newDatabase(name, nameOf(BASE));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set maintenance_work_mem = '512MB'; set work_mem = '256MB'");
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(
      `select c.relname as name, pg_get_indexdef(c.oid) as definition
        from pg_index i join pg_class c on c.oid = i.indexrelid
        where i.indrelid = 'incident'::regclass and not i.indisprimary`,
    );
    for (const { name } of indexes) await client.query(`drop index "${name}"`);
    await client.query("create temp table first as select * from incident; truncate incident");
    await fill(client);
    for (const { name, definition } of indexes)
      if (!without.includes(name)) await client.query(definition);
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
  await settle();
  return url;
}

/** Which incidents are repeated, and where to. */
export interface Repeated {
  /** Rows of `first`, with the number of the copy and a number `n` of their own. */
  of: string;
  /** Into which week since FIRST_DAY; `week` is the one it was in. */
  week: string;
  where: string;
  county?: string;
  /** Degrees of longitude that it is moved by, beside those 100 m. */
  aside?: string;
}

// PostgreSQL's own hash for chance: the same every time.
export const chance = (k: number): string =>
  `(case when copy = 0 then 0 else hashint4(n * 4 + ${k}) end)`;

/** An insert of every column as it is, but for those that tell one incident from another. */
export async function repetition(
  client: pg.Client,
  { of, week, where, county = "county_id", aside = "0" }: Repeated,
): Promise<string> {
  const { rows: columns } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = 'first'::regclass and attnum > 0
      and not attisdropped order by attnum`,
  );
  // A UUID of version 7: the moment of the report, and the rest from the row's own number.
  const id = `(lpad(to_hex((extract(epoch from reported_at + shift) * 1000)::int8), 12, '0') ||
    '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid`;
  const moment = (column: string) => `"${column}" + shift`;
  const anew: Record<string, string> = {
    county_id: county,
    id: `case when copy = 0 then id else ${id} end`,
    number: "case when copy = 0 then number else number || '-' || copy end",
    occurred_from: moment("occurred_from"),
    occurred_until: moment("occurred_until"),
    reported_at: moment("reported_at"),
    created_at: moment("reported_at"),
    updated_at: moment("reported_at"),
    // About: its cell is what matters here, not its metre.
    x_m: "x_m + dx * 97e3",
    y_m: "y_m + dy * 110.8e3",
    geom: "ST_SnapToGrid(ST_Translate(geom, dx, dy), 1e-7)",
  };
  const quoted = columns.map(({ name }) => `"${name}"`);
  const values = columns.map(({ name }) => anew[name] ?? `"${name}"`);
  // The hour of the week stays.
  return `
    insert into incident (${quoted.join(", ")})
    select ${values.join(", ")}
    from (select f.*,
        floor(extract(epoch from occurred_from - timestamptz '${FIRST_DAY}') / 604800)::int as week
      from (${of}) f) f
    cross join lateral (select ${aside} + ${chance(0)} % 1000 / 1e6 as dx,
      ${chance(1)} % 1000 / 1.1e6 as dy, make_interval(weeks => ${week} - week) as shift) s
    where ${where}
    order by reported_at + shift`;
}

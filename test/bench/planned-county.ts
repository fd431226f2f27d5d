import pg from "pg";
import { COUNTY, copyOfCounty } from "./grown-county.js";
import { type Graphql, graphqlCaller, serve } from "./sides.js";

const BASE = 50_000;
const VILLAGE = `${COUNTY}999001`;
const [COLUMNS, LINES] = [25, 20];
const HOUSEHOLDS = Number(process.env["HEARTHGRID_BENCH_HOUSEHOLDS"] ?? 100_000);
const INCIDENTS = Number(process.env["HEARTHGRID_BENCH_ROWS"] ?? 1_000_000);

/** A village far from the others: 25 by 20 grids of a hundredth of a degree. */
const square = (column: string, line: string, shift: string) => `
  ST_Multi(ST_SetSRID(ST_MakeEnvelope(
    round((108 + ${column} * 0.01 + case when ${column} > 0 then ${shift} else 0 end)::numeric, 7),
    round((30 + ${line} * 0.01)::numeric, 7),
    round((108 + (${column} + 1) * 0.01
      + case when ${column} < ${COLUMNS - 1} then ${shift} else 0 end)::numeric, 7),
    round((30 + (${line} + 1) * 0.01)::numeric, 7)), 4326))`;
const PLACE = `ST_SetSRID(ST_MakePoint(108 + random() * ${COLUMNS} * 0.01,
  30 + random() * ${LINES} * 0.01), 4326)`;
const RECORD = "county_id, id, created_by, updated_by, created_at, updated_at";
const record = `${COUNTY}, gen_random_uuid(), 'bench', 'bench', now(), now()`;

const FILL = [
  `insert into village (${RECORD}, code, name, township_code, geom)
    values (${record}, '${VILLAGE}', '大村', '${COUNTY}999', ST_Multi(ST_SetSRID(
      ST_MakeEnvelope(108, 30, 108 + ${COLUMNS} * 0.01, 30 + ${LINES} * 0.01), 4326)))`,
  `insert into grid (${RECORD}, code, name, village_code, valid_from, geom)
    select ${record}, '${VILLAGE}' || lpad((c * ${LINES} + l + 1)::text, 3, '0'),
      '第' || (c * ${LINES} + l + 1) || '网格', '${VILLAGE}', '2020-01-01', ${square("c", "l", "0")}
    from generate_series(0, ${COLUMNS - 1}) c, generate_series(0, ${LINES - 1}) l`,
  "analyze grid",
  `with homes as materialized (select n, ${PLACE} as at from generate_series(1, ${HOUSEHOLDS}) n),
    placed as (select homes.*, g.id as grid from homes
      join grid g on g.county_id = ${COUNTY} and g.village_code = '${VILLAGE}'
        and g.geom && at and ST_X(at) >= ST_XMin(g.geom) and ST_X(at) < ST_XMax(g.geom)
        and ST_Y(at) >= ST_YMin(g.geom) and ST_Y(at) < ST_YMax(g.geom))
    insert into household (${RECORD}, code, members, residency, grid_id, geom, coarse)
    select ${record}, 'B' || n, 3, '01', grid, at, ST_SnapToGrid(at, 0.001) from placed`,
  `insert into grid_membership (county_id, id, layer, subject_id, grid_id, valid_from)
    select ${COUNTY}, gen_random_uuid(), 'households', id, grid_id, '2020-01-01'
    from household where code like 'B%' and created_by = 'bench'`,
  `with cases as materialized (select n, ${PLACE} as at from generate_series(1, ${INCIDENTS}) n),
    placed as (select cases.*, g.id as grid from cases
      join grid g on g.county_id = ${COUNTY} and g.village_code = '${VILLAGE}'
        and g.geom && at and ST_X(at) >= ST_XMin(g.geom) and ST_X(at) < ST_XMax(g.geom)
        and ST_Y(at) >= ST_YMin(g.geom) and ST_Y(at) < ST_YMax(g.geom))
    insert into incident (${RECORD}, number, title, category, level, status, state_since,
      occurred_from, occurred_until, reported_at, grid_id, geom)
    select ${record}, 'B' || n, '一件', '0603', 4, 'CLOSED', t, t, t, t, grid, at
    from placed, lateral (select now() - n * interval '1 minute' as t) times`,
  "analyze",
];

export interface PlannedCounty {
  databaseUrl: string;
  plan: string;
  grids: number;
  households: number;
  incidents: number;
  /** Its day has come. */
  due(): Promise<void>;
  /** How many milliseconds ago it came into force; null: not yet. */
  ended(): Promise<number | null>;
  /** Homes whose grid is another now. */
  moved(): Promise<number>;
}

async function answered<T>(graphql: Graphql, query: string, variables?: object): Promise<T> {
  return (JSON.parse(await graphql(query, variables)) as { data: T }).data;
}

/** A county with an approved plan of 500 grids in which a tenth of the ground is another's. */
export async function largePlannedCounty(): Promise<PlannedCounty> {
  const databaseUrl = await copyOfCounty(BASE, "in_force");
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  for (const statement of FILL) await pool.query(statement);
  const plan = await approvedPlan(databaseUrl, pool);
  return {
    ...{ databaseUrl, plan, grids: COLUMNS * LINES },
    ...{ households: HOUSEHOLDS, incidents: INCIDENTS },
    due: async () => {
      await pool.query(
        `update grid_plan set effective_on = (now() at time zone 'Asia/Shanghai')::date
          where id = $1`,
        [plan],
      );
      await pool.query(
        "update job set run_at = now() where kind = 'gridPlan.takeEffect' and input ->> 'plan' = $1",
        [plan],
      );
      await pool.query("notify hearthgrid_jobs_due, 'heavy'");
    },
    ended: async () => {
      const { rows } = await pool.query<{ ago: number }>(
        `select extract(epoch from now() - state_since) * 1000 as ago from grid_plan
          where id = $1 and status = 'EFFECTIVE'`,
        [plan],
      );
      return rows[0]?.ago ?? null;
    },
    moved: async () => {
      const { rows } = await pool.query<{ moved: number }>(
        `select count(*)::int as moved from grid_membership where layer = 'households'
          and valid_to is not null and grid_id in
            (select id from grid where village_code = $1)`,
        [VILLAGE],
      );
      await pool.end();
      return rows[0]!.moved;
    },
  };
}

async function approvedPlan(databaseUrl: string, pool: pg.Pool): Promise<string> {
  const side = await serve({ kind: "service", databaseUrl, dataDir: "", poolSize: 4 });
  try {
    const planner = await graphqlCaller(side, "PLANNER");
    const approver = await graphqlCaller(side, "APPROVER");
    const { begun } = await answered<{ begun: { id: string; version: number } }>(
      planner,
      `mutation ($input: NewGridPlanInput!) { begun: createGridPlan(input: $input) { id version } }`,
      { input: { county: COUNTY, name: "大村", villages: [VILLAGE] } },
    );
    const uuid = begun.id.slice(begun.id.indexOf("-") + 1);
    await pool.query(
      `update plan_grid g set geom = ${square("n.c", "n.l", "0.001")}
        from (select id, (right(code, 3)::int - 1) / ${LINES} as c,
          (right(code, 3)::int - 1) % ${LINES} as l from grid where village_code = $2) n
        where g.plan_id = $1 and g.grid_id = n.id`,
      [uuid, VILLAGE],
    );
    const step = (graphql: Graphql, what: string, version: number, more: string) =>
      answered<{ at: { version: number } }>(
        graphql,
        `mutation { at: ${what}(id: "${begun.id}", version: ${version}, ${more}) { version } }`,
      );
    const { at } = await step(planner, "submitGridPlan", begun.version, 'reason: "看过"');
    await step(approver, "approveGridPlan", at.version, 'effectiveOn: "2099-01-01"');
    return uuid;
  } finally {
    await side.stop();
  }
}

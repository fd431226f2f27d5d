import pg from "pg";
import type { BenchRow } from "./bench.js";
import { SETTINGS } from "./cluster.js";
import { copyOfCounty } from "./grown-county.js";
import { floorCaller, graphqlCaller, inTurn, ms, serve } from "./sides.js";
import type { Report } from "./written-floors.js";

const ROWS = 50_000;
const CREATE = `mutation ($key: String!, $title: String!, $at: Instant!, $geometry: GeoJSON!) {
  createIncident(idempotencyKey: $key, input: { county: 510799, category: "0603", title: $title,
    occurredFrom: $at, geometry: $geometry }) { id number title version } }`;

let n = 0;
const next = (by: string): Report => ({
  key: `${by}-${String(++n).padStart(8, "0")}`,
  title: `${by} 第${n}件`,
  lon: 107.1 + (n % 97) * 1e-4,
  lat: 29.15 + (n % 89) * 1e-4,
  at: "2026-02-03T04:05:06.000Z",
});

/** Both wrote the same: a report of either is the other's, but for what makes each itself. */
async function sameRows(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ written: string; n: number }>(`
    select jsonb_build_array(i.category, i.level, i.status, i.occurred_from, i.occurred_until,
        i.grid_id is null, i.version, i.number ~ '^510799-[0-9]{4}-[0-9]{6}$', h.action, h.version,
        e.kind, e.action, ST_Equals(e.place, i.geom), s.number, s.version, s.to_state, s.action,
        s.at = i.state_since, c.kind, c.state, c.amount, c.unit, c.warn_share, c.rule,
        extract(epoch from c.due_at - c.started_at))::text as written,
      count(distinct i.created_by)::int as n
    from incident i join history h on (h.county_id, h.subject_id) = (i.county_id, i.id)
    join event e on (e.county_id, e.subject_id) = (i.county_id, i.id)
    join step s on (s.county_id, s.subject_kind, s.subject_id) = (i.county_id, 'incidents', i.id)
    join clock c on (c.county_id, c.subject_kind, c.subject_id) = (i.county_id, 'incidents', i.id)
    where i.title like '%第%件' group by 1`);
  await client.end();
  if (rows.length === 0 || rows.some(({ n }) => n !== 2))
    throw new Error(`the two wrote other rows: ${JSON.stringify(rows)}`);
}

/**
 * How much longer does a report take through the whole service (HTTP, GraphQL, policy, checks,
 * settling, history, its first step and clock, events) than through the statements that a careful
 * hand would send, behind plain HTTP?
 */
async function* bench(): AsyncGenerator<BenchRow> {
  const databaseUrl = await copyOfCounty(ROWS, "written");
  const options = { databaseUrl, dataDir: "", poolSize: 4 };
  const service = await serve({ kind: "service", ...options });
  const floor = await serve({ kind: "floor", ...options });
  try {
    const graphql = await graphqlCaller(service, "ADMIN");
    const hand = floorCaller(floor);
    const [through, byHand] = await inTurn(
      [
        {
          side: service,
          ask: () => {
            const { key, title, at, lon, lat } = next("service");
            const geometry = { type: "Point", coordinates: [lon, lat] };
            return graphql(CREATE, { key, title, at, geometry });
          },
        },
        { side: floor, ask: () => hand("report", [next("byhand")]) },
      ],
      { rounds: 15, each: 40, warmUp: 1000 },
    );
    await sameRows(databaseUrl);
    yield {
      what: "one report written: service time ÷ the same statements by hand behind plain HTTP",
      measured: `${(through!.wall / byHand!.wall).toFixed(2)} ×`,
      reach: "1.3",
      note:
        `${ms(through!.wall)} ÷ ${ms(byHand!.wall)}, medians of 15 rounds of 40; Node ` +
        `${ms(through!.node)} ÷ ${ms(byHand!.node)}, database ${ms(through!.database)} ÷ ` +
        `${ms(byHand!.database)}; ${SETTINGS}`,
    };
  } finally {
    await service.stop();
    await floor.stop();
  }
}

export default bench;

import pg from "pg";
import type { BenchRow } from "./bench.js";
import { SETTINGS } from "./cluster.js";
import { copyOfCounty } from "./grown-county.js";
import { largePlannedCounty } from "./planned-county.js";
import {
  floorCaller,
  type Graphql,
  graphqlCaller,
  inTurn,
  median,
  ms,
  quantile,
  serve,
} from "./sides.js";
import type { EditByHand } from "./written-floors.js";

const ROWS = 50_000;
const APPLY = `mutation ($plan: ID!, $version: Int!, $operations: [GridOperationInput!]!) {
  applyGridOperations(plan: $plan, version: $version, operations: $operations) {
    number version change } }`;

interface Grid {
  id: string;
  geometry: { coordinates: [number, number][][][] };
}

async function ask<T>(graphql: Graphql, query: string, variables?: object): Promise<T> {
  return (JSON.parse(await graphql(query, variables)) as { data: T }).data;
}

const begin = async (graphql: Graphql, villages: readonly string[]) =>
  (
    await ask<{ plan: { id: string; version: number; grids: Grid[] } }>(
      graphql,
      `mutation ($input: NewGridPlanInput!) {
        plan: createGridPlan(input: $input) { id version grids { id geometry } } }`,
      { input: { county: 510799, name: "量", villages } },
    )
  ).plan;

const uuidOf = (id: string): string => id.slice(id.indexOf("-") + 1);

/** Vertices of exactly two grids: within a border, or where it meets that of the village. */
function bends(grids: readonly Grid[]): [number, number][] {
  const owners = new Map<string, Set<string>>();
  for (const { id, geometry } of grids)
    for (const [lon, lat] of geometry.coordinates.flat(2)) {
      const key = `${lon} ${lat}`;
      owners.set(key, (owners.get(key) ?? new Set()).add(id));
    }
  return [...owners]
    .filter(([, of]) => of.size === 2)
    .map(([key]) => key.split(" ").map(Number) as [number, number]);
}

async function busiestVillage(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ village: string }>(
    "select village_code as village from grid group by 1 order by count(*) desc, 1 limit 1",
  );
  await client.end();
  return rows[0]!.village;
}

/** How much longer does an edit take than the rows that it changes, written by plain statements? */
async function* saved(): AsyncGenerator<BenchRow> {
  const databaseUrl = await copyOfCounty(ROWS, "planned");
  const village = await busiestVillage(databaseUrl);
  const options = { databaseUrl, dataDir: "", poolSize: 4 };
  const service = await serve({ kind: "service", ...options });
  const floor = await serve({ kind: "floor", ...options });
  try {
    const graphql = await graphqlCaller(service, "PLANNER");
    const hand = floorCaller(floor);
    const drawn = await begin(graphql, [village]);
    const byHand = await begin(graphql, [village]);
    const move = (from: [number, number], to: [number, number]) =>
      ask<{ applyGridOperations: { version: number; change: unknown } }>(graphql, APPLY, {
        ...{ plan: drawn.id, version: drawn.version, operations: [{ moveNode: { from, to } }] },
      }).then(({ applyGridOperations: edit }) => {
        drawn.version = edit.version;
        return edit;
      });
    const { at, away, change } = await movable(bends(drawn.grids), move);
    const shapesNow = async () => {
      const { plan } = await ask<{ plan: { grids: Grid[] } }>(
        graphql,
        `{ plan: gridPlan(id: "${drawn.id}") { grids { id geometry } } }`,
      );
      return new Map(plan.grids.map(({ id, geometry }) => [id, JSON.stringify(geometry)]));
    };
    const there = await shapesNow();
    await move(away, at);
    const here = await shapesNow();
    const touched = [...here.keys()].filter((id) => here.get(id) !== there.get(id));
    let [turn, number] = [0, 0];
    const handed = (): EditByHand => ({
      plan: uuidOf(byHand.id),
      number: ++number,
      operations: [{ kind: "move-node", from: at, to: away }],
      change,
      grids: touched.map((id) => ({
        id: uuidOf(id),
        shape: (number % 2 ? there : here).get(id)!,
      })),
    });
    const [through, floored] = await inTurn(
      [
        { side: service, ask: () => (turn++ % 2 ? move(away, at) : move(at, away)) },
        { side: floor, ask: () => hand("edit", [handed()]) },
      ],
      { rounds: 15, each: 40, warmUp: 400 },
    );
    yield {
      what: "one edit of a plan: service time ÷ the same rows by plain update behind plain HTTP",
      measured: `${(through!.wall / floored!.wall).toFixed(2)} ×`,
      reach: "3",
      note:
        `${touched.length} grids of ${drawn.grids.length}; ${ms(through!.wall)} ÷ ` +
        `${ms(floored!.wall)}, medians of 15 rounds of 40; Node ${ms(through!.node)} ÷ ` +
        `${ms(floored!.node)}, database ${ms(through!.database)} ÷ ${ms(floored!.database)}; ` +
        SETTINGS,
    };
  } finally {
    await service.stop();
    await floor.stop();
  }
}

/** A vertex that may be moved, and there it is moved. */
async function movable(
  places: readonly [number, number][],
  move: (from: [number, number], to: [number, number]) => Promise<{ change: unknown }>,
) {
  for (const at of places) {
    const away: [number, number] = [
      Math.round((at[0] + 2e-6) * 1e7) / 1e7,
      Math.round((at[1] + 2e-6) * 1e7) / 1e7,
    ];
    const moved = await move(at, away).catch(() => null);
    if (moved) return { at, away, change: moved.change };
  }
  throw new Error("no vertex of these grids may be moved");
}

const PAGE = `{ households(first: 50) { nodes { id gridId } }
  grids(first: 20) { nodes { id code } } }`;

/** What others wait while a plan of 500 grids comes into force. */
async function* inForce(): AsyncGenerator<BenchRow> {
  const county = await largePlannedCounty();
  const { databaseUrl, plan } = county;
  const side = await serve({ kind: "service", databaseUrl, dataDir: "", poolSize: 4 });
  try {
    const graphql = await graphqlCaller(side, "PLANNER");
    const once = async () => {
      const began = performance.now();
      await graphql(PAGE);
      return performance.now() - began;
    };
    for (let i = 0; i < 200; i++) await once();
    const idle: number[] = [];
    for (let i = 0; i < 400; i++) idle.push(await once());
    const began = performance.now();
    await county.due();
    const busy: number[] = [];
    let took = 0;
    for (let ended: number | null = null; ended === null; ) {
      busy.push(await once());
      ended = await county.ended();
      took = performance.now() - began;
      if (took > 600_000) throw new Error("it did not come into force within ten minutes");
    }
    const moved = await county.moved();
    yield {
      what: `${county.grids} grids in force, a tenth of the ground another's`,
      measured: `${(took / 1000).toFixed(1)} s`,
      reach: "20 s",
      note:
        `${county.households.toLocaleString("en")} households, of which ` +
        `${moved.toLocaleString("en")} were given another grid, ` +
        `${county.incidents.toLocaleString("en")} incidents; plan ${plan}; ${SETTINGS}`,
    };
    yield {
      what: "… a page that others ask meanwhile: p95 ÷ idle",
      measured: `${(quantile(busy, 0.95) / quantile(idle, 0.95)).toFixed(2)} ×`,
      reach: "2",
      note:
        `${ms(quantile(busy, 0.95))} ÷ ${ms(quantile(idle, 0.95))}, n ${busy.length} and ` +
        `${idle.length}; medians ${ms(median(busy))} and ${ms(median(idle))}`,
    };
  } finally {
    await side.stop();
  }
}

async function* bench(): AsyncGenerator<BenchRow> {
  yield* saved();
  yield* inForce();
}

export default bench;

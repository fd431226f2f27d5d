import type { Polygon } from "geojson";
import pg from "pg";
import type { Bench, BenchRow } from "./bench.js";
import { scratch, settle } from "./cluster.js";
import { grownCounty, INCIDENTS, RARE, ROWS } from "./grown-county.js";
import { drawn, FROM, IN_AREA, LIST, TO, TOWN, VARIABLES } from "./questions.js";
import {
  caller,
  type Graphql,
  graphqlCaller,
  inTurn,
  ms,
  type Side,
  serve,
  signedIn,
  totalOf,
} from "./sides.js";

const SMALL = ROWS / 10;
/** The tile at zoom 13 that holds the town. */
const TILE = "13/6539/3387";

/** A county of one size, and bounds in which as many incidents lie as in the other's. */
interface Grown {
  rows: number;
  client: pg.Client;
  side: Side;
  graphql: Graphql;
  tile: (query: string) => Promise<unknown>;
  area: Polygon;
  /** Until when the tile is asked for: so that as many points are in it. */
  until: string;
}

async function open(rows: number): Promise<Omit<Grown, "area" | "until">> {
  const databaseUrl = await grownCounty(rows);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const side = await serve({
    kind: "service",
    databaseUrl,
    dataDir: scratch("service"),
    poolSize: 4,
  });
  const ask = caller(side.port, { authorization: `Bearer ${await signedIn(side)}` });
  return {
    rows,
    client,
    side,
    graphql: await graphqlCaller(side),
    tile: async (query) => {
      const { status, text } = await ask(`/tiles/incidents/${TILE}.mvt?${query}`);
      if (status !== 200) throw new Error(`the tile answered ${status}: ${text.slice(0, 200)}`);
    },
  };
}

const countOf = async (client: pg.Client, where: string, values: unknown[]): Promise<number> =>
  (
    await client.query<{ n: number }>(
      `select count(*)::int as n from incident where retired_at is null and ${where}`,
      values,
    )
  ).rows[0]!.n;

/** The `x` from 0 to 1 for which a rising count reaches what is wanted. */
async function bisect(wanted: number, count: (x: number) => Promise<number>): Promise<number> {
  let [low, high] = [0, 1];
  for (let step = 0; step < 14; step++) {
    const middle = (low + high) / 2;
    if ((await count(middle)) < wanted) low = middle;
    else high = middle;
  }
  return high;
}

const shape = (x: number) => drawn(TOWN, 0.02 * x);
const inShape = (client: pg.Client, x: number) =>
  countOf(
    client,
    `ST_Intersects(geom, ST_SetSRID(ST_GeomFromGeoJSON($1), 4326)) and occurred_from >= $2
      and occurred_from < $3`,
    [JSON.stringify(shape(x)), FROM, TO],
  );
const momentAt = (x: number) =>
  new Date(Date.parse(FROM) + x * (Date.parse(TO) - Date.parse(FROM))).toISOString();
const until = (client: pg.Client, x: number) =>
  countOf(client, "occurred_from >= $1 and occurred_from < $2", [FROM, momentAt(x)]);

const QUESTIONS: { what: string; ask: (g: Grown) => Promise<unknown>; each: number }[] = [
  {
    what: "page of 100 in a polygon + 3 months",
    ask: ({ graphql, area }) => graphql(LIST, { area, from: FROM, to: TO, first: 100 }),
    each: 10,
  },
  {
    what: "the 10 nearest of a rare category",
    ask: ({ graphql }) => graphql(NEAREST, { near: TOWN, filter: { categories: [RARE] } }),
    each: 5,
  },
  {
    what: "the 10 nearest of a rare category in 3 months, of which there are fewer",
    ask: ({ graphql }) =>
      graphql(NEAREST, { near: TOWN, filter: { categories: [RARE], from: FROM, to: TO } }),
    each: 5,
  },
  {
    what: "total of a polygon + 3 months",
    ask: ({ graphql, area }) =>
      graphql(`query(${VARIABLES}) { incidents(${IN_AREA}) { totalCount } }`, {
        area,
        from: FROM,
        to: TO,
      }),
    each: 5,
  },
  {
    what: "tile z13 with a time filter",
    ask: ({ tile, until }) =>
      tile(`from=${encodeURIComponent(FROM)}&to=${encodeURIComponent(until)}`),
    each: 5,
  },
];
const NEAREST = `query($near: [Float!]!, $filter: IncidentFilter) {
  incidents(first: 10, filter: $filter, orderBy: { field: DISTANCE, near: $near }) {
    nodes { id title distance } } }`;

/** Bytes of a row where it lies, with what is too long for its page. */
async function heap({ client, rows }: Pick<Grown, "client" | "rows">): Promise<BenchRow> {
  const {
    rows: [size],
  } = await client.query<{ heap: number; indexes: number }>(
    `select pg_indexes_size(c.oid)::float8 as indexes,
        (pg_relation_size(c.oid) +
          coalesce(pg_relation_size(nullif(c.reltoastrelid, 0)), 0))::float8 as heap
      from pg_class c where c.oid = 'incident'::regclass`,
  );
  return {
    what: "bytes of a stored incident, heap",
    measured: (size!.heap / rows).toFixed(0),
    reach: "450",
    note:
      `${rows.toLocaleString("en")} rows of the demonstration's kind, vacuumed; indexes ` +
      `${(size!.indexes / rows).toFixed(0)} bytes more`,
  };
}

async function* bench(): AsyncIterable<BenchRow> {
  const opened = [await open(SMALL), await open(ROWS)] as const;
  try {
    await settle();
    const [small, large] = opened;
    const hits = await inShape(small.client, 1);
    const points = await until(small.client, 1);
    const x = await bisect(hits, (v) => inShape(large.client, v));
    const t = await bisect(points, (v) => until(large.client, v));
    const counties: Grown[] = [
      { ...small, area: shape(1), until: TO },
      { ...large, area: shape(x), until: momentAt(t) },
    ];
    for (const { what, ask, each } of QUESTIONS) {
      const [before, after] = await inTurn(
        counties.map((g) => ({ side: g.side, ask: () => ask(g) })),
        { rounds: 9, each, warmUp: 4 * each },
      );
      yield {
        what: `growth ${SMALL.toLocaleString("en")} → ${INCIDENTS}, ${what}: total CPU`,
        measured: (totalOf(after!) / totalOf(before!)).toFixed(2),
        reach: "2",
        note:
          `${ms(totalOf(after!))} ÷ ${ms(totalOf(before!))} (database ${ms(after!.database)} ÷ ` +
          `${ms(before!.database)}); ${hits} hits in the polygon, ${points} in the tile's time, ` +
          "in both",
      };
    }
    yield await heap(large);
  } finally {
    for (const { side, client } of opened) {
      await side.stop();
      await client.end();
    }
  }
}

export default bench satisfies Bench;

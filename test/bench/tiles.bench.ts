import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import pg from "pg";
import { POINT_LIMIT } from "../../api/tiles/tile.queries.js";
import type { Bench, BenchRow } from "./bench.js";
import { scratch, settle } from "./cluster.js";
import { grownCounty, INCIDENTS } from "./grown-county.js";
import { TOWN } from "./questions.js";
import { bytesCaller, inTurn, ms, type Side, serve, signedIn, totalOf } from "./sides.js";

const LAYER = "incidents";
const EXTENT = 4096;
const MARGIN = 128;
const END = "2026-10-01T00:00:00Z";

interface Address {
  z: number;
  x: number;
  y: number;
}

/** The tile of a zoom that holds the town, by the scheme's own formulas. */
function tileAt(z: number): Address {
  const [lon, lat] = TOWN;
  const n = 2 ** z;
  const y = (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2;
  return { z, x: Math.floor(((lon + 180) / 360) * n), y: Math.floor(y * n) };
}

/** West, south, east, north in degrees, so many units of the tile wider. */
function degrees({ z, x, y }: Address, units: number): number[] {
  const n = 2 ** z;
  const m = units / EXTENT;
  const lat = (row: number) =>
    (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / n))) * 180) / Math.PI;
  const lon = (column: number) => (column / n) * 360 - 180;
  return [lon(x - m), lat(y + 1 + m), lon(x + 1 + m), lat(y - m)];
}

/** What the floor's two formulas of web Mercator need to know of a tile. */
function values(tile: Address, units: number, from: string): unknown[] {
  const world = EXTENT * 2 ** tile.z;
  return [
    ...degrees(tile, units),
    world / 360,
    tile.x * EXTENT,
    world / 2 - tile.y * EXTENT,
    world / (2 * Math.PI),
    from,
    END,
  ];
}

/** Several happen at the same moment, and with one more than the limit none is shown by itself. */
const NEAR_LIMIT = POINT_LIMIT - 50;

/** The moment from which so many points, more or less, lie in a tile. */
async function since(client: pg.Client, tile: Address, points: number): Promise<string> {
  const { rows } = await client.query<{ at: Date }>(
    `select occurred_from as at from incident
      where geom && ST_MakeEnvelope($1, $2, $3, $4, 4326) and occurred_from < $5
      order by occurred_from desc offset $6 limit 1`,
    [...degrees(tile, MARGIN), END, points],
  );
  return (rows[0]?.at ?? new Date("2023-01-01")).toISOString();
}

const featuresIn = (bytes: Buffer): number =>
  new VectorTile(new PbfReader(bytes)).layers[LAYER]?.length ?? 0;

interface Tiles {
  service: Side;
  floor: Side;
  ours: (path: string) => Promise<Buffer>;
  theirs: (name: string, values: unknown[]) => Promise<Buffer>;
}

const pathOf = ({ z, x, y }: Address, from?: string) =>
  `/tiles/${LAYER}/${z}/${x}/${y}.mvt` +
  (from ? `?from=${encodeURIComponent(from)}&to=${encodeURIComponent(END)}` : "");

async function single(t: Tiles, client: pg.Client, points: number): Promise<BenchRow> {
  const tile = tileAt(13);
  const from = await since(client, tile, points);
  const ask = () => t.ours(pathOf(tile, from));
  const byHand = () => t.theirs("tile", values(tile, MARGIN, from));
  const [a, b] = [featuresIn(await ask()), featuresIn(await byHand())];
  if (a !== b) throw new Error(`the tile holds ${a} features, the floor's ${b}`);
  const [ours, theirs] = await inTurn(
    [
      { side: t.service, ask },
      { side: t.floor, ask: byHand },
    ],
    { rounds: 11, each: 2, warmUp: 8 },
  );
  return {
    what: `tile z13 of ${a.toLocaleString("en")} points on PostGIS ÷ ST_AsMVT by hand: total CPU`,
    measured: (totalOf(ours!) / totalOf(theirs!)).toFixed(2),
    reach: "1.15",
    note:
      `${ms(totalOf(ours!))} ÷ ${ms(totalOf(theirs!))}, time ${ms(ours!.wall)} ÷ ` +
      `${ms(theirs!.wall)}; the whole server, uncompressed, ÷ the two formulas of web Mercator`,
  };
}

async function counted(t: Tiles, z: number): Promise<BenchRow> {
  const tile = tileAt(z);
  const [ours, theirs] = await inTurn(
    [
      { side: t.service, ask: () => t.ours(pathOf(tile)) },
      { side: t.floor, ask: () => t.theirs("cells", values(tile, 0, "2020-01-01")) },
    ],
    { rounds: 5, each: 1, warmUp: 1 },
  );
  return {
    what: `tile z${z} of ${INCIDENTS} on PostGIS, counted ÷ counting all rows by hand: total CPU`,
    measured: (totalOf(ours!) / totalOf(theirs!)).toFixed(2),
    note:
      `${ms(totalOf(ours!))} ÷ ${ms(totalOf(theirs!))}, time ${ms(ours!.wall)} ÷ ` +
      `${ms(theirs!.wall)}`,
  };
}

/** The largest that a map loads: as many points as are shown one by one, compressed as served. */
async function bytes(service: Side, headers: object, client: pg.Client): Promise<BenchRow> {
  const tile = tileAt(13);
  const path = pathOf(tile, await since(client, tile, NEAR_LIMIT));
  const packed = bytesCaller(service.port, { ...headers, "accept-encoding": "gzip" });
  const raw = await bytesCaller(service.port, { ...headers })(path);
  const [m] = await inTurn([{ side: service, ask: () => packed(path) }], {
    rounds: 7,
    each: 1,
    warmUp: 3,
  });
  return {
    what: `tile z13 of ${featuresIn(raw).toLocaleString("en")} points, the most it has, gz`,
    measured: `${((await packed(path)).length / 1000).toFixed(0)} KB`,
    reach: "500 KB",
    note:
      `${(raw.length / 1000).toFixed(0)} KB unpacked; CPU as served, compressed: Node ` +
      `${ms(m!.node)}, database ${ms(m!.database)}`,
  };
}

async function unchanged(t: Tiles, headers: object): Promise<BenchRow> {
  const path = pathOf(tileAt(13));
  const first = await fetch(`http://127.0.0.1:${t.service.port}${path}`, {
    headers: { ...headers },
  });
  await first.arrayBuffer();
  const ask = bytesCaller(t.service.port, {
    ...headers,
    "if-none-match": first.headers.get("etag") ?? "",
  });
  const [m] = await inTurn([{ side: t.service, ask: () => ask(path) }], {
    rounds: 11,
    each: 20,
    warmUp: 60,
  });
  return {
    what: "the same tile when the client's is current (304)",
    measured: ms(m!.wall),
    note: `no tile SQL: policy, data version, digest; CPU ${ms(totalOf(m!))}`,
  };
}

async function* bench(): AsyncIterable<BenchRow> {
  const databaseUrl = await grownCounty();
  await settle();
  const at = { databaseUrl, poolSize: 4 };
  const service = await serve({ kind: "service", dataDir: scratch("service"), ...at });
  const floor = await serve({ kind: "floor", dataDir: "", ...at });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const headers = { authorization: `Bearer ${await signedIn(service)}` };
    const byHand = bytesCaller(floor.port);
    const tiles: Tiles = {
      service,
      floor,
      ours: bytesCaller(service.port, headers),
      theirs: (name, list) => byHand(`/${name}`, list),
    };
    for (const points of [5000, NEAR_LIMIT]) yield await single(tiles, client, points);
    for (const z of [8, 10]) yield await counted(tiles, z);
    yield await unchanged(tiles, headers);
    yield await bytes(service, headers, client);
  } finally {
    await client.end();
    await service.stop();
    await floor.stop();
  }
}

export default bench satisfies Bench;

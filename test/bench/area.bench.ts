import { setTimeout as delay } from "node:timers/promises";
import type { Geometry, Position } from "geojson";
import type { Bench, BenchRow } from "./bench.js";
import { databaseCpu, scratch, settle } from "./cluster.js";
import { embeddedCounty, grownCounty, INCIDENTS } from "./grown-county.js";
import { askTallied, errorsOf, Tally } from "./load.js";
import { drawn, FROM, LIST, TO, TOWN } from "./questions.js";
import {
  caller,
  floorCaller,
  inTurn,
  median,
  ms,
  type Side,
  serve,
  signedIn,
  totalOf,
} from "./sides.js";

/** Vertices of a question that a signed-in person may ask. */
const VERTICES = 10_000;
const TIMES = 5;

const closed = (ring: Position[]): Position[] => [...ring, ring[0]!];
const box = (w: number, s: number, e: number, n: number): Position[] =>
  closed([
    [w, s],
    [e, s],
    [e, n],
    [w, n],
  ]);
const [LON, LAT] = TOWN;

/** A ring of teeth as fine as so many vertices make them. */
function star(degrees: number): Geometry {
  const ring = Array.from({ length: VERTICES - 1 }, (_, i) => {
    const angle = (2 * Math.PI * i) / (VERTICES - 1);
    const reach = (degrees / 2) * (i % 2 ? 1 : 0.8);
    return [LON + reach * Math.cos(angle), LAT + reach * Math.sin(angle)].map((v) =>
      Number(v.toFixed(7)),
    );
  });
  return { type: "Polygon", coordinates: [closed(ring)] };
}

/** A square full of square holes. */
function holes(degrees: number): Geometry {
  const side = Math.floor(Math.sqrt((VERTICES - 5) / 5));
  const step = degrees / (side + 1);
  const [west, south] = [LON - degrees / 2, LAT - degrees / 2];
  const cut = Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [west + step * (0.5 + (i % side)), south + step * (0.5 + Math.floor(i / side))];
    return box(x, y, x + step / 2, y + step / 2);
  });
  return {
    type: "Polygon",
    coordinates: [box(west, south, west + degrees, south + degrees), ...cut],
  };
}

/** Thin parts side by side, each as tall as all. */
function thin(degrees: number): Geometry {
  const parts = Math.floor(VERTICES / 5);
  const step = degrees / parts;
  return {
    type: "MultiPolygon",
    coordinates: Array.from({ length: parts }, (_, i) => {
      const west = LON - degrees / 2 + i * step;
      return [box(west, LAT - degrees / 2, west + step / 2, LAT + degrees / 2)];
    }),
  };
}

const SHAPES = { "vertices of one ring": star, holes, "thin parts": thin };

/** Somebody else reads by id until told to stop: how long each waited. */
function somebodyElse(side: Side, token: string): { stop(): Promise<Tally> } {
  const tally = new Tally();
  let going = true;
  const reading = (async () => {
    const ask = caller(side.port, { authorization: `Bearer ${token}` });
    while (going) {
      await askTallied(tally, ask, { query: "{ grids(first: 1) { nodes { id name } } }" });
      await delay(10);
    }
    return tally;
  })();
  return {
    stop() {
      going = false;
      return reading;
    },
  };
}

/** A star over all incidents of an embedded county, as we cut it and as one cuts it by hand. */
async function* starEmbedded(): AsyncIterable<BenchRow> {
  const at = async () => ({ dataDir: await embeddedCounty(), poolSize: 1 });
  const service = await serve({ kind: "service", ...(await at()) });
  const floor = await serve({ kind: "floor", ...(await at()) });
  try {
    const token = await signedIn(service);
    const ask = caller(service.port, { authorization: `Bearer ${token}` });
    const area = star(0.12);
    const ours = () =>
      ask("/graphql", {
        query:
          "query($area: GeoJSON!) { incidents(filter: { area: { polygon: $area } }) { " +
          "totalCount } }",
        variables: { area },
      });
    const byHand = floorCaller(floor);
    const theirs = () => byHand("star", [JSON.stringify(area)]);
    const what = `star of ${VERTICES} vertices over 50,000 incidents, embedded`;
    const refused = await refusal(ours);
    if (refused) return yield { what, measured: refused, reach: "1.5" };
    const [a, b] = await inTurn(
      [
        { side: service, ask: ours },
        { side: floor, ask: theirs },
      ],
      { rounds: TIMES, each: 1, warmUp: 1 },
    );
    yield {
      what: `${what} ÷ hand-written with a cut area: total CPU`,
      measured: (totalOf(a!) / totalOf(b!)).toFixed(2),
      reach: "1.5",
      note:
        `${ms(totalOf(a!))} ÷ ${ms(totalOf(b!))}, medians of ${TIMES} in turn; by hand: ` +
        "clipped to 16 × 16 cells",
    };
    const other = somebodyElse(service, token);
    for (let n = 0; n < TIMES; n++) await ours();
    const tally = await other.stop();
    yield {
      what: `${what}: others' longest wait`,
      measured: ms(tally.p(1)),
      reach: "1 s",
      note:
        `beside ${TIMES} such requests; ${tally.answered.length} reads, ` +
        `errors ${errorsOf(tally)}`,
    };
  } finally {
    await service.stop();
    await floor.stop();
  }
}

/** Why a request is refused, and after how long; undefined where it is answered. */
async function refusal(ask: () => Promise<{ text: string }>): Promise<string | undefined> {
  const began = performance.now();
  const { text } = await ask();
  if (!text.includes('"errors"')) return undefined;
  const [{ extensions }] = JSON.parse(text).errors;
  return `refused: ${extensions?.code}, after ${ms(performance.now() - began)}`;
}

async function* atTheLimits(): AsyncIterable<BenchRow> {
  const databaseUrl = await grownCounty();
  await settle();
  const service = await serve({
    kind: "service",
    databaseUrl,
    dataDir: scratch("service"),
    poolSize: 10,
  });
  try {
    const token = await signedIn(service);
    const ask = caller(service.port, { authorization: `Bearer ${token}` });
    for (const [name, make] of Object.entries(SHAPES)) {
      const page = (area: Geometry) => () =>
        ask("/graphql", { query: LIST, variables: { area, from: FROM, to: TO, first: 100 } });
      for (let n = 0; n < 20; n++) await page(drawn(TOWN, 0.02))();
      const question = page(make(0.02));
      const refused = await refusal(question);
      const used: number[] = [];
      // Alone for its CPU, then beside somebody for the wait.
      for (let n = 0; n < TIMES; n++) {
        const before = (await service.cpu()) + databaseCpu();
        await question();
        used.push((await service.cpu()) + databaseCpu() - before);
      }
      const other = somebodyElse(service, token);
      for (let n = 0; n < 2 * TIMES; n++) await question();
      const tally = await other.stop();
      const what = `polygon of ${VERTICES} vertices, ${name}, page of 100, ${INCIDENTS}, PostGIS`;
      yield {
        what: `${what}: CPU of the request`,
        measured: ms(median(used)),
        reach: "0.5 s",
        note: refused ?? `answered; Node and database, median of ${TIMES}`,
      };
      yield {
        what: `${what}: others' p95`,
        measured: ms(tally.p(0.95)),
        reach: "100 ms",
        note:
          `${tally.answered.length} reads, longest ${ms(tally.p(1))}, ` +
          `errors ${errorsOf(tally)}`,
      };
    }
  } finally {
    await service.stop();
  }
}

async function* bench(): AsyncIterable<BenchRow> {
  yield* starEmbedded();
  yield* atTheLimits();
}

export default bench satisfies Bench;

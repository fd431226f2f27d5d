import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { Context } from "../../api/core/context.js";
import type { Services } from "../../api/core/services.js";
import { categoryBands } from "../../api/dashboard/category-bands.service.js";
import { lookForHotAreas } from "../../api/dashboard/hot-run.job.js";
import { keptTile } from "../../api/dashboard/kept-tile.js";
import { lastDays } from "../../api/dashboard/last-days.service.js";
import { needs } from "../../api/dashboard/needs.service.js";
import { newest } from "../../api/dashboard/newest.service.js";
import { today } from "../../api/dashboard/today.service.js";
import { usualWeek } from "../../api/dashboard/usual-week.service.js";
import { raiseVersions } from "../../api/events/data-versions.js";
import { openServices } from "../../api/open-services.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { type RunningService, serve } from "../fixtures/service.js";
import type { Bench, BenchRow } from "./bench.js";
import { databaseCpu, dropDatabase, settle } from "./cluster.js";
import { dashboardFloors } from "./dashboard-floors.js";
import { COUNTY, copyOfCounty, INCIDENTS, ROWS } from "./grown-county.js";
import { median, ms, quantile } from "./sides.js";

/** An afternoon on the last day of the data (grown-county.ts). */
const NOW = Date.parse("2026-09-30T06:30:00Z");
const WALLS = 50;
const ROUNDS = 3;
const CHANGES = 20;

/** All figures of a wall's page, asked at once as a page asks them. */
const page = (context: Context) => {
  const kept = <T>(name: string, make: () => Promise<T>) => keptTile(context, name, {}, NOW, make);
  return Promise.all([
    kept("today", () => today(context, null, NOW)),
    kept("lastDays", () => lastDays(context, {}, NOW)),
    kept("newest", () => newest(context, { first: 6 }, NOW)),
    kept("needs", () => needs(context, { first: 5 }, NOW)),
    kept("usualWeek", () => usualWeek(context, {}, NOW)),
    kept("categoryBands", () => categoryBands(context, {}, NOW)),
  ]);
};

async function wallsOf(service: RunningService, admin: string): Promise<string[]> {
  const tokens: string[] = [];
  for (let n = 0; n < WALLS; n++) {
    const { data } = await service.as(admin)(
      `mutation { bindDevice(name: "屏 ${n}", county: ${COUNTY}) { token } }`,
    );
    tokens.push(data!["bindDevice"].token);
  }
  return tokens;
}

/** Each with a context of its own, as requests of different walls have. */
async function contextsOf(services: Services, tokens: readonly string[]): Promise<Context[]> {
  const viewers = await services.accounts.viewersOf([...tokens]);
  return tokens.map((token) => new Context(services, viewers.get(token)!, "graphql"));
}

const changed = ({ db }: Services) =>
  db.transaction((tx) => raiseVersions(tx, COUNTY, ["incidents"]));

async function* pages(
  services: Services,
  tokens: readonly string[],
  pool: pg.Pool,
): AsyncIterable<BenchRow> {
  await lookForHotAreas(services, COUNTY, NOW, { signal: new AbortController().signal });
  const walls: number[] = [];
  const ones: number[] = [];
  const fifties: number[] = [];
  const ratios: number[] = [];
  for (let round = -1; round < ROUNDS; round++) {
    await changed(services);
    const [context] = await contextsOf(services, tokens.slice(0, 1));
    let cpu = databaseCpu();
    let begun = performance.now();
    await page(context!);
    const wall = performance.now() - begun;
    const one = databaseCpu() - cpu;
    begun = performance.now();
    for (const { text, values } of dashboardFloors(COUNTY, NOW)) await pool.query(text, values);
    const byHand = performance.now() - begun;
    await changed(services);
    const all = await contextsOf(services, tokens);
    cpu = databaseCpu();
    await Promise.all(all.map(page));
    const fifty = databaseCpu() - cpu;
    if (round < 0) continue;
    walls.push(wall);
    ratios.push(wall / byHand);
    ones.push(one);
    fifties.push(fifty);
  }
  yield {
    what: `all figures of a wall's page over ${INCIDENTS} ÷ SQL by hand, one after another: wall`,
    measured: median(ratios).toFixed(2),
    reach: "1.5",
    note: `median of ${ROUNDS}, nothing kept`,
  };
  yield {
    what: `all figures of a wall's page over ${INCIDENTS}: wall`,
    measured: ms(median(walls)),
    reach: "2 s",
    note: "the same rounds",
  };
  yield {
    what: `database work of ${WALLS} walls ÷ one wall, after a change`,
    measured: (median(fifties) / median(ones)).toFixed(2),
    reach: "1.2",
    note: `CPU ${ms(median(fifties))} ÷ ${ms(median(ones))}, median of ${ROUNDS}`,
  };
}

interface Heard {
  at: number;
  position: string;
}

/** Hears until it is stopped; answers how to stop. */
function watch(service: RunningService, token: string, heard: Heard[], after: string | null) {
  const client = service.socket(token);
  const told = client.iterate<{ dashboardChanged: { position: string } }>({
    query: `subscription($after: String) { dashboardChanged(after: $after) { at position } }`,
    variables: { after },
  });
  void (async () => {
    for await (const { data } of told)
      if (data) heard.push({ at: performance.now(), position: data.dashboardChanged.position });
  })().catch(() => undefined);
  return () => client.terminate();
}

const report = async (service: RunningService, admin: string) => {
  const { errors } = await service.as(admin)(`mutation { createIncident(input: { county: ${COUNTY},
    title: "路灯不亮", category: "0603", occurredFrom: "2026-09-30T04:05:06Z",
    geometry: { type: "Point", coordinates: [104.68, 30.98] } }) { id } }`);
  if (errors) throw new Error(errors[0]!.message);
};

async function* heardByWalls(
  service: RunningService,
  tokens: readonly string[],
  admin: string,
): AsyncIterable<BenchRow> {
  // A year's first number is the highest of all that there are: 1.9 s of a million, once.
  await report(service, admin);
  const heard = tokens.map((): Heard[] => []);
  const stops = tokens.map((token, i) => watch(service, token, heard[i]!, null));
  await delay(2000);
  const delays: number[] = [];
  for (let n = 0; n < CHANGES; n++) {
    const since = performance.now();
    await report(service, admin);
    while (heard.some((one) => one.length <= n) && performance.now() - since < 10_000)
      await delay(5);
    for (const one of heard) delays.push((one[n]?.at ?? Infinity) - since);
    await delay(1100); // a wall hears once a second at most
  }
  for (const stop of stops) stop();
  yield {
    what: `a new incident until ${WALLS} walls heard of it, p95: wall`,
    measured: ms(quantile(delays, 0.95)),
    reach: "1 s",
    note: `${CHANGES} incidents, from asking to write, p50 ${ms(quantile(delays, 0.5))}`,
  };
  const one: Heard[] = [];
  let missed = 0;
  let stop = watch(service, tokens[0]!, one, null);
  await delay(500);
  for (let broken = 0; broken < 3; broken++) {
    await report(service, admin);
    await delay(1500);
    stop();
    const known = one.length;
    await report(service, admin);
    stop = watch(service, tokens[0]!, one, one.at(-1)!.position);
    await delay(2500);
    if (one.length === known) missed++;
  }
  stop();
  yield {
    what: "changes that a wall missed over three broken connections",
    measured: String(missed),
    reach: "0",
    note: "a change while it was broken, each time",
  };
}

async function* bench(): AsyncIterable<BenchRow> {
  const databaseUrl = await copyOfCounty(ROWS, "dashboard");
  await settle();
  const engine = await openEngine({ dataDir: "", databaseUrl, poolSize: 4 });
  const services = await openServices(engine, () => {});
  const service = await serve(services);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    const { token: link } = await services.accounts.link("demo-admin", true);
    const { token: admin } = await services.accounts.signInWithLink(link, true);
    const tokens = await wallsOf(service, admin);
    yield* pages(services, tokens, pool);
    yield* heardByWalls(service, tokens, admin);
  } finally {
    await pool.end();
    await service.close();
    await dropDatabase("dashboard");
  }
}

export default bench satisfies Bench;

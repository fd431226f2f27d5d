import { setTimeout as delay } from "node:timers/promises";
import type { Bench, BenchRow } from "./bench.js";
import { SETTINGS } from "./cluster.js";
import { COUNTY, copyOfCounty, embeddedCounty } from "./grown-county.js";
import { caller, ms, quantile, type Side, serve, signedIn } from "./sides.js";

const ROWS = 50_000;
/** Requests by id while nothing else goes on, and their pause. */
const IDLE_ASKED = 300;
const PAUSE_MS = 20;

type Asking = (query: string, variables?: object) => Promise<any>;

async function asking(side: Side, role: string): Promise<Asking> {
  const ask = caller(side.port, {
    authorization: `Bearer ${await signedIn(side, role)}`,
    "x-hearthgrid-purpose": encodeURIComponent("分组"),
  });
  return async (query, variables) => {
    const { text } = await ask("/graphql", { query, variables });
    const { data, errors } = JSON.parse(text);
    if (errors) throw new Error(JSON.stringify(errors[0]).slice(0, 300));
    return data;
  };
}

const begin = async (ask: Asking, input: object): Promise<{ id: string; job: { id: string } }> =>
  (
    await ask(`mutation ($input: GroupRunInput!) { groupRun(input: $input) { id job { id } } }`, {
      input: { county: COUNTY, ...input },
    })
  ).groupRun;

const PLAN = `status version verdict { groups households metresPerHousehold shareNearTarget
  searchGap complete seconds } job { state }`;

async function ended(ask: Asking, id: string, everyMs: number): Promise<any> {
  for (;;) {
    const { groupPlan } = await ask(`{ groupPlan(id: "${id}") { ${PLAN} } }`);
    if (groupPlan.status !== "FORMING") return groupPlan;
    await delay(everyMs);
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** By-id requests one after the other until `until` is done, or so many; milliseconds each. */
async function byId(ask: Asking, id: string, until: () => boolean): Promise<number[]> {
  const took: number[] = [];
  while (!until()) {
    const at = performance.now();
    await ask(`{ building(id: "${id}") { id name geometry } }`);
    took.push(performance.now() - at);
    await delay(PAUSE_MS);
  }
  return took;
}

/** What of the service is felt while the county is grouped beside it? */
async function* besideTheCounty(side: Side, engine: string): AsyncGenerator<BenchRow> {
  const planner = await asking(side, "PLANNER");
  const other = await asking(side, "DISPATCHER");
  const { buildings } = await other(
    `{ buildings(filter: {area: {county: ${COUNTY}}}, first: 1) { nodes { id } } }`,
  );
  const [{ id }] = buildings.nodes;
  let left = 100;
  await byId(other, id, () => --left < 0); // warm
  left = IDLE_ASKED;
  await side.block();
  const idle = await byId(other, id, () => --left < 0);
  const idleBlock = await side.block();
  const at = performance.now();
  const run = await begin(planner, { thorough: true });
  let done: any;
  const finished = ended(planner, run.id, 500).then((plan) => (done = plan));
  const busy = await byId(other, id, () => done !== undefined);
  const took = performance.now() - at;
  await finished;
  const block = await side.block();
  const { households, groups, metresPerHousehold, shareNearTarget, searchGap } = done.verdict;
  const ratio = quantile(busy, 0.95) / quantile(idle, 0.95);
  yield {
    what: `the county grouped (${engine}): longest block of the service's thread`,
    measured: ms(block),
    reach: "50 ms",
    note: `without the run ${ms(idleBlock)}; ${households} households, ${groups} groups`,
  };
  yield {
    what: `the same: by-id p95 meanwhile ÷ idle`,
    measured: ratio.toFixed(2),
    reach: "2",
    note: `${ms(quantile(busy, 0.95))} and ${ms(quantile(idle, 0.95))}; ${busy.length} asked`,
  };
  yield {
    what: "the same: improved plan, with its bound, from asking to reading",
    measured: seconds(took),
    reach: "60 s",
    note:
      `${metresPerHousehold} m a household, ${(100 * shareNearTarget).toFixed(0)} % within 9 to ` +
      `11, search gap ${searchGap === null ? "not told" : `${(100 * searchGap).toFixed(2)} %`}`,
  };
}

/** From asking to a plan that is read, of one village; and how soon a long run ends. */
async function* village(side: Side, engine: string): AsyncGenerator<BenchRow> {
  const worker = await asking(side, "WORKER1");
  const villages = [await ownVillage(worker)];
  const times: number[] = [];
  let plan = "";
  for (let n = 0; n < 5; n++) {
    const at = performance.now();
    const run = await begin(worker, { villages, seed: n + 1 });
    const { verdict } = await ended(worker, run.id, 20);
    if (!verdict) throw new Error("the village's run failed");
    times.push(performance.now() - at);
    plan = run.id;
  }
  yield {
    what: `first plan of a village (${engine}), from asking to reading`,
    measured: ms(quantile(times, 0.5)),
    reach: "2 s",
    note: `5 runs, longest ${ms(Math.max(...times))}`,
  };
  yield await dragged(worker, plan, engine);
  const planner = await asking(side, "PLANNER");
  const run = await begin(planner, { thorough: true });
  await delay(4000);
  const at = performance.now();
  await planner(`mutation { cancelJob(id: "${run.job.id}") { id } }`);
  const stopped = await ended(planner, run.id, 10);
  yield {
    what: `a county's run cancelled after 4 s (${engine}): until the best so far is a draft`,
    measured: ms(performance.now() - at),
    reach: "300 ms until idle",
    note: `complete ${stopped.verdict?.complete}, ${stopped.verdict?.groups} groups kept`,
  };
}

async function ownVillage(worker: Asking): Promise<string> {
  const { households } = await worker(
    `{ households(filter: {area: {county: ${COUNTY}}}, first: 1) { nodes { grid { villageCode } } } }`,
  );
  return households.nodes[0].grid.villageCode;
}

/** A household over another group: its key pressed until the numbers are there. */
async function dragged(worker: Asking, plan: string, engine: string): Promise<BenchRow> {
  const { groupPlan } = await worker(
    `{ groupPlan(id: "${plan}") { version groups(first: 100) { nodes { id members { household { id } } } } } }`,
  );
  const homes = groupPlan.groups.nodes.flatMap((g: any) =>
    g.members.map((m: any) => m.household.id),
  );
  const times: number[] = [];
  for (const household of homes.slice(0, 150)) {
    const at = performance.now();
    await worker(
      `query ($plan: ID!, $household: ID!) { groupTargets(plan: $plan, household: $household) {
        group number refusals { code params } price { total groups { group
          before { size metres responders ties } after { size metres responders ties } } } } }`,
      { plan, household },
    );
    times.push(performance.now() - at);
  }
  return {
    what: `hand edit (${engine}): a household picked up, until all groups near are priced, p95`,
    measured: ms(quantile(times, 0.95)),
    reach: "50 ms",
    note: `${times.length} households, p50 ${ms(quantile(times, 0.5))}, first ${ms(times[0]!)}`,
  };
}

async function* bench(): AsyncIterable<BenchRow> {
  const databaseUrl = await copyOfCounty(ROWS, "grouped");
  for (const [engine, options] of [
    [`PostGIS, ${SETTINGS}`, { databaseUrl, dataDir: "" }],
    ["embedded", { dataDir: await embeddedCounty() }],
  ] as const) {
    const side = await serve({ kind: "service", poolSize: 4, ...options });
    try {
      yield* village(side, engine);
      yield* besideTheCounty(side, engine);
    } finally {
      await side.stop();
    }
  }
}

export default bench satisfies Bench;

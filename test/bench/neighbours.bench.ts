import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { Bench, BenchRow } from "./bench.js";
import { scratch, settle } from "./cluster.js";
import { COUNTY, grownCounty, INCIDENTS } from "./grown-county.js";
import { askTallied, errorsOf, Tally } from "./load.js";
import { FROM, TO } from "./questions.js";
import { type Ask, caller, ms, type Side, serve, signedIn } from "./sides.js";

const SECONDS = 15;
const PAUSE_MS = 20;

/** A request that makes the database read every incident once an alias; each filter differs. */
const costly = (aliases: number, salt: number) => ({
  query: `query($from: Instant!, $to: Instant!) { ${Array.from(
    { length: aliases },
    (_, i) =>
      `a${i}: incidents(filter: { from: $from, to: $to, level: { min: 1, max: ${4 + salt + i} } }) {
        counts(by: HOUR_OF_WEEK) { key count } }`,
  ).join(" ")} }`,
  variables: { from: "2023-09-01T00:00:00+08:00", to: TO },
});

/** The most aliases, twenty at most, with which the request is let in: refused is at once. */
async function mostAliases(ask: Ask): Promise<number> {
  for (let n = 20; n > 1; n--) {
    const began = performance.now();
    const { text } = await ask("/graphql", costly(n, 0));
    if (!text.includes("TOO_COSTLY") || performance.now() - began > 500) return n;
  }
  return 1;
}

async function read(ask: Ask, ids: readonly string[], seconds: number): Promise<Tally> {
  const tally = new Tally();
  const end = performance.now() + seconds * 1000;
  for (let i = 0; performance.now() < end; i++) {
    await askTallied(tally, ask, {
      query: "query($id: ID!) { incident(id: $id) { id title occurredFrom geometry } }",
      variables: { id: ids[i % ids.length] },
    });
    await delay(PAUSE_MS);
  }
  return tally;
}

/** The same reading while so many others ask what is costly, again and again. */
async function beside(
  service: Side,
  headers: { authorization: string },
  others: number,
  aliases: number,
  reading: () => Promise<Tally>,
): Promise<{ read: Tally; costly: Tally }> {
  const tally = new Tally();
  let going = true;
  const crowd = Array.from({ length: others }, async (_, k) => {
    const ask = caller(service.port, headers);
    for (let n = 0; going; n++) await askTallied(tally, ask, costly(aliases, k * 100 + n * 30));
  });
  await delay(500);
  const found = await reading();
  going = false;
  await Promise.all(crowd);
  return { read: found, costly: tally };
}

async function idsOf(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ id: string }>(
    `select ${COUNTY} || '-' || id as id from incident where occurred_from >= $1
      order by id limit 500`,
    [FROM],
  );
  await client.end();
  return rows.map((r) => r.id);
}

async function* bench(): AsyncIterable<BenchRow> {
  const databaseUrl = await grownCounty();
  await settle();
  const service = await serve({
    kind: "service",
    databaseUrl,
    dataDir: scratch("service"),
    poolSize: 10,
  });
  try {
    const headers = { authorization: `Bearer ${await signedIn(service)}` };
    const ask = caller(service.port, headers);
    const ids = await idsOf(databaseUrl);
    await read(ask, ids, 3);
    const alone = await read(ask, ids, SECONDS);
    const aliases = await mostAliases(ask);
    for (const others of [1, 10]) {
      const found = await beside(service, headers, others, aliases, () => read(ask, ids, SECONDS));
      yield {
        what:
          `by-id read beside ${others === 1 ? "one costly request" : "ten"}, ${INCIDENTS} on ` +
          "PostGIS: p95",
        measured: ms(found.read.p(0.95)),
        reach: `3 × alone (${ms(3 * alone.p(0.95))}) or 100 ms`,
        note:
          `alone ${ms(alone.p(0.95))}; longest ${ms(found.read.p(1))}, ${found.read.busy} busy, ` +
          `errors ${errorsOf(found.read)}; the costly one asks ${aliases} times for counts by ` +
          `HOUR_OF_WEEK of all: ${found.costly.answered.length} answered, ${found.costly.busy} ` +
          `busy, others ${errorsOf(found.costly)}`,
      };
    }
  } finally {
    await service.stop();
  }
}

export default bench satisfies Bench;

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import type { Bench, BenchRow } from "./bench.js";
import { dropDatabase, SETTINGS, scratch, settle } from "./cluster.js";
import { copyOfCounty, INCIDENTS, ROWS } from "./grown-county.js";
import { CENTRE, FROM, LIST, TO } from "./questions.js";
import {
  type Ask,
  caller,
  inTurn,
  median,
  ms,
  type Side,
  serve,
  signedIn,
  start,
  totalOf,
} from "./sides.js";

const HERE = fileURLToPath(new URL("postgraphile", import.meta.url));
/** Ignored by git, and kept from one run to the next. */
const INSTALLED = fileURLToPath(
  new URL("../../node_modules/.cache/beside-postgraphile", import.meta.url),
);
const NODE = path.join(INSTALLED, "node_modules/node/bin/node");
const POOL = 4;

/** Puts PostGraphile and Node 24 where the product's own packages do not see them. */
function install(): void {
  mkdirSync(INSTALLED, { recursive: true });
  cpSync(HERE, INSTALLED, { recursive: true });
  const lock = readFileSync(path.join(HERE, "package-lock.json"), "utf8");
  const done = path.join(INSTALLED, "node_modules/.installed");
  if (existsSync(NODE) && existsSync(done) && readFileSync(done, "utf8") === lock) return;
  execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--prefix", INSTALLED], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  execFileSync(NODE, ["--version"]);
  cpSync(path.join(HERE, "package-lock.json"), done);
}

const THEIRS = `query($area: JSON!, $from: Datetime!, $to: Datetime!, $first: Int!) {
  incidentsIn(area: $area, from: $from, to: $to, first: $first) { nodes {
    rowId title category level status occurredFrom address geometry } } }`;

interface Contender {
  side: Side;
  query: string;
  callers: Ask[];
}

const page = ({ callers, query }: Contender, first: number, k = 0) =>
  callers[k]!("/graphql", { query, variables: { area: CENTRE, from: FROM, to: TO, first } });

/** Different names for the same rows in the same order, or nothing is compared. */
async function refuseUnequal(ours: Contender, theirs: Contender): Promise<void> {
  const a = JSON.parse((await page(ours, 100)).text).data?.incidents.nodes as { id: string }[];
  const { text } = await page(theirs, 100);
  const b = JSON.parse(text).data?.incidentsIn.nodes as { rowId: string }[];
  const same = a?.length === 100 && a.every((row, i) => row.id.endsWith(b?.[i]?.rowId ?? "?"));
  if (!same) throw new Error(`PostGraphile answers something else: ${text.slice(0, 300)}`);
}

/** Answers a second to four callers at once, for two seconds. */
async function throughput(c: Contender): Promise<number> {
  const began = performance.now();
  let answered = 0;
  await Promise.all(
    c.callers.map(async (_, k) => {
      while (performance.now() - began < 2000) {
        const { status } = await page(c, 100, k);
        if (status === 200) answered++;
      }
    }),
  );
  return (1000 * answered) / (performance.now() - began);
}

async function rates(contenders: readonly Contender[]): Promise<number[]> {
  const seen = contenders.map(() => [] as number[]);
  for (let round = -1; round < 7; round++)
    for (const [i, c] of contenders.entries()) {
      const rate = await throughput(c);
      if (round >= 0) seen[i]!.push(rate);
    }
  return seen.map(median);
}

async function* compared(ours: Contender, theirs: Contender): AsyncIterable<BenchRow> {
  await refuseUnequal(ours, theirs);
  const both = [ours, theirs];
  const what = `beside PostGraphile 5, ${INCIDENTS}, polygon + 3 months`;
  const [a, b] = await rates(both);
  const cpu = (first: number, rounds: number, each: number) =>
    inTurn(
      both.map((c) => ({ side: c.side, ask: () => page(c, first) })),
      { rounds, each, warmUp: 4 * each },
    );
  const [pageA, pageB] = await cpu(100, 9, 20);
  const split = (m: typeof pageA) => `Node ${ms(m!.node)}, database ${ms(m!.database)}`;
  yield {
    what: `${what}, page of 100: requests a second ÷ theirs`,
    measured: (a! / b!).toFixed(2),
    reach: "1 at least",
    note:
      `${a!.toFixed(0)} ÷ ${b!.toFixed(0)} of 4 callers, medians of 7 rounds in turn; CPU a ` +
      `request: ${split(pageA)} ÷ ${split(pageB)}; both on Node 24, pools of ${POOL}, ${SETTINGS}`,
  };
  const [longA, longB] = await cpu(5000, 9, 3);
  yield {
    what: `${what}, 5,000 × 8 fields: total CPU ÷ theirs`,
    measured: (totalOf(longA!) / totalOf(longB!)).toFixed(2),
    reach: "0.6",
    note: `${split(longA)} ÷ ${split(longB)}, medians of 9 rounds of 3 in turn`,
  };
}

async function* bench(): AsyncIterable<BenchRow> {
  try {
    install();
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0];
    return yield { what: "beside PostGraphile 5", measured: `not measured: ${reason}` };
  }
  const databaseUrl = await copyOfCounty(ROWS, "beside");
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  await admin.query(readFileSync(path.join(HERE, "setup.sql"), "utf8"));
  await admin.end();
  await settle();
  const service = await serve(
    { kind: "service", databaseUrl, dataDir: scratch("service"), poolSize: POOL },
    NODE,
  );
  const other = await start(path.join(INSTALLED, "serve.mjs"), [databaseUrl, String(POOL)], {
    execPath: NODE,
    cwd: INSTALLED,
    silent: true,
  });
  const four = <T>(make: () => T) => Array.from({ length: 4 }, make);
  try {
    const headers = { authorization: `Bearer ${await signedIn(service)}` };
    yield* compared(
      { side: service, query: LIST, callers: four(() => caller(service.port, headers)) },
      { side: other, query: THEIRS, callers: four(() => caller(other.port)) },
    );
  } finally {
    await service.stop();
    await other.stop();
    await dropDatabase("beside");
  }
}

export default bench satisfies Bench;

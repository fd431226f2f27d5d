import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { buildHearthgridSchema } from "../../api/graphql/schema.js";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { addIncidents } from "../fixtures/many-incidents.js";
import { serve } from "../fixtures/service.js";
import { id, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { freshDatabase, migratedCopy } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { MIGRATED } from "../harness/postgres-cluster.js";
import { type Outcome, type Shot, shotOf, type Target } from "./shots.js";
import { measureStretch } from "./stretch.js";

const soak = process.env["HEARTHGRID_SOAK"] !== undefined;
/**
 * Only these requests, by their numbers, the last not included in a range:
 * `HEARTHGRID_HOSTILE=17,99,2000-4000 npx vitest run test/hostile`.
 */
const only = process.env["HEARTHGRID_HOSTILE"]?.split(",").flatMap((part) => {
  const [from, to] = part.split("-").map(Number);
  return Array.from({ length: (to ?? from! + 1) - from! }, (_, i) => from! + i);
});
const REQUESTS = soak ? 50_000 : 160;
const INCIDENTS = soak ? 20_000 : 1_000;
const AT_ONCE = 4;
const CPU_LIMIT_S = 2;
/** What others may wait at most, at the 95th percentile; a short run is mostly its cold start. */
const OTHERS_MS = soak ? 200 : 1000;
const PROBE_MS = 20;
/** Of fewer reads a 95th percentile says nothing. */
const PROBES_LEAST = 20;
/** So many faults are enough to look at. */
const FAULTS_TOLD = 8;

type Codes = (string | undefined)[];

function codesOf({ text }: Outcome): Codes {
  if (!text.includes('"errors"')) return [];
  const { errors } = JSON.parse(text) as {
    errors?: { message: string; extensions?: { code?: string } }[];
  };
  return (errors ?? []).map((e) => (e.message.length > 5 ? e.extensions?.code : undefined));
}

/** What is wrong with an answer, if anything. */
function faultOf(shot: Shot, outcome: Outcome): string | undefined {
  const codes = codesOf(outcome);
  if (outcome.status >= 500 && !(outcome.status === 503 && outcome.text.includes("RETRY")))
    return "an error of the service";
  if (/INTERNAL_SERVER_ERROR|at .*\.(js|ts):\d+|select .* from /i.test(outcome.text))
    return "an internal error, or one that shows the inside";
  if (codes.some((code) => !code)) return "an error without a code or a sentence";
  const may = ["FORBIDDEN", "UNAUTHENTICATED", "RETRY", ...(shot.anonymous ? ["TOO_COSTLY"] : [])];
  if (shot.valid && codes.some((code) => !may.includes(code!)))
    return "refused, though it keeps all limits";
  return undefined;
}

const TICKS = 100;

/** CPU seconds of this process and, on Linux, of the database's backends for this service. */
async function cpuOf(engine: Engine): Promise<() => number> {
  const own = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  };
  if (engine.kind === "embedded" || process.platform !== "linux") return own;
  const { rows } = await engine.pool.query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database()",
  );
  const spentBy = (pid: number) => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
      return (Number(fields[11]) + Number(fields[12])) / TICKS;
    } catch {
      return 0;
    }
  };
  return () => own() + rows.reduce((sum, { pid }) => sum + spentBy(pid), 0);
}

/** Somebody else, who reads one thing again and again; how long each took. */
function probe({ service, tokens }: Target) {
  const took: number[] = [];
  let stopped = false;
  const ask = service.as(tokens.analyst);
  const running = (async () => {
    while (!stopped) {
      const begun = performance.now();
      const answer = await ask(`{ incident(id: "${id("incident", 2)}") { title } }`);
      took.push(performance.now() - begun);
      if (answer.errors && answer.errors[0]!.extensions?.["code"] !== "RETRY")
        throw new Error(JSON.stringify(answer.errors));
      await new Promise((resolve) => setTimeout(resolve, PROBE_MS));
    }
  })();
  return {
    async stop() {
      stopped = true;
      await running;
      took.sort((a, b) => a - b);
      return { n: took.length, p95: took[Math.floor(took.length * 0.95)]!, worst: took.at(-1)! };
    },
  };
}

async function storm(kind: "embedded" | "server", requests: number): Promise<void> {
  const engine = await openEngine(
    kind === "server"
      ? { dataDir: "", databaseUrl: await freshDatabase("hostile", MIGRATED), poolSize: 4 }
      : { dataDir: await migratedCopy() },
  );
  const lines: string[] = [];
  const services = await openSmallCounty(engine, (line) => lines.push(line));
  await addIncidents(engine, INCIDENTS);
  const service = await serve(services);
  try {
    const target = { services, service, tokens: await tokensOf(services) };
    const schema = buildHearthgridSchema();
    const spent = await cpuOf(engine);
    const faults: string[] = [];
    const tally = { answered: 0, refused: 0, busy: 0, atLimits: 0, slowest: 0, slowestIs: "" };
    const tell = (shot: Shot, what: string, outcome?: Outcome) =>
      `request ${shot.number} (alone: HEARTHGRID_HOSTILE=${shot.number}): ${what}\n` +
      `${shot.about.slice(0, 1500)}\n→ ${outcome?.status} ${outcome?.text.slice(0, 600)}\n` +
      `${lines.slice(-1)[0]?.slice(0, 1500) ?? ""}`;
    const fire = async (number: number): Promise<{ shot: Shot; cpu: number }> => {
      const shot = shotOf(number, schema);
      const before = spent();
      const outcome = await shot.fire(target);
      const cpu = spent() - before;
      const fault = faultOf(shot, outcome);
      if (fault) faults.push(tell(shot, fault, outcome));
      const codes = codesOf(outcome);
      if (codes.includes("RETRY")) tally.busy++;
      else if (codes.length > 0) tally.refused++;
      else tally.answered++;
      if (shot.valid && codes.length === 0) tally.atLimits++;
      return { shot, cpu };
    };

    const numbers = only ?? Array.from({ length: requests }, (_, i) => i);
    const suspects: number[] = [];
    const machine = measureStretch();
    const others = probe(target);
    let next = 0;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let i = next++; i < numbers.length && faults.length < FAULTS_TOLD; i = next++) {
          const { shot, cpu } = await fire(numbers[i]!);
          // Others' work is in it: what spent too much is asked again alone.
          if (cpu > CPU_LIMIT_S / 4) suspects.push(shot.number);
        }
      }),
    );
    const { n, p95, worst } = await others.stop();
    const stretch = await machine.stop();
    for (const number of suspects) {
      const { shot, cpu } = await fire(number);
      if (cpu > tally.slowest) [tally.slowest, tally.slowestIs] = [cpu, shot.about.slice(0, 80)];
      if (cpu > CPU_LIMIT_S) faults.push(tell(shot, `${cpu.toFixed(2)} s of CPU`));
    }
    process.stderr.write(
      `hostile requests on ${kind}: ${numbers.length}, answered ${tally.answered} (at limits ` +
        `${tally.atLimits}), refused ${tally.refused}, busy ${tally.busy}; most CPU alone ` +
        `${tally.slowest.toFixed(2)} s of ${suspects.length} (${tally.slowestIs}); others' p95 ` +
        `${p95.toFixed(0)} ms, worst ${worst.toFixed(0)} of ${n}; work stretched ${stretch.toFixed(1)}\n`,
    );
    expect(faults).toEqual([]);
    if (n >= PROBES_LEAST) expect(p95, "others' p95").toBeLessThan(OTHERS_MS * stretch);
    // After the storm the service is whole: sane answers, and the fixture's tables are there.
    expect(
      (await service.as(target.tokens.analyst)("{ villages { totalCount } }")).data!["villages"]
        .totalCount,
    ).toBeGreaterThan(0);
  } finally {
    await service.close();
    await engine.close();
  }
}

it(
  `answers ${REQUESTS} hostile requests with clear errors on the embedded engine`,
  () => storm("embedded", REQUESTS),
  soak ? 3_600_000 : 120_000,
);
it.runIf(findPostgres() !== undefined)(
  "answers hostile requests with clear errors on a server",
  () => storm("server", soak ? REQUESTS : 100),
  soak ? 3_600_000 : 120_000,
);

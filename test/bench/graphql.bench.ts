import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { openEngine } from "../../db/engine.js";
import { addIncidents } from "../fixtures/many-incidents.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import type { Bench, BenchRow } from "./bench.js";
import { withPrivatePostgres } from "./private-postgres.js";

const ROWS = Number(process.env["HEARTHGRID_BENCH_ROWS"] ?? 1_000_000);

interface Served {
  child: ChildProcess;
  url: string;
  cpu(): Promise<number>;
  ask<T>(message: object, key: string): Promise<T>;
}

async function serve(kind: "service" | "floor", url: string): Promise<Served> {
  const child = fork(fileURLToPath(new URL("served.ts", import.meta.url)), [kind, url], {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  const next = <T>(key: string) =>
    new Promise<T>((resolve, reject) => {
      const hear = (m: Record<string, unknown>) => {
        if (key in m) {
          child.off("message", hear);
          resolve(m[key] as T);
        }
      };
      child.on("message", hear);
      child.once("exit", (code) => reject(new Error(`the ${kind} ended with ${code}`)));
    });
  const port = await next<number>("port");
  const ask = <T>(message: object, key: string) => {
    const answer = next<T>(key);
    child.send(message);
    return answer;
  };
  return {
    child,
    url: `http://127.0.0.1:${port}`,
    ask,
    cpu: async () => {
      const u = await ask<NodeJS.CpuUsage>({ cpu: true }, "cpu");
      return (u.user + u.system) / 1000;
    },
  };
}

interface Measured {
  cpu: number;
  wall: number;
}

/** Requests to each side before measuring. */
const WARM_UP = 400;

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/**
 * Both sides in turn, so that the machine's moods fall on both; CPU of the server's process alone,
 * wall at the client.
 */
async function compare(
  a: () => Promise<string>,
  b: () => Promise<string>,
  sides: readonly [Served, Served],
  rounds: number,
  each: number,
): Promise<[Measured, Measured]> {
  const cpu: [number[], number[]] = [[], []],
    wall: [number[], number[]] = [[], []];
  // A service runs for weeks: the compiler must have seen both sides often before the clock starts.
  for (let round = -Math.ceil(WARM_UP / each); round < rounds; round++) {
    for (const side of [0, 1] as const) {
      const before = await sides[side].cpu();
      for (let i = 0; i < each; i++) {
        const began = performance.now();
        await (side === 0 ? a : b)();
        if (round >= 0) wall[side].push(performance.now() - began);
      }
      if (round >= 0) cpu[side].push(((await sides[side].cpu()) - before) / each);
    }
  }
  return [0, 1].map((s) => ({ cpu: median(cpu[s as 0 | 1]), wall: median(wall[s as 0 | 1]) })) as [
    Measured,
    Measured,
  ];
}

const bench: Bench = () =>
  withPrivatePostgres(async (url) => {
    const engine = await openEngine({ databaseUrl: url, dataDir: "" });
    const services = await openSmallCounty(engine);
    await addIncidents(engine, ROWS);
    await services.accounts.addAccount("demo-analyst", "bench", ["analyst"], {
      isDemo: true,
      county: COUNTY,
      villages: [],
    });
    const { token } = await services.accounts.demoSignIn("analyst", true);
    await engine.close();
    const [service, floor] = [await serve("service", url), await serve("floor", url)];
    const rows: BenchRow[] = [];
    try {
      // Neither side compresses: the question is what the answer costs, not what brotli does.
      const headers = {
        "content-type": "application/json",
        "accept-encoding": "identity",
        authorization: `Bearer ${token}`,
      };
      const graphql = (query: string) => async () => {
        const r = await fetch(`${service.url}/graphql`, {
          method: "POST",
          headers,
          body: JSON.stringify({ query }),
        });
        const t = await r.text();
        if (t.includes('"errors"')) throw new Error(t.slice(0, 300));
        return t;
      };
      const polygon = `{type: "Polygon",
        coordinates: [[[107.004, 29.004], [107.016, 29.003], [107.017, 29.016], [107.005, 29.017],
        [107.004, 29.004]]]}`;
      const where =
        `filter: {area: {polygon: ${polygon}}, from: "2026-01-01T00:00:00+08:00", ` +
        'to: "2026-04-01T00:00:00+08:00"}';
      const eight = "id title category level status occurredFrom address geometry";
      const cases = [
        {
          what:
            "5,000 incidents × 8 fields: CPU ÷ plain HTTP with the same SQL through pg and " +
            "JSON.stringify",
          first: 5000,
          args: "",
          fields: eight,
          reach: "1.2",
          stretch: "0.5",
          rounds: 12,
          each: 20,
          by: "cpu" as const,
        },
        {
          what: "page of 100 incidents in a polygon and 3 months: CPU ÷ the same floor",
          first: 100,
          args: where,
          fields: eight,
          reach: "1.7",
          stretch: "1.2",
          rounds: 12,
          each: 20,
          by: "cpu" as const,
        },
        {
          what:
            `${ROWS.toLocaleString("en")} incidents, polygon and 3 months, page of 100: service ` +
            "time ÷ the same SQL through pg",
          first: 100,
          args: where,
          fields: eight,
          reach: "1.3",
          rounds: 12,
          each: 20,
          by: "wall" as const,
        },
      ];
      for (const c of cases) {
        // The ordinary path's statement is the floor's: __typename keeps the list off the raw path.
        service.child.send({ watch: true });
        const heard = service.ask<{ text: string; params: unknown[] }>({}, "statement");
        await graphql(
          `{ incidents(first: ${c.first} ${c.args}) { nodes { __typename ${c.fields} } } }`,
        )();
        const statement = await heard;
        service.child.send({ watch: false });
        const plain = async () =>
          (await fetch(floor.url, { method: "POST", body: JSON.stringify(statement) })).text();
        const [ours, theirs] = await compare(
          graphql(`{ incidents(first: ${c.first} ${c.args}) { nodes { ${c.fields} } } }`),
          plain,
          [service, floor],
          c.rounds,
          c.each,
        );
        const ratio = ours[c.by] / theirs[c.by];
        rows.push({
          what: c.what,
          measured: ratio.toFixed(2),
          reach: c.reach,
          ...(c.stretch ? { stretch: c.stretch } : {}),
          note:
            `${c.by === "cpu" ? "CPU" : "wall"} ${ours[c.by].toFixed(1)} ms ÷ ` +
            `${theirs[c.by].toFixed(1)} ms, medians of ${c.rounds} rounds in turn`,
        });
      }
    } finally {
      service.child.kill();
      floor.child.kill();
    }
    return rows;
  });

export default bench;

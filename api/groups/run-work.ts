// Work for a thread: a whole grouping run, from households that come batch by batch to rows.
import type { MessagePort } from "node:worker_threads";
import type { SolvedPart } from "../../geo/grouping/model.js";
import { type RunEvent, type RunResult, runGrouping } from "../../geo/grouping/run-grouping.js";
import { type GroupRules, methodRules, proposalsOf } from "./group-rules.js";
import { groupingInput } from "./grouping-input.js";
import { type GroupVerdictRow, planRows } from "./plan-rows.js";
import type { HouseholdRead, SurroundingsRead } from "./run-input.js";

/** What comes over the port, in this order; `stop` at any time. */
export type RunMessage =
  | { kind: "households"; rows: HouseholdRead[] }
  | { kind: "surroundings"; read: SurroundingsRead }
  /** Parts that were solved before, as JSON. */
  | { kind: "part"; text: string }
  | { kind: "begin" }
  | { kind: "stop" };

export interface RunTask {
  port: MessagePort;
  rules: GroupRules;
}

export type RunTold =
  | { kind: "progress"; phase: string; fraction: number; metres: number }
  | { kind: "part"; key: string; text: string }
  /** Rows as JSON, as many as one statement writes. */
  | { kind: "rows"; text: string };

export type RunDone =
  | { ok: true; verdict: GroupVerdictRow }
  | { ok: false; findings: { code: string; params: unknown }[] };

/** All that came over the port. */
interface Gathered {
  households: HouseholdRead[];
  surroundings: SurroundingsRead;
  solved: SolvedPart[];
}

export async function runGroups(
  { port, rules }: RunTask,
  tell: (told: RunTold) => void,
): Promise<RunDone> {
  const stop = new AbortController();
  const gathered = await gather(port, stop);
  const input = groupingInput(gathered.households, gathered.surroundings);
  const method = methodRules(rules);
  const run = runGrouping(input, method, {
    seed: rules.seed,
    budget: { iterations: proposalsOf(rules) },
    bound: rules.thorough,
    solved: gathered.solved,
    signal: stop.signal,
  });
  try {
    const result = await follow(run, tell);
    if (!result.ok) return { ok: false, findings: result.findings.slice(0, 20) };
    tell({ kind: "progress", phase: "drawing", fraction: 0, metres: result.plan.totalMetres });
    const { verdict, chunks } = planRows(input, method, result, gathered.households);
    for (const text of chunks) tell({ kind: "rows", text });
    return { ok: true, verdict };
  } finally {
    port.close();
  }
}

function gather(port: MessagePort, stop: AbortController): Promise<Gathered> {
  const gathered: Gathered = {
    households: [],
    surroundings: { barriers: [], crossings: [], ties: [] },
    solved: [],
  };
  return new Promise((resolve) => {
    port.on("message", (message: RunMessage) => {
      switch (message.kind) {
        case "households":
          for (const row of message.rows) gathered.households.push(row);
          break;
        case "surroundings":
          gathered.surroundings = message.read;
          break;
        case "part":
          gathered.solved.push(JSON.parse(message.text) as SolvedPart);
          break;
        case "stop":
          stop.abort();
          break;
        case "begin":
          resolve(gathered);
      }
    });
  });
}

const TOLD_EVERY_MS = 100;

/** Tells what a run tells, not more often than anybody looks. */
async function follow(
  run: AsyncGenerator<RunEvent, RunResult, undefined>,
  tell: (told: RunTold) => void,
): Promise<RunResult> {
  let phase = "";
  let toldAt = 0;
  for (;;) {
    const { done, value } = await run.next();
    if (done) return value;
    if (value.kind === "part") {
      tell({ kind: "part", key: value.part.key, text: JSON.stringify(value.part) });
      continue;
    }
    if (value.phase === phase && performance.now() - toldAt < TOLD_EVERY_MS) continue;
    toldAt = performance.now();
    phase = value.phase;
    tell(value);
  }
}

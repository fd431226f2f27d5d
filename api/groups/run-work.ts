// Work for a thread: a whole grouping run, from households that come batch by batch to rows.
import type { MessagePort } from "node:worker_threads";
import {
  type GroupingInput,
  type Plan,
  type Rules,
  repairGroups,
  runGrouping,
  type SolvedPart,
} from "../../geo/grouping/index.js";
import type { RunEvent, RunResult } from "../../geo/grouping/run-grouping.js";
import { borderRows } from "./border-rows.js";
import { type GroupMode, type GroupRules, methodRules, proposalsOf } from "./group-rules.js";
import { groupingInput } from "./grouping-input.js";
import { figuresAlone, numbered, planRows } from "./plan-rows.js";
import { ringRows } from "./ring-rows.js";
import type { Gathered, HouseholdRead, RunSurroundings } from "./run-input.js";
import type { GroupVerdictRow } from "./verdict.js";

/** What comes over the port, in this order; `stop` at any time. */
export type RunMessage =
  | { kind: "households"; rows: HouseholdRead[] }
  | { kind: "surroundings"; read: RunSurroundings }
  /** Parts that were solved before, as JSON. */
  | { kind: "part"; text: string }
  | { kind: "begin" }
  | { kind: "stop" };

export interface RunTask {
  port: MessagePort;
  rules: GroupRules;
  mode: GroupMode;
  /** Begins from the groups that households had: few change. */
  fromPlan: boolean;
  /** Figures alone: what other rules would make of the same households. */
  figuresOnly?: boolean;
}

export type RunTold =
  | { kind: "progress"; phase: string; fraction: number; metres: number }
  | { kind: "part"; key: string; text: string }
  /** Rows as JSON, as many as one statement writes. */
  | { kind: "rows"; text: string };

type Contradiction = { code: string; params: unknown };
export type RunDone =
  | { ok: true; verdict: GroupVerdictRow }
  | { ok: false; findings: Contradiction[] };

type Tell = (told: RunTold) => void;

const TOLD_MOST = 20;

export async function runGroups(task: RunTask, tell: Tell): Promise<RunDone> {
  const { port, rules, mode } = task;
  const stop = new AbortController();
  try {
    const gathered = await gather(port, stop);
    const input = groupingInput(gathered.households, gathered.surroundings);
    const method = methodRules(rules);
    if (mode === "RINGS") {
      tell({ kind: "progress", phase: "searching", fraction: 0, metres: 0 });
      return written(ringRows(input, method, gathered), tell);
    }
    const result = task.fromPlan
      ? repaired(input, method, rules, tell)
      : await formed(input, method, { rules, solved: gathered.solved, signal: stop.signal }, tell);
    if (!result.ok) return { ok: false, findings: result.findings.slice(0, TOLD_MOST) };
    if (task.figuresOnly)
      return { ok: true, verdict: figuresAlone(input, method, result, gathered) };
    const metres = result.plan.totalMetres;
    tell({ kind: "progress", phase: "drawing", fraction: 0, metres });
    const rows = planRows(input, method, result, gathered);
    const told = (fraction: number) =>
      tell({ kind: "progress", phase: "borders", fraction, metres });
    rows.verdict.borders = await borderRows(input, method, result.plan, {
      told,
      signal: stop.signal,
    });
    return written(rows, tell);
  } finally {
    port.close();
  }
}

type Rows = { ok: true; verdict: GroupVerdictRow; chunks: string[] };

function written(rows: Rows | { ok: false; findings: Contradiction[] }, tell: Tell): RunDone {
  if (!rows.ok) return { ok: false, findings: rows.findings.slice(0, TOLD_MOST) };
  for (const text of rows.chunks) tell({ kind: "rows", text });
  return { ok: true, verdict: rows.verdict };
}

function gather(port: MessagePort, stop: AbortController): Promise<Gathered> {
  const gathered: Gathered = {
    households: [],
    surroundings: { barriers: [], crossings: [], ties: [], locked: [], grids: [], gridless: [] },
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

interface Forming {
  rules: GroupRules;
  solved: SolvedPart[];
  signal: AbortSignal;
}

function formed(
  input: GroupingInput,
  method: Rules,
  { rules, solved, signal }: Forming,
  tell: Tell,
): Promise<RunResult> {
  const run = runGrouping(input, method, {
    ...{ seed: rules.seed, budget: { iterations: proposalsOf(rules) }, bound: rules.thorough },
    ...{ solved, signal },
  });
  return follow(run, tell);
}

/** The plan before with few changes: one piece of work, which hears of no stop. */
function repaired(
  input: GroupingInput,
  method: Rules,
  { seed }: GroupRules,
  tell: Tell,
): RunResult {
  tell({ kind: "progress", phase: "searching", fraction: 0, metres: 0 });
  const result = repairGroups(input, method, seed);
  if (!result.ok) return result;
  const plan: Plan = { ...result.plan, groups: numbered(input, method, result.plan.groups) };
  return { ok: true, plan, bound: null };
}

const TOLD_EVERY_MS = 100;

/** Tells what a run tells, not more often than anybody looks. */
async function follow(
  run: AsyncGenerator<RunEvent, RunResult, undefined>,
  tell: Tell,
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

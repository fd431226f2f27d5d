import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { Database, Transaction } from "../core/database.js";
import { Refusal } from "../core/refusal.js";
import type { Services } from "../core/services.js";
import type { Handler, Progress, RunEnded } from "../jobs/handlers.js";
import { threadModule } from "../jobs/threads.js";
import { standardsOf } from "../writing/standards.js";
import { write } from "../writing/write.js";
import type { GroupRules } from "./group-rules.js";
import { type GroupPlanRow, groupPlanRows, groupPlans } from "./groups.queries.js";
import type { GroupVerdictRow } from "./plan-rows.js";
import { dropParts, dropRows, keepFigures, keepParts, partsOf, putRows } from "./rows.queries.js";
import { gridsToGroup, noteRun, readHouseholds, readSurroundings } from "./run-input.js";
import type { RunDone, RunMessage, RunTask, RunTold } from "./run-work.js";

export const RUN_JOB = "groupPlan.run";

/** What the job is asked for. */
export interface RunJob {
  plan: string;
  villages: string[];
  rules: GroupRules;
}

const WORK = threadModule(import.meta.url, "./run-work");
/** Parts are kept so often: what a death loses is searched again. */
const KEPT_EVERY_MS = 500;

interface At {
  county: number;
  plan: string;
  job: string;
}

/**
 * Forms groups for a plan. Worked out in a thread from households that are read batch by batch;
 * parts are kept as they are solved, so that a death costs little. Rows are written while the plan
 * is still being formed, when nobody reads them, and become its groups with the end of the job.
 */
export const runHandler =
  (services: Services): Handler =>
  async (job, progress) => {
    const { county, createdBy: actor } = job;
    const asked = job.input as RunJob;
    const at: At = { county, plan: asked.plan, job: job.id };
    const [plan] = await groupPlanRows(services.db, county, [asked.plan]);
    if (plan?.state !== "FORMING") return { formed: false, because: plan?.state ?? "GONE" };
    try {
      const found = await runInThread(services.db, progress, at, { ...asked, actor });
      if (!found.done.ok) throw contradiction(found.done.findings);
      const cancelled = progress.signal.aborted;
      await writeChunks(services.db, progress, at, found.chunks);
      await land(services, progress, { at, plan, actor, cancelled }, found.done.verdict);
    } catch (error) {
      if (error instanceof Refusal) await fail(services, at, plan, error);
      throw error;
    }
    return undefined;
  };

const contradiction = (findings: { code: string; params: unknown }[]): Refusal =>
  new Refusal("BAD_USER_INPUT", "What is asked of the groups contradicts itself.", {
    ...{ reason: findings[0]!.code, said: findings[0], findings },
  });

interface Found {
  done: RunDone;
  chunks: string[];
}

async function runInThread(
  db: Database,
  progress: Progress,
  at: At,
  asked: RunJob & { actor: string },
): Promise<Found> {
  await progress.phase("reading");
  await noteRun(db, at.county, asked.actor, at.plan);
  const { port1: port, port2 } = new MessageChannel();
  const listener = new Listener(db, progress, at);
  const send = (message: RunMessage): void => port.postMessage(message);
  const kill = new AbortController();
  const onEnd = (): void => {
    const { why } = progress.signal.reason as RunEnded;
    if (why === "cancelled") send({ kind: "stop" });
    else kill.abort(progress.signal.reason);
  };
  progress.signal.addEventListener("abort", onEnd, { once: true });
  try {
    const input: RunTask = { port: port2, rules: asked.rules };
    const working = progress.thread<RunDone>(
      { module: WORK, work: "runGroups", input, transfer: [port2], hear: (t) => listener.hear(t) },
      kill.signal,
    );
    await Promise.all([feed(db, at, asked, port), working]);
    await listener.rest();
    return { done: await working, chunks: listener.chunks };
  } finally {
    progress.signal.removeEventListener("abort", onEnd);
    port.close();
  }
}

async function feed(db: Database, at: At, { villages }: RunJob, port: MessagePort): Promise<void> {
  const send = (message: RunMessage): void => port.postMessage(message);
  const grids = await gridsToGroup(db, at.county, villages);
  const batches = readHouseholds(db, at.county, grids);
  let batch = await batches.next();
  for (; !batch.done; batch = await batches.next()) send({ kind: "households", rows: batch.value });
  const [west, , east] = batch.value;
  if (west <= east) {
    const read = await readSurroundings(db, at.county, grids.grids, batch.value);
    send({ kind: "surroundings", read });
  }
  for (const text of await partsOf(db, at)) send({ kind: "part", text });
  send({ kind: "begin" });
}

/** What the thread tells, into the job's row and the run's parts. */
class Listener {
  readonly chunks: string[] = [];
  private parts = new Map<string, string>();
  private phase = "reading";
  private writing: Promise<void> = Promise.resolve();
  private unheard: unknown;
  private keptAt = performance.now();

  constructor(
    private readonly db: Database,
    private readonly progress: Progress,
    private readonly at: At,
  ) {}

  hear(heard: unknown): void {
    const told = heard as RunTold;
    switch (told.kind) {
      case "rows":
        this.chunks.push(told.text);
        break;
      case "part":
        this.parts.set(told.key, told.text);
        if (performance.now() - this.keptAt > KEPT_EVERY_MS) this.soon(() => this.keep());
        break;
      case "progress":
        this.soon(() => this.report(told));
    }
  }

  /** Waits for what is being written; throws what could not be. */
  async rest(): Promise<void> {
    await this.writing;
    if (this.unheard && !this.progress.signal.aborted) throw this.unheard;
  }

  /** One after the other: phases come in their order. */
  private soon(work: () => Promise<void>): void {
    this.writing = this.writing.then(work).catch((error: unknown) => {
      this.unheard ??= error;
    });
  }

  private async report(told: Extract<RunTold, { kind: "progress" }>): Promise<void> {
    if (this.progress.signal.aborted) return;
    if (told.phase !== this.phase) await this.progress.phase((this.phase = told.phase), 1000);
    const { fraction, metres } = told;
    await this.progress.report(Math.round(fraction * 1000), 1000, { metres: Math.round(metres) });
  }

  private async keep(): Promise<void> {
    const { parts, at } = this;
    if (parts.size === 0) return;
    this.keptAt = performance.now();
    this.parts = new Map();
    await this.db.transaction((tx) => keepParts(tx, at, parts));
  }
}

/** Chunk by chunk: the embedded engine serves others between them. */
async function writeChunks(
  db: Database,
  progress: Progress,
  at: At,
  chunks: readonly string[],
): Promise<void> {
  const now = new Date().toISOString();
  if (!progress.signal.aborted) await progress.phase("writing", chunks.length);
  await db.transaction((tx) => dropRows(tx, at));
  for (const [k, text] of chunks.entries()) {
    await db.transaction((tx) => putRows(tx, at, text, now));
    if (!progress.signal.aborted) await progress.report(k + 1, chunks.length);
  }
}

interface Landing {
  at: At;
  plan: GroupPlanRow;
  actor: string;
  /** The job was stopped: what was found until then is the plan. */
  cancelled: boolean;
}

async function land(
  services: Services,
  progress: Progress,
  { at, plan, actor, cancelled }: Landing,
  verdict: GroupVerdictRow,
): Promise<void> {
  const standards = await standardsOf(services, at.county);
  const become = async (tx: Transaction): Promise<object> => {
    await keepFigures(tx, at, verdict);
    await dropParts(tx, at);
    await toState(tx, { actor, standards }, at, plan, "DRAFT");
    return { formed: true, groups: verdict.groups, complete: verdict.complete };
  };
  if (!cancelled) return progress.finish(become);
  await services.db.transaction(become);
  throw progress.signal.reason;
}

async function fail(services: Services, at: At, plan: GroupPlanRow, why: Refusal): Promise<void> {
  const standards = await standardsOf(services, at.county);
  await services.db.transaction(async (tx) => {
    await dropRows(tx, at);
    await dropParts(tx, at);
    await keepFigures(tx, at, { failed: why.extensions });
    await toState(tx, { actor: "clock", standards }, at, plan, "FAILED");
  });
}

async function toState(
  tx: Transaction,
  who: { actor: string; standards: Awaited<ReturnType<typeof standardsOf>> },
  { county }: At,
  { id, version }: GroupPlanRow,
  status: "DRAFT" | "FAILED",
): Promise<void> {
  const changes = { status, stateSince: new Date().toISOString() };
  const rows = [{ id, version, changes }];
  await write(tx, { ...who, cause: "job" }, county, [
    { action: "update", layer: groupPlans, county, rows },
  ]);
}

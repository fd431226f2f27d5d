import { MessageChannel, type MessagePort } from "node:worker_threads";
import { sql } from "drizzle-orm";
import type { Database } from "../core/database.js";
import { Refusal } from "../core/refusal.js";
import { versionsOf } from "../events/data-versions.js";
import { householdsWithoutGrid } from "../households/households.service.js";
import type { Progress, RunEnded } from "../jobs/handlers.js";
import { Threads, threadModule } from "../jobs/threads.js";
import { villagesNow } from "../villages/villages.service.js";
import type { GroupMode, GroupRules } from "./group-rules.js";
import { groupsBefore, keepParts, partsOf } from "./rows.queries.js";
import { gridsToGroup, readHouseholds, readSurroundings } from "./run-input.js";
import type { RunDone, RunMessage, RunTask, RunTold } from "./run-work.js";

const WORK = threadModule(import.meta.url, "./run-work");
/** Of its own: a minute of one county must not stand in the way of what others have computed. */
const threads = new Threads(1);
/** Parts are kept so often: what a death loses is searched again. */
const KEPT_EVERY_MS = 500;

/** What the job is asked for. */
export interface RunJob {
  plan: string;
  villages: string[];
  rules: GroupRules;
  mode: GroupMode;
  /** Plan (uuid) whose groups it begins from. */
  from: string | null;
}

/** A plan, and the job that works for it; uuids. */
export interface RunAt {
  county: number;
  plan: string;
  job: string;
}

export interface Found {
  done: RunDone;
  /** Rows to be written, as JSON. */
  chunks: string[];
}

/** Has groups formed in a thread; it hears that the job is to end, and then answers what it has. */
export async function runInThread(
  db: Database,
  progress: Progress,
  at: RunAt,
  asked: RunJob & { figuresOnly?: boolean },
): Promise<Found> {
  await progress.phase("reading");
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
    const { rules, mode, from, figuresOnly = false } = asked;
    const input: RunTask = { port: port2, rules, mode, fromPlan: from !== null, figuresOnly };
    const working = threads.run<RunDone>({
      ...{ module: WORK, work: "runGroups", input, transfer: [port2], signal: kill.signal },
      hear: (told) => listener.hear(told),
    });
    await Promise.all([
      feed(db, at, asked, port).catch((error: unknown) => {
        // The thread would wait for the rest for ever.
        kill.abort(error);
        throw error;
      }),
      working,
    ]);
    await listener.rest();
    return { done: await working, chunks: listener.chunks };
  } finally {
    progress.signal.removeEventListener("abort", onEnd);
    port.close();
  }
}

async function feed(
  db: Database,
  at: RunAt,
  { villages, from }: RunJob,
  port: MessagePort,
): Promise<void> {
  const { county } = at;
  const send = (message: RunMessage): void => port.postMessage(message);
  const before = new Map<string, { group: string; locked: boolean }>();
  if (from !== null)
    for (const { household, ...had } of await groupsBefore(db, { county, plan: from }))
      before.set(household, had);
  const grids = await gridsToGroup(db, county, villages);
  const gridsThen = await versionsOf(db, [county], ["grids"]);
  const batches = readHouseholds(db, county, grids);
  let batch = await batches.next();
  for (; !batch.done; batch = await batches.next()) {
    const rows = batch.value.map((row) => {
      const previousGroup = before.get(row.id)?.group;
      return previousGroup === undefined ? row : { ...row, previousGroup };
    });
    send({ kind: "households", rows });
  }
  if ((await versionsOf(db, [county], ["grids"])) !== gridsThen)
    throw new Refusal("RETRY", "The grids changed while their households were read.", {
      reason: "grids-changed",
    });
  const around = await readSurroundings(db, county, grids.grids, batch.value);
  const ground = sql`(select * from ${villagesNow(county)} n
    where n.code = any(${sql.param(villages)}::text[]))`;
  const gridless = await householdsWithoutGrid(db, county, ground, GRIDLESS_MOST);
  send({ kind: "surroundings", read: { ...around, locked: lockedOf(before), gridless } });
  for (const text of await partsOf(db, at)) send({ kind: "part", text });
  send({ kind: "begin" });
}

/** More without a grid than this is a county whose grids are still to be drawn. */
const GRIDLESS_MOST = 50_000;

function lockedOf(
  before: ReadonlyMap<string, { group: string; locked: boolean }>,
): { id: string; members: string[] }[] {
  const members = new Map<string, string[]>();
  for (const [household, { group, locked }] of before)
    if (locked) members.set(group, [...(members.get(group) ?? []), household]);
  return [...members].map(([id, those]) => ({ id, members: those }));
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
    private readonly at: RunAt,
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
    if (!this.progress.signal.aborted) this.soon(() => this.keep());
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

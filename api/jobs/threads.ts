import { availableParallelism } from "node:os";
import { type MessagePort, Worker } from "node:worker_threads";
import { busy, ComingAgain } from "../core/coming-again.js";
import { FairClock } from "../core/fair-clock.js";
import { Refusal, type RefusalCode } from "../core/refusal.js";
import { type RunningRequest, requestNow } from "../core/request.js";

/** Work for a processor: a function that a module exports, and what it is given. */
export interface ThreadTask {
  /** Where the module is; `threadModule` says it from source and when compiled. */
  module: string;
  work: string;
  input: unknown;
  /** Buffers and ports that are given away instead of copied. */
  transfer?: readonly (ArrayBuffer | MessagePort)[];
  /** Ends the work at once, in the middle of whatever it computes. */
  signal?: AbortSignal;
  /** Hears what the work tells while it goes on. */
  hear?: (told: unknown) => void;
}

/** What a refusal tells beside its sentence. */
export type Refused = { code: RefusalCode } & Record<string, unknown>;

/** What a thread is sent, and what it answers. */
export interface ThreadOrder {
  id: number;
  module: string;
  work: string;
  input: unknown;
}
export type ThreadAnswer =
  | { id: number; told: unknown }
  | { id: number; done: unknown }
  | { id: number; failure: string; refusal?: Refused };

/** Beside the thread that answers requests. */
const PROCESSORS = Math.max(1, availableParallelism() - 1);
/** A thread that has nothing to do keeps tens of megabytes. */
const IDLE_MS = 60_000;

/** What a task is taken to cost until it is known, in milliseconds. */
const PRICE_MS = 100;
/** Of what requests ask: each holds what it was given, some megabytes at most. */
const WAITING_MOST = 100;

const isSource = import.meta.url.endsWith(".ts");

/** A module beside the one that asks: `threadModule(import.meta.url, "./shape-work")`. */
export const threadModule = (from: string, name: string): string =>
  new URL(`${name}.${isSource ? "ts" : "js"}`, from).href;

interface Waiting extends ThreadTask {
  id: number;
  /** For whose request; none: a job's, or the service's own. */
  request: RunningRequest | undefined;
  asker: string;
  /** The virtual time at which it would be done. */
  finish: number;
  begun: number;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

interface Thread {
  worker: Worker;
  busy: Waiting | null;
  idle?: NodeJS.Timeout;
}

/**
 * Threads for what would hold up the service's own: each does one thing at a time, they start when
 * they are needed, and what one of them dies of is told to its own task alone. Who asks much waits
 * for who asks little (FairClock), each in their own order; of too much that waits, the last of the
 * asker who has most is refused, unless its request has written.
 */
export class Threads {
  private readonly threads = new Set<Thread>();
  private readonly queue: Waiting[] = [];
  private readonly clock = new FairClock();
  private readonly comingAgain = new ComingAgain();
  private last = 0;

  constructor(
    private readonly most: number = PROCESSORS,
    private readonly idleMs: number = IDLE_MS,
    private readonly waitingMost: number = WAITING_MOST,
  ) {}

  /** Tasks that are being done or wait. */
  get open(): number {
    return this.queue.length + [...this.threads].filter(({ busy }) => busy).length;
  }

  /** Threads that live; what one holds between its tasks is gone with it. */
  get alive(): number {
    return this.threads.size;
  }

  async run<T>(task: ThreadTask): Promise<T> {
    const { signal } = task;
    signal?.throwIfAborted();
    const request = requestNow();
    const asker = request?.asker ?? request?.id ?? "";
    return await new Promise<T>((resolve, reject) => {
      const waiting: Waiting = {
        ...task,
        ...{ id: ++this.last, request, asker, begun: 0 },
        finish: this.clock.charge(asker, PRICE_MS),
        resolve: (value) => {
          signal?.removeEventListener("abort", stop);
          resolve(value as T);
        },
        reject: (error) => {
          signal?.removeEventListener("abort", stop);
          reject(error);
        },
      };
      const stop = () => this.drop(waiting, signal!.reason);
      signal?.addEventListener("abort", stop, { once: true });
      this.queue.push(waiting);
      this.feed();
      this.refuseCrowd();
    });
  }

  /** Ends all threads; what they do is not answered any more. */
  close(): void {
    for (const thread of this.threads) {
      this.end(thread);
      thread.busy?.reject(new Error("the thread was ended"));
    }
    for (const task of this.queue.splice(0)) task.reject(new Error("the threads were ended"));
  }

  private feed(): void {
    while (this.queue.length > 0) {
      const free = [...this.threads].find(({ busy }) => !busy);
      if (!free && this.threads.size >= this.most) return;
      const thread = free ?? this.start();
      const task = this.takeNext();
      const { id, module, work, input, transfer = [] } = task;
      clearTimeout(thread.idle);
      thread.busy = task;
      thread.worker.ref();
      try {
        thread.worker.postMessage({ id, module, work, input } satisfies ThreadOrder, [...transfer]);
      } catch (error) {
        thread.busy = null; // what cannot be sent
        task.reject(error);
      }
    }
  }

  /** Of the first of each asker, the one that is done first by the clock. */
  private takeNext(): Waiting {
    const firsts = new Map<string, Waiting>();
    for (const task of this.queue) if (!firsts.has(task.asker)) firsts.set(task.asker, task);
    const next = [...firsts.values()].reduce((a, b) => (b.finish < a.finish ? b : a));
    this.queue.splice(this.queue.indexOf(next), 1);
    this.clock.reach(next.finish);
    next.begun = performance.now();
    return next;
  }

  private refuseCrowd(): void {
    const waiting = this.queue.filter(({ request }) => request && !request.wrote);
    if (waiting.length <= this.waitingMost) return;
    const have = new Map<string, number>();
    for (const { asker } of waiting) have.set(asker, (have.get(asker) ?? 0) + 1);
    const most = Math.max(...have.values());
    const last = waiting.findLast(({ asker }) => have.get(asker) === most)!;
    this.drop(last, busy(this.comingAgain.seconds()));
  }

  /** Who asked owes what it took, not what it was taken for. */
  private settle({ asker, begun }: Waiting): void {
    this.comingAgain.served();
    this.clock.charge(asker, performance.now() - begun - PRICE_MS);
  }

  /** Ends a task that nobody wants any more; a computation ends only with its thread. */
  private drop(task: Waiting, reason: unknown): void {
    const at = this.queue.indexOf(task);
    if (at >= 0) {
      this.queue.splice(at, 1);
      this.clock.charge(task.asker, -PRICE_MS);
    }
    for (const thread of this.threads)
      if (thread.busy === task) {
        this.settle(task);
        this.end(thread);
      }
    task.reject(reason);
    this.feed();
  }

  private end(thread: Thread): void {
    this.threads.delete(thread);
    clearTimeout(thread.idle);
    void thread.worker.terminate();
  }

  private start(): Thread {
    const thread: Thread = { worker: startWorker(), busy: null };
    const { worker } = thread;
    worker.on("message", (answer: ThreadAnswer) => this.hear(thread, answer));
    const ended = (error: Error) => {
      if (!this.threads.delete(thread)) return;
      clearTimeout(thread.idle);
      if (thread.busy) this.settle(thread.busy);
      thread.busy?.reject(error);
      this.feed();
    };
    worker.on("error", ended);
    worker.on("exit", (code) => ended(new Error(`the thread ended with ${code}`)));
    this.threads.add(thread);
    return thread;
  }

  private hear(thread: Thread, answer: ThreadAnswer): void {
    const task = thread.busy;
    if (!task || task.id !== answer.id) return;
    if ("told" in answer) return task.hear?.(answer.told);
    thread.busy = null;
    this.settle(task);
    // It holds nothing now that an end of the process could lose.
    thread.worker.unref();
    thread.idle = setTimeout(() => this.end(thread), this.idleMs).unref();
    if ("done" in answer) task.resolve(answer.done);
    else if (answer.refusal) {
      const { code, ...details } = answer.refusal;
      task.reject(new Refusal(code, answer.failure, details));
    } else task.reject(new Error(answer.failure));
    this.feed();
  }
}

/**
 * Compiled code runs as it is; Node 20 gives a thread no loader, so sources load tsx themselves.
 */
function startWorker(): Worker {
  const href = threadModule(import.meta.url, "./thread.worker");
  return isSource
    ? new Worker(
        'import("tsx/esm/api").then(({ register }) => { register(); return ' +
          `import(${JSON.stringify(href)}); })`,
        { eval: true },
      )
    : new Worker(new URL(href));
}

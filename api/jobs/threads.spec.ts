import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { Refusal } from "../core/refusal.js";
import { beginRequest, runRequest } from "../core/request.js";
import { Threads, threadModule } from "./threads.js";

const module = threadModule(import.meta.url, "./testing/thread-work");
const work = (name: string, input: unknown = null) => ({ module, work: name, input });

it("what a thread computes does not hold this one up, and is told while it goes on", async () => {
  const threads = new Threads(1);
  await threads.run(work("burn", 1));
  let longest = 0;
  let last = performance.now();
  const ticking = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 5);
  const told: unknown[] = [];
  const burnt = await threads.run({ ...work("burn", 600), hear: (t) => told.push(t) });
  clearInterval(ticking);
  expect(burnt).toBeGreaterThanOrEqual(600);
  expect(longest).toBeLessThan(300);
  expect(told.length).toBeGreaterThan(2);
});

it("an endless computation ends when nobody wants it any more, and the next has a thread", async () => {
  const threads = new Threads(1);
  const stop = new AbortController();
  const endless = threads.run({ ...work("endless"), signal: stop.signal });
  const behind = threads.run(work("burn", 1));
  await delay(200);
  stop.abort(new Error("no longer wanted"));
  await expect(endless).rejects.toThrow("no longer wanted");
  expect(await behind).toBeGreaterThanOrEqual(1);
  expect(threads.open).toBe(0);
});

it("what waits and is wanted no more is never begun", async () => {
  const threads = new Threads(1);
  const stop = new AbortController();
  const first = threads.run(work("burn", 100));
  const waiting = threads.run({ ...work("burn", 1), signal: stop.signal });
  stop.abort(new Error("no longer wanted"));
  await expect(waiting).rejects.toThrow("no longer wanted");
  expect(threads.open).toBe(1);
  await first;
});

it("a thread that dies tells its own task alone", async () => {
  const threads = new Threads(1);
  const dying = threads.run(work("die"));
  const behind = threads.run(work("burn", 1));
  await expect(dying).rejects.toThrow(/the thread ended with 3/);
  expect(await behind).toBeGreaterThanOrEqual(1);
});

it("an error keeps where it was thrown, a refusal its code and sentence", async () => {
  const threads = new Threads(1);
  await expect(threads.run(work("fail"))).rejects.toThrow(/at .*fail .*thread-work/s);
  const refused = await threads.run(work("refuse")).catch((e: unknown) => e);
  expect(refused).toBeInstanceOf(Refusal);
  expect(refused).toMatchObject({ message: "Choose another.", extensions: { code: "CONFLICT" } });
});

it("two things are computed at once where two threads may be", async () => {
  const threads = new Threads(2);
  const buffer = new SharedArrayBuffer(4);
  await Promise.all([threads.run(work("meet", buffer)), threads.run(work("meet", buffer))]);
  expect(new Int32Array(buffer)[0]).toBe(2);
});

/** Each question is a request of its own, whoever asks it. */
let requests = 0;
const by = (asker: string) => ({ ...beginRequest(String(++requests)), asker });

it("one who has a hundred things waiting does not hold up one who asks once, nor jobs", async () => {
  const threads = new Threads(1);
  const done: string[] = [];
  const ask = (who: string, ms: number) =>
    runRequest(by(who), () => threads.run(work("burn", ms))).then(() => done.push(who));
  const all = Array.from({ length: 40 }, () => ask("rude", 5));
  all.push(ask("calm", 5));
  all.push(threads.run(work("burn", 5)).then(() => done.push("job")));
  await Promise.all(all);
  expect(done.indexOf("calm")).toBeLessThan(4);
  expect(done.indexOf("job")).toBeLessThan(4);
});

it("of too much that waits the one with most in it is told to come again, and nobody else", async () => {
  const threads = new Threads(1, 1000, 10);
  const told: string[] = [];
  const ask = (who: string) =>
    runRequest(by(who), () => threads.run(work("burn", 1))).then(
      () => told.push(who),
      (error: Refusal) => told.push(`${who} ${String(error.extensions["code"])}`),
    );
  const all = [ask("calm"), ...Array.from({ length: 20 }, () => ask("rude")), ask("calm")];
  // Of what nobody waits for nothing is refused.
  const jobs = Array.from({ length: 20 }, () => threads.run(work("burn", 1)));
  await Promise.all([...all, ...jobs]);
  expect(told.filter((t) => t === "calm")).toHaveLength(2);
  expect(told.filter((t) => t === "rude RETRY")).toHaveLength(11);
  expect(threads.open).toBe(0);
});

import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { Refusal } from "../core/refusal.js";
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

import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type Lane, type LaneLimits, Lanes } from "./lanes.js";
import { beginRequest, type RunningRequest, runRequest } from "./request.js";

const FOREVER = { short: 60_000, page: 60_000, write: 60_000, long: 60_000 };
const lanesOf = (limits: Partial<LaneLimits> = {}) =>
  new Lanes({ connections: 10, waiting: 500, waitMs: FOREVER, ...limits });

/** Statements that run until they are let go, and the order in which they began. */
function database(lanes: Lanes) {
  const running = new Map<string, () => void>();
  const begun: string[] = [];
  let most = 0;
  return {
    begun,
    get most() {
      return most;
    },
    ask: (request: RunningRequest, lane: Lane, name: string) =>
      runRequest(request, () =>
        lanes.run(lane, async () => {
          begun.push(name);
          await new Promise<void>((resolve) => {
            running.set(name, resolve);
            most = Math.max(most, running.size);
          });
        }),
      ),
    done: async (name: string) => {
      running.get(name)!();
      running.delete(name);
      await delay(0);
    },
    /** Lets all go, and what begins because of it, until nothing runs. */
    drain: async () => {
      while (running.size > 0)
        for (const [name, go] of [...running]) {
          running.delete(name);
          go();
          await delay(0);
        }
    },
  };
}

const by = (asker: string) => ({ ...beginRequest(asker), asker });
const numbered = (n: number) => Array.from({ length: n }, (_, i) => i);

describe("turns at the database", () => {
  it("a request of twenty long statements has three connections, and a short one passes", async () => {
    const lanes = lanesOf();
    const db = database(lanes);
    const rude = by("rude");
    const all = numbered(20).map((i) => db.ask(rude, "long", `rude ${i}`));
    expect(db.begun).toEqual(["rude 0", "rude 1", "rude 2"]);
    const short = db.ask(by("calm"), "short", "by id");
    await delay(0);
    expect(db.begun).toContain("by id");
    await db.done("by id");
    await short;
    await db.drain();
    await Promise.all(all);
    expect([db.begun.length, db.most, lanes.figures.waiting]).toEqual([21, 4, 0]);
  });

  it("ten such requests leave half of the pool to others, and a fifth to short ones", async () => {
    const db = database(lanesOf());
    const all = numbered(10).flatMap((r) => {
      const request = by(`rude ${r}`);
      return numbered(20).map((i) => db.ask(request, "long", `long ${r} ${i}`));
    });
    await delay(0);
    expect(db.begun).toHaveLength(5);
    const pages = numbered(5).map((i) => db.ask(by(`reader ${i}`), "page", `page ${i}`));
    const shorts = numbered(3).map((i) => db.ask(by(`other ${i}`), "short", `short ${i}`));
    await delay(0);
    expect(db.begun.slice(5)).toEqual(["page 0", "page 1", "page 2", "short 0", "short 1"]);
    await db.drain();
    await Promise.all([...all, ...pages, ...shorts]);
  });

  it("one who has much waiting does not hold up one who asks once, on one connection", async () => {
    const db = database(lanesOf({ connections: 1 }));
    const rude = by("rude");
    const all = numbered(6).map((i) => db.ask(rude, "long", `rude ${i}`));
    all.push(db.ask(by("a"), "long", "count of a"), db.ask(by("b"), "page", "page of b"));
    all.push(db.ask(by("c"), "short", "short of c"));
    await db.drain();
    await Promise.all(all);
    expect(db.begun).toEqual([
      "rude 0",
      "short of c",
      "page of b",
      "rude 1",
      "count of a",
      ...numbered(4).map((i) => `rude ${i + 2}`),
    ]);
  });

  it("long statements get their turn under an endless stream of short ones", async () => {
    const lanes = lanesOf({ connections: 1 });
    const db = database(lanes);
    let [going, served] = [true, 0];
    const stream = numbered(3).map(async (k) => {
      for (; going; served++)
        await runRequest(by(`reader ${k} ${served}`), () => lanes.run("short", () => delay(1)));
    });
    await delay(5);
    const long = db.ask(by("analyst"), "long", "count");
    await expect.poll(() => db.begun, { timeout: 5_000 }).toEqual(["count"]);
    going = false;
    await db.drain();
    await Promise.all([long, ...stream]);
    expect(served).toBeGreaterThan(100);
  });

  it("in a full queue the one with most in it is refused, and nothing of it was begun", async () => {
    const lanes = lanesOf({ connections: 1, waiting: 4 });
    const db = database(lanes);
    const ended: string[] = [];
    const ask = (asker: string, name: string) =>
      db.ask(by(asker), "page", name).then(
        () => ended.push(name),
        (error) => ended.push(`${name}: ${error.extensions.code}`),
      );
    const all = numbered(5).map((i) => ask("rude", `rude ${i}`));
    all.push(ask("calm", "calm"), ask("rude", "rude 5"));
    await delay(0);
    expect(ended).toEqual(["rude 4: RETRY", "rude 5: RETRY"]);
    await db.drain();
    await Promise.all(all);
    expect(db.begun).toEqual(["rude 0", "rude 1", "calm", "rude 2", "rude 3"]);
    expect(lanes.figures.refused).toBe(2);
  });

  it("what waited too long is refused, and its place is free again", async () => {
    const lanes = lanesOf({ connections: 1, waitMs: { ...FOREVER, page: 20 } });
    const db = database(lanes);
    const first = db.ask(by("a"), "page", "first");
    await expect(db.ask(by("b"), "page", "late")).rejects.toMatchObject({
      extensions: { code: "RETRY" },
    });
    expect(lanes.figures.waiting).toBe(0);
    await db.done("first");
    await first;
    expect(db.begun).toEqual(["first"]);
    const next = db.ask(by("b"), "page", "again");
    await db.done("again");
    await next;
  });

  it("a request's first count waits as a page does, those beside it longer", async () => {
    const db = database(lanesOf({ connections: 1, waitMs: { ...FOREVER, page: 20, long: 200 } }));
    const held = db.ask(by("a"), "write", "held");
    const began = performance.now();
    const refusedAfter = (request: RunningRequest, name: string) =>
      db.ask(request, "long", name).then(
        () => 0,
        () => performance.now() - began,
      );
    const counts = by("b");
    const waits = await Promise.all(["first", "second"].map((name) => refusedAfter(counts, name)));
    expect(waits[0]).toBeLessThan(150);
    expect(waits[1]).toBeGreaterThan(190);
    await db.drain();
    await held;
  });

  it("a request that has written is not refused afterwards: it would be taken for undone", async () => {
    const lanes = lanesOf({ connections: 1, waiting: 1, waitMs: { ...FOREVER, short: 20 } });
    const db = database(lanes);
    const writer = by("writer");
    const wrote = db.ask(writer, "write", "write");
    await db.done("write");
    await wrote;
    const held = db.ask(by("a"), "long", "held");
    const answer = db.ask(writer, "short", "read what was written");
    const crowd = db.ask(writer, "short", "and more");
    await delay(40);
    await db.drain();
    await Promise.all([held, answer, crowd]);
    expect(lanes.figures.refused).toBe(0);
  });

  it("a request for which a page was read is refused another count, and nothing else", async () => {
    const wait = { ...FOREVER, short: 20, page: 20, long: 20 };
    const db = database(lanesOf({ connections: 1, waitMs: wait }));
    const reader = by("reader");
    const page = db.ask(reader, "page", "page");
    await db.done("page");
    await page;
    const held = db.ask(by("a"), "write", "held");
    const more = [db.ask(reader, "short", "its grids"), db.ask(reader, "page", "and more")];
    const count = db.ask(reader, "long", "its count");
    const other = db.ask(by("b"), "short", "other");
    for (const refused of [count, other])
      await expect(refused).rejects.toMatchObject({ extensions: { code: "RETRY" } });
    await db.drain();
    await Promise.all([held, ...more]);
    expect(db.begun).toEqual(["page", "held", "its grids", "and more"]);
  });

  it("jobs and housekeeping, which belong to no request, take no turn, and half of the pool", async () => {
    const lanes = lanesOf({ connections: 4 });
    const db = database(lanes);
    const held = numbered(4).map((i) => db.ask(by(`a${i}`), "short", `held ${i}`));
    let [running, most] = [0, 0];
    const job = () =>
      lanes.run("long", async () => {
        most = Math.max(most, ++running);
        await delay(5);
        running--;
      });
    await Promise.all(numbered(7).map(job));
    expect(most).toBe(2);
    await db.drain();
    await Promise.all(held);
  });
});

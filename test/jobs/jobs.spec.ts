import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { Refusal } from "../../api/core/refusal.js";
import type { Services } from "../../api/core/services.js";
import { enqueue } from "../../api/jobs/enqueue.js";
import type { Handler, Progress } from "../../api/jobs/handlers.js";
import { inThread } from "../../api/jobs/in-thread.js";
import { type JobLane, pauseAfter } from "../../api/jobs/job.js";
import { pruneJobs } from "../../api/jobs/jobs.queries.js";
import { cancelJob, retryJob } from "../../api/jobs/jobs.service.js";
import { threadModule } from "../../api/jobs/threads.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { forEachEngine } from "../harness/engines.js";
import { Processes, soon } from "./processes.js";

const ACTOR = { county: COUNTY, input: {}, actor: "person:a" };
const done: Handler = async () => "well";

forEachEngine((makeEngine, engineKind) => {
  let services: Services;
  const processes = new Processes(() => services);
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
  });
  afterEach(() => processes.stop());

  const rows = (kind: string) =>
    services.db.rows<{ id: string; state: string }>(
      sql`select id, state from job where kind = ${kind}`,
    );

  describe("is asked for", () => {
    it("with what it is for: a transaction that is undone leaves no job and wakes nobody", async () => {
      const asked = services.db.transaction(async (tx) => {
        await enqueue(tx, { ...ACTOR, kind: "undone" });
        throw new Error("undone");
      });
      await expect(asked).rejects.toThrow("undone");
      expect(await rows("undone")).toEqual([]);
    });

    it("in a transaction, and is begun when that is committed, without waiting for a look", async () => {
      await processes.start({ prompt: done }, { lookMs: 60_000 });
      const asked = Date.now();
      const at = await processes.enqueue("prompt", { lane: "urgent" });
      await processes.becomes(at, "done");
      expect(Date.now() - asked).toBeLessThan(2_000);
    });

    it("twice under one key, and is one until it has ended", async () => {
      const key = { uniqueKey: "once" };
      const first = await processes.enqueue("keyed", key);
      expect(await processes.enqueue("keyed", key)).toEqual(first);
      expect(await processes.enqueue("keyed", { uniqueKey: "other" })).not.toEqual(first);
      expect(await processes.enqueue("keyed")).not.toEqual(first);
      const ended: string[] = [];
      let together: unknown;
      const handler: Handler = async ({ id }) => {
        if (id === first.id) together = await processes.enqueue("keyed", key);
        ended.push(id);
      };
      await processes.start({ keyed: handler });
      await processes.becomes(first, "done");
      expect(together).toEqual(first);
      await soon(() => expect(ended).toHaveLength(3));
      expect(await processes.enqueue("keyed", key)).not.toEqual(first);
    });

    it("by many at once under one key, and is one", async () => {
      const asked = await Promise.all(
        Array.from({ length: 8 }, () => processes.enqueue("crowd", { uniqueKey: "k" })),
      );
      expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
      expect(await rows("crowd")).toHaveLength(1);
    });

    it("for later, and is begun then, by the clock and not by the next look", async () => {
      await processes.start({ later: async () => Date.now() }, { lookMs: 60_000 });
      const runAt = new Date(Date.now() + 600);
      const at = await processes.enqueue("later", { runAt });
      await delay(200);
      expect((await processes.get(at)).state).toBe("waiting");
      const { result } = await processes.becomes(at, "done");
      const late = (result as number) - runAt.getTime();
      expect(late).toBeGreaterThanOrEqual(-5);
      expect(late).toBeLessThan(2_000);
    });
  });

  describe("is tried", () => {
    it("again after a failure, and says what the last one was", async () => {
      let tries = 0;
      await processes.start({
        shaky: async () => {
          if (++tries < 3) throw new Error("a secret of ours");
          return tries;
        },
      });
      const job = await processes.becomes(await processes.enqueue("shaky"), "done");
      expect(job).toMatchObject({ attempts: 3, result: 3, error: null });
      expect(processes.said.filter((line) => line.includes("a secret of ours"))).toHaveLength(2);
    });

    it("as often as it may be, then it is dead, and by a person's word again", async () => {
      let broken = true;
      await processes.start({
        broken: async () => {
          if (broken) throw new Error("a secret of ours");
        },
      });
      const at = await processes.enqueue("broken", { maxAttempts: 3 });
      const dead = await processes.becomes(at, "dead");
      expect(dead.attempts).toBe(3);
      expect(dead.error).toMatch(/^An internal error/);
      expect(dead.fault).toEqual({ code: "INTERNAL", reason: "logged" });
      broken = false;
      await retryJob(services.db, at);
      expect(await processes.becomes(at, "done")).toMatchObject({
        ...{ attempts: 1, error: null, fault: null },
      });
      await expect(retryJob(services.db, at)).rejects.toThrow(/only a job that failed or is dead/);
    });

    it("once where what it was asked is refused; later where the refusal says later", async () => {
      const why = { reason: "taken", said: { code: "taken", params: { by: 3 } } };
      const refusals = [
        new Refusal("RETRY", "Later."),
        new Refusal("CONFLICT", "Choose another.", why),
      ];
      await processes.start({
        refused: async () => {
          throw refusals.shift()!;
        },
      });
      const job = await processes.becomes(await processes.enqueue("refused"), "failed");
      expect(job).toMatchObject({
        ...{ attempts: 2, error: "Choose another." },
        fault: { code: "CONFLICT", ...why },
      });
    });

    it("after pauses that double, not all at one moment, an hour at most", () => {
      const middle = Array.from({ length: 14 }, (_, i) => pauseAfter(i + 1, () => 0.5) / 1000);
      expect(middle.slice(0, 4)).toEqual([1, 2, 4, 8]);
      expect(middle.at(-1)).toBe(3600);
      expect([pauseAfter(3, () => 0), pauseAfter(3, () => 0.999)]).toEqual([3000, 4998]);
    });

    it("no longer than its kind may take, also by a handler that hangs", async () => {
      const hangs: Handler = () => new Promise(() => {});
      await processes.start({ hang: [hangs, { limitMs: 100 }] }, { graceMs: 50 });
      const at = await processes.enqueue("hang", { maxAttempts: 2 });
      expect((await processes.becomes(at, "dead")).attempts).toBe(2);
      expect(processes.said.join()).toMatch(/did not end when it was told to/);
    });
  });

  describe("in its lane", () => {
    it("does not wait for a heavy one, nor for poisoned ones before it", async () => {
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const poison: Handler = async () => {
        throw new Error("poison");
      };
      await processes.start({ heavy: () => held, poison, quick: done });
      const heavy = await processes.enqueue("heavy", { lane: "heavy" });
      const behind = await processes.enqueue("heavy", { lane: "heavy" });
      for (let i = 0; i < 20; i++) await processes.enqueue("poison", { lane: "urgent" });
      await processes.becomes(heavy, "running");
      for (const lane of ["urgent", "normal"] satisfies JobLane[])
        await processes.becomes(await processes.enqueue("quick", { lane }), "done");
      expect((await processes.get(behind)).state).toBe("waiting");
      release();
      await processes.becomes(behind, "done");
      await services.db.rows(sql`delete from job where kind = 'poison'`);
    });

    it("runs beside others of it, as many as there are places", async () => {
      let now = 0;
      let most = 0;
      const counted: Handler = async () => {
        most = Math.max(most, ++now);
        await delay(50);
        now--;
      };
      const ids = [];
      for (let i = 0; i < 20; i++) ids.push(await processes.enqueue("beside", { lane: "urgent" }));
      await processes.start({ beside: counted });
      for (const at of ids) await processes.becomes(at, "done");
      expect(most).toBe(engineKind === "server" ? 8 : 2);
    });
  });

  /** Counts on from where it stood, a step at a time. */
  const counting = (from: number[]) => async (_: unknown, progress: Progress) => {
    let at = (progress.cursor as number | null) ?? 0;
    for (from.push(at); at < 1000; at++) {
      await progress.report(at, 1000, at);
      await delay(5);
    }
  };

  describe("changes hands", () => {
    it("is left at its step by a process that stops, which was no attempt, and gone on with", async () => {
      const at = await processes.enqueue("count");
      const begun: number[] = [];
      const first = await processes.start({ count: counting(begun) });
      await soon(async () => expect((await processes.get(at)).done).toBeGreaterThan(3));
      const asked = Date.now();
      await first.stop();
      expect(Date.now() - asked).toBeLessThan(3_000);
      expect(await processes.get(at)).toMatchObject({ state: "waiting", attempts: 0 });
      await processes.start({ count: counting(begun) });
      await soon(() => expect(begun).toHaveLength(2));
      expect(begun[1]).toBeGreaterThan(3);
      await cancelJob(services.db, at);
      await processes.becomes(at, "cancelled");
    });

    const die = (at: { id: string }, attempts = 1) =>
      services.db.rows(sql`update job set state = 'running', holder = 'gone',
        attempts = ${attempts}, held_until = now() - interval '1 second', cursor = '41'
        where id = ${at.id}::uuid`);

    it("whose process died is taken over at its cursor", async () => {
      const at = await processes.enqueue("orphan");
      await die(at);
      await processes.start({ orphan: async (_, { cursor }) => cursor });
      expect(await processes.becomes(at, "done")).toMatchObject({ result: 41, attempts: 2 });
    });

    it("whose process died each time is dead, and takes no further one along", async () => {
      const at = await processes.enqueue("deadly", { maxAttempts: 4 });
      await die(at, 4);
      await processes.start({ deadly: done });
      const dead = await processes.becomes(at, "dead");
      expect(dead.error).toMatch(/process that ran it ended/);
      expect(dead.fault).toEqual({ code: "INTERNAL", reason: "process-ended" });
    });

    it("is kept by a process whose handler says nothing for longer than a hold", async () => {
      const began: string[] = [];
      const silent: Handler = async ({ id }) => {
        began.push(id);
        await delay(1_500);
      };
      await processes.start({ silent });
      await processes.start({ silent });
      const at = await processes.enqueue("silent");
      await processes.becomes(at, "done");
      expect(began).toEqual([at.id]);
    });

    it.runIf(engineKind === "server")("is kept while its last transaction is open", async () => {
      const held: boolean[] = [];
      await processes.start({
        lasting: ({ id }, progress) =>
          progress.finish(async (tx) => {
            await tx.rows(sql`select 1`);
            await delay(1_500);
            const { rows } = await services.db.engine.pool.query(
              "select held_until > clock_timestamp() as held from job where id = $1",
              [id],
            );
            held.push(rows[0].held);
          }),
      });
      await processes.becomes(await processes.enqueue("lasting"), "done");
      expect(held).toEqual([true]);
    });

    it("that was taken over is written by its old run no more: not its place, step, end or failure", async () => {
      const tried: string[] = [];
      const at = await processes.enqueue("fenced");
      const fenced: Handler = async (_, progress) => {
        await services.db.rows(sql`update job set holder = 'other', attempts = attempts + 1
          where id = ${at.id}::uuid`);
        const attempt = (name: string, work: Promise<void>) =>
          work.then(
            () => tried.push(name),
            () => undefined,
          );
        await attempt("report", progress.report(1, 2, "mine"));
        await attempt(
          "step",
          progress.step(async () => ({ done: 1, total: 2 })),
        );
        await attempt(
          "finish",
          progress.finish(async () => "mine"),
        );
        throw new Error("mine");
      };
      const jobs = await processes.start({ fenced });
      await soon(() => expect(jobs.running.normal).toBe(0));
      await soon(async () => expect((await processes.get(at)).attempts).toBe(2));
      await soon(() => expect(jobs.running.normal).toBe(0));
      expect(tried).toEqual([]);
      expect(await processes.get(at)).toMatchObject({
        state: "running",
        cursor: null,
        result: null,
        error: null,
      });
      await services.db.rows(sql`delete from job where id = ${at.id}::uuid`);
    });

    it("does its part and keeps its place in one transaction, or neither", async () => {
      await services.db.rows(sql`create table if not exists counted (n int)`);
      let broken = true;
      const steps: Handler = async (_, progress) => {
        for (let n = (progress.cursor as number | null) ?? 0; n < 5; n++)
          await progress.step(async (tx) => {
            await tx.rows(sql`insert into counted values (${n})`);
            if (n === 3 && broken) {
              broken = false;
              throw new Error("in the middle");
            }
            return { done: n + 1, total: 5, cursor: n + 1 };
          });
        await progress.finish(async (tx) => {
          await tx.rows(sql`insert into counted values (5)`);
          return "counted";
        });
      };
      await processes.start({ steps });
      const job = await processes.becomes(await processes.enqueue("steps"), "done");
      expect(job).toMatchObject({ attempts: 2, result: "counted", done: 5 });
      const counted = await services.db.rows(sql`select n from counted order by n`);
      expect(counted).toEqual([0, 1, 2, 3, 4, 5].map((n) => ({ n })));
    });
  });

  describe("is stopped", () => {
    it("while it waits, and is never begun", async () => {
      const began = vi.fn(async () => undefined);
      const at = await processes.enqueue("early", { runAt: new Date(Date.now() + 300) });
      await cancelJob(services.db, at);
      await processes.start({ early: began });
      await delay(500);
      expect(await processes.get(at)).toMatchObject({ state: "cancelled" });
      expect(began).not.toHaveBeenCalled();
      await expect(cancelJob(services.db, at)).rejects.toThrow(/has ended/);
    });

    it("while it runs, before its next report, by its signal", async () => {
      await processes.start(
        {
          waits: async (_, { signal }) => {
            await delay(60_000, undefined, { signal });
          },
        },
        { renewMs: 60_000 },
      );
      const at = await processes.enqueue("waits");
      await processes.becomes(at, "running");
      await cancelJob(services.db, at);
      await processes.becomes(at, "cancelled");
    });

    it("between two attempts", async () => {
      let tries = 0;
      await processes.start(
        {
          resting: async () => {
            tries++;
            throw new Error("again");
          },
        },
        { pause: () => 60_000 },
      );
      const at = await processes.enqueue("resting");
      await soon(async () =>
        expect(await processes.get(at)).toMatchObject({ state: "waiting", attempts: 1 }),
      );
      expect((await cancelJob(services.db, at)).state).toBe("cancelled");
      expect(tries).toBe(1);
    });
  });

  describe("in a thread", () => {
    const burn = inThread(
      threadModule(
        new URL("../../api/jobs/jobs.ts", import.meta.url).href,
        "./testing/thread-work",
      ),
      "burnJob",
    );

    it("says how far it is, and its result", async () => {
      await processes.start({ burn });
      const at = await processes.enqueue("burn", { input: { ms: 400 }, lane: "heavy" });
      const job = await processes.becomes(at, "done");
      expect(job.result).toBeGreaterThanOrEqual(400);
      expect(job).toMatchObject({ total: 400, done: expect.any(Number) });
      expect(job.done).toBeGreaterThan(100);
    });

    it("ends at once when it is stopped, and leaves its place to the next", async () => {
      await processes.start({ burn });
      const at = await processes.enqueue("burn", { input: { ms: 60_000 }, lane: "heavy" });
      await soon(async () => expect((await processes.get(at)).done).toBeGreaterThan(0));
      await cancelJob(services.db, at);
      await processes.becomes(at, "cancelled");
      const next = await processes.enqueue("burn", { input: { ms: 1 }, lane: "heavy" });
      await processes.becomes(next, "done");
    });
  });

  it("tells its phases with their figures, and the last ones stand at the end", async () => {
    await processes.start({
      phased: async (_, progress) => {
        await progress.phase("read", 3);
        for (let i = 1; i <= 3; i++) await progress.report(i, 3);
        await progress.phase("write");
        await progress.report(7, null);
        await progress.report(8, null);
      },
    });
    const at = await processes.enqueue("phased");
    expect(await processes.becomes(at, "done")).toMatchObject({
      phase: "write",
      done: 8,
      total: null,
      phases: [{ phase: "read", done: 3, total: 3 }],
    });
  });

  it("is followed from another process, until it ends", async () => {
    await processes.start({ followed: counting([]) });
    const follower = await processes.start({});
    const at = await processes.enqueue("followed");
    const seen: string[] = [];
    for await (const { state, done } of follower.watch(at)) {
      seen.push(state);
      if (done > 10 && seen.length > 3) await cancelJob(services.db, at).catch(() => undefined);
    }
    expect(seen[0]).toMatch(/waiting|running/);
    expect(seen.at(-1)).toBe("cancelled");
    expect(follower.open).toBe(0);
  });

  it("leaves no trace where nobody asks for it, and goes in the end where somebody may", async () => {
    await processes.start({ quiet: [done, { leavesNoTrace: true }] });
    await processes.enqueue("quiet");
    await soon(async () => expect(await rows("quiet")).toEqual([]));
    const ages = { done: ["2 days", "40 days"], dead: ["40 days", "100 days"] };
    for (const [state, both] of Object.entries(ages))
      for (const age of both)
        await services.db.rows(sql`insert into job (county_id, id, kind, state, input, run_at,
            created_at, created_by, finished_at)
          values (${COUNTY}, gen_random_uuid(), 'old', ${state}, '{}', now(), now(), 'a',
            now() - ${age}::interval)`);
    await pruneJobs(services.db);
    expect((await rows("old")).map(({ state }) => state).sort()).toEqual(["dead", "done"]);
  });
});

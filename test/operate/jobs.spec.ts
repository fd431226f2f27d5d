import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { Jobs, type Progress } from "../../api/jobs/jobs.service.js";
import { parseId } from "../../api/layers/identifier.js";
import { Refusal } from "../../api/refusal.js";
import type { Services } from "../../api/services.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { forEachEngine } from "../harness/engines.js";

forEachEngine((makeEngine) => {
  describe("a job", () => {
    let services: Services;
    const running: Jobs[] = [];
    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
    });
    afterEach(() => Promise.all(running.splice(0).map((jobs) => jobs.stop())));

    /** What another process has: its own jobs on the same database. */
    async function processWith(kind: string, handler: (progress: Progress) => Promise<unknown>) {
      const jobs = new Jobs(services.db, () => {});
      jobs.handle(kind, (_job, progress) => handler(progress));
      running.push(jobs);
      await jobs.start();
      return jobs;
    }
    const enqueue = async (kind: string, runAt?: Date) =>
      parseId(await services.jobs.enqueue(kind, COUNTY, {}, "person:a", runAt));
    const state = async (at: ReturnType<typeof parseId>) => (await services.jobs.get(at))!.state;
    const becomes = (at: ReturnType<typeof parseId>, wanted: string) =>
      vi.waitFor(async () => expect(await state(at)).toBe(wanted), { timeout: 8_000 });

    /** Counts on from where it stood, a step at a time. */
    const counting = (from: number[]) => async (progress: Progress) => {
      let at = (progress.cursor as number | null) ?? 0;
      for (from.push(at); at < 1000; at++) {
        await progress.report(at, 1000, at);
        await delay(5);
      }
    };

    it("is left at its step by a process that stops, and gone on with by the next", async () => {
      const at = await enqueue("count");
      const begun: number[] = [];
      const first = await processWith("count", counting(begun));
      await becomes(at, "running");
      await vi.waitFor(async () => expect((await services.jobs.get(at))!.done).toBeGreaterThan(3));
      const asked = Date.now();
      await first.stop();
      expect(Date.now() - asked).toBeLessThan(3_000);
      expect(await state(at)).toBe("waiting");
      await processWith("count", counting(begun));
      await vi.waitFor(() => expect(begun).toHaveLength(2), { timeout: 8_000 });
      expect(begun[1]).toBeGreaterThan(3);
      await services.jobs.cancel(at);
      await becomes(at, "cancelled");
    });

    it("whose process died is taken over at its cursor, when its hold ran out", async () => {
      const at = await enqueue("orphan");
      await services.db.rows(sql`update job set state = 'running', holder = gen_random_uuid(),
        held_until = now() - interval '1 second', cursor = '41' where id = ${at.id}::uuid`);
      await processWith("orphan", async ({ cursor }) => cursor);
      await becomes(at, "done");
      expect((await services.jobs.get(at))!.result).toBe(41);
    });

    it("that fails says so; only a refusal's sentence is shown", async () => {
      const faults = [new Error("a secret of ours"), new Refusal("CONFLICT", "Choose another.")];
      const ids = [await enqueue("fail"), await enqueue("fail")];
      await processWith("fail", async () => {
        throw faults.shift();
      });
      for (const at of ids) await becomes(at, "failed");
      const errors = await Promise.all(ids.map(async (at) => (await services.jobs.get(at))!.error));
      expect(errors.sort()).toEqual([expect.stringMatching(/^An internal/), "Choose another."]);
    });

    it("waits for its time", async () => {
      const at = await enqueue("later", new Date(Date.now() + 3_600_000));
      await processWith("later", async () => undefined);
      await delay(300);
      expect(await state(at)).toBe("waiting");
    });
  });
});

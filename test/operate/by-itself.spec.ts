import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { verifyAccessLog } from "../../api/access-log/access-log.service.js";
import { parseId } from "../../api/core/identifier.js";
import { Refusal } from "../../api/core/refusal.js";
import type { Services } from "../../api/core/services.js";
import { tidyUp } from "../../api/http/housekeeping.js";
import { Jobs, type Progress } from "../../api/jobs/jobs.service.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

forEachEngine((makeEngine) => {
  let services: Services;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    await tokensOf(services);
  });

  describe("a job", () => {
    const running: Jobs[] = [];
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

  it("housekeeping: what is over goes, what is not stays, and the access log is sealed", async () => {
    const { db } = services;
    // Links that the roles' tokens were made with.
    await db.rows(sql`delete from sign_in_link`);
    const account = sql`(select id from account order by login limit 1)`;
    for (const age of ["2 days", "1 minute"]) {
      const at = sql`now() - ${age}::interval`;
      await db.rows(sql`insert into sign_in_budget (subject, used, most, seconds, at)
        values (${age}, 5, 10, 900, ${at})`);
      await db.rows(sql`insert into sign_in_link (token_hash, account_id, loopback_only, expires_at)
        values (decode(md5(${age}), 'hex'), ${account}, true, ${at})`);
      await db.rows(sql`insert into session (token_hash, account_id, created_at, expires_at)
        values (decode(md5(${age}), 'hex'), ${account}, ${at}, ${at} + interval '12 hours')`);
    }
    for (const age of ["400 days", "1 minute"])
      await db.rows(sql`insert into idempotency (county_id, key, actor, request, subject_id, at)
        values (${COUNTY}, ${age}, 'a', 'r', gen_random_uuid(), now() - ${age}::interval)`);
    await db.rows(sql`
      insert into access_log (id, at, viewer, roles, purpose, outlet, counties, what)
      values (gen_random_uuid(), now(), 'person:a', '{}', 'test', 'graphql',
        array[${COUNTY}::int], '{}')`);
    await tidyUp(services);
    const count = async (table: string, where = sql`true`) =>
      (
        await db.rows<{ n: number }>(
          sql`select count(*)::int as n from ${sql.identifier(table)} where ${where}`,
        )
      )[0]!.n;
    expect({
      keys: await count("idempotency"),
      budgets: await count("sign_in_budget"),
      links: await count("sign_in_link"),
      over: await count("session", sql`expires_at < now()`),
      open: await count("session", sql`token_hash = decode(md5('1 minute'), 'hex')`),
    }).toEqual({ keys: 1, budgets: 1, links: 1, over: 0, open: 1 });
    expect(await verifyAccessLog(db)).toMatchObject({ valid: true, unsealed: 0 });
  });
});

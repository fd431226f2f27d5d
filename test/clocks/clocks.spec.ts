import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ClockLoop } from "../../api/clocks/clock-loop.js";
import { registerClockRules, rulesOf } from "../../api/clocks/clock-rules.js";
import { clockView } from "../../api/clocks/clock-view.js";
import type { ClockRow } from "../../api/clocks/clocks.queries.js";
import {
  clocksOf,
  pauseClocks,
  rebaseClocks,
  resumeClocks,
  startClock,
  startClocks,
  stopClocks,
} from "../../api/clocks/clocks.service.js";
import { MOVE_CLOCKS, moveClocksHandler } from "../../api/clocks/move-clocks.js";
import type { Transaction } from "../../api/core/database.js";
import type { Services } from "../../api/core/services.js";
import type { Term } from "../../civic/calendar/period.js";
import { clock, clockRule, event, job } from "../../db/tables/index.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty, uuid } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

const KIND = "incidents";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const subjectOf = (n: number) => ({
  county: COUNTY,
  subjectKind: KIND,
  subject: uuid("incident", n),
});
const one = subjectOf(1);
const these = { county: COUNTY, subjectKind: KIND, subjects: [one.subject] };

const rule = (kind: string, term: Term, more: object = {}) => ({
  id: `test.${kind}`,
  kind,
  category: "",
  levelMax: null,
  term,
  warnShare: 0.75,
  source: "a test's rule",
  law: false,
  onOverdue: null,
  ...more,
});

async function until(holds: () => Promise<boolean>, ms = 10_000): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end; await new Promise((r) => setTimeout(r, 20)))
    if (await holds()) return;
  throw new Error("it did not happen in time");
}

forEachEngine((makeEngine) => {
  let services: Services;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
  });
  beforeEach(async () => {
    for (const table of [clock, clockRule, event, job])
      await services.db.rows(sql`delete from ${table}`);
  });

  const act = <T>(work: (tx: Transaction) => Promise<T>) => services.db.transaction(work);
  const start = (kind: string, term: Term, ago: number, more: object = {}, subject = one) =>
    act((tx) =>
      startClock(tx, {
        ...subject,
        rule: rule(kind, term, more),
        from: new Date(Date.now() - ago),
      }),
    );
  const clocks = async (subject = one): Promise<ClockRow[]> =>
    (await clocksOf(services.db, COUNTY, KIND, [subject.subject])).get(subject.subject) ?? [];
  const clockNamed = async (kind: string, subject = one) =>
    (await clocks(subject)).find((c) => c.kind === kind)!;
  const told = () =>
    services.db.rows<{ kind: string; subject: string; fields: string[]; actor: string }>(sql`
      select ${event.kind} as kind, ${event.subjectId} as subject, ${event.fields} as fields,
        ${event.actor} as actor from ${event} order by ${event.at}, ${event.id}`);

  /** Runs the loop of a process until it has nothing more to do at the moment. */
  async function looped(holds: () => Promise<boolean>): Promise<void> {
    const loop = new ClockLoop(services.db, () => {});
    loop.start();
    await until(holds).finally(() => loop.stop());
  }

  describe("a clock", () => {
    it("turns yellow and then red at its moments, each told once, and asks for what follows", async () => {
      // Yellow after 45 of its 60 seconds: in half a second.
      await start("accept", { n: 1, unit: "minute" }, 44_500, { onOverdue: "incidents.test" });
      const { dueAt, warnAt, nextAt } = await clockNamed("accept");
      expect(warnAt).toBe(nextAt);
      expect(dueAt! - warnAt!).toBe(15_000);
      await looped(async () => (await told()).length > 0);
      expect(await told()).toEqual([
        { kind: "clock.due-soon", subject: one.subject, fields: ["clock.accept"], actor: "clock" },
      ]);
      expect((await clockNamed("accept")).nextAt).toBe(dueAt);
      await services.db.rows(sql`update ${clock} set due_at = clock_timestamp() + '300 ms',
        next_at = clock_timestamp() + '300 ms'`);
      await looped(async () => (await clockNamed("accept")).overdueAt !== null);
      const { lateMs, state, nextAt: never } = await clockNamed("accept");
      expect([state, never]).toEqual(["running", null]);
      expect(lateMs).toBeGreaterThanOrEqual(0);
      expect(lateMs).toBeLessThan(5000);
      expect((await told()).map((e) => e.kind)).toEqual(["clock.due-soon", "clock.overdue"]);
      const jobs = await services.db.rows(sql`
        select ${job.kind} as kind, ${job.lane} as lane, ${job.input} as input from ${job}`);
      expect(jobs).toEqual([
        {
          kind: "incidents.test",
          lane: "urgent",
          input: { subjectKind: KIND, subject: one.subject, clock: "accept" },
        },
      ]);
    });

    it("that came due while no process ran is fired at the start, in order, and says how late", async () => {
      const hour = rule("accept", { n: 1, unit: "hour" });
      const began = { 1: 2 * HOUR, 2: 3 * HOUR, 3: 90 * MINUTE };
      await act((tx) =>
        startClocks(
          tx,
          Object.entries(began).map(([n, ago]) => ({
            ...subjectOf(Number(n)),
            rule: hour,
            from: new Date(Date.now() - ago),
          })),
        ),
      );
      await looped(async () => (await told()).length === 3);
      expect((await told()).map((e) => e.subject)).toEqual(
        [2, 1, 3].map((n) => subjectOf(n).subject),
      );
      const { lateMs } = await clockNamed("accept", subjectOf(2));
      expect(lateMs! / MINUTE).toBeGreaterThanOrEqual(120);
      expect(lateMs! / MINUTE).toBeLessThan(121);
      const view = clockView(await clockNamed("accept", subjectOf(2)), Date.now());
      expect(view).toMatchObject({ state: "running", lamp: "red", source: "a test's rule" });
      expect(view.seenLate).toBeGreaterThanOrEqual(7200);
    });

    it("late by more than an integer has milliseconds, 25 days, is fired, and holds no other up", async () => {
      await start("accept", { n: 1, unit: "hour" }, 60 * DAY);
      await start("accept", { n: 1, unit: "hour" }, 2 * HOUR, {}, subjectOf(2));
      await looped(async () => (await clockNamed("accept", subjectOf(2))).overdueAt !== null);
      const { lateMs, overdueAt } = await clockNamed("accept");
      expect(overdueAt).not.toBeNull();
      expect(lateMs! / DAY).toBeCloseTo(60 - 1 / 24, 1);
    });

    it("is fired by one of two processes, and by one only, a thousand at a time", async () => {
      await services.db.rows(sql`
        insert into ${clock} (county_id, id, subject_kind, subject_id, kind, state, started_at,
          amount, unit, due_at, next_at, rule, source, law)
        select ${COUNTY}, gen_random_uuid(), ${KIND}, gen_random_uuid(), 'accept', 'running',
          now() - '1 hour'::interval, 1, 'hour', now(), now(), 'test', 'test', false
        from generate_series(1, 1200)`);
      const other = new ClockLoop(services.db, () => {});
      other.start();
      await looped(async () => {
        const [left] = await services.db.rows<{ n: number }>(sql`
          select count(*)::int as n from ${clock} where ${clock.nextAt} is not null`);
        return left!.n === 0;
      });
      await other.stop();
      const [counted] = await services.db.rows(sql`
        select count(*)::int as events, count(distinct ${event.subjectId})::int as subjects
        from ${event}`);
      expect(counted).toEqual({ events: 1200, subjects: 1200 });
    });

    it("stands still while it is paused, and has its time back when it goes on", async () => {
      await start("accept", { n: 2, unit: "hour" }, HOUR);
      const before = await clockNamed("accept");
      await act((tx) => pauseClocks(tx, one, ["accept"]));
      expect(await clockNamed("accept")).toMatchObject({
        state: "paused",
        dueAt: null,
        nextAt: null,
      });
      await services.db.rows(sql`
        update ${clock} set pauses = jsonb_build_array(
          jsonb_build_object('from', ${Date.now() - 30 * MINUTE}::float8, 'until', null)),
          started_at = started_at - '30 minutes'::interval`);
      await act((tx) => resumeClocks(tx, one));
      const after = await clockNamed("accept");
      expect(after.state).toBe("running");
      expect(Math.abs(after.dueAt! - before.dueAt!)).toBeLessThan(2000);
      expect(after.pauses).toEqual([{ from: expect.any(Number), until: expect.any(Number) }]);
    });

    it("keeps the rule that it began with; the next one has the county's new one", async () => {
      registerClockRules("test", [rule("accept", { n: 2, unit: "hour" }, { onOverdue: "x" })]);
      const found = async () =>
        (await rulesOf(services.db, COUNTY, "test")).find("accept", {
          category: "0603",
          level: 4,
        })!;
      const first = await found();
      const put = (subject = one, with_ = first) =>
        act((tx) => startClock(tx, { ...subject, rule: with_, from: new Date() }));
      await put();
      await services.db.rows(sql`
        insert into ${clockRule} (county_id, id, created_by, updated_by, subject_kind, kind,
          category, amount, unit, source) values (${COUNTY}, gen_random_uuid(), 'test', 'test',
          'test', 'accept', '06', 30, 'minute', '县规 3')`);
      const second = await found();
      expect(second).toMatchObject({ source: "县规 3", law: false, onOverdue: "x" });
      await put(subjectOf(2), second);
      expect(await clockNamed("accept")).toMatchObject({ n: 2, unit: "hour", rule: "test.accept" });
      expect(await clockNamed("accept", subjectOf(2))).toMatchObject({ n: 30, source: "县规 3" });
      const other = await rulesOf(services.db, COUNTY, "test");
      expect(other.find("accept", { category: "0701", level: 4 })).toEqual(first);
      expect(other.find("verify", { category: "0701", level: 4 })).toBeNull();
    });

    it("of another category has another term, and what has gone by has gone by", async () => {
      await start("finish", { n: 7, unit: "day" }, 2 * HOUR);
      const { startedAt } = await clockNamed("finish");
      const urgent = rule("finish", { n: 3, unit: "hour" }, { id: "test.urgent" });
      await act((tx) => rebaseClocks(tx, these, (kind) => (kind === "finish" ? urgent : null)));
      expect(await clockNamed("finish")).toMatchObject({
        startedAt,
        dueAt: startedAt + 3 * HOUR,
        rule: "test.urgent",
        adviseBy: null,
      });
    });

    it("that has time again is red no more, and turns red anew", async () => {
      await start("finish", { n: 1, unit: "hour" }, 2 * HOUR);
      await looped(async () => (await clockNamed("finish")).overdueAt !== null);
      const still = rule("finish", { n: 90, unit: "minute" }, { id: "test.still-over" });
      await act((tx) => rebaseClocks(tx, these, () => still));
      expect(await clockNamed("finish")).toMatchObject({ n: 90, nextAt: null });
      const longer = rule("finish", { n: 5, unit: "hour" }, { id: "test.longer" });
      await act((tx) => rebaseClocks(tx, these, () => longer));
      expect(await clockNamed("finish")).toMatchObject({ overdueAt: null, lateMs: null });
      const shorter = rule("finish", { n: 1, unit: "hour" }, { id: "test.shorter" });
      await act((tx) => rebaseClocks(tx, these, () => shorter));
      await looped(async () => (await clockNamed("finish")).overdueAt !== null);
      expect((await told()).map((e) => e.kind)).toEqual(["clock.overdue", "clock.overdue"]);
    });

    it("ends in time, late, or as no longer to be done, and is silent then", async () => {
      await start("accept", { n: 2, unit: "hour" }, HOUR);
      await start("sign", { n: 2, unit: "hour" }, 3 * HOUR);
      await start("verify", { n: 2, unit: "hour" }, 3 * HOUR);
      await act(async (tx) => {
        await stopClocks(tx, one, ["verify"], "cancelled");
        await stopClocks(tx, one);
      });
      expect((await clocks()).map(({ kind, state }) => [kind, state]).sort()).toEqual([
        ["accept", "met"],
        ["sign", "missed"],
        ["verify", "cancelled"],
      ]);
      const loop = new ClockLoop(services.db, () => {});
      loop.start();
      await new Promise((r) => setTimeout(r, 300));
      await loop.stop();
      expect(await told()).toEqual([]);
      // The same may be to be done again.
      await start("accept", { n: 2, unit: "hour" }, 0);
      expect((await clocks()).filter((c) => c.kind === "accept").map((c) => c.state)).toEqual([
        "met",
        "running",
      ]);
    });

    it("is started once: who starts an open one again leaves it running", async () => {
      await start("accept", { n: 2, unit: "hour" }, HOUR);
      const before = await clocks();
      await start("accept", { n: 9, unit: "hour" }, 0);
      expect(await clocks()).toEqual(before);
    });

    it("is not there when the step that started it is undone", async () => {
      await expect(
        act(async (tx) => {
          await startClock(tx, {
            ...one,
            rule: rule("accept", { n: 1, unit: "hour" }),
            from: new Date(),
          });
          throw new Error("undone");
        }),
      ).rejects.toThrow("undone");
      expect(await clocks()).toEqual([]);
    });
  });

  describe("a calendar that is corrected while clocks run", () => {
    let service: RunningService;
    let admin: string;
    beforeAll(async () => {
      services.jobs.handle(MOVE_CLOCKS, moveClocksHandler());
      service = await serve(services);
      admin = (await tokensOf(services))["admin"];
    });
    afterAll(() => service.close());

    it("moves those that count by its days, each with an event, and leaves the others", async () => {
      const from = Date.parse("2027-03-01T10:00+08:00") - Date.now();
      const begun = (kind: string, term: Term, n: number) =>
        start(kind, term, -from, {}, subjectOf(n));
      await begun("finish", { n: 5, unit: "workingDay" }, 1);
      await begun("finish", { n: 7, unit: "day" }, 2);
      await begun("finish", { n: 3, unit: "day" }, 3);
      await begun("accept", { n: 200, unit: "hour" }, 3);
      const due = async (kind: string, n: number) => (await clockNamed(kind, subjectOf(n))).dueAt!;
      const dues = async () =>
        Promise.all([due("finish", 1), due("finish", 2), due("finish", 3), due("accept", 3)]);
      const before = await dues();
      const { errors } = await service.as(admin)(`mutation { createHoliday(input: {
        county: ${COUNTY}, day: "2027-03-08", kind: "local", source: "县规 4" }) { id } }`);
      expect(errors).toBeUndefined();
      const moves = async () => (await told()).filter((e) => e.kind === "clock.moved");
      await until(async () => (await moves()).length === 2);
      const after = await dues();
      expect(after.map((at, i) => (at - before[i]!) / DAY)).toEqual([1, 1, 0, 0]);
      expect((await moves()).map((e) => e.subject).sort()).toEqual(
        [1, 2].map((n) => subjectOf(n).subject),
      );
    });
  });
});

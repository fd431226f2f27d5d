import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nationalCalendar, OFFICIAL_DAYS } from "../calendar/national-calendar.js";
import type { PeriodUnit, Term } from "../calendar/period.js";
import { workingCalendar } from "../calendar/working-day.js";
import {
  type ClockRun,
  isPaused,
  lampAt,
  pause,
  rebase,
  reckon,
  resume,
  shareAt,
  warnAt,
} from "./clock.js";

const SEED = { seed: 20261126 };
const HOUR = 3_600_000;
const national = nationalCalendar();
const berlin = workingCalendar([], { timeZone: "Europe/Berlin", statutory: false });
const at = (text: string) => Date.parse(text);
const started = (from: string, n: number, unit: PeriodUnit): ClockRun => ({
  from: at(from),
  term: { n, unit },
  pauses: [],
});
const due = (run: ClockRun, now = 0) => new Date(reckon(run, national, now).dueAt).toISOString();

const anyTerm = fc.record({
  n: fc.integer({ min: 1, max: 60 }),
  unit: fc.constantFrom<PeriodUnit>("minute", "hour", "day", "workingDay", "month"),
});
const anyStart = fc.integer({ min: at("2025-01-01"), max: at("2027-12-31") });
/** Steps of a life: so much later it stops or goes on. */
const anyLife = fc.array(fc.integer({ min: 0, max: 5 * 24 * HOUR }), { maxLength: 8 });

function live(run: ClockRun, life: readonly number[]): { run: ClockRun; now: number } {
  let now = run.from;
  let lived = run;
  for (const gap of life) {
    now += gap;
    lived = isPaused(lived) ? resume(lived, now) : pause(lived, now);
  }
  return { run: lived, now };
}

describe("clocks", () => {
  it("elapsed, paused and remaining time make up the whole, whatever stopped it and when", () => {
    fc.assert(
      fc.property(anyStart, anyTerm, anyLife, fc.nat(9 * HOUR), (from, term, life, later) => {
        const { run, now } = live({ from, term, pauses: [] }, life);
        const when = now + later;
        const { dueAt } = reckon(run, national, when);
        const { elapsed, paused, remaining } = shareAt(run, dueAt, when);
        expect(elapsed + paused + remaining).toBe(dueAt - from);
        expect(elapsed).toBeGreaterThanOrEqual(0);
        expect(paused).toBeGreaterThanOrEqual(0);
        // Hours that a pause took come back to the millisecond.
        if (term.unit === "hour") expect(elapsed + remaining).toBe(term.n * HOUR);
        if (term.unit === "minute") expect(elapsed + remaining).toBe((term.n * HOUR) / 60);
      }),
      SEED,
    );
  });

  it("a running one is due at the same moment whenever one looks, and a pause never brings it nearer", () => {
    fc.assert(
      fc.property(anyStart, anyTerm, anyLife, (from, term, life) => {
        const { run, now } = live({ from, term, pauses: [] }, life);
        const running = resume(run, now);
        const { dueAt } = reckon(running, national, now);
        expect(reckon(running, national, now + 99 * HOUR).dueAt).toBe(dueAt);
        const stopped = resume(pause(running, now), now + 3 * HOUR);
        expect(reckon(stopped, national, now).dueAt).toBeGreaterThanOrEqual(dueAt);
        if (now < dueAt) expect(reckon(pause(running, now), national, now).dueAt).toBe(dueAt);
      }),
      SEED,
    );
  });

  it("a category that changes keeps what has gone by and what was paused", () => {
    const run = resume(
      pause(started("2026-03-02T09:00+08:00", 4, "hour"), at("2026-03-02T10:00+08:00")),
      at("2026-03-02T12:00+08:00"),
    );
    expect(due(run)).toBe("2026-03-02T07:00:00.000Z"); // 15:00
    const urgent = rebase(run, { n: 2, unit: "hour" });
    expect(due(urgent)).toBe("2026-03-02T05:00:00.000Z"); // 13:00
    const now = at("2026-03-02T12:30+08:00");
    expect(shareAt(urgent, reckon(urgent, national, now).dueAt, now)).toEqual({
      elapsed: 1.5 * HOUR,
      paused: 2 * HOUR,
      remaining: 0.5 * HOUR,
    });
  });

  it("working days that a pause took are given back, and the day it goes on counts for nothing", () => {
    const run = started("2026-09-01T10:00+08:00", 5, "workingDay");
    expect(due(run)).toBe("2026-09-08T16:00:00.000Z");
    const paused = pause(run, at("2026-09-03T11:00+08:00"));
    const resumed = resume(paused, at("2026-09-07T09:00+08:00"));
    // 2, 3, then 8, 9, 10 September.
    expect(due(resumed)).toBe("2026-09-10T16:00:00.000Z");
    expect(due(resume(paused, at("2026-09-03T23:00+08:00")))).toBe(due(run));
  });

  it("hours go on over a change of the clocks, days end at midnight after it", () => {
    const run = started("2026-03-28T23:30+01:00", 4, "hour");
    expect(new Date(reckon(run, berlin, 0).dueAt).toISOString()).toBe("2026-03-29T02:30:00.000Z");
    const day = started("2026-10-24T12:00+02:00", 1, "day");
    // A Sunday of 25 hours, so the Monday after it.
    expect(reckon(day, berlin, 0).dueAt).toBe(at("2026-10-27T00:00+01:00"));
  });

  it("moves with a calendar that is corrected while it runs, if it counts by it", () => {
    const corrected = workingCalendar(
      [...OFFICIAL_DAYS, { day: "2026-09-10", kind: "holiday", source: "county notice 7" }],
      { timeZone: "Asia/Shanghai", statutory: true },
    );
    const moved = (run: ClockRun) =>
      (reckon(run, corrected, 0).dueAt - reckon(run, national, 0).dueAt) / (24 * HOUR);
    expect(moved(started("2026-09-08T10:00+08:00", 3, "workingDay"))).toBe(3);
    expect(moved(started("2026-08-11T10:00+08:00", 30, "day"))).toBe(1);
    expect(moved(started("2026-09-11T10:00+08:00", 3, "workingDay"))).toBe(0);
    expect(moved(started("2026-09-09T10:00+08:00", 48, "hour"))).toBe(0);
    expect(
      reckon(started("2026-09-08T10:00+08:00", 3, "workingDay"), corrected, 0).sources,
    ).toContain("county notice 7");
  });

  it("lights its lamps at the share of its running time, pauses left out", () => {
    const run = started("2026-03-02T08:00+08:00", 4, "hour");
    const lamp = (r: ClockRun, text: string) =>
      lampAt(r, reckon(r, national, at(text)).dueAt, 0.75, at(text));
    expect(lamp(run, "2026-03-02T10:59:59+08:00")).toBe("running");
    expect(lamp(run, "2026-03-02T11:00+08:00")).toBe("due-soon");
    expect(lamp(run, "2026-03-02T11:59:59+08:00")).toBe("due-soon");
    expect(lamp(run, "2026-03-02T12:00+08:00")).toBe("overdue");
    const paused = pause(run, at("2026-03-02T11:30+08:00"));
    expect(lamp(paused, "2026-03-05T11:30+08:00")).toBe("paused");
    const resumed = resume(paused, at("2026-03-02T13:30+08:00"));
    expect(lamp(resumed, "2026-03-02T13:59+08:00")).toBe("due-soon");
    expect(lamp(resumed, "2026-03-02T14:00+08:00")).toBe("overdue");
    const early = resume(pause(run, at("2026-03-02T09:00+08:00")), at("2026-03-02T11:00+08:00"));
    expect(lamp(early, "2026-03-02T12:59:59+08:00")).toBe("running");
    expect(lamp(early, "2026-03-02T13:00+08:00")).toBe("due-soon");
    expect(lampAt(run, at("2026-03-02T12:00+08:00"), null, at("2026-03-02T11:59+08:00"))).toBe(
      "running",
    );
  });

  it("its warning comes when its lamp turns, to the millisecond", () => {
    fc.assert(
      fc.property(anyStart, anyTerm, anyLife, fc.double({ min: 0.05, max: 0.95 }), (...given) => {
        const [from, term, life, share] = given as [number, Term, number[], number];
        const lived = live({ from, term, pauses: [] }, life);
        const run = resume(lived.run, lived.now);
        const { dueAt } = reckon(run, national, lived.now);
        const warn = warnAt(run, dueAt, share, lived.now);
        fc.pre(warn > lived.now + 1 && dueAt > warn);
        expect(lampAt(run, dueAt, share, warn - 1)).toBe("running");
        expect(lampAt(run, dueAt, share, warn)).toBe("due-soon");
      }),
      SEED,
    );
  });

  it("stops once and goes on once, however often it is told", () => {
    const run = started("2026-03-02T08:00+08:00", 4, "hour");
    expect(resume(run, at("2026-03-02T09:00+08:00"))).toEqual(run);
    const paused = pause(run, at("2026-03-02T09:00+08:00"));
    expect(pause(paused, at("2026-03-02T10:00+08:00"))).toEqual(paused);
    expect(isPaused(paused)).toBe(true);
  });
});

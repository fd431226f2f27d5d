import { describe, expect, it } from "vitest";
import { LocalClock } from "../../geo/time/local-clock.js";
import { nextTime, ruleText } from "./schedule-rule.js";

const at = (text: string) => Date.parse(text);
const told = (ms: number) => new Date(ms).toISOString().slice(0, 16);
const shanghai = new LocalClock("Asia/Shanghai");
const berlin = new LocalClock("Europe/Berlin");

/** The next days' times, one after the other. */
function days(daily: string, from: string, clock: LocalClock, n: number): string[] {
  const found: string[] = [];
  for (let now = at(from); found.length < n; ) {
    now = nextTime({ daily }, now, clock);
    found.push(told(now));
  }
  return found;
}

describe("a daily schedule", () => {
  it("is due at the county's time, not at UTC's", () => {
    expect(days("00:05", "2026-03-01T12:00Z", shanghai, 2)).toEqual([
      "2026-03-01T16:05",
      "2026-03-02T16:05",
    ]);
  });

  it("is due after the moment, not at it: what was done now is due tomorrow", () => {
    expect(days("00:05", "2026-03-01T16:05Z", shanghai, 1)).toEqual(["2026-03-02T16:05"]);
    expect(days("00:05", "2026-03-01T16:04:59.999Z", shanghai, 1)).toEqual(["2026-03-01T16:05"]);
  });

  it("keeps the hour of the wall when clocks go forward and back", () => {
    expect(days("04:00", "2026-03-28T00:00Z", berlin, 3)).toEqual([
      "2026-03-28T03:00",
      "2026-03-29T02:00",
      "2026-03-30T02:00",
    ]);
  });

  it("in the hour that is left out is due as much later, once", () => {
    expect(days("02:30", "2026-03-28T12:00Z", berlin, 2)).toEqual([
      "2026-03-29T01:30",
      "2026-03-30T00:30",
    ]);
  });

  it("in the hour that comes twice is due the first time, once", () => {
    expect(days("02:30", "2026-10-24T12:00Z", berlin, 2)).toEqual([
      "2026-10-25T00:30",
      "2026-10-26T01:30",
    ]);
  });

  it("is due where the midnight itself is left out", () => {
    const cairo = new LocalClock("Africa/Cairo");
    expect(days("00:05", "2026-04-23T12:00Z", cairo, 2)).toEqual([
      "2026-04-23T22:05",
      "2026-04-24T21:05",
    ]);
  });

  it("is due once each local day of five years", () => {
    for (const zone of ["Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Pacific/Apia"]) {
      const clock = new LocalClock(zone);
      const seen = new Set<string>();
      let now = at("2021-01-01T12:00Z");
      let n = 0;
      for (; now < at("2026-01-01T00:00Z"); n++) {
        now = nextTime({ daily: "02:30" }, now, clock);
        seen.add(told(now + clock.offsetAt(now)).slice(0, 10));
      }
      expect([zone, seen.size]).toEqual([zone, n]);
    }
  });
});

it("a schedule of every so many ms is due at the same moments in every process", () => {
  expect(nextTime({ everyMs: 60_000 }, at("2026-01-01T00:00:12Z"), shanghai)).toBe(
    at("2026-01-01T00:01Z"),
  );
  expect(nextTime({ everyMs: 60_000 }, at("2026-01-01T00:01Z"), shanghai)).toBe(
    at("2026-01-01T00:02Z"),
  );
});

it("another rule has another text, so that it is worked out anew", () => {
  const rules = [{ daily: "00:05" }, { daily: "00:06" }, { everyMs: 60_000 }];
  expect(new Set(rules.map(ruleText)).size).toBe(3);
});

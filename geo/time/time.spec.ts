import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, addMonths, weekday } from "./day.js";
import { LocalClock, localClock } from "./local-clock.js";
import { parseDay, parseMoment, parseTime } from "./parse-time.js";

const SEED = { seed: 20261123 };

describe("local clocks", () => {
  const newYork = new LocalClock("America/New_York");
  const at = (text: string, clock = newYork) => parseTime(text, clock);

  it("reads a skipped time with the offset before it, and the first of two alike (RFC 5545)", () => {
    expect(at("2014-03-09T02:30")).toMatchObject({
      at: Date.parse("2014-03-09T07:30:00Z"),
      clock: "gap",
    });
    expect(at("2014-11-02T01:30")).toMatchObject({
      at: Date.parse("2014-11-02T05:30:00Z"),
      later: Date.parse("2014-11-02T06:30:00Z"),
      clock: "fold",
    });
    expect(at("2014-11-02T01:30-05:00")).toMatchObject({
      at: Date.parse("2014-11-02T06:30:00Z"),
      clock: "plain",
    });
  });

  it("gives back, for any moment and zone, the clock time that the platform shows (oracle: Intl)", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        fc.constantFrom(
          "America/New_York",
          "Asia/Shanghai",
          "Europe/Berlin",
          "Australia/Lord_Howe",
          "UTC",
        ),
        (second, timeZone) => {
          const clock = new LocalClock(timeZone);
          const text = new Intl.DateTimeFormat("sv-SE", {
            timeZone,
            dateStyle: "short",
            timeStyle: "medium",
          }).format(second * 1000);
          const read = parseTime(text, clock);
          return (
            read?.kind === "moment" &&
            read.clock !== "gap" &&
            (read.at === second * 1000 || read.later === second * 1000)
          );
        },
      ),
      { ...SEED, numRuns: 200 },
    );
  });

  it("its midnights are the first moments of its days, also where one is skipped", () => {
    for (const zone of [
      "Asia/Shanghai",
      "America/New_York",
      "Europe/Berlin",
      "Australia/Lord_Howe",
      "Asia/Kathmandu",
      // Clocks go forward at midnight.
      "America/Santiago",
      "Asia/Beirut",
    ]) {
      const clock = localClock(zone);
      for (let day = "2026-01-01"; day < "2027-01-01"; day = addDays(day, 1)) {
        const at = clock.midnight(day);
        expect(clock.dayAt(at), zone).toBe(day);
        expect(clock.dayAt(at - 1), zone).toBe(addDays(day, -1));
      }
    }
    expect(
      localClock("America/Santiago").timeAt(localClock("America/Santiago").midnight("2026-09-06")),
    ).toBe("01:00");
  });

  it("counts days, months and weekdays over leap years and the ends of months", () => {
    expect(addDays("2028-02-28", 2)).toBe("2028-03-01");
    expect(addDays("1969-12-31", 1)).toBe("1970-01-01");
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2026-03-31", -13)).toBe("2025-02-28");
    expect(["2026-11-23", "2026-11-29", "1969-12-28"].map(weekday)).toEqual([1, 7, 7]);
  });

  it("takes a day alone as the interval of that day, 23 hours long when clocks go forward", () => {
    const day = at("2014-03-09");
    expect(day?.kind === "day" && (day.until - day.from) / 3_600_000).toBe(23);
  });
});

it("reads days in the ways people write them, and no text with something beside it", () => {
  for (const text of [
    "2024-03-27",
    "20240327",
    "2024/3/27",
    "27.03.2024",
    "27.3.2024",
    "2024年3月27日",
  ])
    expect(parseDay(text)).toBe("2024-03-27");
  for (const text of [
    "Zeit. 27.03.2024",
    "27.03.24",
    "27.03.2024 bis 28.03.2024",
    "2024-02-30",
    "03/27/2024",
    "Samstag",
    "20241301",
  ])
    expect(parseDay(text)).toBeNull();
});

describe("times as people write them", () => {
  const shanghai = new LocalClock("Asia/Shanghai");
  const utc = (text: string) => {
    const read = parseTime(text, shanghai);
    return read?.kind === "moment" ? new Date(read.at).toISOString() : (read?.kind ?? null);
  };

  it.each([
    ["2024-1-5 8:05", "2024-01-05T00:05:00.000Z"],
    ["2024-01-05 8:05", "2024-01-05T00:05:00.000Z"],
    ["2024/1/5 8:05:00", "2024-01-05T00:05:00.000Z"],
    ["2024.1.5 8:05", "2024-01-05T00:05:00.000Z"],
    ["5.1.2024 8:05:09,5", "2024-01-05T00:05:09.500Z"],
    ["  2024-01-05   08:05  ", "2024-01-05T00:05:00.000Z"],
    ["2024年1月5日 下午3:20", "2024-01-05T07:20:00.000Z"],
    ["2024年1月5日下午3:20", "2024-01-05T07:20:00.000Z"],
    ["2024年01月05日 15时20分09秒", "2024-01-05T07:20:09.000Z"],
    ["2024年1月5日8时", "2024-01-05T00:00:00.000Z"],
    ["2024/1/5 上午12:05", "2024-01-04T16:05:00.000Z"],
    ["2024/1/5 下午12:05", "2024-01-05T04:05:00.000Z"],
    ["2024/1/5 中午12:05", "2024-01-05T04:05:00.000Z"],
    ["2024/1/5 晚上8:05", "2024-01-05T12:05:00.000Z"],
    ["2024/1/5 下午15:20", "2024-01-05T07:20:00.000Z"],
    ["2024-01-05 3:20 PM", "2024-01-05T07:20:00.000Z"],
    ["2024/1/5 15:20:09.250", "2024-01-05T07:20:09.250Z"],
    ["2024/1/5 15:20:09.57", "2024-01-05T07:20:09.570Z"],
    ["2024-01-05 24:00", "2024-01-05T16:00:00.000Z"],
    ["2024-12-31T24:00:00", "2024-12-31T16:00:00.000Z"],
    ["２０２４年１月５日 ８：０５", "2024-01-05T00:05:00.000Z"],
    ["２０２４－０１－０５　０８：０５", "2024-01-05T00:05:00.000Z"],
    ["20240105T080500", "2024-01-05T00:05:00.000Z"],
    ["20240105 0805", "2024-01-05T00:05:00.000Z"],
    ["20240105080500", "2024-01-05T00:05:00.000Z"],
    ["20240105T000500Z", "2024-01-05T00:05:00.000Z"],
    ["2024-01-05T08:05:00+0800", "2024-01-05T00:05:00.000Z"],
    ["2024-01-05T00:05:00-12:00", "2024-01-05T12:05:00.000Z"],
    ["2024-02-29 8:05", "2024-02-29T00:05:00.000Z"],
    ["2024-1-5", "day"],
    ["2024年1月5号", "day"],
  ])("%s is %s", (text, expected) => expect(utc(text)).toBe(expected));

  it.each([
    "0024-01-05 08:05",
    "0099/1/5",
    "24-1-5 8:05",
    "2201-01-01",
    "2026-02-30",
    "2023-02-29 08:05",
    "2025-04-31T00:00Z",
    "2024-13-01",
    "2024-00-10",
    "2024-01-00",
    "2024-01-05T08:05:00+99:99",
    "2024-01-05T08:05:00-25:00",
    "2024-01-05T08:05:00+08:75",
    "2024-01-05T08:05:00+14:30",
    "2024-01-05T08:05:00-12:30",
    "2024-01-05 24:01",
    "2024-01-05 24:00:00.5",
    "2024-01-05 25:00",
    "2024-01-05 08:60",
    "2024-01-05 08:05:60",
    "2024/1/5 上午13:00",
    "2024/1/5 下午0:30",
    "2024/1/5 晚上12:00",
    "2024/1/5 下午3:20 PM",
    "2024-01-05 13:20 PM",
    "2024-1/5 8:05",
    "1/5/2024 8:05",
    "2024-01-05 8",
    "2024-01-05 8:5",
    "2024-01-05 8:05 左右",
    "约2024-01-05 8:05",
    "202401050",
    "45296.5",
    "1704413100",
  ])("%s is no time", (text) => expect(utc(text)).toBeNull());

  it("agrees with ISO 8601 of any moment, and a moment needs its offset", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1901, 0, 1), max: Date.UTC(2199, 0, 1) }),
        fc.integer({ min: -48, max: 56 }),
        (at, quarters) => {
          const local = new Date(at + quarters * 900_000).toISOString().slice(0, -1);
          const offset = Math.abs(quarters) * 15;
          const sign = quarters < 0 ? "-" : "+";
          const two = (n: number) => String(n).padStart(2, "0");
          const zone = `${sign}${two(Math.floor(offset / 60))}:${two(offset % 60)}`;
          expect(parseMoment(local + zone)).toBe(at);
          expect(parseMoment(local)).toBeNull();
        },
      ),
      SEED,
    );
  });
});

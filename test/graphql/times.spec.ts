import { afterAll, beforeAll, expect, it } from "vitest";
import { type Asker, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

const ZONE = "Asia/Shanghai";

/** Moments that are another day, month, weekday or year in the county than in UTC. */
const MOMENTS = [
  "2025-12-31T15:59:59Z",
  "2025-12-31T16:00:00Z",
  "2026-01-04T15:59:59.999Z",
  "2026-01-04T16:00:00Z",
  "2026-02-28T16:30:00Z",
  "2026-03-01T23:59:59Z",
  "2026-03-02T00:00:00+08:00",
  "2026-03-02T00:59:59+08:00",
];

interface Local {
  day: string;
  hour: number;
  /** 1 Monday to 7 Sunday. */
  weekday: number;
}

/**
 * The county's clock by the platform's own calendar: an oracle that shares nothing with the SQL.
 */
function localOf(moment: string): Local {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: ZONE,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    hourCycle: "h23",
  });
  const parts = Object.fromEntries(
    format.formatToParts(new Date(moment)).map((p) => [p.type, p.value]),
  );
  const day = `${parts["year"]}-${parts["month"]}-${parts["day"]}`;
  return {
    day,
    hour: Number(parts["hour"]),
    weekday: new Date(`${day}T00:00:00Z`).getUTCDay() || 7,
  };
}

const counted = (keys: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
};

forEachEngine((makeEngine) => {
  let service: RunningService, admin: Asker, moments: string[];

  const counts = async (by: string, filter = "{}") => {
    const answer = await admin(
      `{ incidents(filter: ${filter}) { totalCount counts(by: ${by}) { key count } } }`,
    );
    expect(answer.errors).toBeUndefined();
    const rows = answer.data!["incidents"].counts as { key: string; count: number }[];
    return Object.fromEntries(rows.map((r) => [r.key, r.count]));
  };
  const total = async (layer: string, filter: string): Promise<number> => {
    const answer = await admin(`{ ${layer}(filter: ${filter}) { totalCount } }`);
    expect(answer.errors).toBeUndefined();
    return answer.data![layer].totalCount as number;
  };

  beforeAll(async () => {
    const services = await openSmallCounty(await makeEngine());
    service = await serve(services);
    admin = service.as((await tokensOf(services))["admin"]);
    for (const occurredFrom of MOMENTS) {
      const made = await admin(
        `mutation($at: Instant!) { createIncident(input: { county: ${COUNTY}, title: "夜间噪声",
          category: "0603", level: 4, occurredFrom: $at, occurredUntil: $at,
          geometry: { type: "Point", coordinates: [107.004, 29.004] } }) { id } }`,
        { at: occurredFrom },
      );
      expect(made.errors).toBeUndefined();
    }
    const all = await admin("{ incidents(first: 5000) { nodes { occurredFrom } } }");
    moments = all.data!["incidents"].nodes.map((n: { occurredFrom: string }) => n.occurredFrom);
  });
  afterAll(() => service.close());

  it("counts by day, month and hour of the week are the county's, not UTC's", async () => {
    const local = moments.map(localOf);
    expect(local.some((l, i) => l.day !== moments[i]!.slice(0, 10))).toBe(true);
    expect(await counts("DAY")).toEqual(counted(local.map((l) => l.day)));
    expect(await counts("MONTH")).toEqual(counted(local.map((l) => l.day.slice(0, 7))));
    expect(await counts("HOUR_OF_WEEK")).toEqual(
      counted(local.map((l) => String((l.weekday - 1) * 24 + l.hour))),
    );
  });

  it("counts by category, level and status add up to all rows", async () => {
    const all = await total("incidents", "{}");
    for (const by of ["CATEGORY", "TOP_CATEGORY", "LEVEL", "STATUS", "GRID"]) {
      const sum = Object.values(await counts(by)).reduce((a, b) => a + b, 0);
      expect(sum, by).toBe(all);
    }
  });

  it("filters by local hours and weekdays find what the clock says", async () => {
    const local = moments.map(localOf);
    for (const hours of [[0], [23], [0, 7, 23], [...Array(24).keys()]])
      expect(
        await total("incidents", `{ hours: [${hours.join()}] }`),
        `hours ${hours.join()}`,
      ).toBe(local.filter((l) => hours.includes(l.hour)).length);
    for (const weekdays of [[1], [7], [1, 4, 7]])
      expect(await total("incidents", `{ weekdays: [${weekdays.join()}] }`)).toBe(
        local.filter((l) => weekdays.includes(l.weekday)).length,
      );
  });

  it("from is included and to is not, to the millisecond", async () => {
    const at = "2026-01-04T16:00:00Z";
    const before = moments.filter((m) => Date.parse(m) < Date.parse(at)).length;
    expect(await total("incidents", `{ to: "${at}" }`)).toBe(before);
    expect(await total("incidents", `{ from: "${at}" }`)).toBe(moments.length - before);
  });

  it("changedSince finds what was written since, and nothing from before", async () => {
    const since = new Date(Date.now() - 3_600_000).toISOString();
    expect(await total("incidents", `{ changedSince: "${since}" }`)).toBe(MOMENTS.length);
    const future = new Date(Date.now() + 3_600_000).toISOString();
    expect(await total("incidents", `{ changedSince: "${future}" }`)).toBe(0);
    expect(await total("incidents", '{ changedSince: "2026-01-01T00:00:00Z" }')).toBe(
      moments.length,
    );
  });

  it("grids on a day are those in force on it, from their first day until before their last", async () => {
    const all = await total("grids", "{}");
    expect(all).toBeGreaterThan(0);
    expect(await total("grids", '{ on: "2019-12-31" }')).toBe(0);
    expect(await total("grids", '{ on: "2020-01-01" }')).toBe(all);
  });
});

import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterEach, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import type { Handler } from "../../api/jobs/handlers.js";
import { moveOn } from "../../api/jobs/schedule.queries.js";
import type { Schedule } from "../../api/jobs/schedules.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { forEachEngine } from "../harness/engines.js";
import { Processes, soon } from "./processes.js";

forEachEngine((makeEngine) => {
  let services: Services;
  const processes = new Processes(() => services);
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
  });
  afterEach(async () => {
    await processes.stop();
    await services.db.rows(sql`delete from schedule`);
    await services.db.rows(sql`delete from job`);
  });

  const nightly: Schedule = {
    name: "nightly",
    kind: "nightly",
    when: { daily: "00:05" },
    of: "each county",
  };
  const next = async (county = COUNTY) => {
    const [row] = await services.db.rows<{ at: Date }>(
      sql`select next_at as at from schedule where county_id = ${county}`,
    );
    return row?.at;
  };
  const miss = (interval: string) =>
    services.db.rows(sql`update schedule set next_at = now() - ${interval}::interval`);

  it("is planned for the county's own day, and moved with the county's clocks", async () => {
    await processes.start({ nightly: async () => undefined }, {}, [nightly]);
    await soon(async () => expect(await next()).toBeDefined());
    expect((await next())!.toISOString()).toMatch(/T16:05:00.000Z$/);
    await processes.stop();
    processes.zones = [{ id: COUNTY, timeZone: "Asia/Kolkata" }];
    await processes.start({ nightly: async () => undefined }, {}, [nightly]);
    await soon(async () => expect((await next())!.toISOString()).toMatch(/T18:35:00.000Z$/));
  });

  it("missed for days it runs once, in one of several processes, and then at its time", async () => {
    const ran: unknown[] = [];
    const handler: Handler = async ({ input, county, createdBy }) => {
      ran.push([county, createdBy, (input as { due: string }).due.length]);
    };
    await processes.start({ nightly: handler }, {}, [nightly]);
    await soon(async () => expect(await next()).toBeDefined());
    await processes.stop();
    await miss("9 days");
    for (let i = 0; i < 3; i++) await processes.start({ nightly: handler }, {}, [nightly]);
    await soon(() => expect(ran).toHaveLength(1));
    await delay(500);
    expect(ran).toEqual([[COUNTY, "schedule", 24]]);
    expect((await next())!.getTime()).toBeGreaterThan(Date.now());
  });

  it("of several that find it due at once, one moves it on", async () => {
    await processes.start({ nightly: async () => undefined }, { lookMs: 60_000 }, [nightly]);
    await soon(async () => expect(await next()).toBeDefined());
    await miss("1 day");
    const row = { county: COUNTY, name: "nightly", rule: "", next: 0 };
    const later = Date.now() + 3_600_000;
    const moved = await Promise.all(
      Array.from({ length: 6 }, () => services.db.transaction((tx) => moveOn(tx, row, later))),
    );
    expect(moved.filter(Boolean)).toHaveLength(1);
  });

  it("has no second turn beside one that takes longer", async () => {
    let now = 0;
    let most = 0;
    let turns = 0;
    const handler: Handler = async () => {
      most = Math.max(most, ++now);
      turns++;
      await delay(250);
      now--;
    };
    const often: Schedule = { ...nightly, when: { everyMs: 100 }, of: "the service" };
    for (let i = 0; i < 2; i++) await processes.start({ nightly: handler }, {}, [often]);
    await soon(() => expect(turns).toBeGreaterThan(2));
    expect(most).toBe(1);
    expect(await next(0)).toBeDefined();
  });
});

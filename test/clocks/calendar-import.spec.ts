import { writeFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { calendarOf } from "../../api/clocks/calendars.js";
import { importCalendar } from "../../api/clocks/import-calendar.js";
import { MOVE_CLOCKS } from "../../api/clocks/move-clocks.js";
import { readCalendar } from "../../api/clocks/read-calendar.js";
import type { Services } from "../../api/core/services.js";
import { period } from "../../civic/calendar/period.js";
import { event, history, holiday, job } from "../../db/tables/index.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { forEachEngine, freshDirectory } from "../harness/engines.js";

const NOTICE = `day,kind,source
2027-01-01,holiday,notice 1
2027-01-02,holiday,notice 1
2027-01-03,workday,notice 1
`;

forEachEngine((makeEngine) => {
  let services: Services;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    await services.db.rows(sql`insert into ${holiday} (county_id, id, created_by, updated_by, day,
      kind, source) values (${COUNTY}, gen_random_uuid(), 'test', 'test', '2027-03-08', 'local',
      '县规 4')`);
  });

  const load = async (text: string) => {
    const file = path.join(freshDirectory("calendar"), "2027.csv");
    writeFileSync(file, text);
    const [report] = await importCalendar(services, await readCalendar(file), [COUNTY]);
    return report;
  };
  const rests = async (...days: string[]) => {
    const calendar = await calendarOf(services.db, COUNTY);
    return days.map((day) => calendar.kindOf(day).rest);
  };
  const jobs = () =>
    services.db.rows<{ key: string }>(sql`select ${job.uniqueKey} as key from ${job}
      where ${job.kind} = ${MOVE_CLOCKS} order by 1`);

  it("a year of which no row is known but a county's own is counted by statutory days", async () => {
    const calendar = await calendarOf(services.db, COUNTY);
    const found = period("2026-12-31", { n: 1, unit: "day" }, calendar);
    expect(found).toMatchObject({ deadline: "2027-01-04", unknownYears: [2027] });
    // The small county tells 2026 by a single day, so the country's notice is not asked.
    expect(await rests("2026-10-01", "2026-10-02", "2027-03-08")).toEqual([true, false, true]);
  });

  it("a file is written whole, with history and an event, and has running clocks moved", async () => {
    expect(await load(NOTICE)).toEqual({
      county: COUNTY,
      years: [2027],
      written: 3,
      updated: 0,
      unchanged: 0,
      retired: 0,
    });
    expect(await rests("2027-01-01", "2027-01-02", "2027-01-03", "2027-03-08")).toEqual([
      true,
      true,
      false,
      true,
    ]);
    expect((await jobs()).map(({ key }) => key)).toEqual(["again", "now"]);
    const [told] = await services.db.rows(sql`
      select (select count(*)::int from ${history} where ${history.subjectKind} = 'holidays') as history,
        (select count(*)::int from ${event} where ${event.kind} = 'holiday.created') as events`);
    expect(told).toEqual({ history: 3, events: 3 });
  });

  it("the same file again writes nothing, and asks for nothing", async () => {
    await services.db.rows(sql`delete from ${job}`);
    expect(await load(NOTICE)).toMatchObject({ written: 0, updated: 0, unchanged: 3, retired: 0 });
    expect(await jobs()).toEqual([]);
  });

  it("a corrected file changes and retires what it no longer says, and leaves a county's own days", async () => {
    const corrected = "day,kind,source\n2027-01-01,holiday,notice 2\n2027-01-09,workday,notice 2\n";
    expect(await load(corrected)).toMatchObject({
      written: 1,
      updated: 1,
      unchanged: 0,
      retired: 2,
    });
    expect(
      await rests("2027-01-01", "2027-01-02", "2027-01-03", "2027-01-09", "2027-03-08"),
    ).toEqual([true, true, true, false, true]);
    // The 2nd and 3rd are a weekend, and no more told by a row.
    const calendar = await calendarOf(services.db, COUNTY);
    expect(calendar.kindOf("2027-01-03").source).toBeNull();
    expect((await jobs()).map(({ key }) => key)).toEqual(["again", "now"]);
  });

  it("one wrong row refuses the file, and nothing is written", async () => {
    await expect(load(`${NOTICE}2027-02-30,holiday,notice 1\n`)).rejects.toThrow(/row 4, day/);
    expect(await rests("2027-01-02")).toEqual([true]);
    expect((await calendarOf(services.db, COUNTY)).kindOf("2027-01-02").source).toBeNull();
  });
});

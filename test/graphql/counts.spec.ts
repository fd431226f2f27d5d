import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { Context } from "../../api/core/context.js";
import type { Services } from "../../api/core/services.js";
import { readOffsets } from "../../api/counties/zone-offsets.js";
import type { Filter } from "../../api/layers/filter.js";
import { layerService } from "../../api/layers/layer.service.js";
import { CountBy } from "../../schema/inputs.js";
import { layerOf } from "../../schema/layers/index.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { forEachEngine } from "../harness/engines.js";

/**
 * Clocks that change on half hours, at one minute past midnight, by a day, by seconds of a local
 * mean time, or twice within a week.
 */
const ZONES = [
  "Asia/Shanghai",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
  "America/St_Johns",
  "Africa/Monrovia",
  "Africa/Freetown",
  "Pacific/Apia",
];
const county = (zone: number) => 900_000 + zone;
const [FIRST, LAST] = [Date.UTC(1900, 0, 1), Date.UTC(2201, 0, 1)];
const iso = (at: number) => new Date(at).toISOString();

/** What the counts of every row's own clock say: a look into the county for each row. */
const LOCAL =
  "(occurred_from at time zone (select c.time_zone from county c where c.id = county_id))";
const KEYS: Record<CountBy, string> = {
  GRID: "county_id || '-' || grid_id",
  CATEGORY: "category",
  TOP_CATEGORY: "left(category, 2)",
  STATUS: "status",
  LEVEL: "level::text",
  SOURCE: "source",
  VILLAGE:
    "(select village_code from grid g where g.county_id = incident.county_id and g.id = grid_id)",
  DAY: `to_char(${LOCAL}, 'YYYY-MM-DD')`,
  MONTH: `to_char(${LOCAL}, 'YYYY-MM')`,
  WEEKDAY: `extract(isodow from ${LOCAL})::text`,
  HOUR: `extract(hour from ${LOCAL})::text`,
  HOUR_OF_WEEK: `((extract(isodow from ${LOCAL})::int - 1) * 24 +
    extract(hour from ${LOCAL})::int)::text`,
};
const named = (kind: string) =>
  `(select min(name_zh) from category c where c.kind = '${kind}' and c.code = key)`;
const LABELS: Partial<Record<CountBy, string>> = {
  GRID: "(select name from grid g where g.county_id || '-' || g.id = key)",
  CATEGORY: named("incident"),
  TOP_CATEGORY: named("incident"),
  STATUS: named("incident-status"),
  SOURCE: named("incident-source"),
  VILLAGE: "(select min(name) from village v where v.code = key)",
};

const ALL = Object.values(CountBy);
const TIMES = ALL.filter((by) => KEYS[by].includes(LOCAL));

forEachEngine((makeEngine) => {
  let services: Services;
  const offsets = new Map<string, Awaited<ReturnType<typeof readOffsets>>>();

  const contextOf = (counties: readonly number[]) =>
    new Context(
      services,
      {
        kind: "operator",
        actor: "operator",
        command: "test",
        counties,
      },
      "command",
    );
  const oracle = (by: CountBy, counties: readonly number[], where = "true") =>
    services.db.rows(
      sql.raw(`select coalesce(key, '') as key, ${LABELS[by] ?? "null::text"} as label, count
      from (select ${KEYS[by]} as key, count(*)::int as count from incident
        where county_id in (${counties.join()}) and retired_at is null and ${where} group by 1) g
      order by count desc, g.key collate "C" limit 5000`),
    );

  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    const random = fc.sample(fc.integer({ min: FIRST, max: LAST - 1 }), { seed: 7, numRuns: 320 });
    for (const [z, zone] of ZONES.entries()) {
      const known = await readOffsets(services.db, zone);
      offsets.set(zone, known);
      // As many again about the moments when the clock changes, to the millisecond.
      const changes = known.slice(1).flatMap(({ from }) => [from - 1, from, from + 1_799_999]);
      const every = Math.ceil(changes.length / 240);
      const at = [...random, ...changes.filter((_, i) => Math.floor(i / 3) % every === 0)];
      await services.db.rows(sql`insert into county (id, name, time_zone, origin_lon, origin_lat,
        code_profile, grid_code_template) values (${county(z)}, ${zone}, ${zone}, 107, 29, 'cn', '')`);
      await services.db.rows(sql`insert into category (county_id, id, created_by, updated_by, kind,
          code, name_zh, name_en)
        select ${county(z)}, gen_random_uuid(), 'x', 'x', kind, code, name_zh, name_en
        from category where county_id = ${COUNTY}`);
      await services.db.rows(sql`insert into incident (county_id, id, created_by, updated_by, title,
          category, level, status, occurred_from, occurred_until, reported_at, geom, retired_at)
        select ${county(z)}, md5(n::text)::uuid, 'x', 'x', '', '0' || n % 4 || '01', 1 + n % 4,
          'CLOSED', t, t, t, 'SRID=4326;POINT(107 29)', case when n % 50 = 0 then now() end
        from unnest(${sql.param(at.map(iso))}::timestamptz[]) with ordinality as m(t, n)`);
    }
    services.counties.forget();
  });

  it("a zone's offsets are those of the database's own table, also about each change", async () => {
    for (const zone of ZONES) {
      const known = offsets.get(zone)!;
      const at = [
        ...known.slice(1).flatMap(({ from }) => [from - 1, from]),
        ...fc.sample(fc.integer({ min: FIRST, max: LAST }), { seed: 11, numRuns: 200 }),
        // No clocks changed faster than those of the war: Freetown's twice within four days.
        ...Array.from({ length: 4000 }, (_, day) => Date.UTC(1938, 0, day)),
      ];
      const rows = await services.db.rows<{ seconds: number }>(sql`
        select date_part('epoch', (t at time zone ${zone}) - (t at time zone 'UTC')) as seconds
        from unnest(${sql.param(at.map(iso))}::timestamptz[]) t`);
      const worked = at.map((t) => known.findLast(({ from }) => from <= t)!.seconds);
      expect(
        rows.map((r) => r.seconds),
        zone,
      ).toEqual(worked);
    }
  });

  it("every way of counting is what every row's own clock, code and grid say", async () => {
    const incidents = layerOf("incidents");
    const all = ZONES.map((_, z) => county(z));
    const asked: [number[], Filter, string][] = [
      ...all.map((c): [number[], Filter, string] => [[c], {}, "true"]),
      [[COUNTY], {}, "true"],
      [[...all, COUNTY], {}, "true"],
      [
        [county(1), county(2)],
        { from: "1980-04-06T01:00:00Z", to: "2011-10-30T01:00:00Z" },
        "occurred_from >= '1980-04-06T01:00:00Z' and occurred_from < '2011-10-30T01:00:00Z'",
      ],
      // With grids and without.
      [
        [COUNTY, county(2)],
        { from: "2011-10-30T01:00:00Z" },
        "occurred_from >= '2011-10-30 01:00Z'",
      ],
    ];
    for (const [counties, filter, where] of asked)
      for (const by of counties.length === 1 && counties[0] !== COUNTY ? TIMES : ALL)
        expect(
          await layerService.counts(contextOf(counties), incidents, filter, by),
          `${by} of ${counties.join()}`,
        ).toEqual(await oracle(by, counties, where));
  });

  it("filters by hours and weekdays find what every row's own clock says", async () => {
    const incidents = layerOf("incidents");
    const all = ZONES.map((_, z) => county(z));
    for (const counties of [...all.map((c) => [c]), all])
      for (const [filter, where] of [
        [{ hours: [0, 7, 23] }, `extract(hour from ${LOCAL}) in (0, 7, 23)`],
        [{ weekdays: [1, 7] }, `extract(isodow from ${LOCAL}) in (1, 7)`],
      ] as const) {
        const rows = (await oracle(CountBy.LEVEL, counties, where)) as { count: number }[];
        expect(
          await layerService.count(contextOf(counties), incidents, filter as unknown as Filter),
          where,
        ).toBe(rows.reduce((n, r) => n + r.count, 0));
      }
  });

  it.runIf(process.env["HEARTHGRID_SOAK"])(
    "no zone of the database's table changes faster than it is looked at",
    async () => {
      const zones = await services.db.rows<{ name: string }>(
        sql`select name from pg_timezone_names where name not like 'posix%' order by 1`,
      );
      for (const { name } of zones) {
        const at = fc.sample(fc.integer({ min: FIRST, max: LAST }), { seed: 13, numRuns: 2000 });
        const known = await readOffsets(services.db, name);
        const rows = await services.db.rows<{ seconds: number }>(sql`
          select date_part('epoch', (t at time zone ${name}) - (t at time zone 'UTC')) as seconds
          from unnest(${sql.param(at.map(iso))}::timestamptz[]) t`);
        expect(
          rows.map((r) => r.seconds),
          name,
        ).toEqual(at.map((t) => known.findLast(({ from }) => from <= t)!.seconds));
      }
    },
    600_000,
  );
});

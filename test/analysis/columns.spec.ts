import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Point, Polygon } from "geojson";
import { v7 as uuid } from "uuid";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { StatsQuestion } from "../../api/analysis/asked-stats.js";
import { IncidentColumns } from "../../api/analysis/columns/incident-columns.js";
import { incidentStats } from "../../api/analysis/incident-stats.service.js";
import { Context } from "../../api/core/context.js";
import { KeptResults } from "../../api/core/kept-results.js";
import type { Services } from "../../api/core/services.js";
import { raiseVersions } from "../../api/events/data-versions.js";
import type { Assignment, Viewer } from "../../api/policy/viewer.js";
import { standardsOf } from "../../api/writing/standards.js";
import { write } from "../../api/writing/write.js";
import { randomOf } from "../../geo/random.js";
import { TimesCounted } from "../../schema/incident-stats.js";
import { CountBy } from "../../schema/inputs.js";
import { layerOf } from "../../schema/layers/index.js";
import { openSmallCounty } from "../fixtures/small-county.js";
import { forEachEngine } from "../harness/engines.js";
import { addNewYork, GRIDS, NEW_YORK, operatorOf } from "./new-york.js";
import { someQuestion, someTimedQuestion } from "./random-questions.js";

const SOAK = process.env["HEARTHGRID_SOAK"] !== undefined;
/** Of three ways of counting, by SQL and by columns: two hundred take minutes. */
const PARTS = Array.from({ length: SOAK ? 8 : 1 }, (_, part) => [part]);
const QUESTIONS = SOAK ? 25 : 3;
const TIMEOUT = SOAK ? 300_000 : 60_000;
const SEED = Number(process.env["HEARTHGRID_SEED"] ?? 5);
const ALWAYS = { least: 0, most: 100_000 };
const NEVER = { least: Infinity, most: 0 };

forEachEngine((makeEngine) => {
  let services: Services, bySql: Services, byColumns: Services;
  let scans = 0;

  const opened: IncidentColumns[] = [];
  const withColumns = (limits: typeof ALWAYS): Services => {
    const { db, sizes, log } = services;
    const incidentColumns = new IncidentColumns(db, sizes, log, limits);
    opened.push(incidentColumns);
    return { ...services, incidentColumns, keptResults: new KeptResults() };
  };

  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    await addNewYork(services);
    [bySql, byColumns] = [withColumns(NEVER), withColumns(ALWAYS)];
    services.db.watch = (text) => {
      if (text.includes("grouping sets")) scans++;
    };
  });
  afterAll(() => {
    for (const columns of opened) columns.close();
  });

  const read = async (of = byColumns, county = NEW_YORK) => {
    const before = of.incidentColumns.figures.rows;
    await incidentStats(operatorOf(of, county), {});
    for (let i = 0; i < 1200 && of.incidentColumns.figures.rows <= before; i++) await delay(25);
    of.keptResults = new KeptResults();
  };

  const as = (viewer?: Viewer) => (of: Services) =>
    viewer ? new Context(of, viewer, "command") : operatorOf(of);

  /** The same by both ways; answers whether SQL scanned for the second. */
  async function same(question: StatsQuestion, who = as(), columns = byColumns): Promise<boolean> {
    const told = JSON.stringify(question);
    const expected = await incidentStats(who(bySql), question);
    const before = scans;
    const found = await incidentStats(who(columns), question);
    const scanned = scans > before;
    expect(flat(found), told).toEqual(flat(expected));
    return !scanned;
  }

  it.each(PARTS)(
    "a random question is answered by the columns as by SQL, in each way of counting times (%i)",
    async (part) => {
      if (byColumns.incidentColumns.figures.rows === 0) await read();
      const random = randomOf(SEED + part!, "columns");
      for (let i = 0; i < QUESTIONS; i++) {
        const known = { ...someQuestion(random), times: TimesCounted.KNOWN };
        expect(await same(known), JSON.stringify(known)).toBe(true);
        for (const times of [TimesCounted.SPREAD, TimesCounted.OVERLAP]) {
          const timed = { ...someTimedQuestion(random), times };
          expect(await same(timed), JSON.stringify(timed)).toBe(true);
        }
      }
    },
    TIMEOUT,
  );

  it("a polygon of many vertices is laid on places as PostGIS lays it; of a place on its rim only SQL knows", async () => {
    const [on] = await services.db.rows<{ x: number; y: number }>(
      sql`select ST_X(geom) as x, ST_Y(geom) as y from incident where county_id = ${NEW_YORK}
        and retired_at is null and ST_Y(geom) > 29.005 order by id limit 1`,
    );
    const star = (corners: number, through?: { x: number; y: number }): Polygon => {
      const ring = Array.from({ length: corners }, (_, i) => {
        const [angle, reach] = [(2 * Math.PI * i) / corners, i % 2 ? 0.004 : 0.01];
        return [107.015 + 1.4 * reach * Math.cos(angle), 29.005 + 0.5 * reach * Math.sin(angle)];
      });
      if (through) ring[1] = [through.x, through.y];
      return { type: "Polygon", coordinates: [[...ring, ring[0]!]] };
    };
    const asked = (polygon: Polygon) =>
      same({ filter: { area: { polygon } }, groupBy: [CountBy.GRID] });
    for (const corners of [8, 200, 600]) expect(await asked(star(corners))).toBe(true);
    expect(await asked(star(4, on))).toBe(false);
  });

  const someone = (role: Assignment["role"], area: Partial<Assignment> = {}): Viewer => ({
    ...{ kind: "person", actor: "person:x", accountId: "x", name: "x" },
    assignments: [{ role, county: NEW_YORK, grids: [], villages: [], organisations: [], ...area }],
  });

  it("each viewer is told what SQL tells them, and whose rows only SQL knows are asked there", async () => {
    const question = { groupBy: [CountBy.GRID, CountBy.CATEGORY, CountBy.DAY] };
    const ways: [Viewer, boolean][] = [
      [someone("analyst"), true],
      [someone("worker1", { grids: [GRIDS[0]!] }), true],
      [someone("worker1", { villages: ["900001001001"] }), true],
      [someone("worker2", { grids: [GRIDS[1]!], villages: ["900001001002"] }), true],
      [someone("station"), true],
      [someone("resident"), false],
      [someone("undertaker", { organisations: [GRIDS[0]!] }), false],
      [WALL, true],
    ];
    const totals = new Set<number>();
    for (const [viewer, isByColumns] of ways) {
      expect(await same(question, as(viewer)), JSON.stringify(viewer)).toBe(isByColumns);
      totals.add((await incidentStats(as(viewer)(byColumns), question)).total.count);
    }
    expect(totals.size).toBeGreaterThan(4);
  });

  const change = async (commands: (county: number) => Parameters<typeof write>[3]) => {
    const standards = await standardsOf(services, NEW_YORK);
    await services.db.transaction((tx) =>
      write(tx, { actor: "test", cause: "job", standards }, NEW_YORK, commands(NEW_YORK)),
    );
  };

  it("what was written, moved and retired is in the next answer", async () => {
    const layer = layerOf("incidents");
    const rows = await services.db.rows<{ id: string }>(
      sql`select id from incident where county_id = ${NEW_YORK} and retired_at is null
        order by id limit 30`,
    );
    const ids = rows.map((r) => r.id);
    const questions = () => {
      const random = randomOf(SEED, "changes");
      return Array.from({ length: 3 }, () => ({ ...someTimedQuestion(random), brushes: [] }));
    };
    const total = async () => (await incidentStats(operatorOf(byColumns), {})).total.count;
    const before = await total();
    await change((county) => [
      {
        ...{ layer, county, action: "create" },
        rows: Array.from({ length: 7 }, (_, i) => ({
          id: uuid(),
          values: {
            title: "x",
            category: "0101",
            occurredFrom: `2026-01-0${i + 1}T03:00:00Z`,
            occurredUntil: `2026-01-0${i + 1}T09:00:00Z`,
          },
          geometry: point(107.005 + i / 1000, 29.005),
        })),
      },
    ]);
    for (const question of questions()) expect(await same(question)).toBe(true);
    expect(await total()).toBe(before + 7);
    await change((county) => [
      {
        ...{ layer, county, action: "update" },
        rows: ids.slice(0, 12).map((id) => ({ id, changes: { category: "0701", level: 1 } })),
      },
      {
        ...{ layer, county, action: "move" },
        rows: ids.slice(12, 20).map((id) => ({
          id,
          changes: {},
          geometry: point(107.025, 29.002),
        })),
      },
      { ...{ layer, county, action: "retire" }, rows: ids.slice(20).map((id) => ({ id })) },
    ]);
    for (const question of questions()) expect(await same(question)).toBe(true);
    expect(await total()).toBe(before - 3);
  });

  it("a change that no event tells row by row, and a thread that dies, are SQL's until all is read anew", async () => {
    const question = { groupBy: [CountBy.LEVEL] };
    const { incidentColumns } = byColumns;
    await services.db.transaction((tx) => raiseVersions(tx, NEW_YORK, ["incidents"]));
    expect(await same(question)).toBe(false);
    expect(incidentColumns.figures.rows).toBe(0);
    const others = withColumns(ALWAYS);
    await read(others);
    others.incidentColumns["threads"].close();
    const before = scans;
    expect(flat(await incidentStats(operatorOf(others), question))).toEqual(
      flat(await incidentStats(operatorOf(bySql), question)),
    );
    expect(scans).toBe(before + 1);
  });

  it("of more incidents than memory is given for the latest are held, and of those before SQL answers", async () => {
    const [{ at }] = (await services.db.rows<{ at: string }>(
      sql`select to_char(occurred_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
        from incident where county_id = ${NEW_YORK} and retired_at is null
        order by occurred_from desc offset 500 limit 1`,
    )) as [{ at: string }];
    const few = withColumns({ least: 0, most: 500 });
    await read(few);
    expect(few.incidentColumns.figures.rows).toBe(500);
    for (const [from, isHeld] of [
      [new Date(Date.parse(at) + 1000).toISOString(), true],
      [at, false],
      [null, false],
    ] as const)
      expect(
        await same({ filter: { from }, groupBy: [CountBy.DAY, CountBy.HOUR] }, as(), few),
      ).toBe(isHeld);
  });
});

const point = (lon: number, lat: number): Point => ({ type: "Point", coordinates: [lon, lat] });

const WALL: Viewer = {
  ...{ kind: "device", actor: "device:x", id: "x", name: "x" },
  ...{ county: NEW_YORK, binding: { to: "wall", villages: null } },
};

/** An answer with its groups by key and its sums as exact as floating point has them. */
function flat(stats: Awaited<ReturnType<typeof incidentStats>>) {
  const round = (n: number) => Math.round(n * 1e6) / 1e6;
  return {
    total: round(stats.total.count),
    incidents: stats.incidents,
    uncertain: stats.uncertain,
    views: stats.views.map(({ by, groups, rest }) => [
      by,
      round(rest),
      groups
        .map(({ key, label, count }) => `${key} ${label} ${round(count)}`)
        .sort((a, b) => (a < b ? -1 : 1)),
    ]),
  };
}

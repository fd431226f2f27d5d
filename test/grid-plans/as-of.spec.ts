/** Who belongs where on which day, over three plans: a table written by hand. */
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { handleJobs } from "../../api/domains.js";
import { gridMembership } from "../../db/tables/index.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, uuid, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { answered, PlanProgram } from "./plan-program.js";

/** The local day so many days from today. */
const day = (from: number): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(
    Date.now() + from * 86_400_000,
  );

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    handleJobs(services);
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(() => service.close());

  it("one in force, one that corrects it, one ahead, and a household that moved", async () => {
    const admin = service.as(tokens["admin"], "核对");
    const planner = service.as(tokens["planner"]);
    const program = new PlanProgram(services, planner, service.as(tokens["approver"]));
    const settle = async (code: string, at: number[]) => {
      const { createHousehold } = await answered(
        admin,
        `mutation ($input: CreateHouseholdInput!) { createHousehold(input: $input) { id version } }`,
        {
          input: {
            county: COUNTY,
            ...{ code, members: 2, residency: "01", placeSince: "2020-01-01" },
            geometry: { type: "Point", coordinates: at },
          },
        },
      );
      return createHousehold as { id: string; version: number };
    };
    /** Vertex by vertex: a vertex in a straight border that one side lacks would tear it. */
    const asPlanned = async (plan: { id: string }) => {
      const { gridPlan, grids } = await answered(
        planner,
        `{ gridPlan(id: "${plan.id}") { grids { id geometry } }
          grids(filter: {area: {villages: ["${VILLAGES.kaifu}"]}}) { nodes { id geometry } } }`,
      );
      const vertices = (list: any[]) =>
        list.map(({ id: grid, geometry }) => [grid, [...new Set(places(geometry))].sort()]).sort();
      expect(vertices(grids.nodes)).toEqual(vertices(gridPlan.grids));
    };
    const north = await settle("北", [107.005, 29.009]);
    const between = await settle("间", [107.005, 29.0062]);
    const south = await settle("南", [107.005, 29.001]);
    const moving = await settle("迁", [107.006, 29.009]);

    const first = await program.begin("一", [VILLAGES.kaifu]);
    await program.draw(first, {
      splitGrids: {
        line: [
          [106.999, 29.006],
          [107.011, 29.006],
        ],
        grids: [id("grid", 1)],
      },
    });
    await program.approve(first, "2099-01-01");
    await program.due(first, day(-20));
    await program.effective(first);
    await asPlanned(first);
    const { grids } = await answered(
      planner,
      `{ grids(filter: {area: {villages: ["${VILLAGES.kaifu}"]}}) { nodes { id code } } }`,
    );
    const third = grids.nodes.find((g: any) => g.code.endsWith("003")).id as string;

    const corrected = await program.begin("二", [VILLAGES.kaifu]);
    await program.draw(corrected, {
      reshapeGrid: {
        grid: third,
        line: [
          [107, 29.006],
          [107, 29.0065],
          [107.01, 29.0065],
          [107.01, 29.006],
        ],
      },
    });
    await program.approve(corrected, "2099-01-01");
    await program.due(corrected, day(-10));
    await program.effective(corrected);
    await asPlanned(corrected);

    await answered(
      admin,
      `mutation ($g: GeoJSON!) { moveHousehold(id: "${moving.id}", version: ${moving.version + 1},
        geometry: $g) { gridId } }`,
      { g: { type: "Point", coordinates: [107.015, 29.009] } },
    );

    const ahead = await program.begin("三", [VILLAGES.kaifu]);
    await program.draw(ahead, {
      mergeGrids: { keep: id("grid", 2), grids: [id("grid", 2), third] },
    });
    await program.approve(ahead, day(10));

    const [one, two] = [id("grid", 1), id("grid", 2)];
    const TABLE: [number, ...string[]][] = [
      // day, north, between, south, moving; then the grids in force
      [-21, one, one, one, one],
      [-20, third, third, one, third],
      [-11, third, third, one, third],
      [-10, third, one, one, third],
      [-1, third, one, one, third],
      [0, third, one, one, two],
      [9, third, one, one, two],
    ];
    const of = async (household: { id: string }, on: string) => {
      const rows = await services.db.rows<{ grid: string }>(sql`
        select ${gridMembership.gridId} as grid from ${gridMembership}
        where ${gridMembership.subjectId} = ${household.id.slice(7)}::uuid
          and ${gridMembership.validFrom} <= ${on}::date
          and (${gridMembership.validTo} is null or ${on}::date < ${gridMembership.validTo})`);
      return rows.map(({ grid }) => `${COUNTY}-${grid}`);
    };
    for (const [from, ...belongs] of TABLE) {
      const on = day(from);
      for (const [k, household] of [north, between, south, moving].entries())
        expect(await of(household, on), `${k} on day ${from}`).toEqual([belongs[k]]);
    }
    const AREAS: [number, Record<string, number>][] = [
      // Hundredths of the village's grids: parts of the square of a hundredth degree.
      [-21, { "001": 1, "002": 1 }],
      [-20, { "001": 0.6, "002": 1, "003": 0.4 }],
      [-11, { "001": 0.6, "002": 1, "003": 0.4 }],
      [-10, { "001": 0.65, "002": 1, "003": 0.35 }],
      [0, { "001": 0.65, "002": 1, "003": 0.35 }],
      [9, { "001": 0.65, "002": 1, "003": 0.35 }],
    ];
    for (const [from, areas] of AREAS) {
      const { grids: held } = await answered(
        planner,
        `{ grids(filter: {on: "${day(from)}", area: {villages: ["${VILLAGES.kaifu}"]}}) {
          nodes { code geometry } } }`,
      );
      const found = held.nodes.map((g: any) => [g.code.slice(-3), squares(g.geometry)]);
      expect(found.map(([code]: [string]) => code).sort(), `day ${from}`).toEqual(
        Object.keys(areas),
      );
      for (const [code, area] of found)
        expect(area, `${code} on day ${from}`).toBeCloseTo(areas[code]!, 5);
    }
    // What happened keeps the grid it had.
    const { incident } = await answered(
      admin,
      `{ incident(id: "${id("incident", 1)}") { gridId } }`,
    );
    expect(incident.gridId).toBe(one);
    expect(uuid("grid", 1)).toBe(one.slice(7));
  });
});

const places = ({ coordinates }: { coordinates: number[][][][] }): string[] =>
  coordinates.flat(2).map((at) => at.join(" "));

/** The area in squares of a hundredth of a degree. */
function squares({ type, coordinates }: { type: string; coordinates: any }): number {
  const polygons: number[][][][] = type === "Polygon" ? [coordinates] : coordinates;
  const ring = (line: number[][]) =>
    Math.abs(
      line.slice(1).reduce((sum, [x, y], i) => sum + line[i]![0]! * y! - x! * line[i]![1]!, 0) / 2,
    );
  return polygons.reduce((sum, [shell, ...holes]) => {
    const inner = holes.reduce((all, hole) => all + ring(hole), 0);
    return sum + (ring(shell!) - inner) * 1e4;
  }, 0);
}

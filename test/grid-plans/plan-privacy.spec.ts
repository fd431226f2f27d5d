import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { handleJobs } from "../../api/domains.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

/**
 * Three houses in one coarse place (about 100 m), from south to north, one in the next, and one
 * beyond the river, which no bridge of their grid crosses.
 */
const HOUSES = [29.0056, 29.0058, 29.006, 29.0068, 29.0098];
const WEST = 107.0128;
const SIZE = 0.0001;
const ANSWERED = `grids { code households people areaM2 parts walkParts incidents }
  places { households people } findings { code params geometry }`;

const square = (x: number, y: number) => ({
  type: "MultiPolygon",
  coordinates: [
    [
      [
        [x, y],
        [x + SIZE, y],
        [x + SIZE, y + SIZE],
        [x, y + SIZE],
        [x, y],
      ],
    ],
  ],
});

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;
  const houses: string[] = [];
  let family = { id: "", version: 0 };
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    handleJobs(services);
    service = await serve(services);
    tokens = await tokensOf(services);
    for (const y of HOUSES) {
      const input = { county: COUNTY, use: "01", geometry: square(WEST, y) };
      const made = await data(
        "mutation($input: CreateBuildingInput!) { createBuilding(input: $input) { id } }",
        "admin",
        { input },
      );
      houses.push(made.createBuilding.id);
    }
    family = await lives(0, 7);
    await lives(2, 2);
    await lives(4, 1);
  });
  afterAll(() => service.close());

  const data = async (query: string, role = "planner", variables?: object): Promise<any> => {
    const { data, errors } = await service.as(tokens[role], role === "admin" ? "建档" : undefined)(
      query,
      variables as never,
    );
    expect(errors, query).toBeUndefined();
    return data!;
  };
  const doorOf = (house: number) => ({
    buildingId: houses[house],
    geometry: { type: "Point", coordinates: [WEST + SIZE / 2, HOUSES[house]! + SIZE / 2] },
  });
  const lives = async (house: number, members: number) => {
    const input = { county: COUNTY, members, ...doorOf(house) };
    const made = await data(
      "mutation($input: CreateHouseholdInput!) { createHousehold(input: $input) { id version } }",
      "admin",
      { input },
    );
    return made.createHousehold as { id: string; version: number };
  };
  const moveFamily = async (house: number) => {
    const moved = await data(
      `mutation($id: ID!, $version: Int!, $changes: HouseholdChanges!) {
        updateHousehold(id: $id, version: $version, changes: $changes) { id version } }`,
      "admin",
      { ...family, changes: doorOf(house) },
    );
    family = moved.updateHousehold;
  };

  /**
   * A planner's program: two plans apart by one building, for each of them; what one has in its
   * southern grid and the other has not lives in that building.
   */
  async function attack() {
    const plans: { id: string; south: any; told: any }[] = [];
    for (const y of [...HOUSES.slice(0, 3), HOUSES[2]! + 0.0002]) {
      const border = y - 0.00005;
      const { createGridPlan: plan } = await data(`mutation { createGridPlan(input:
        {county: ${COUNTY}, name: "试", villages: ["${VILLAGES.kaifu}"]}) { id version } }`);
      await data(`mutation { applyGridOperations(plan: "${plan.id}", version: ${plan.version},
        operations: [{splitGrids: {line: [[107.0099, ${border}], [107.0201, ${border}]]}}])
        { number } }`);
      const { gridPlan: told } = await data(`{ gridPlan(id: "${plan.id}") { ${ANSWERED}
        grids { geometry } compare { households buildings transfers { households people } } } }`);
      const south = told.grids.find((g: any) =>
        JSON.stringify(g.geometry.coordinates).includes("[107.02,29]"),
      );
      plans.push({ id: plan.id, south, told });
    }
    const between = await Promise.all(
      plans.slice(1).map(async ({ id }, i) => {
        const { gridPlan } = await data(`{ gridPlan(id: "${id}") {
          compare(with: "${plans[i]!.id}") { households buildings
            transfers { households people incidents } } } }`);
        return gridPlan.compare;
      }),
    );
    const differences = plans.slice(1).map(({ south }, i) => ({
      households: south.households - plans[i]!.south.households,
      people: south.people - plans[i]!.south.people,
    }));
    return { differences, between, told: plans.map(({ told }) => told) };
  }

  describe("plans apart by one building", () => {
    it("do not tell a planner's program in which house of its coarse place a family lives", async () => {
      const here = await attack();
      await moveFamily(1);
      // Nothing that the API of plans says is another.
      expect(await attack()).toEqual(here);
      // But who moves to another coarse place is counted there.
      await moveFamily(3);
      expect((await attack()).differences).not.toEqual(here.differences);
    });
  });

  describe("the grids of a plan", () => {
    it("say where one does not get from home to home, and what happened in a year", async () => {
      const { createGridPlan: plan } = await data(`mutation { createGridPlan(input:
        {county: ${COUNTY}, name: "试", villages: ["${VILLAGES.kaifu}"]}) {
        grids { id kind walkParts incidents } findings { code severity grids params geometry }
        incidentYear { from until } } }`);
      // The bridge over the river is in the first, and nobody lives beyond it there.
      expect(plan.grids.map((g: any) => g.walkParts)).toEqual([1, 2]);
      expect(plan.findings.filter((f: any) => f.code === "apart-on-foot")).toEqual([
        {
          ...{ code: "apart-on-foot", severity: "warning", grids: [id("grid", 2)] },
          params: { parts: 2, buildings: 1 },
          geometry: { type: "MultiPoint", coordinates: [[expect.closeTo(WEST), 29.00985]] },
        },
      ]);
      const { from, until } = plan.incidentYear;
      for (const { id, incidents } of plan.grids) {
        const { incidents: listed } = await data(`{ incidents(filter: {from: "${from}",
          to: "${until}", area: {grids: ["${id}"]}}) { totalCount } }`);
        expect(listed.totalCount).toBeGreaterThan(0);
        expect(incidents).toBe(listed.totalCount);
      }
    });

    it("tell their borders in words, and grids in force to everybody", async () => {
      const zh = "沿地界至凯河，沿凯河，回到起点。";
      const en = "Along plots to 凯河, along 凯河, back to where it began.";
      const { createGridPlan: plan } = await data(`mutation { createGridPlan(input:
        {county: ${COUNTY}, name: "试", villages: ["${VILLAGES.kaifu}"]}) {
        grids { border { zh en } } } }`);
      expect(plan.grids).toEqual([{ border: { zh, en } }, { border: { zh, en } }]);
      const { grids } = await data(
        `{ grids(filter: {area: {villages: ["${VILLAGES.kaifu}"]}}) { nodes { border { zh en } } } }`,
        "nobody",
      );
      expect(grids.nodes).toEqual(plan.grids);
      const posted = await data(
        `{ grid(id: "${id("grid", 1)}") { posting { village areaM2 office officePhone } } }`,
        "nobody",
      );
      expect(posted.grid.posting).toEqual({
        ...{ village: "凯涪社区", office: "凯涪网格站", officePhone: "19900008002" },
        areaM2: expect.closeTo(1_079_000, -4),
      });
    });

    it("name who moves to whom may see homes, and in which grid a place will be one day", async () => {
      const begun = await data(`mutation { createGridPlan(input: {county: ${COUNTY}, name: "日后",
        villages: ["${VILLAGES.kaifu}"]}) { id } }`);
      const { id: plan } = begun.createGridPlan;
      await data(`mutation { applyGridOperations(plan: "${plan}", version: 1,
        operations: [{splitGrids: {line: [[107.0099, 29.0065], [107.0201, 29.0065]]}}])
        { number } }`);
      const place = doorOf(3).geometry.coordinates;
      const moving = `{ householdsMoving(plan: "${plan}") { hasNextPage
        nodes { household { id geometry } from to } } }`;
      const codes = async (role: string, purpose?: string) => {
        const { errors } = await service.as(tokens[role], purpose)(moving);
        return errors?.map((e) => e.extensions!["code"]);
      };
      expect(await codes("planner", "规划")).toEqual(["FORBIDDEN"]);
      expect(await codes("worker1", "走访")).toEqual(["FORBIDDEN"]);
      expect(await codes("admin")).toEqual(["PURPOSE_REQUIRED"]);
      const { householdsMoving } = await data(moving, "admin");
      expect(householdsMoving.hasNextPage).toBe(false);
      const found = householdsMoving.nodes.find((m: any) => m.household.id === family.id);
      expect(found).toMatchObject({
        from: id("grid", 2),
        household: { geometry: { type: "Point" } },
      });
      expect(found.household.geometry.coordinates[0]).toBeCloseTo(place[0]!, 7);
      expect(householdsMoving.nodes).toHaveLength(2);
      const [first] = householdsMoving.nodes;
      const paged = async (more: string) =>
        (await data(moving.replace(`"${plan}"`, `"${plan}", ${more}`), "admin")).householdsMoving;
      expect(await paged("first: 1")).toEqual({ hasNextPage: true, nodes: [first] });
      const { nodes: rest } = await paged(`after: "${first.household.id}"`);
      expect(rest).toEqual(householdsMoving.nodes.slice(1));
      const { accessRecords } = await data(
        `{ accessRecords(first: 1) { nodes { what } } }`,
        "auditor",
      );
      expect(accessRecords.nodes[0].what.layers.households.by).toContain("householdsMoving");

      await data(`mutation { submitGridPlan(id: "${plan}", version: 2, reason: "试") { id } }`);
      await data(
        `mutation { approveGridPlan(id: "${plan}", version: 3, effectiveOn: "2099-01-01") { id } }`,
        "approver",
      );
      const at = async (on: string, role = "planner") => {
        const asked = `{ gridAt(point: [${place}] ${on && `, on: "${on}"`}) { id plan } }`;
        const { data, errors } = await service.as(tokens[role])(asked);
        return data?.["gridAt"] ?? errors![0]!.extensions!["code"];
      };
      const today = { id: id("grid", 2), plan: null };
      expect(await at("")).toEqual(today);
      expect(await at("", "nobody")).toEqual(today);
      expect(await at("2098-12-31")).toEqual(today);
      expect(await at("2099-01-01")).toEqual({ id: found.to, plan });
      // Who may not see plans is told what stands, and nobody anonymous of another day.
      expect(await at("2099-01-01", "worker1")).toEqual(today);
      expect(await at("2099-01-01", "nobody")).toBe("UNAUTHENTICATED");
    });
  });
});

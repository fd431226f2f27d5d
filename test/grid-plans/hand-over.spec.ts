/**
 * Buildings handed over through the service: what the page shows beforehand is what comes of it.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { handleJobs } from "../../api/domains.js";
import type { GridOperation } from "../../geo/coverage/index.js";
import type { Said } from "../../geo/coverage/phrases.js";
import { GroundNearDocument } from "../../web-map/gql/graphql.js";
import { isNotSo } from "../../web-map/plan/draft.js";
import { groundOf } from "../../web-map/plan/ground.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { answered, PlanProgram } from "./plan-program.js";
import { Planner } from "./planner.js";

const square = (x: number, y: number): number[][][] => {
  const [e, n] = [x + 1e-4, y + 1e-4];
  const ring = [[x, y], [e, y], [e, n], [x, n], [x, y]]; // biome-ignore format: a ring
  return [ring];
};
/** West of the middle of the gap between the two houses. */
const STREET = 107.0095;

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    handleJobs(services);
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(() => service.close());

  const built = async (what: "Building" | "Street", code: string, geometry: object) => {
    const { made } = await answered(
      service.as(tokens["admin"]),
      `mutation ($input: Create${what}Input!) { made: create${what}(input: $input) { id } }`,
      { input: { county: COUNTY, ...(what === "Building" ? { code } : { name: code }), geometry } },
    );
    return made.id as string;
  };
  const house = (code: string, x: number, y: number) =>
    built("Building", code, { type: "MultiPolygon", coordinates: [square(x, y)] });

  it("the border follows a street in the gap, and says so, in the page and in the service", async () => {
    await house("西", 107.0093, 29.0014);
    const east = await house("东", 107.0097, 29.0014);
    await built("Street", "学府街", {
      type: "MultiLineString",
      coordinates: [[[STREET, 29.0002], [STREET, 29.004]]], // biome-ignore format: a line
    });
    // Its ground reaches past the border, 120 m away; so far stands a house that stays.
    const lone = await house("孤", 107.0088, 29.007);
    await house("邻", 107.0078, 29.007);
    const planner = service.as(tokens["planner"]);
    const program = new PlanProgram(services, planner, planner);
    const plan = await program.begin("划转", [VILLAGES.kaifu]);
    const page = await Planner.open(() => planner, plan.id);
    const near = await answered(planner, GroundNearDocument.toString(), {
      area: { bbox: [107, 29, 107.02, 29.01] },
    });
    page.draft.ground = groundOf(near as never)!;
    const hand = async (building: string) => {
      const operation: GridOperation = {
        ...{ kind: "hand-buildings", buildings: [building], to: id("grid", 2) },
      };
      const shown = page.draft.attempt([operation]);
      if (isNotSo(shown)) throw new Error(JSON.stringify(shown));
      const preview = page.content();
      page.draft.takeBack(shown);
      const saved = await page.draw([operation]);
      expect(saved.kind).toBe("saved");
      const read = await Planner.open(() => planner, plan.id);
      expect(read.content()).toEqual(preview);
      const { gridPlan } = await answered(
        planner,
        `{ gridPlan(id: "${plan.id}") { grids { id geometry } editLog(after: 0) { did } } }`,
      );
      const { told = [] } = gridPlan.editLog.at(-1).did as { told?: Said[] };
      const grid = gridPlan.grids.find((g: { id: string }) => g.id === id("grid", 2));
      return { told, places: grid.geometry.coordinates.flat(Infinity) as number[] };
    };
    const wests = (places: number[]) => Math.min(...places.filter((at) => at > 100));

    const { told, places } = await hand(east);
    expect(wests(places)).toBeCloseTo(STREET, 6);
    const along = told.find(({ code }) => code === "along-lines")!;
    expect((along.params as { metres: number }).metres).toBeGreaterThan(8);

    // A gap without a line: half way to the house that stays, however far it is.
    const alone = await hand(lone);
    expect(wests(alone.places)).toBeGreaterThan(107.0079);
    expect(alone.told.map(({ code }) => code)).not.toContain("along-lines");
  });
});

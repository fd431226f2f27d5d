import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { ROLES, type RoleName } from "../../schema/roles.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, uuid } from "../fixtures/small-county.js";
import { seersOf, tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { SEERS } from "../policy/expected.fixture.js";

// An area that is kept under a name is asked with as it stands, by whoever may see it, and is
// nobody else's: neither in a list, nor by its id, nor by what it finds.

const CIRCLE = { circle: { center: [107.0035, 29.0035], metres: 60 } };
const BOX = { bbox: [107.01, 29, 107.02, 29.01] };
const CREATE = `mutation ($input: CreateSavedAreaInput!) {
  createSavedArea(input: $input) { id version area name } }`;

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService;
  let tokens: Record<string, string>;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    service = await serve(services);
    tokens = await tokensOf(services);
    Object.assign(tokens, await seersOf(services, service.as(tokens["admin"])));
  });
  afterAll(() => service.close());

  const as = (seer: string) => service.as(tokens[seer]);
  const code = async (answer: ReturnType<ReturnType<typeof as>>) =>
    (await answer).errors?.[0]?.extensions?.["code"];
  async function save(seer: string, name: string, area: object, more: object = {}) {
    const input = { county: COUNTY, name, area, ...more };
    const { data, errors } = await as(seer)(CREATE, { input });
    expect(errors, `${seer} saves ${name}`).toBeUndefined();
    return data!["createSavedArea"] as { id: string; version: number; area: unknown };
  }
  const camerasIn = (seer: string, area: object) =>
    as(seer)("query ($area: AreaInput!) { cameras(filter: {area: $area}) { nodes { id } } }", {
      area,
    });

  it("asks every list, count and group with what was saved, as if it were drawn", async () => {
    for (const area of [
      CIRCLE,
      BOX,
      { grids: [id("grid", 2)] },
      {
        polygon: {
          type: "MultiPolygon",
          coordinates: [
            [
              [
                [107, 29],
                [107.02, 29],
                [107.02, 29.01],
                [107, 29.01],
                [107, 29],
              ],
              [
                [107.003, 29.003],
                [107.003, 29.004],
                [107.004, 29.004],
                [107.004, 29.003],
                [107.003, 29.003],
              ],
            ],
          ],
        },
      },
    ]) {
      const kept = await save("analyst", "一处", area);
      expect(kept.area).toEqual(area);
      const [drawn, saved] = [
        await camerasIn("analyst", area),
        await camerasIn("analyst", { saved: kept.id }),
      ];
      expect(saved.errors).toBeUndefined();
      expect(saved).toEqual(drawn);
    }
    const kept = await save("admin", "集市", BOX);
    const { data, errors } = await as("admin")(
      `query ($area: AreaInput!) {
        incidents(filter: {area: $area}) { totalCount counts(by: CATEGORY) { key count } }
        grids(filter: {area: $area}) { totalCount }
        jurisdictions(filter: {area: $area}) { totalCount } }`,
      { area: { saved: kept.id } },
    );
    expect(errors).toBeUndefined();
    expect(data!["incidents"].totalCount).toBe(4);
    expect(data!["incidents"].counts).toEqual([{ key: "0603", count: 4 }]);
  });

  it("is its author's alone, whoever else asks", async () => {
    const kept = await save("planner", "只给自己", CIRCLE);
    const of = async (seer: string) => {
      const listed = await as(seer)('{ savedAreas(filter: {names: ["只给自己"]}) { totalCount } }');
      const read = await as(seer)(`{ savedArea(id: "${kept.id}") { name } }`);
      const node = await as(seer)(`{ node(id: "${kept.id}") { id } }`);
      const found = [
        listed.data?.["savedAreas"]?.totalCount > 0,
        Boolean(read.data?.["savedArea"]),
        Boolean(node.data?.["node"]),
      ];
      return found.join();
    };
    for (const seer of SEERS) {
      expect(await of(seer), seer).toBe(
        seer === "planner" ? "true,true,true" : "false,false,false",
      );
      if (seer === "planner") continue;
      const asked = as(seer)(`{ grids(filter: {area: {saved: "${kept.id}"}}) { totalCount } }`);
      expect(await code(asked), seer).toBe("NOT_FOUND");
    }
  });

  it("is theirs to read, and not to change, with whom it is shared", async () => {
    const toRole = await save("planner", "给分析员", BOX, { sharedWithRole: "analyst" });
    const toBody = await save("planner", "给物业", BOX, {
      sharedWithOrganisationId: id("organisation", 3),
    });
    const seen = async (seer: RoleName) => {
      const { data } = await as(seer)(
        '{ savedAreas(filter: {names: ["给分析员", "给物业"]}) { nodes { name } } }',
      );
      return data!["savedAreas"].nodes.map((n: { name: string }) => n.name).sort();
    };
    for (const role of ROLES)
      expect(await seen(role), role).toEqual(
        role === "planner"
          ? ["给分析员", "给物业"]
          : role === "analyst"
            ? ["给分析员"]
            : role === "undertaker"
              ? ["给物业"]
              : [],
      );
    expect((await camerasIn("analyst", { saved: toRole.id })).errors).toBeUndefined();
    const change = (seer: string, of: { id: string }) =>
      as(seer)(`mutation { updateSavedArea(id: "${of.id}", version: 1, changes: {name: "改"})
        { version } }`);
    expect(await code(change("analyst", toRole))).toBe("FORBIDDEN");
    expect(await code(change("admin", toBody))).toBe("NOT_FOUND");
    expect((await change("planner", toRole)).errors).toBeUndefined();
  });

  it("is replaced by version with a history, and gone once retired", async () => {
    const kept = await save("analyst", "旧名", CIRCLE);
    const change = (version: number) =>
      as("analyst")(
        `mutation ($id: ID!, $version: Int!, $changes: SavedAreaChanges!) {
          updateSavedArea(id: $id, version: $version, changes: $changes) { version name area } }`,
        { id: kept.id, version, changes: { name: "新名", area: BOX } },
      );
    expect((await change(1)).data!["updateSavedArea"]).toEqual({
      version: 2,
      name: "新名",
      area: BOX,
    });
    expect(await code(change(1))).toBe("CONFLICT");
    const { data } = await as("analyst")(`{ history(id: "${kept.id}") { action before } }`);
    expect(data!["history"][0]).toMatchObject({
      action: "UPDATED",
      before: { name: "旧名", area: CIRCLE },
    });
    await as("analyst")(`mutation { retireSavedArea(id: "${kept.id}", version: 2) }`);
    expect(await code(camerasIn("analyst", { saved: kept.id }))).toBe("NOT_FOUND");
  });

  it("refuses what could not be asked with, and says by what", async () => {
    const refused = async (area: object, more: object = {}) => {
      const input = { county: COUNTY, name: "错", area, ...more };
      const { errors } = await as("analyst")(CREATE, { input });
      return errors?.[0]?.message ?? "kept";
    };
    const ring = [
      [107, 29],
      [107.02, 29.02],
      [107.02, 29],
      [107, 29.02],
      [107, 29],
    ];
    expect(await refused({})).toMatch(/exactly one of polygon/);
    expect(await refused({ ...CIRCLE, ...BOX })).toMatch(/exactly one of polygon/);
    expect(await refused({ circle: { center: [107, 29], metres: 0 } })).toMatch(/circle\.metres/);
    expect(await refused({ bbox: [107, 29, 106, 30] })).toMatch(/area\.bbox/);
    expect(await refused({ saved: `${COUNTY}-${uuid("saved_area", 1)}` })).toMatch(/area\.saved/);
    expect(await refused({ polygon: { type: "Polygon", coordinates: [ring] } })).toMatch(
      /area\.polygon: .*cross/,
    );
    expect(await refused(BOX, { sharedWithRole: "analysts" })).toMatch(/sharedWithRole/);
  });
});

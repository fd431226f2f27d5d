import { type SQL, sql } from "drizzle-orm";
import fc from "fast-check";
import type { Geometry, Polygon } from "geojson";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { geometrySql } from "../../api/layers/area.js";
import { verticesOf } from "../../geo/geometry.js";
import { largePolygons } from "../../geo/testing/large-polygons.js";
import { ROLES, type RoleName } from "../../schema/roles.js";
import { together, within, without } from "../../web-map/areas/shape-ops.js";
import { destination } from "../../web-map/state/area.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, uuid, VILLAGES } from "../fixtures/small-county.js";
import { seersOf, tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { SEERS } from "../policy/expected.fixture.js";

// An area that is kept under a name is asked with as it stands, by whoever may see it, and is
// nobody else's: neither in a list, nor by its id, nor by what it finds. One that an object stands
// for tells no more of its place than its viewer sees. What the page makes of areas is what PostGIS
// makes of them.

const unit = { min: 0, max: 1, noNaN: true };
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
      // A wall has no lists at all.
      expect(await code(asked), seer).toBe(seer === "wall" ? "FORBIDDEN" : "NOT_FOUND");
    }
  });

  it("is known for one's own by what the viewer is called, and never for another's", async () => {
    const kept = await save("planner", "署名", BOX, { sharedWithRole: "analyst" });
    const told = async (seer: string) => {
      const { data } = await as(seer)(
        `{ viewer { actor } savedArea(id: "${kept.id}") { updatedBy } }`,
      );
      return [data!["viewer"].actor, data!["savedArea"]?.updatedBy];
    };
    expect(await told("planner")).toEqual(["person:demo-planner", "person:demo-planner"]);
    const [actor, by] = await told("analyst");
    expect(actor).toBe("person:demo-analyst");
    expect(by).not.toBe(actor);
    expect((await service.as()("{ viewer { actor } }")).data!["viewer"]).toEqual({ actor: null });
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

  const inObject = (object: { id: string; metres?: number }, purpose?: string) =>
    service.as(tokens["admin"], purpose)(
      `query ($area: AreaInput!) { cameras(filter: {area: $area}) { nodes { name } }
        incidents(filter: {area: $area}) { totalCount }
        buildings(filter: {area: $area}) { totalCount } }`,
      { area: { object } },
    );

  it("an object stands for its members, its ground, and what is near it", async () => {
    const like = async (area: object) => {
      const { data, errors } = await as("admin")(
        `query ($area: AreaInput!) { cameras(filter: {area: $area}) { nodes { name } }
          incidents(filter: {area: $area}) { totalCount }
          buildings(filter: {area: $area}) { totalCount } }`,
        { area },
      );
      expect(errors).toBeUndefined();
      return data;
    };
    expect((await inObject({ id: id("grid", 2) })).data).toEqual(
      await like({ grids: [id("grid", 2)] }),
    );
    expect((await inObject({ id: id("village", 1) })).data).toEqual(
      await like({ villages: [VILLAGES.kaifu] }),
    );
    const { data } = await as("admin")(`{ parcel(id: "${id("parcel", 1)}") { geometry } }`);
    expect((await inObject({ id: id("parcel", 1) })).data).toEqual(
      await like({ polygon: data!["parcel"].geometry }),
    );
    expect((await inObject({ id: id("camera", 1), metres: 90 })).data).toEqual(
      await like({ circle: { center: [107.0035, 29.0035], metres: 90 } }),
    );
    // The market's camera is 55 m from it.
    for (const [metres, cameras] of [
      [50, []],
      [60, [{ name: "集市口" }]],
    ] as const)
      expect((await inObject({ id: id("building", 2), metres })).data!["cameras"].nodes).toEqual(
        cameras,
      );
    // The street runs along both cameras at 111 m.
    const street = id("street", 1);
    expect((await inObject({ id: street, metres: 115 })).data!["cameras"].nodes).toHaveLength(2);
    expect((await inObject({ id: street, metres: 108 })).data!["cameras"].nodes).toHaveLength(0);
    expect(await code(inObject({ id: street }))).toBe("BAD_USER_INPUT");
    expect(await code(inObject({ id: street, metres: 0 }))).toBe("BAD_USER_INPUT");
    expect(await code(inObject({ id: id("organisation", 1), metres: 5 }))).toBe("NOT_FOUND");
  });

  it("an object of many corners stands for what is near it, or is refused with a way out", async () => {
    const parcel = async (name: string, corners: number) => {
      const [, geometry] = largePolygons(corners, [107.0035, 29.0035], 0.002).find(
        ([family]) => family === name,
      )!;
      const { data, errors } = await as("admin")(
        `mutation ($geometry: GeoJSON!) { createParcel(input: {county: ${COUNTY}, name: "${name}",
          kind: "park", geometry: $geometry}) { id } }`,
        { geometry },
      );
      expect(errors).toBeUndefined();
      return { id: data!["createParcel"].id as string, geometry, corners: verticesOf(geometry) };
    };
    const star = await parcel("a star", 10_500);
    const refused = async (object: { id: string; metres?: number }) => {
      const { errors } = await inObject(object);
      const { message, extensions } = errors![0]!;
      expect(extensions!["code"]).toBe("TOO_COSTLY");
      return { message, field: extensions!["field"], geometry: extensions!["geometry"] };
    };
    // The outline around this one alone is the work of many seconds.
    const comb = await parcel("a comb", 2000);
    for (const { id, corners } of [comb, star])
      expect(await refused({ id, metres: 500 })).toMatchObject({
        field: "area.object.metres",
        message: expect.stringMatching(new RegExp(`has ${corners} corners.*Ask without metres`)),
      });
    const fewer = await parcel("a star", 280);
    const { data } = await inObject({ id: fewer.id, metres: 40 });
    const [{ least, most } = {}] = await services.db.rows<{ least: number; most: number }>(sql`
      select count(*) filter (where metres <= 39)::int as least,
        count(*) filter (where metres <= 41)::int as most
      from (select ST_Distance(geom::geography,
          ${geometrySql(fewer.geometry)}::geography) as metres
        from incident where retired_at is null) d`);
    expect(data!["incidents"].totalCount).toBeGreaterThanOrEqual(least!);
    expect(data!["incidents"].totalCount).toBeLessThanOrEqual(most!);
    const { field, geometry } = await refused({ id: star.id });
    expect(field).toBe("area.object");
    const { errors } = await as("admin")(
      "query ($area: AreaInput!) { incidents(filter: {area: $area}) { totalCount } }",
      { area: { polygon: geometry } },
    );
    expect(errors).toBeUndefined();
  });

  it("what is near an object tells no more of its place than its viewer sees", async () => {
    // The household's true place is 79 m from the camera, the one that is shown 74.
    const near = { id: id("household", 1), metres: 76 };
    const found = async (purpose?: string) =>
      (await inObject(near, purpose)).data!["cameras"].nodes.length as number;
    expect(await Promise.all([found(), found("走访"), found(), found("走访")])).toEqual([
      1, 0, 1, 0,
    ]);
    for (const seer of ["undertaker", "wall", "auditor"])
      expect(
        await code(
          as(seer)(
            "query ($area: AreaInput!) { incidents(filter: {area: $area}) { totalCount } }",
            {
              area: { object: near },
            },
          ),
        ),
        seer,
      ).toMatch(/NOT_FOUND|FORBIDDEN|UNAUTHENTICATED/);
  });

  const km = { east: 1 / 97.3, north: 1 / 110.9 };
  const place = fc
    .tuple(fc.double(unit), fc.double(unit))
    .map(([x, y]): [number, number] => [107 + 2 * x * km.east, 29 + 2 * y * km.north]);
  const star = fc
    .tuple(place, fc.array(fc.double({ ...unit, min: 0.2 }), { minLength: 3, maxLength: 12 }))
    .map(([center, reaches]): Polygon => {
      const ring = reaches.map((r, i) =>
        destination(center, 1500 * r, (2 * Math.PI * i) / reaches.length),
      );
      return { type: "Polygon", coordinates: [[...ring, ring[0]!]] };
    });
  const asSql = (shape: Geometry | null) =>
    shape ? geometrySql(shape) : sql`ST_GeomFromText('POLYGON EMPTY', 4326)`;

  it("the page adds, takes away and goes round as PostGIS does", async () => {
    const off = (page: Geometry | null, own: SQL) =>
      sql`ST_Area(ST_SymDifference(${asSql(page)}, ${own})::geography)::float8`;
    await fc.assert(
      fc.asyncProperty(star, star, place, async (a, b, end) => {
        const line: Geometry = { type: "LineString", coordinates: [a.coordinates[0]![0]!, end] };
        const [sqlA, sqlB] = [asSql(a), asSql(b)];
        const round = sql`ST_Buffer(${asSql(line)}::geography, 200, 'quad_segs=24')::geometry`;
        const [row] = await services.db.rows<Record<"added" | "left" | "round" | "all", number>>(
          sql`select ${off(together([a, b]), sql`ST_Union(${sqlA}, ${sqlB})`)} as added,
            ${off(without(a, b), sql`ST_Difference(${sqlA}, ${sqlB})`)} as "left",
            ${off(within(line, 200), round)} as round, ST_Area(${round}::geography)::float8 as "all"`,
        );
        expect(row!.added).toBeLessThan(1);
        expect(row!.left).toBeLessThan(1);
        // A sphere and an ellipsoid, and 48 corners for a circle.
        expect(row!.round / row!.all).toBeLessThan(0.02);
      }),
      { seed: 9, numRuns: 8, endOnFailure: true },
    );
  });
});

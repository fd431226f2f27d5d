import { Writable } from "node:stream";
import { VectorTile } from "@mapbox/vector-tile";
import type { GraphQLObjectType } from "graphql";
import { PbfReader } from "pbf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportLayer } from "../../api/export/export.service.js";
import { Refusal } from "../../api/refusal.js";
import { buildHearthgridSchema } from "../../api/server/schema.js";
import type { Services } from "../../api/services.js";
import { type Engine, openEngine } from "../../db/engine.js";
import { inputName } from "../../schema/layer-types.js";
import { LAYERS, type Layer, type LayerName } from "../../schema/layers/index.js";
import { ROLES, type RoleName } from "../../schema/roles.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { EXACT, id, openSmallCounty, SECRET, type Table } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { selectionOf } from "../graphql/operations.js";
import { freshDatabase, freshDirectory } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";

/**
 * Written down a second time, by hand and by meaning, not taken from the policy: which layers a
 * role knows, and which kinds
 * of secrets it may read with a purpose given. docs/decisions/roles.md has the reasons.
 */
type Secret = "name" | "reporter" | "sector" | "staff";
const ground: LayerName[] = [
  "villages",
  "grids",
  "buildings",
  "streets",
  "waters",
  "parcels",
  "barriers",
  "crossings",
];
const EXPECTED: Record<
  RoleName | "anonymous",
  { layers: LayerName[]; always: Secret[]; withPurpose: Secret[] }
> = {
  anonymous: { layers: ["grids"], always: [], withPurpose: [] },
  resident: { layers: [...ground, "incidents"], always: [], withPurpose: [] },
  admin: {
    layers: [...ground, "households", "cameras", "incidents"],
    always: ["staff", "sector"],
    withPurpose: ["name", "reporter"],
  },
  planner: { layers: [...ground, "households", "incidents"], always: [], withPurpose: [] },
  approver: { layers: [...ground, "households", "incidents"], always: [], withPurpose: [] },
  analyst: {
    layers: [...ground, "households", "cameras", "incidents"],
    always: ["staff"],
    withPurpose: [],
  },
  dispatcher: {
    layers: [...ground, "households", "cameras", "incidents"],
    always: ["staff", "sector"],
    withPurpose: ["name", "reporter"],
  },
  worker1: {
    layers: [...ground, "households", "cameras", "incidents", "ties"],
    always: ["staff"],
    withPurpose: ["name", "reporter"],
  },
  worker2: { layers: [...ground, "households", "incidents"], always: [], withPurpose: ["name"] },
  worker3: { layers: [...ground, "incidents"], always: [], withPurpose: [] },
  patrol: {
    layers: [...ground, "cameras", "incidents"],
    always: ["staff", "sector"],
    withPurpose: [],
  },
  mediator: { layers: [...ground, "incidents"], always: [], withPurpose: ["reporter"] },
  auditor: { layers: ["villages", "grids"], always: [], withPurpose: [] },
};
const FOUND: Record<Secret, (text: string) => boolean> = {
  name: (t) =>
    t.includes(SECRET.head) ||
    t.includes(SECRET.phone) ||
    t.includes(String(EXACT[0])) ||
    t.includes(String(EXACT[1])) ||
    t.includes('"502"'),
  reporter: (t) =>
    t.includes(SECRET.description) ||
    t.includes(SECRET.reporter) ||
    t.includes(SECRET.reporterPhone),
  staff: (t) => t.includes(SECRET.filing),
  sector: (t) => t.includes(String(SECRET.heading)),
};
/**
 * Grid workers, patrols and mediators of the fixture work in 凯涪社区; 三湾村 and its grid 3 are out of
 * their sight.
 */
const SCOPED: RoleName[] = ["worker1", "worker2", "worker3", "patrol", "mediator"];

const schema = buildHearthgridSchema();
const everything = (layer: Layer) =>
  selectionOf(schema.getType(layer.typeName) as GraphQLObjectType, 1);
const ordinary = (layer: Layer) =>
  `{ ${layer.name}(first: 50) { totalCount edges { cursor node { ${everything(layer)} } } } }`;
const raw = (layer: Layer) =>
  `{ ${layer.name}(first: 50) { nodes { ${selectionOf(schema.getType(layer.typeName) as GraphQLObjectType, 0)} } } }`;

describe("every field, role and outlet", () => {
  let engine: Engine, services: Services, service: RunningService;
  let tokens: Record<string, string>;

  beforeAll(async () => {
    engine = await openEngine(
      findPostgres()
        ? { dataDir: "", databaseUrl: await freshDatabase("policy"), poolSize: 4 }
        : { dataDir: freshDirectory("policy") },
    );
    services = await openSmallCounty(engine);
    service = await serve(services);
    tokens = await tokensOf(services);
    // A change of the household whose before and after hold its secrets.
    const change = await service.as(
      tokens["admin"],
      "校对",
    )(
      `mutation { updateHousehold(id: "${id("household", 1)}", version: 1, changes: {headName: "${SECRET.head}改", phone: "${SECRET.phone}"}) { version } }`,
    );
    expect(change.errors).toBeUndefined();
    await service.as(
      tokens["admin"],
      "校对",
    )(
      `mutation { updateHousehold(id: "${id("household", 1)}", version: 2, changes: {headName: "${SECRET.head}"}) { version } }`,
    );
  });
  afterAll(async () => {
    await service.close();
    await engine.close();
  });

  const headers = (role: string, purpose?: string) => ({
    ...(tokens[role] ? { authorization: `Bearer ${tokens[role]}` } : {}),
    ...(purpose ? { "x-hearthgrid-purpose": encodeURIComponent(purpose) } : {}),
  });

  /** Everything a role can get out of a layer by any outlet, as one text. */
  async function answersOf(role: string, layer: Layer, purpose?: string): Promise<string> {
    const ask = service.as(tokens[role], purpose);
    const one = `{ ${layer.singular}(id: "${id(layer.table as Table, 1)}") { ${everything(layer)} } history(layer: ${layer.name.toUpperCase()}, id: "${id(layer.table as Table, 1)}") { before after fields } }`;
    const text = [
      await ask(ordinary(layer)),
      await ask(raw(layer)),
      await ask(one),
      await ask(
        `{ search(text: "1", layers: [${layer.name.toUpperCase()}]) { label detail point } }`,
      ),
    ]
      .map((a) => JSON.stringify(a.data ?? null) + JSON.stringify(a.errors ?? null))
      .join("\n");
    return text + (await tilesOf(role, layer, purpose)) + (await exportOf(role, layer, purpose));
  }

  /**
   * What the role's account gets out of an export: masked, or unmasked with the purpose as its
   * reason.
   */
  async function exportOf(role: string, layer: Layer, purpose?: string): Promise<string> {
    if (role === "anonymous") return "";
    let text = "\nexport ";
    const output = new Writable({
      write(chunk: Buffer, _encoding, done) {
        text += chunk.toString();
        done();
      },
    });
    await exportLayer(services, {
      layer,
      file: "-",
      format: "ndjson",
      as: `demo-${role}`,
      output,
      ...(purpose ? { unmasked: true, reason: purpose } : {}),
    }).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      text += error.message;
    });
    return text;
  }

  async function tilesOf(role: string, layer: Layer, purpose?: string): Promise<string> {
    const z = 16,
      n = 2 ** z;
    const x = Math.floor(((EXACT[0] + 180) / 360) * n),
      lat = (EXACT[1] * Math.PI) / 180;
    const y = Math.floor(((1 - Math.log(Math.tan(lat) + 1 / Math.cos(lat)) / Math.PI) / 2) * n);
    const response = await fetch(`${service.url}/tiles/${layer.name}/${z}/${x}/${y}.mvt`, {
      headers: headers(role, purpose),
    });
    if (response.status !== 200) return `\n${response.status}`;
    const tile = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer())));
    const source = tile.layers[layer.name];
    let text = "\ntile";
    for (let i = 0; source && i < source.length; i++) {
      const feature = source.feature(i);
      const geojson = feature.toGeoJSON(x, y, z);
      // A tile's own rounding at this zoom is well under a metre: a place within it is the exact
      // place.
      const at = geojson.geometry.type === "Point" ? geojson.geometry.coordinates : null;
      if (
        layer.name === "households" &&
        at &&
        Math.abs(at[0]! - EXACT[0]) < 1e-5 &&
        Math.abs(at[1]! - EXACT[1]) < 1e-5
      )
        text += ` ${EXACT[0]}`;
      text += ` ${JSON.stringify(feature.properties)}`;
    }
    return text;
  }

  for (const role of ["anonymous", ...ROLES] as const) {
    it(`${role} knows just its layers, and their secrets only by role and purpose`, async () => {
      const expected = EXPECTED[role];
      for (const layer of LAYERS) {
        for (const purpose of [undefined, "入户走访"]) {
          const text = await answersOf(role, layer, purpose);
          const where = `${role} ${layer.name} ${purpose ?? "no purpose"}`;
          const listed = await service.as(
            tokens[role],
            purpose,
          )(`{ ${layer.name} { totalCount } }`);
          expect(listed.errors === undefined, where).toBe(expected.layers.includes(layer.name));
          for (const secret of Object.keys(FOUND) as Secret[]) {
            const allowed =
              expected.always.includes(secret) ||
              (purpose !== undefined && expected.withPurpose.includes(secret));
            if (!allowed) expect(FOUND[secret](text), `${where} leaks ${secret}`).toBe(false);
          }
          if (layer.name === "households" && expected.withPurpose.includes("name") && purpose)
            expect(FOUND.name(text), where).toBe(true);
          if (layer.name === "incidents" && expected.withPurpose.includes("reporter") && purpose)
            expect(FOUND.reporter(text), where).toBe(true);
          if (layer.name === "cameras" && expected.always.includes("sector"))
            expect(FOUND.sector(text), where).toBe(true);
          if (
            ["admin", "analyst", "dispatcher"].includes(role) &&
            expected.layers.includes(layer.name)
          )
            expect(await exportOf(role, layer), where).toContain('"Feature"');
          if (
            (SCOPED as string[]).includes(role) &&
            ["grids", "buildings", "households", "cameras", "incidents"].includes(layer.name)
          )
            expect(
              text.includes("三湾") || text.includes("𠮷家"),
              `${where} sees another village`,
            ).toBe(false);
        }
      }
    });
  }

  it("every field declared sensitive is refused as filter and order to who sees it masked", async () => {
    const ask = service.as(tokens["analyst"]);
    for (const layer of LAYERS.filter((l) => EXPECTED.analyst.layers.includes(l.name)))
      for (const field of layer.fields.filter((f) =>
        ["personal", "place", "sector"].includes(f.sensitivity),
      )) {
        const key = field.column.toUpperCase();
        const answer = await ask(
          `{ ${layer.name}(orderBy: {field: ${key}}) { totalCount nodes { id } } }`,
        );
        expect(answer.errors, `${layer.name} ordered by ${inputName(field)}`).toBeDefined();
      }
  });

  it("an area as small as a room does not find the exact place of a household that is shown coarse", async () => {
    const near = (d: number) =>
      `{ households(filter: {area: {circle: {center: [${EXACT[0]}, ${EXACT[1]}], metres: ${d}}}}) { totalCount } }`;
    expect((await service.as(tokens["analyst"])(near(3))).data!["households"].totalCount).toBe(0);
    expect(
      (await service.as(tokens["dispatcher"], "警情核实")(near(3))).data!["households"].totalCount,
    ).toBe(1);
    const nearest = await service.as(tokens["analyst"])(
      `{ households(first: 1, orderBy: {field: DISTANCE, near: [${EXACT[0]}, ${EXACT[1]}]}) { nodes { distance geometry centroid } } }`,
    );
    expect(nearest.data!["households"].nodes[0].distance).toBeGreaterThan(10);
  });

  it("a reading of personal fields is in the access log before it is answered, one row a request, and others are not", async () => {
    const log = async () =>
      (
        await service.as(tokens["auditor"])(
          "{ accessLog(first: 1000) { viewer purpose outlet what } }",
        )
      ).data!["accessLog"] as { purpose: string; outlet: string; what: object }[];
    const before = (await log()).length;
    await service.as(tokens["dispatcher"])("{ households { nodes { headName phone } } }");
    await service.as(tokens["dispatcher"], "警情核实")("{ households { nodes { members } } }");
    expect((await log()).length).toBe(before);
    await service.as(
      tokens["dispatcher"],
      "警情核实",
    )("{ a: households { nodes { headName } } incidents { nodes { description } } }");
    const after = await log();
    expect(after.length).toBe(before + 1);
    expect(after[0]).toMatchObject({
      purpose: "警情核实",
      outlet: "graphql",
      what: {
        layers: {
          households: { kinds: ["personal"], rows: 3 },
          incidents: { kinds: ["personal"] },
        },
      },
    });
  });

  it("a subscription tells a worker nothing of another village", async () => {
    const heard: string[] = [];
    const client = service.socket(tokens["worker3"]);
    const iterator = client.iterate({
      query: "subscription { changes(layers: [INCIDENTS]) { id } }",
    });
    const listening = (async () => {
      for await (const e of iterator) {
        heard.push((e.data as any).changes.id);
        return;
      }
    })();
    await new Promise((r) => setTimeout(r, 200));
    const report = (x: number, y: number) =>
      service.as(tokens["admin"])(
        `mutation($g: GeoJSON!) { createIncident(input: {county: 510799, title: "试", category: "0603", occurredFrom: "2026-02-03T04:05:06Z", geometry: $g}) { id } }`,
        { g: { type: "Point", coordinates: [x, y] } },
      );
    await report(107.005, 29.015);
    const mine = (await report(107.005, 29.005)).data!["createIncident"].id as string;
    await listening;
    expect(heard).toEqual([mine]);
  });
});

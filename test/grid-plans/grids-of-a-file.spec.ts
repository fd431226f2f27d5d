import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { handleJobs } from "../../api/domains.js";
import { importLayer } from "../../api/import/import.service.js";
import { layerOf } from "../../schema/layers/index.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine, freshDirectory } from "../harness/engines.js";
import { itsDayComes } from "./its-day-comes.js";

const box = (w: number, s: number, e: number, n: number) => ({
  type: "Polygon",
  coordinates: [
    [
      [w, s],
      [e, s],
      [e, n],
      [w, n],
      [w, s],
    ],
  ],
});

const feature = (n: number, name: string, geometry: object, more: object = {}) => ({
  ...{ type: "Feature", geometry },
  properties: { code: `${VILLAGES.kaifu}00${n}`, name, ...more },
});

/** 1 reaches 11 m into the next village and 10 m over 2; between 2 and 3 nobody's 5 m. */
const MESSY = [
  feature(1, "第一网格", box(107, 29, 107.0101, 29.0101), { complaintPhone: "0816-1" }),
  feature(2, "第二网格", box(107.01, 29, 107.0149, 29.01)),
  feature(3, "第三网格", box(107.01495, 29, 107.02, 29.01)),
];

const GRIDS = "grids { id code name complaintPhone villageCode geometry areaM2 }";
const FINDINGS = "findings { severity code grids geometry }";
const OPTIONS = "options: {sliverWidthM: 10}";

forEachEngine((makeEngine) => {
  describe("grids of a file", () => {
    let services: Services, service: RunningService, tokens: Record<string, string>, dir: string;
    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      handleJobs(services);
      service = await serve(services);
      tokens = await tokensOf(services);
      dir = freshDirectory("grids-of-a-file");
    });
    afterAll(() => service.close());

    const load = (features: readonly object[], name = "网格.geojson") => {
      const file = path.join(dir, name);
      writeFileSync(file, JSON.stringify({ type: "FeatureCollection", features }));
      return importLayer(services, { layer: layerOf("grids"), county: COUNTY, file });
    };
    const data = async (query: string, role = "planner"): Promise<any> => {
      const { data, errors } = await service.as(tokens[role])(query);
      expect(errors, query).toBeUndefined();
      return data!;
    };
    const refusal = async (query: string, role = "planner"): Promise<any> => {
      const { errors } = await service.as(tokens[role])(query);
      expect(errors, query).toHaveLength(1);
      return { message: errors![0]!.message, ...errors![0]!.extensions };
    };
    const read = async (plan: string, what: string) =>
      (await data(`{ gridPlan(id: "${plan}") { ${what} } }`)).gridPlan;
    const inForce = async () =>
      (await data(`{ grids { nodes { id code name villageCode version } } }`)).grids.nodes;

    let plan: string;

    it("become a draft plan of the villages they lie in; what is in force stays", async () => {
      const before = await inForce();
      const report = await load(MESSY);
      expect(report).toMatchObject({ written: 1, updated: 2, unchanged: 0, refused: 0 });
      plan = report.plan!;
      expect(report.notes.join("\n")).toContain(plan);
      expect(await inForce()).toEqual(before);
      const drafted = await read(plan, `name status version villages ${GRIDS}`);
      expect(drafted).toMatchObject({
        ...{ name: "网格.geojson", status: "DRAFT", version: 1 },
        villages: [VILLAGES.kaifu],
      });
      expect(drafted.grids.map((g: any) => [g.code.slice(-3), g.name, g.complaintPhone])).toEqual([
        ["001", "第一网格", "0816-1"],
        ["002", "第二网格", null],
        ["003", "第三网格", null],
      ]);
      expect(drafted.grids.map((g: any) => g.id).slice(0, 2)).toEqual([
        id("grid", 1),
        id("grid", 2),
      ]);
      expect(new Set(drafted.grids.map((g: any) => g.villageCode))).toEqual(
        new Set([VILLAGES.kaifu]),
      );
    });

    it("messy borders are findings with a place; they keep it from being drawn in and submitted", async () => {
      const { findings } = await read(plan, FINDINGS);
      const faults = findings.filter((f: any) => f.geometry !== null);
      const kinds = new Set(faults.map((f: any) => `${f.severity} ${f.code}`));
      expect([...kinds].sort()).toEqual([
        ...["error overlap", "error reaches-out", "error vertex-lacking", "warning uncovered"],
      ]);
      const drawn = await refusal(`mutation { applyGridOperations(plan: "${plan}", version: 1,
        operations: [{lock: {grids: ["${id("grid", 1)}"]}}]) { number } }`);
      expect(drawn).toMatchObject({ code: "COVERAGE_REFUSED", reason: "not-a-coverage" });
      const submitted = await refusal(
        `mutation { submitGridPlan(id: "${plan}", version: 1, reason: "试") { id } }`,
      );
      expect(submitted.missing.map((m: any) => m.code)).toEqual(["PLAN_HAS_ERRORS"]);
    });

    it("a preview of cleaning tells each piece, with its place, and changes nothing", async () => {
      const asked = `cleaning(${OPTIONS}) { pieces areaM2 vertices
        fixes { code params grids areaM2 geometry }
        grids { id areaBeforeM2 areaAfterM2 geometry } }`;
      const before = await read(plan, `version ${GRIDS}`);
      const { cleaning } = await read(plan, asked);
      expect(cleaning.fixes.map((f: any) => [f.code, f.geometry.type])).toEqual([
        ["mended-outside", "Polygon"],
        ["mended", "Polygon"],
        ["mended-nobodys", "Polygon"],
      ]);
      expect(cleaning).toMatchObject({ pieces: 3, vertices: 0 });
      const sum = cleaning.fixes.reduce((n: number, f: any) => n + f.areaM2, 0);
      expect(cleaning.areaM2).toBeCloseTo(sum, 3);
      // The way over the village's border: 11 m of 983 m.
      expect(cleaning.fixes[0].areaM2).toBeGreaterThan(10_000);
      expect(cleaning.fixes[0].areaM2).toBeLessThan(11_500);
      expect(cleaning.grids.map((g: any) => g.id)).toContain(id("grid", 1));
      const [first] = cleaning.grids.filter((g: any) => g.id === id("grid", 1));
      expect(first.areaAfterM2).toBeLessThan(first.areaBeforeM2);
      expect(await read(plan, `version ${GRIDS}`)).toEqual(before);
    });

    it("cleaning is one edit, told in words, taken back by undo and done again by redo", async () => {
      const messy = (await read(plan, GRIDS)).grids;
      const clean = (version: number, options = OPTIONS) =>
        `mutation { cleanGridPlan(plan: "${plan}", version: ${version}, ${options})
          { number version did change } }`;
      const { cleanGridPlan: done } = await data(clean(1));
      expect(done).toMatchObject({ number: 1, version: 2 });
      expect(done.did).toMatchObject({ code: "cleaned-grids", params: { pieces: 3 } });
      expect(done.did.told.map((t: any) => t.code)).toEqual([
        ...["mended-outside", "mended", "mended-nobodys"],
      ]);
      const cleaned = await read(plan, `${GRIDS} ${FINDINGS}`);
      expect(cleaned.findings.filter((f: any) => f.geometry !== null)).toEqual([]);
      const all = cleaned.grids.reduce((n: number, g: any) => n + g.areaM2, 0);
      expect(all / (0.02 * 0.01 * 111_000 ** 2 * Math.cos((29 * Math.PI) / 180))).toBeCloseTo(1, 1);
      const stale = await refusal(clean(1));
      expect([stale.code, stale.currentVersion]).toEqual(["CONFLICT", 2]);
      const again = await refusal(clean(2));
      expect(again).toMatchObject({ code: "COVERAGE_REFUSED", reason: "no-effect" });
      const turn = (what: string, version: number) =>
        data(`mutation { ${what}GridEdit(plan: "${plan}", version: ${version}) { kind of } }`);
      expect(await turn("undo", 2)).toEqual({ undoGridEdit: { kind: "undo", of: 1 } });
      const outlines = (grids: any[]) => grids.map((g) => [g.id, g.geometry]);
      expect(outlines((await read(plan, GRIDS)).grids)).toEqual(outlines(messy));
      await turn("redo", 3);
      expect((await read(plan, GRIDS)).grids).toEqual(cleaned.grids);
      const odd = await refusal(clean(4, "options: {snapM: -1}"));
      expect(odd).toMatchObject({ code: "BAD_USER_INPUT", field: "options.snapM" });
    });

    it("is then drawn in, submitted, approved, and in force; what it names stays what it was", async () => {
      await data(`mutation { applyGridOperations(plan: "${plan}", version: 4,
        operations: [{splitGrids: {line: [[106.999, 29.006], [107.0105, 29.006]]}}]) { number } }`);
      const [, , third] = (await read(plan, GRIDS)).grids;
      await data(`mutation { applyGridOperations(plan: "${plan}", version: 5,
        operations: [{handPiece: {to: "${third.id}", outline: [[107.0125, 29.006],
          [107.016, 29.006], [107.016, 29.008], [107.0125, 29.008], [107.0125, 29.006]]}}])
        { number } }`);
      const [, , wider] = (await read(plan, GRIDS)).grids;
      expect(wider.areaM2).toBeGreaterThan(third.areaM2 + 40_000);
      const step = (what: string, version: number, more: string) =>
        `mutation { ${what}(id: "${plan}", version: ${version}, ${more}) { status } }`;
      await data(step("submitGridPlan", 6, 'reason: "县里的网格图"'));
      await data(step("approveGridPlan", 7, 'effectiveOn: "2099-01-01"'), "approver");
      await itsDayComes(services, plan);
      const now = (await inForce()).filter((g: any) => g.villageCode === VILLAGES.kaifu);
      expect(now.map((g: any) => g.code.slice(-3)).sort()).toEqual(["001", "002", "003", "004"]);
      expect(now.map((g: any) => g.id)).toEqual(
        expect.arrayContaining([id("grid", 1), id("grid", 2)]),
      );
    });

    it("the same grids once more are nothing to do; some of them end the others, and say so", async () => {
      const { grids } = await data(`{ grids(filter: {area: {villages: ["${VILLAGES.kaifu}"]}})
        { nodes { code name villageCode complaintPhone geometry } } }`);
      const present = grids.nodes.map(({ geometry, ...properties }: any) => ({
        ...{ type: "Feature", properties, geometry },
      }));
      expect(await load(present)).toMatchObject({ written: 0, updated: 0, unchanged: 4 });
      expect((await load(present)).plan).toBeUndefined();
      const few = await load(present.slice(0, 2));
      expect(few.plan).toBeDefined();
      expect(few.notes.join("\n")).toContain(
        "2 grids in force in these villages are not in the file",
      );
    });

    it("of a village that is not there are refused, a dry run writes nothing, a new county begins so", async () => {
      const strange = feature(9, "无村", box(107.05, 29, 107.06, 29.01), {
        ...{ code: "510799001099001", villageCode: "510799001099" },
      });
      expect((await load([strange])).refusals).toMatchObject([
        { row: 1, field: "villageCode", reason: expect.stringContaining("there is no village") },
      ]);
      const file = path.join(dir, "first.geojson");
      const grid = {
        type: "Feature",
        properties: { name: "一" },
        geometry: box(10, 50, 10.1, 50.1),
      };
      writeFileSync(file, JSON.stringify({ type: "FeatureCollection", features: [grid] }));
      const asked = { layer: layerOf("grids"), county: 990101, file };
      const dry = await importLayer(services, { ...asked, dryRun: true });
      expect(dry).toMatchObject({ written: 1 });
      expect(dry.plan).toBeUndefined();
      const report = await importLayer(services, asked);
      expect(report).toMatchObject({ written: 1, plan: expect.stringMatching(/^990101-/) });
    });
  });
});

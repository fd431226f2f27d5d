import { existsSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { handleJobs } from "../../api/domains.js";
import { importLayer } from "../../api/import/import.service.js";
import type { ImportOptions } from "../../api/import/import-options.js";
import { layerOf } from "../../schema/layers/index.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { openSmallCounty } from "../fixtures/small-county.js";
import { forEachEngine } from "../harness/engines.js";
import { itsDayComes } from "./its-day-comes.js";

const DATA = process.env["HEARTHGRID_BENCH_DATA"] ?? "";
const isLong = Boolean(process.env["HEARTHGRID_SOAK"]);

/** Files of others, which are not ours to pass on (docs/guides/import-and-export.md). */
const FILES: {
  name: string;
  file: string;
  county: number;
  grids: number;
  o: Partial<ImportOptions>;
}[] = [
  {
    ...{
      name: "Leipzig's districts",
      file: "leipzig_ortsteile.geojson",
      county: 990201,
      grids: 63,
    },
    o: {
      timeZone: "Europe/Berlin",
      map: new Map([
        ["code", "OT"],
        ["name", "Name"],
      ]),
    },
  },
  {
    ...{ name: "Taiwan's villages", file: "taiwan_villages.topojson", county: 990202, grids: 7701 },
    o: {
      timeZone: "Asia/Taipei",
      map: new Map([
        ["code", "VILLCODE"],
        ["name", "VILLNAME"],
      ]),
      object: "villages",
      far: true,
    },
  },
];

forEachEngine((makeEngine) => {
  describe("coverages that others drew, as plans", () => {
    let services: Services, service: RunningService, planner: string, approver: string;
    beforeAll(async () => {
      if (!isLong) return;
      services = await openSmallCounty(await makeEngine());
      handleJobs(services);
      service = await serve(services);
      return () => service.close();
    });

    const signIn = async (role: "planner" | "approver", county: number) => {
      const login = `${role}-${county}`;
      await services.accounts.addAccount(login, login, [role], { isDemo: true, county });
      const { token } = await services.accounts.link(login, true);
      return (await services.accounts.signInWithLink(token, true)).token;
    };
    const data = async (query: string, token = planner): Promise<any> => {
      const { data, errors } = await service.as(token)(query);
      expect(errors, query).toBeUndefined();
      return data!;
    };
    const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
      const begun = performance.now();
      const done = await work();
      console.info(`${what}: ${((performance.now() - begun) / 1000).toFixed(2)} s`);
      return done;
    };

    for (const { name, file, county, grids, o } of FILES) {
      const full = path.join(DATA, file);
      const lacks = !isLong
        ? "HEARTHGRID_SOAK is not set"
        : existsSync(full)
          ? null
          : `no ${file} in HEARTHGRID_BENCH_DATA`;
      it.skipIf(lacks)(
        `${name}${lacks ? ` (${lacks})` : ""}: imported, cleaned with preview, drawn in, in force`,
        { timeout: 900_000 },
        async () => {
          const report = await timed("import", () =>
            importLayer(services, { layer: layerOf("grids"), county, file: full, ...o }),
          );
          expect(report).toMatchObject({ written: grids, refused: 0 });
          services.counties.forget();
          planner = await signIn("planner", county);
          approver = await signIn("approver", county);
          const plan = report.plan!;
          const read = async (what: string) =>
            (await data(`{ gridPlan(id: "${plan}") { ${what} } }`)).gridPlan;
          const opened = await timed("open", () =>
            read("version grids { id geometry households }"),
          );
          expect(opened.grids).toHaveLength(grids);
          const found = await timed("findings", () => read("findings { severity code }"));
          const kinds = new Map<string, number>();
          for (const { severity, code } of found.findings)
            kinds.set(`${severity} ${code}`, (kinds.get(`${severity} ${code}`) ?? 0) + 1);
          console.info(kinds);
          const { cleaning } = await timed("preview", () =>
            read("cleaning { pieces areaM2 vertices farthestM grids { id areaAfterM2 } }"),
          );
          console.info({ ...cleaning, grids: cleaning.grids.length });
          let version = 1;
          if (cleaning.grids.length > 0) {
            const { cleanGridPlan: cleaned } = await timed("clean", () =>
              data(`mutation { cleanGridPlan(plan: "${plan}", version: 1) { version } }`),
            );
            ({ version } = cleaned);
            await timed("undo", () =>
              data(`mutation { undoGridEdit(plan: "${plan}", version: 2) { version } }`),
            );
            await timed("redo", () =>
              data(`mutation { redoGridEdit(plan: "${plan}", version: 3) { version } }`),
            );
            version = 4;
          }
          const after = await read("findings { severity code params }");
          expect(after.findings.filter((f: any) => f.severity === "error")).toEqual([]);
          const clean = await read("grids { id geometry parts }");
          const whole = clean.grids.find((grid: any) => grid.parts === 1)!;
          const [w, s, e, n] = boxOf(whole.geometry);
          const middle = (s + n) / 2;
          const line = `[[${w - 0.001}, ${middle}], [${e + 0.001}, ${middle}]]`;
          const split = `mutation { applyGridOperations(plan: "${plan}", version: ${version},
            operations: [{splitGrids: {grids: ["${whole.id}"], line: ${line}}}]) { version } }`;
          await timed("first edit", () => data(split));
          await timed("edit", () =>
            data(`mutation { applyGridOperations(plan: "${plan}", version: ${version + 1},
              operations: [{setProperties: {grid: "${whole.id}", properties: {name: "新名"}}}])
              { version } }`),
          );
          const drawn = await read("findings { severity code params geometry }");
          expect(drawn.findings.filter((f: any) => f.severity === "error")).toEqual([]);
          const step = (what: string, at: number, more: string) =>
            `mutation { ${what}(id: "${plan}", version: ${at}, ${more}) { status } }`;
          await timed("submit", () =>
            data(step("submitGridPlan", version + 2, 'reason: "as others drew it"')),
          );
          await data(step("approveGridPlan", version + 3, 'effectiveOn: "2099-01-01"'), approver);
          await timed("in force", () => itsDayComes(services, plan, 600_000));
          const { grids: present } = await data(
            `{ grids(filter: {area: {county: ${county}}}) { totalCount } }`,
          );
          expect(present.totalCount).toBeGreaterThan(grids);
        },
      );
    }
  });
});

function boxOf(geometry: { coordinates: unknown }): [number, number, number, number] {
  const numbers = (geometry.coordinates as unknown[]).flat(Infinity) as number[];
  const lons = numbers.filter((_, i) => i % 2 === 0);
  const lats = numbers.filter((_, i) => i % 2 === 1);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

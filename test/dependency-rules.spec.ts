import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";

interface Broken {
  rule: string;
  from: string;
}
const { brokenRules } = (await import(new URL("./dependency-rules.mjs", import.meta.url).href)) as {
  brokenRules(options: { root: string }): Promise<Broken[]>;
};
const { foreignTables } = (await import(new URL("./foreign-tables.mjs", import.meta.url).href)) as {
  foreignTables(root: string): string[];
};

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

function build(files: Record<string, string>): string {
  const root = mkdtempSync(path.join(tmpdir(), "hearthgrid-house-"));
  roots.push(root);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  writeFileSync(
    path.join(root, "package.json"),
    JSON.stringify({ type: "module", dependencies: { pg: "8" }, devDependencies: { vite: "8" } }),
  );
  symlinkSync(path.resolve("node_modules"), path.join(root, "node_modules"));
  return root;
}

/** A house of a few files, and what is found in it, as "file: rule". */
async function house(files: Record<string, string>) {
  const broken = await brokenRules({ root: build(files) });
  return broken.map(({ from, rule }) => `${from}: ${rule}`).sort();
}

/** Every file is imported by a spec, so that none is an orphan by accident. */
const used = (...files: string[]) => ({
  "test/all.spec.ts": files.map((f) => `import "../${f.replace(/tsx?$/, "js")}";`).join("\n"),
});

describe("the direction of imports", () => {
  it("is broken by a room that imports one it must not", async () => {
    const files = {
      "geo/a.ts": `import type { B } from "../db/b.js"; export type A = B;`,
      "civic/a.ts": `export { d } from "../db/d.js"; export type { A } from "../geo/a.js";`,
      "schema/a.ts": `import "../civic/a.js"; export { b } from "../db/b.js";`,
      "db/b.ts": `import "../api/c.js"; export type B = 1; export const b = 1;`,
      "db/d.ts": `import "../test/e.js"; export const d = 1;`,
      "api/c.ts": `export const f = () => import("../web-map/f.js");`,
      "web-map/f.tsx": `export const F = () => <p />;`,
      "test/e.ts": `export const e = 1;`,
    };
    expect(await house({ ...files, ...used("geo/a.ts", "schema/a.ts", "db/d.ts") })).toEqual([
      "api/c.ts: room-api",
      "civic/a.ts: room-civic",
      "db/b.ts: room-db",
      "db/d.ts: room-db",
      "geo/a.ts: room-geo",
      "schema/a.ts: room-schema",
    ]);
  });

  it("is broken by a page, or its spec, that reaches behind the wire", async () => {
    const files = {
      "web-map/a.tsx": `import { b } from "../api/b.js"; export const A = () => <p>{b}</p>;`,
      "web-map/a.spec.ts": `import "../db/c.js"; import "./a.js";`,
      "api/b.ts": `export const b = 1;`,
      "db/c.ts": `export const c = 1;`,
    };
    expect(await house(files)).toEqual([
      "web-map/a.spec.ts: wire",
      "web-map/a.tsx: room-web-map",
      "web-map/a.tsx: wire",
    ]);
  });

  it("is broken by a domain that uses another domain's queries, but not by its own or shared ones", async () => {
    const files = {
      "api/grids/grids.service.ts": `
        import "../cameras/cameras.queries.js"; import "../layers/layer.queries.js";
        import "./grids.queries.js"; import "../cameras/cameras.service.js"; export const g = 1;`,
      "api/grids/grids.queries.ts": `export const q = 1;`,
      "api/cameras/cameras.queries.ts": `export const q = 1;`,
      "api/cameras/cameras.service.ts": `export const s = 1;`,
      "api/layers/layer.queries.ts": `export const q = 1;`,
    };
    expect(await house(files)).toEqual(["api/grids/grids.service.ts: own-queries"]);
  });

  it("is broken by a mechanism that imports a domain, but not by domains.ts", async () => {
    const files = {
      "api/tiles/t.ts": `import "../grids/grids.service.js"; export const t = 1;`,
      "api/domains.ts": `import "./grids/grids.service.js"; import "./tiles/t.js";`,
      "api/grids/grids.service.ts": `export const s = 1;`,
    };
    expect(await house(files)).toEqual(["api/tiles/t.ts: mechanism-and-domain"]);
  });

  it("is broken by Node or a database in what runs in a browser", async () => {
    const files = {
      "geo/a.ts": `import { readFileSync } from "node:fs"; export const a = readFileSync;`,
      "civic/a.ts": `import { readFileSync } from "node:fs"; export const a = readFileSync;`,
      "civic/b.ts": `import pg from "pg"; export const b = pg;`,
      "web-map/b.tsx": `import pg from "pg"; export const B = pg;`,
      ...used("geo/a.ts", "civic/a.ts", "civic/b.ts", "web-map/b.tsx"),
    };
    expect(await house(files)).toEqual([
      "civic/a.ts: no-node",
      "civic/b.ts: no-database",
      "geo/a.ts: no-node",
      "web-map/b.tsx: no-database",
    ]);
  });

  it("is broken by a circle, of types too", async () => {
    const files = {
      "geo/a.ts": `import type { B } from "./b.js"; export type A = B;`,
      "geo/b.ts": `import type { A } from "./a.js"; export type B = A;`,
      ...used("geo/a.ts"),
    };
    expect(await house(files)).toEqual(["geo/a.ts: no-circle"]);
  });

  it("is broken by a file that nobody imports and that imports nobody", async () => {
    expect(await house({ "geo/a.ts": "export const a = 1;" })).toEqual(["geo/a.ts: no-orphan"]);
  });

  it("is broken by a service that runs with a development dependency, unless for its types", async () => {
    const files = {
      "api/a.ts": `import { build } from "vite"; export const a = build;`,
      "api/b.ts": `import type { Plugin } from "vite"; export type B = Plugin;`,
      "api/c.ts": `import pg from "pg"; export const c = pg;`,
      "web-map/vite.config.ts":
        'import { defineConfig } from "vite"; export default defineConfig({});',
      ...used("api/a.ts", "api/b.ts", "api/c.ts"),
    };
    expect(await house(files)).toEqual(["api/a.ts: no-dev-dependency"]);
  });
});

describe("a table belongs to one folder", () => {
  it("and is named by no other, in SQL or as drizzle's", () => {
    const root = build({
      "api/grids/grids.queries.ts":
        'export const a = "select 1 from grid join household on true";\n  // from tie',
      "api/households/households.queries.ts": `
        import { household, type grid } from "../../db/tables/layers.js";
        export const b = \`update household set a = 1\`; export const c = household;`,
      "api/ties/ties.spec.ts": 'export const d = "delete from household";',
    });
    expect(foreignTables(root)).toEqual([
      "api/grids/grids.queries.ts: household",
      "api/households/households.queries.ts: grid",
    ]);
  });
});

import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, inject, it } from "vitest";

const here = fileURLToPath(new URL(".", import.meta.url));

/** A stand-in for a tool: notes that it ran, and leaves what the real one would. */
const TOOLS = {
  typescript: `
    put("dist/api/main.js", "export const main = async () => console.log('started');");
    put("dist/db/engine/embedded/template.js", "export const buildTemplate = async () => {};");`,
  vite: `put("dist/web-map/index.html", "<p>page</p>");`,
};

let tree: string;
const write = (file: string, text: string, root = tree) => {
  mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};
const start = (root = tree) => {
  const run = spawnSync(process.execPath, ["api/cli/hearthgrid.mjs", "start"], {
    cwd: root,
    encoding: "utf8",
  });
  const ran = path.join(root, "ran");
  const tools = existsSync(ran) ? readFileSync(ran, "utf8").split("\n").filter(Boolean) : [];
  rmSync(ran, { force: true });
  return { tools: tools.sort(), status: run.status, out: run.stdout, err: run.stderr };
};

beforeEach(() => {
  tree = mkdtempSync(path.join(inject("runDir"), "checkout-"));
  for (const file of ["hearthgrid.mjs", "build.mjs"])
    write(`api/cli/${file}`, readFileSync(path.join(here, file), "utf8"));
  for (const room of ["schema", "db", "geo", "web-map"]) write(`${room}/a.ts`, "export {};");
  for (const file of ["tsconfig.json", "tsconfig.build.json"]) write(file, "{}");
  write("db/migrations/0000.sql", "select 1");
  const devDependencies = { typescript: "7", vite: "8" };
  write("package.json", JSON.stringify({ type: "module", devDependencies }));
  for (const [name, work] of Object.entries(TOOLS)) {
    write(
      `node_modules/${name}/package.json`,
      JSON.stringify({ bin: { tsc: "t.mjs", vite: "t.mjs" } }),
    );
    write(
      `node_modules/${name}/t.mjs`,
      `import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
       import { dirname } from "node:path";
       const put = (f, text) => { mkdirSync(dirname(f), { recursive: true }); writeFileSync(f, text); };
       appendFileSync("ran", "${name}\\n");${work}`,
    );
  }
});

describe("a checkout", () => {
  it("builds itself once, and again what changed", () => {
    expect(start()).toMatchObject({ status: 0, tools: ["typescript", "vite"], out: "started\n" });
    expect(start()).toMatchObject({ status: 0, tools: [], err: "" });
    appendFileSync(path.join(tree, "web-map/a.ts"), "\n");
    expect(start()).toMatchObject({ status: 0, tools: ["vite"] });
    appendFileSync(path.join(tree, "db/a.ts"), "\n");
    expect(start()).toMatchObject({ status: 0, tools: ["typescript"] });
  });

  it("that was built stays built when it is copied, and starts without what builds it", () => {
    start();
    const copy = `${tree}-copy`;
    cpSync(tree, copy, { recursive: true });
    rmSync(path.join(copy, "node_modules"), { recursive: true });
    expect(start(copy)).toMatchObject({ status: 0, tools: [], out: "started\n", err: "" });
  });

  it.each(["never built", "changed since"])(
    "without what builds it, %s, says so in one sentence",
    (state) => {
      if (state === "changed since") {
        start();
        appendFileSync(path.join(tree, "db/a.ts"), "\n");
      }
      rmSync(path.join(tree, "node_modules"), { recursive: true });
      const { status, out, err } = start();
      expect({ status, out }).toEqual({ status: 1, out: "" });
      expect(err).toMatch(/^This checkout is not built, or was changed since.*npm run build.*\n$/);
    },
  );

  it("that is a package, without sources, starts what it brings", () => {
    start();
    for (const file of [
      "tsconfig.json",
      "tsconfig.build.json",
      "node_modules",
      "db",
      "api/cli/build.mjs",
    ])
      rmSync(path.join(tree, file), { recursive: true });
    expect(start()).toMatchObject({ status: 0, out: "started\n", err: "" });
    rmSync(path.join(tree, "dist/api"), { recursive: true });
    expect(start()).toMatchObject({ status: 1, out: "" });
  });
});

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

interface Package {
  version?: string;
  license?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}
type Lock = Record<string, Package>;

/** Licences under which a work may be part of an Apache-2.0 product. */
const ALLOWED = [
  "MIT",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "Unlicense",
  "OFL-1.1",
];
/** Packages whose package.json does not say what their licence is. */
const KNOWN: Record<string, string> = {
  // "BDS-3-Clause"; the LICENSE beside it is the BSD 3-Clause licence.
  "splaytree-ts": "BSD-3-Clause",
};

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const lock = JSON.parse(read("package-lock.json")).packages as Lock;

/** What the page's sources import by name: it is bundled, and goes out with the service. */
function pageImports(): string[] {
  const sources = readdirSync(path.join(root, "web-map"), { recursive: true })
    .map(String)
    .filter(
      (file) => /\.tsx?$/.test(file) && !/\.(spec|fixture)\.tsx?$|codegen|vite\.config/.test(file),
    );
  const names = sources.flatMap((file) =>
    Array.from(
      read(`web-map/${file}`).matchAll(/(?:from|import\(?) ?"((?:@[\w-]+\/)?[a-z][\w-]*)[/"]/g),
      (m) => m[1]!,
    ),
  );
  return [...new Set(names)].filter((name) => lock[`node_modules/${name}`]);
}

/** Where a package that stands at `from` finds `name`: beside itself, or further up. */
function found(packages: Lock, from: string, name: string): string | undefined {
  const key = `${from ? `${from}/` : ""}node_modules/${name}`;
  if (packages[key]) return key;
  if (!from) return undefined;
  return found(packages, from.slice(0, Math.max(0, from.lastIndexOf("/node_modules/"))), name);
}

/** Every package that `names` lead to, by its place. */
function closure(packages: Lock, names: readonly string[]): string[] {
  const seen = new Set<string>();
  const visit = (from: string, name: string) => {
    const key = found(packages, from, name);
    if (!key || seen.has(key)) return;
    seen.add(key);
    const { dependencies, optionalDependencies } = packages[key]!;
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) visit(key, next);
  };
  for (const name of names) visit("", name);
  return [...seen];
}

const allowed = (licence: string): boolean => {
  const text = licence.replace(/^\((.*)\)$/, "$1");
  if (text.includes(" AND ")) return text.split(" AND ").every(allowed);
  if (text.includes(" OR ")) return text.split(" OR ").some(allowed);
  return ALLOWED.includes(text);
};

/** Packages that may not go out with the product, with what they call their licence. */
const faults = (packages: Lock, names: readonly string[]) =>
  closure(packages, names)
    .map((key) => {
      const name = key.slice(key.lastIndexOf("node_modules/") + "node_modules/".length);
      return { name, licence: KNOWN[name] ?? packages[key]!.license ?? "none named" };
    })
    .filter(({ licence }) => !allowed(licence))
    .map(({ name, licence }) => `${name}: ${licence}`);

describe("licences", () => {
  const production = Object.keys(lock[""]!.dependencies!);

  it("of all that the service installs and the page bundles allow an Apache-2.0 product", () => {
    expect(faults(lock, [...production, ...pageImports()])).toEqual([]);
  });

  it("are found wanting far down, in either of two, and where none is named", () => {
    const planted: Lock = {
      "node_modules/a": { license: "MIT", dependencies: { b: "1", c: "1", d: "1" } },
      "node_modules/a/node_modules/b": { license: "GPL-3.0-only", dependencies: { e: "1" } },
      "node_modules/b": { license: "MIT" },
      "node_modules/c": { license: "(MIT AND GPL-2.0-only)" },
      "node_modules/d": { license: "(GPL-2.0-only OR MIT)" },
      "node_modules/e": {},
    };
    expect(faults(planted, ["a"])).toEqual([
      "b: GPL-3.0-only",
      "e: none named",
      "c: (MIT AND GPL-2.0-only)",
    ]);
  });

  it("stand in NOTICE for what the product brings", () => {
    const notice = read("NOTICE");
    const pglite = `PGlite ${lock["node_modules/@electric-sql/pglite"]!.version}`;
    const brought = [...pageImports(), pglite, "PostgreSQL", "PostGIS", "GEOS", "PROJ", "Noto"];
    expect(brought.filter((name) => !notice.includes(name))).toEqual([]);
    expect(pageImports()).toContain("maplibre-gl");
  });
});

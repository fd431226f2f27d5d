import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { buildHearthgridSchema } from "../../api/graphql/schema.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

function filesBelow(directory: string, endings: RegExp): string[] {
  return readdirSync(path.join(root, directory), { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile() && endings.test(e.name))
    .map((e) => path.relative(root, path.join(e.parentPath, e.name)));
}

const read = (file: string) => readFileSync(path.join(root, file), "utf8");

it("a document that a guide names is one that the page sends", () => {
  const sent = filesBelow("web-map", /\.(ts|tsx|graphql)$/)
    .map(read)
    .join("\n");
  const names = filesBelow("docs", /\.md$/).flatMap((file) =>
    [...read(file).matchAll(/document `(\w+)`/g)].map((m) => m[1]!),
  );
  expect(names.length).toBeGreaterThan(0);
  expect(
    names.filter((n) => !new RegExp(`(query|mutation|subscription) ${n}\\b`).test(sent)),
  ).toEqual([]);
});

it("an operation that a guide names is in the contract", () => {
  const schema = buildHearthgridSchema();
  const known = new Set(
    [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!].flatMap(
      (t) => Object.keys(t.getFields()),
    ),
  );
  const operate = read("docs/guides/operate-it.md");
  const named = /by GraphQL \(([^)]*)\)/.exec(operate)![1]!.match(/`(\w+)`/g)!;
  expect(named.map((n) => n.slice(1, -1)).filter((n) => !known.has(n))).toEqual([]);
});

import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { buildHearthgridSchema } from "../../api/server/schema.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const ROOMS = ["api", "db", "docs", "geo", "schema", "test", "web-map"];
const NAMED = new RegExp(
  `(?<![\\w./-])(${ROOMS.join("|")})/[\\w./-]+?\\.(tsx?|mjs|md|graphql|sql|json)\\b`,
  "g",
);

function filesBelow(directory: string, endings: RegExp): string[] {
  return readdirSync(path.join(root, directory), { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile() && endings.test(e.name))
    .map((e) => path.relative(root, path.join(e.parentPath, e.name)))
    .filter((file) => !/(^|\/)(gql|fixtures|data)\//.test(file));
}

const read = (file: string) => readFileSync(path.join(root, file), "utf8");

/** Comments only: strings and imports name files that need not be there. */
const commentsOf = (text: string): string =>
  [...text.matchAll(/\/\*\*?[\s\S]*?\*\/|(?<=\s)\/\/ .*$/gm)].map((m) => m[0]).join("\n");

it("a file that a guide or a comment names is there: guides named one that never was", () => {
  const texts = [
    ...[
      "README.md",
      "CONTRIBUTING.md",
      ...filesBelow("docs", /\.md$/),
      ...filesBelow("geo", /\.md$/),
    ].map((file) => [file, read(file)] as const),
    ...ROOMS.filter((r) => r !== "docs").flatMap((room) =>
      filesBelow(room, /\.(tsx?|mjs)$/).map((file) => [file, commentsOf(read(file))] as const),
    ),
  ];
  const missing = texts.flatMap(([file, text]) =>
    [...text.matchAll(NAMED)]
      .filter(([name]) => !existsSync(path.join(root, name)))
      .map(([name]) => `${file}: ${name}`),
  );
  expect(missing).toEqual([]);
});

it("a link from one page of the documentation to another arrives", () => {
  const missing = ["README.md", "CONTRIBUTING.md", ...filesBelow("docs", /\.md$/)].flatMap((file) =>
    [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
      .filter(([, to]) => !existsSync(path.resolve(root, path.dirname(file), to!)))
      .map(([, to]) => `${file}: ${to}`),
  );
  expect(missing).toEqual([]);
});

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

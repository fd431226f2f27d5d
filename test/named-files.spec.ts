import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const ROOMS = /^(?:geo|civic|schema|db|api|web-map|test|docs)\//;

/** Files that a text names: links of a document, and paths from the root in prose and comments. */
function named(file: string, text: string): string[] {
  const links = Array.from(text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g), (m) =>
    path.join(path.dirname(file), m[1]!),
  );
  const paths = Array.from(
    text.matchAll(/(?<![\w./-])([a-z][\w-]*(?:\/[\w.-]+)+\.(?:ts|tsx|mjs|md|graphql))(?![\w/])/g),
    (m) => m[1]!,
  ).filter((name) => ROOMS.test(name));
  // «Add a …» names files that its reader is to make.
  const isToMake = /guides\/add-a-/.test(file);
  return [...(file.endsWith(".md") ? links : []), ...(isToMake ? [] : paths)];
}

/** Of a source only its comments speak of files; a spec may plant some. */
const spoken = (file: string, text: string) =>
  file.endsWith(".md")
    ? text
    : text
        .split("\n")
        .filter((l) => /^\s*(\/\/|\*|\/\*)/.test(l))
        .join("\n");

const lost = (file: string, text: string) =>
  named(file, spoken(file, text))
    .filter((name) => !existsSync(path.join(root, name)))
    .map((name) => `${file}: ${name}`);

it("documents and comments name no file that is not there", () => {
  const files = ["", "geo", "civic", "schema", "db", "api", "web-map", "test", "docs"].flatMap(
    (room) =>
      readdirSync(path.join(root, room), { recursive: room !== "" })
        .map((file) => path.posix.join(room, String(file)))
        .filter((file) => /\.(md|tsx?|mjs)$/.test(file)),
  );
  const read = (file: string) => readFileSync(path.join(root, file), "utf8");
  expect(files.flatMap((file) => lost(file, read(file)))).toEqual([]);
});

it("finds a name that is wrong, in a link, in prose and in a comment", () => {
  expect(lost("docs/a.md", "[x](no.md) `test/no.spec.ts` [y](performance.md)")).toEqual([
    "docs/a.md: docs/no.md",
    "docs/a.md: test/no.spec.ts",
  ]);
  expect(lost("api/a.ts", '// see test/no.spec.ts\nread("test/other.ts");')).toEqual([
    "api/a.ts: test/no.spec.ts",
  ]);
});

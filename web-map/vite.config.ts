import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { packRanges } from "./map/packed-ranges.js";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * `virtual:contract`: the emitted schema as text, so that the IDE knows it before it has asked
 * anything.
 */
const contract: Plugin = {
  name: "hearthgrid-contract",
  resolveId: (id) => (id === "virtual:contract" ? "\0virtual:contract" : null),
  load: (id) =>
    id === "\0virtual:contract"
      ? `export default ${JSON.stringify(readFileSync(here("../schema/schema.graphql"), "utf8"))}`
      : null,
};

const FONT_RANGES = "@fontsource/noto-sans-sc/unicode.json";

/** The letters of the font's slices, packed: they are two thirds shorter on their way. */
const fontRanges: Plugin = {
  name: "hearthgrid-font-ranges",
  enforce: "pre",
  resolveId: (id) => (id === FONT_RANGES ? "\0font-ranges" : null),
  load(id) {
    if (id !== "\0font-ranges") return null;
    const table = readFileSync(createRequire(import.meta.url).resolve(FONT_RANGES), "utf8");
    const packed = packRanges(JSON.parse(table) as Record<string, string>);
    return `import { unpackRanges } from ${JSON.stringify(here("map/packed-ranges.ts"))};
      export default unpackRanges(${JSON.stringify(packed)});`;
  },
};

/** The page's questions without their indents, and without the fragments that stand in them. */
const terseQuestions: Plugin = {
  name: "hearthgrid-terse-questions",
  enforce: "pre",
  transform: (code, id) =>
    id.endsWith("/gql/graphql.ts")
      ? code.replace(
          /new TypedDocumentString\(`([^`]*)`/g,
          (_, text: string) =>
            `/* @__PURE__ */ new TypedDocumentString(\`${text.replace(/\s+/g, " ").trim()}\``,
        )
      : null,
};

/** The page and the GraphQL IDE, as the service serves them from the root of its one port. */
export default defineConfig({
  root: here("html"),
  // Addresses relative to the page, which a proxy may serve below a path of its own.
  base: "./",
  // Under names of their own: an installed page asks for its manifest and icons again.
  publicDir: here("html/public"),
  logLevel: "error",
  plugins: [react(), contract, fontRanges, terseQuestions],
  worker: { format: "es" },
  build: {
    outDir: here("../dist/web-map"),
    emptyOutDir: true,
    target: "es2022",
    sourcemap: false,
    // A data: font or script is refused by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2500,
    rolldownOptions: {
      input: { index: here("html/index.html"), ide: here("html/graphql-ide/index.html") },
      // The map library changes seldom: its own file stays in the browser's cache when the page
      // changes.
      output: {
        codeSplitting: {
          // Its style comes with the page's own, before them: in this file it would bring all of it.
          groups: [
            { name: "maplibre", test: /node_modules[\\/](maplibre-gl|@maplibre)[\\/].*\.m?js$/ },
          ],
        },
      },
    },
  },
});

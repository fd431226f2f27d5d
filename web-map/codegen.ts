import type { CodegenConfig } from "@graphql-codegen/cli";

/**
 * Types of the page's documents, from the emitted contract. `npm run generate` runs it; a spec
 * fails when it is stale.
 */
const config = {
  schema: "schema/schema.graphql",
  documents: ["web-map/**/*.graphql"],
  importExtension: ".js",
  generates: {
    "web-map/gql/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        documentMode: "string",
        scalars: {
          GeoJSON: { input: "geojson#Geometry", output: "geojson#Geometry" },
          Instant: "string",
          Day: "string",
          JSON: "unknown",
          Area: "AreaInput",
        },
      },
    },
  },
} satisfies CodegenConfig;

export default config;

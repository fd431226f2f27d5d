import type { Extension } from "@electric-sql/pglite";

/** PostGIS for PGlite from a bundle file of ours instead of the package's (which carries raster, topology and 500 upgrade scripts). */
export const postgisFrom = (bundle: URL): Extension => ({
  name: "postgis",
  setup: async (_pg, emscriptenOpts: { PGLITE_ENV: Record<string, string> }) => {
    emscriptenOpts.PGLITE_ENV.PROJ_DATA = "/pglite/share/proj";
    return { emscriptenOpts, bundlePath: bundle };
  },
});

import type { Extension } from "@electric-sql/pglite";

/** The engine's stack pointer. */
export interface WasmStack {
  save(): number;
  restore(pointer: number): void;
}

interface EmscriptenOptions {
  PGLITE_ENV: Record<string, string>;
  instantiateWasm(
    imports: unknown,
    done: (instance: { exports: Record<string, unknown> }, module: unknown) => void,
  ): unknown;
}

/**
 * PostGIS for PGlite from a bundle file of ours instead of the package's (which carries raster,
 * topology and 500
 * upgrade scripts). An extension's setup is also the one place where the engine's WebAssembly
 * exports pass by:
 * `onStack` gets its stack pointer, which PGlite itself never restores after an error.
 */
export const postgisFrom = (bundle: URL, onStack?: (stack: WasmStack) => void): Extension => ({
  name: "postgis",
  setup: async (_pg, emscriptenOpts: EmscriptenOptions) => {
    emscriptenOpts.PGLITE_ENV.PROJ_DATA = "/pglite/share/proj";
    const instantiate = emscriptenOpts.instantiateWasm;
    emscriptenOpts.instantiateWasm = (imports, done) =>
      instantiate(imports, (instance, module) => {
        const save = instance.exports.emscripten_stack_get_current as (() => number) | undefined;
        const restore = instance.exports._emscripten_stack_restore as
          | ((pointer: number) => void)
          | undefined;
        if (save && restore) onStack?.({ save, restore });
        done(instance, module);
      });
    return { emscriptenOpts, bundlePath: bundle };
  },
});

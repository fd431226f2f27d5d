import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Extension } from "@electric-sql/pglite";
import { tarEntries } from "./filter-tar.js";

/** What of the engine's WebAssembly PGlite does not show. */
export interface WasmInside {
  stackPointer(): number;
  setStackPointer(pointer: number): void;
  /** Whether a C++ exception was thrown that nobody caught, since this was last asked. */
  exceptionEscaped(): boolean;
}

type WasmImports = { env: Record<string, ((...args: unknown[]) => unknown) | undefined> };

interface WasmFiles {
  WASM_PREFIX: string;
  FS: {
    mkdirTree(path: string): void;
    writeFile(path: string, data: Uint8Array, options: { canOwn: boolean }): void;
  };
}

interface EmscriptenOptions {
  PGLITE_ENV: Record<string, string>;
  preRun: ((mod: WasmFiles) => void)[];
  instantiateWasm(
    imports: WasmImports,
    done: (instance: { exports: Record<string, unknown> }, module: unknown) => void,
  ): unknown;
}

/**
 * PostGIS for PGlite from an archive of ours instead of the package's (which carries raster, topology
 * and 500 upgrade scripts). It is put in place here: PGlite's own loader unpacks, copies five times
 * and sums up 26 MB, half of what a start costs (docs/decisions/engine-template-directory.md). An
 * extension's setup is also the one place where the engine's WebAssembly passes by: `onInside` gets
 * its stack pointer, which PGlite itself never restores after an error, and what is thrown in it.
 */
export const postgisFrom = (bundle: URL, onInside?: (inside: WasmInside) => void): Extension => ({
  name: "postgis",
  setup: async (_pg, emscriptenOpts: EmscriptenOptions) => {
    const tar = await readFile(bundle);
    emscriptenOpts.preRun.push((mod) => {
      for (const { name, data } of tarEntries(tar)) {
        if (name.endsWith("/")) continue;
        const file = `${mod.WASM_PREFIX}/${name}`;
        mod.FS.mkdirTree(path.posix.dirname(file));
        // A view into what was read, which nobody writes.
        mod.FS.writeFile(file, data, { canOwn: true });
      }
    });
    emscriptenOpts.PGLITE_ENV.PROJ_DATA = "/pglite/share/proj";
    const instantiate = emscriptenOpts.instantiateWasm;
    emscriptenOpts.instantiateWasm = (imports, done) => {
      const exceptionEscaped = watchExceptions(imports);
      return instantiate(imports, (instance, module) => {
        const stackPointer = instance.exports.emscripten_stack_get_current as
          | (() => number)
          | undefined;
        const setStackPointer = instance.exports._emscripten_stack_restore as
          | ((pointer: number) => void)
          | undefined;
        if (stackPointer && setStackPointer)
          onInside?.({ stackPointer, setStackPointer, exceptionEscaped });
        done(instance, module);
      });
    };
    return { emscriptenOpts };
  },
});

/**
 * GEOS throws through this import, also from PostGIS, which is linked to it when it is loaded. What
 * catches says so through the other; this build of PGlite catches nothing, and goes on as if the
 * call had returned.
 */
function watchExceptions({ env }: WasmImports): () => boolean {
  let flying = 0;
  const count = (name: string, step: number) => {
    const call = env[name];
    if (!call) return;
    // Emscripten keeps a signature as an attribute of the function.
    env[name] = Object.assign((...args: unknown[]) => {
      flying = Math.max(0, flying + step);
      return call(...args);
    }, call);
  };
  count("__cxa_throw", 1);
  count("__cxa_begin_catch", -1);
  return () => {
    const escaped = flying > 0;
    flying = 0;
    return escaped;
  };
}

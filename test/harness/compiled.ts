import { symlinkSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "vite";
import { freshDirectory } from "./engines.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What a program takes from the service's rooms it takes from `dist`, as people's processes do. */
const SERVICE_AS_BUILT: Plugin = {
  name: "service-as-built",
  enforce: "pre",
  resolveId(source, importer) {
    if (!importer || !source.startsWith(".")) return null;
    const file = path.resolve(path.dirname(importer), source);
    const within = path.relative(root, file);
    if (within.startsWith("test")) return null;
    return { id: pathToFileURL(path.join(root, "dist", within)).href, external: true };
  },
};

/**
 * A fixture as a program that Node runs by itself: a loader of TypeScript costs each process more
 * than a second of CPU.
 */
export async function compiled(fixture: URL): Promise<string> {
  const dir = freshDirectory("compiled");
  symlinkSync(path.join(root, "node_modules"), path.join(dir, "node_modules"));
  await build({
    configFile: false,
    root,
    logLevel: "error",
    plugins: [SERVICE_AS_BUILT],
    build: {
      ssr: fileURLToPath(fixture),
      outDir: dir,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: "program.mjs" } },
    },
  });
  return path.join(dir, "program.mjs");
}

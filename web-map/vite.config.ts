import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The page and the GraphQL IDE, as the service serves them from the root of its one port. */
export default defineConfig({
  root: here("html"),
  publicDir: false,
  logLevel: "error",
  plugins: [react()],
  worker: { format: "es" },
  build: {
    outDir: here("../dist/web-map"), emptyOutDir: true, target: "es2022", sourcemap: false,
    // A data: font or script is refused by the content security policy.
    assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 2500,
    rolldownOptions: { input: { index: here("html/index.html"), ide: here("html/graphql-ide/index.html") } },
  },
});

import { defineConfig } from "vitest/config";

export default defineConfig({
  // Two copies of graphql (index.mjs through vite, index.js through type-graphql) make "another
  // module or realm" errors.
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    include: ["{api,schema,db,geo,test}/**/*.spec.ts", "web-map/**/*.spec.{ts,tsx}"],
    globalSetup: ["test/vitest.setup.ts"],
    // Most of a spec's time is waiting for engines, servers and browsers to start.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});

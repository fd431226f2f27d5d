import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * What changes its process (environment variables, exit code), has a browser's globals, or declares
 * a layer that is none, which must not meet what was kept of the real one, or watches a thread begin,
 * which an idle one of another spec would spare it.
 */
const ALONE = [
  "api/cli/**/*.spec.ts",
  "web-map/**/*.spec.{ts,tsx}",
  "test/policy/sealed.spec.ts",
  "test/analysis/asker-gone.spec.ts",
];

/** Begun first, so that the two workers are busy to the end: a clone has no times of a run before. */
const LONGEST = [
  "test/kill/",
  "test/policy/every-role",
  "test/browser/",
  "test/workflow/transitions",
  "test/engine/embedded",
  "test/tiles/tiles",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.includes(name));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  // Two copies of graphql (index.mjs through vite, index.js through type-graphql) make "another
  // module or realm" errors.
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    globalSetup: ["test/vitest.setup.ts"],
    // Most of a spec's time is waiting for engines, servers and browsers to start.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 180_000,
    // Usually a second, which a busy machine may stand still.
    expect: { poll: { timeout: 15_000 } },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "service",
          include: ["{api,schema,db,civic,geo,test}/**/*.spec.ts"],
          exclude: ALONE,
          // The service's modules are read once a worker and not once a file: 1.6 s of CPU each.
          isolate: false,
        },
      },
      { extends: true, test: { name: "alone", include: ALONE } },
    ],
  },
});

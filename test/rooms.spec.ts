import { describe, expect, it } from "vitest";

const { violation } = (await import(new URL("./rooms.mjs", import.meta.url).href)) as {
  violation(from: string, to: string): string | undefined;
};

describe("the direction of imports", () => {
  it.each([
    ["geo/area.ts", "db/engine.js"],
    ["geo/area.ts", "schema/roles.js"],
    ["schema/roles.ts", "db/tables/index.js"],
    ["db/engine.ts", "api/refusal.js"],
    ["db/engine.ts", "test/harness/engines.js"],
    ["api/main.ts", "web-map/map/map.js"],
    ["web-map/map/map.tsx", "api/refusal.js"],
    ["web-map/map/map.spec.ts", "db/engine.js"],
    ["api/grids/grids.service.ts", "api/cameras/cameras.queries.js"],
  ])("is broken by %s importing %s", (from, to) => {
    expect(violation(from, to)).toMatch(/import|never its queries/);
  });

  it.each([
    ["geo/area.ts", "geo/crs.js"],
    ["schema/roles.ts", "geo/crs.js"],
    ["db/engine.ts", "geo/crs.js"],
    ["api/main.ts", "db/engine.js"],
    ["web-map/map/map.tsx", "geo/crs.js"],
    ["api/grids/grids.service.ts", "api/cameras/cameras.service.js"],
    ["api/grids/grids.service.ts", "api/layers/change.queries.js"],
    ["geo/area.spec.ts", "test/harness/engines.js"],
  ])("allows %s to import %s", (from, to) => {
    expect(violation(from, to)).toBeUndefined();
  });
});

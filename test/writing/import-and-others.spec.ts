import { writeFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { importLayer } from "../../api/import/import.service.js";
import { layerOf } from "../../schema/layers/index.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine, freshDirectory } from "../harness/engines.js";

// The embedded engine has one connection: there nobody writes beside an import's transaction.
forEachEngine((makeEngine, kind) => {
  let services: Services, service: RunningService, admin: ReturnType<RunningService["as"]>;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    service = await serve(services);
    admin = service.as((await tokensOf(services))["admin"]);
  });
  afterAll(() => service.close());

  it.skipIf(kind === "embedded")(
    "a report made while an import is written gets its number at once, and each number is given once",
    async () => {
      const file = path.join(freshDirectory(), "points.csv");
      const lines = Array.from({ length: 3000 }, (_, i) => `${107 + i * 1e-6},29.001,事${i}`);
      writeFileSync(file, ["lon,lat,title", ...lines].join("\n"));
      const { transaction } = services.db;
      let written = () => {};
      const held = new Promise<void>((resolve) => (written = resolve));
      let release = () => {};
      const asked = new Promise<void>((resolve) => (release = resolve));
      // The import's own transaction, held open once all its rows are written.
      services.db.transaction = (work) =>
        transaction.call(services.db, async (tx) => {
          const result = await work(tx);
          const [found] = await tx.rows<{ n: number }>(
            sql`select count(*)::int as n from incident`,
          );
          if (found!.n >= 3000) {
            written();
            await asked;
          }
          return result as never;
        }) as never;
      const importing = importLayer(services, {
        layer: layerOf("incidents"),
        file,
        county: COUNTY,
        set: new Map([
          ["category", "0603"],
          ["occurredFrom", "2026-02-03T04:05:06Z"],
        ]),
      });
      await held;
      services.db.transaction = transaction;
      const begun = Date.now();
      const { data } = await admin(`mutation { createIncident(input: { county: ${COUNTY},
        title: "同时", category: "0603", occurredFrom: "2026-02-03T04:05:06Z",
        geometry: { type: "Point", coordinates: [107.003, 29.003] } }) { number } }`);
      const took = Date.now() - begun;
      release();
      expect((await importing).written).toBe(3000);
      expect(took).toBeLessThan(3000);
      expect(data!["createIncident"].number).toMatch(/^510799-\d{4}-\d{6}$/);
      const { rows } = await services.db.engine.pool.query(
        "select count(*)::int as n, count(distinct number)::int as numbers from incident where number <> ''",
      );
      expect(rows[0].numbers).toBe(rows[0].n);
    },
    30_000,
  );
});

import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import type { ImportDesk } from "./import-desk.js";

/** Others go on meanwhile. */
export function whileOthersRead(here: ImportDesk): void {
  it("lets others read while it runs, and they see all of it or nothing", async () => {
    here.fresh();
    const n = 9000;
    const lines = Array.from(
      { length: n },
      (_, i) => `${113 + (i % 300) / 1000},${28 + Math.floor(i / 300) / 1000},20260101`,
    );
    const seen = new Set<number>();
    let slowest = 0,
      running = true;
    const reader = (async () => {
      while (running) {
        const begun = performance.now();
        const [row] = await here.services.db.rows<{ n: number }>(
          sql`select count(*)::int as n from incident where county_id = ${here.county}`,
        );
        slowest = Math.max(slowest, performance.now() - begun);
        seen.add(row!.n);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    const report = await here.load("incidents", "-", {
      format: "csv",
      input: Readable.from([`lon,lat,date\n${lines.join("\n")}`]),
    });
    running = false;
    await reader;
    expect(report).toMatchObject({ written: n, refused: 0 });
    expect([...seen].sort((a, b) => a - b).filter((v) => v !== 0 && v !== n)).toEqual([]);
    expect(seen.has(0)).toBe(true);
    expect(slowest).toBeLessThan(10_000);
  });
}

import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { incidentStats } from "../../api/analysis/incident-stats.service.js";
import type { Services } from "../../api/core/services.js";
import { randomOf } from "../../geo/random.js";
import { openSmallCounty } from "../fixtures/small-county.js";
import { forEachEngine } from "../harness/engines.js";
import { addNewYork, NEW_YORK, operatorOf } from "./new-york.js";
import { KEYS, type Question, someQuestion } from "./random-questions.js";

const QUESTIONS = process.env["HEARTHGRID_SOAK"] ? 200 : 20;
const SEED = Number(process.env["HEARTHGRID_SEED"] ?? 3);

forEachEngine((makeEngine) => {
  let services: Services;

  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    await addNewYork(services);
  });

  /** What a view counts, by hand: it obeys all brushes but its own. */
  async function byHand({ where, brushes }: Question, by: keyof typeof KEYS | null) {
    const others = brushes.filter((b) => b.by !== by).map((b) => `coalesce(${b.where}, false)`);
    const rows = await services.db.rows<{ key: string; count: number }>(
      sql.raw(`select coalesce(${by ? KEYS[by] : "''"}, '') as key, count(*)::int as count
        from incident where county_id = ${NEW_YORK} and retired_at is null
          and ${[where, ...others].join(" and ")} group by 1`),
    );
    return new Map(rows.map((r) => [r.key, r.count]));
  }

  it("each view of any question is what SQL by hand counts, and sums to its whole", async () => {
    const random = randomOf(SEED, "questions");
    let total = 0;
    for (let i = 0; i < QUESTIONS; i++) {
      const question = someQuestion(random);
      const told = JSON.stringify(question);
      const stats = await incidentStats(operatorOf(services), question);
      const whole = (await byHand(question, null)).get("") ?? 0;
      expect(stats.total.count, told).toBe(whole);
      total += whole;
      expect(stats.views.map((v) => v.by)).toEqual(question.groupBy);
      for (const { by, groups, rest } of stats.views) {
        const found = new Map(groups.filter((g) => g.count > 0).map((g) => [g.key, g.count]));
        expect(found, `${by} of ${told}`).toEqual(await byHand(question, by));
        expect(rest).toBe(0);
        if (!question.brushes.some((b) => b.by === by))
          expect(groups.reduce((sum, g) => sum + g.count, 0)).toBe(whole);
      }
    }
    expect(total).toBeGreaterThan(500);
  });
});

import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { incidentStats } from "../../api/analysis/incident-stats.service.js";
import { isWeekView } from "../../api/analysis/week-parts.js";
import type { Services } from "../../api/core/services.js";
import { aoristicWeek } from "../../geo/hotspots/aoristic.js";
import { randomOf } from "../../geo/random.js";
import { TimesCounted } from "../../schema/incident-stats.js";
import { CountBy } from "../../schema/inputs.js";
import { openSmallCounty } from "../fixtures/small-county.js";
import { forEachEngine } from "../harness/engines.js";
import { addNewYork, NEW_YORK, operatorOf, ZONE } from "./new-york.js";
import {
  KEYS,
  type Question,
  someQuestion,
  someTimedQuestion,
  type TimedQuestion,
} from "./random-questions.js";

const SOAK = process.env["HEARTHGRID_SOAK"] !== undefined;
/** Two hundred questions, each with SQL by hand for every view, take minutes: in eight parts. */
const PARTS = Array.from({ length: SOAK ? 8 : 1 }, (_, part) => [part]);
const [QUESTIONS, TIMED] = SOAK ? [25, 25] : [16, 6];
const TIMEOUT = SOAK ? 300_000 : 60_000;
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
          and occurred_until <= occurred_from + interval '1 hour' and ${[where, ...others].join(" and ")} group by 1`),
    );
    return new Map(rows.map((r) => [r.key, r.count]));
  }

  it.each(PARTS)(
    "of known times each view of any question is what SQL by hand counts, and sums to its whole (%i)",
    async (part) => {
      const random = randomOf(SEED + part!, "questions");
      let total = 0;
      for (let i = 0; i < QUESTIONS; i++) {
        const question = someQuestion(random);
        const told = JSON.stringify(question);
        const stats = await incidentStats(operatorOf(services), {
          ...question,
          times: TimesCounted.KNOWN,
        });
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
    },
    TIMEOUT,
  );

  /** Incidents under all brushes but a view's, with their clock times, by hand. */
  const incidentsOf = ({ where, brushes }: TimedQuestion, by: CountBy | null, key: string) =>
    services.db.rows<{ key: string; begins: number; ends: number }>(
      sql.raw(`select coalesce(${key}, '') as key,
          floor(extract(epoch from occurred_from at time zone '${ZONE}'))::float8 / 60 as begins,
          floor(extract(epoch from occurred_until at time zone '${ZONE}'))::float8 / 60 as ends
        from incident where county_id = ${NEW_YORK} and retired_at is null and ${[
          where,
          ...brushes.filter((b) => b.by !== by).map((b) => `coalesce(${b.where}, false)`),
        ].join(" and ")}`),
    );

  /** The same with their half hours of the week, read once whatever counts them. */
  const rowsOnce = (question: TimedQuestion) => {
    const read = new Map<CountBy | null, Promise<Placed[]>>();
    return (by: CountBy | null): Promise<Placed[]> => {
      const key = by && !isWeekView(by) ? KEYS[by] : "''";
      const rows = read.get(by) ?? incidentsOf(question, by, key).then(inHalves);
      read.set(by, rows);
      return rows;
    };
  };

  it.each(PARTS)(
    "spread and overlapping intervals are what an oracle makes of each, also across changed clocks (%i)",
    async (part) => {
      const random = randomOf(SEED + part!, "timed questions");
      let between = 0;
      for (let i = 0; i < TIMED; i++) {
        const question = someTimedQuestion(random);
        const rows = rowsOnce(question);
        for (const times of [TimesCounted.SPREAD, TimesCounted.OVERLAP]) {
          const told = JSON.stringify([times, question]);
          const stats = await incidentStats(operatorOf(services), { ...question, times });
          const sum = async (by: CountBy | null) => {
            const isOfWeek = by !== null && isWeekView(by);
            const inside = insideOf(question, by);
            const groups = new Map<string, number>();
            for (const { halves, ...row } of await rows(by)) {
              const all = [...halves].filter(([half]) => inside(half));
              const touched = new Map<string, number>();
              for (const [half, weight] of all) {
                const key = isOfWeek ? partOf(by, half) : row.key;
                const before = touched.get(key) ?? 0;
                touched.set(key, times === TimesCounted.OVERLAP ? 1 : before + weight);
              }
              for (const [key, n] of touched) groups.set(key, (groups.get(key) ?? 0) + n);
            }
            return groups;
          };
          const total = (await sum(null)).get("") ?? 0;
          expect(stats.total.count, told).toBeCloseTo(total, 6);
          if (!Number.isInteger(total)) between++;
          for (const { by, groups } of stats.views) {
            const expected = await sum(by);
            const found = new Map(groups.map((g) => [g.key, g.count]));
            const off = [...new Set([...expected.keys(), ...found.keys()])].filter(
              (key) => !(Math.abs((found.get(key) ?? 0) - (expected.get(key) ?? 0)) < 5e-7),
            );
            expect(off, `${by} of ${told}`).toEqual([]);
            if (times === TimesCounted.SPREAD && !question.brushes.some((b) => b.by === by))
              expect(groups.reduce((all, g) => all + g.count, 0)).toBeCloseTo(total, 6);
          }
        }
      }
      expect(between).toBeGreaterThan(TIMED / 4);
    },
    TIMEOUT,
  );

  it("the week of all incidents is aoristicWeek's, and sums to their number", async () => {
    const rows = await incidentsOf(NOTHING, null, "''");
    const { hours } = aoristicWeek(
      Float64Array.from(rows, (r) => r.begins),
      Float64Array.from(rows, (r) => r.ends),
    );
    const stats = await incidentStats(operatorOf(services), { groupBy: [CountBy.HOUR_OF_WEEK] });
    expect(stats.total.count).toBe(rows.length);
    const found = stats.views[0]!.groups.map((g) => g.count);
    // Its week begins on Sunday, the counts' on Monday.
    found.forEach((n, hour) => expect(n).toBeCloseTo(hours[(hour + 24) % 168]!, 8));
    expect(found.reduce((a, b) => a + b)).toBeCloseTo(rows.length, 6);
    const [vague] = await services.db.rows<{ n: number }>(
      sql`select count(*)::int as n from incident where county_id = ${NEW_YORK}
        and retired_at is null and occurred_until - occurred_from > interval '1 hour'`,
    );
    expect(stats.uncertain).toBe(vague!.n);
  });
});

const NOTHING: TimedQuestion = {
  filter: {},
  where: "true",
  halves: null,
  brushes: [],
  groupBy: [],
};
const WEEK = 10_080;

interface Placed {
  key: string;
  halves: Map<number, number>;
}
const inHalves = (rows: { key: string; begins: number; ends: number }[]): Placed[] =>
  rows.map(({ key, begins, ends }) => ({ key, halves: halvesOf(begins, ends) }));

/** Whether a half hour lies in all times of the week that are asked for beside a view's own. */
const insideOf =
  ({ halves, brushes }: TimedQuestion, by: CountBy | null) =>
  (half: number) =>
    [halves, ...brushes.filter((b) => b.by !== by).map((b) => b.halves)].every(
      (set) => set === null || set.has(half),
    );

/** The share that an incident has of each half hour of the week, by the rules of `addAoristic`. */
function halvesOf(begins: number, ends: number): Map<number, number> {
  const at = (minute: number) => (Math.floor(minute / 30) + 3 * 48) % 336;
  const length = Math.floor(ends - begins);
  if (length <= 1) return new Map([[at(begins), 1]]);
  if (length >= WEEK) return new Map(Array.from({ length: 336 }, (_, half) => [half, 1 / 336]));
  const shares = new Map<number, number>();
  const end = begins + length;
  for (let minute = begins; minute < end; ) {
    const next = Math.min(end, (Math.floor(minute / 30) + 1) * 30);
    const half = at(minute);
    shares.set(half, (shares.get(half) ?? 0) + (next - minute) / length);
    minute = next;
  }
  return shares;
}

function partOf(by: CountBy, half: number): string {
  const hour = Math.floor(half / 2);
  if (by === CountBy.HOUR) return String(hour % 24);
  return by === CountBy.WEEKDAY ? String(1 + Math.floor(hour / 24)) : String(hour);
}

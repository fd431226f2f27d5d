/**
 * What a property of `geo/coverage` says of operations, said of the service: drawn at random over
 * GraphQL, through two processes, by one planner and by two at once.
 */
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { openServices } from "../../api/open-services.js";
import type { Engine } from "../../db/engine/engine.js";
import { planGrid } from "../../db/tables/index.js";
import { DRAWN_KINDS, drawOperation } from "../../geo/coverage/testing/random-operation.js";
import { mulberry32 } from "../../geo/random.js";
import { type Asker, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { forEachEngine, openMigrated } from "../harness/engines.js";
import { Planner } from "./planner.js";

const STEPS = process.env.HEARTHGRID_SOAK ? 600 : 50;
/** So often grids are split first, that there are borders to move within the village. */
const FIRST = 6;
/** In a plan there is no ground of none, so that new grids there are always refused: seldom tried. */
const WITHIN = DRAWN_KINDS.filter((kind) => kind !== "add-grid" && kind !== "snap-outline");
const kindBy = (random: () => number) => {
  const kinds = random() < 0.05 ? DRAWN_KINDS : WITHIN;
  return kinds[Math.floor(random() * kinds.length)]!;
};
const BURSTS = process.env.HEARTHGRID_SOAK ? 150 : 8;

/** What is embedded has the newer GEOS, which knows coverages; it judges both engines' rows. */
let judge: Engine;
beforeAll(async () => {
  judge = await openMigrated();
});
afterAll(() => judge?.close());

forEachEngine((makeEngine) => {
  const running: RunningService[] = [];
  let services: Services;
  let planners: Asker[][];
  beforeAll(async () => {
    const engine = await makeEngine();
    services = await openSmallCounty(engine);
    // Two processes: neither knows what the other keeps of a plan's coverage.
    for (const each of [services, await openServices(engine, () => {})])
      running.push(await serve(each));
    planners = [];
    for (const name of ["张晓", "李青"]) {
      const more = { isDemo: true, county: COUNTY };
      await services.accounts.addAccount(name, name, ["planner"], more);
      const { token } = await services.accounts.link(name, true);
      const session = await services.accounts.signInWithLink(token, true);
      planners.push(running.map((service) => service.as(session.token)));
    }
  });
  afterAll(async () => {
    for (const service of running) await service.close();
  });

  const begin = async (name: string): Promise<string> => {
    const { data, errors } = await planners[0]![0]!(
      `mutation ($input: NewGridPlanInput!) { createGridPlan(input: $input) { id } }`,
      { input: { county: COUNTY, name, villages: [VILLAGES.kaifu] } },
    );
    expect(errors).toBeUndefined();
    return data!["createGridPlan"].id;
  };
  /** PostGIS on the rows as they stand: grids whose edges do not match, and the ground of all. */
  const judged = async (plan: string) => {
    const shapes = await services.db.rows<{ shape: string }>(sql`
      select ST_AsGeoJSON(geom, 15) as shape from ${planGrid}
      where ${planGrid.planId} = ${plan.slice(7)}::uuid`);
    const { rows } = await judge.pool.query<{ torn: number; ground: number }>(
      `with shapes as (select ST_GeomFromGeoJSON(s) as geom from unnest($1::text[]) s),
         judged as (select geom, ST_CoverageInvalidEdges(geom) over () as edges from shapes)
       select count(*) filter (where edges is not null or not ST_IsValid(geom))::int as torn,
         ST_Area(ST_Union(geom)) as ground from judged`,
      [shapes.map(({ shape }) => shape)],
    );
    return rows[0]!;
  };

  describe("operations drawn at random over GraphQL", () => {
    it(`read anew, undone and redone at random, stay one seamless coverage (${STEPS} steps)`, async () => {
      const random = mulberry32(20_261);
      const plan = await begin("随手");
      const through = () => planners[0]![Math.floor(random() * 2)]!;
      let planner = await Planner.open(through, plan);
      const start = planner.content();
      const { ground } = await judged(plan);
      const met = { saved: 0, refused: 0, undone: 0, redone: 0, reread: 0 };
      for (let step = 0; step < STEPS; step++) {
        const what = `step ${step}`;
        const chance = random();
        if (chance < 0.25 && step > FIRST) {
          const [undos, redos] = [1 + Math.floor(random() * 3), Math.floor(random() * 3)];
          for (let n = 0; n < undos; n++)
            met.undone += Number(Boolean((await planner.turn("undo")).data));
          for (let n = 0; n < redos; n++)
            met.redone += Number(Boolean((await planner.turn("redo")).data));
        } else {
          const kind = step < FIRST ? "split-grids" : kindBy(random);
          const saved = await planner.draw([
            drawOperation(random, planner.draft.coverage, kind, step),
          ]);
          if (saved.kind === "saved") met.saved++;
          else if (saved.kind === "refused" || saved.kind === "fault") met.refused++;
          else expect.fail(`${what}: ${kind} is ${saved.kind}`);
        }
        const anew = await Planner.open(through, plan);
        expect(planner.content(), what).toEqual(anew.content());
        const { torn, ground: now } = await judged(plan);
        expect(torn, what).toBe(0);
        expect(now / ground, what).toBeCloseTo(1, 9);
        if (random() < 0.2) {
          planner = anew;
          met.reread++;
        }
      }
      for (const count of Object.values(met)) expect(count, JSON.stringify(met)).toBeGreaterThan(2);
      const last = planner.content();
      while ((await planner.turn("undo")).data);
      expect((await Planner.open(through, plan)).content()).toEqual(start);
      while ((await planner.turn("redo")).data);
      // What was undone before the last new edit is gone; all else comes back.
      expect((await Planner.open(through, plan)).content()).toEqual(last);
    });

    it(`by two planners at once make one history, in which all that was saved stands (${BURSTS} bursts)`, async () => {
      const random = mulberry32(20_262);
      const plan = await begin("两人随手");
      const open = (who: number) =>
        Planner.open(() => planners[who]![Math.floor(random() * 2)]!, plan);
      const [one, other, late] = [await open(0), await open(1), await open(0)];
      const met: Record<string, number> = {};
      let serial = 0;
      const act = async (planner: Planner): Promise<void> => {
        const chance = random();
        if (chance < 0.2) {
          const { fault } = await planner.turn(chance < 0.12 ? "undo" : "redo");
          const told = fault ? fault.code : "turned";
          met[told] = (met[told] ?? 0) + 1;
          return;
        }
        const kind = serial < FIRST ? "split-grids" : kindBy(random);
        const drawn = drawOperation(random, planner.draft.coverage, kind, serial++);
        const { kind: told, ...rest } = await planner.draw([drawn]);
        expect(told).not.toBe("astray");
        met[told] = (met[told] ?? 0) + 1;
        if ("others" in rest && rest.others > 0) met["on top"] = (met["on top"] ?? 0) + 1;
      };
      for (let burst = 0; burst < BURSTS; burst++) {
        const each = async (planner: Planner) => {
          for (let n = 1 + Math.floor(random() * 3); n > 0; n--) await act(planner);
        };
        await Promise.all([each(one), each(other)]);
        await Promise.all([one.catchUp(), other.catchUp()]);
        expect(one.content(), `burst ${burst}`).toEqual(other.content());
      }
      expect(met["saved"], JSON.stringify(met)).toBeGreaterThan(BURSTS / 2);
      expect(met["on top"], JSON.stringify(met)).toBeGreaterThan(0);
      const told = [...one.told, ...other.told].sort((a, b) => a - b);
      expect(told).toEqual(told.map((_, i) => i + 1));
      const anew = await open(1);
      expect(anew.draft.version).toBe(1 + told.length);
      expect(anew.content()).toEqual(one.content());
      await late.catchUp();
      expect(late.content()).toEqual(one.content());
      expect((await judged(plan)).torn).toBe(0);
    });
  });
});

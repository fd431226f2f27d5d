import { gridPlan } from "../../db/tables/index.js";
import { localClock } from "../../geo/time/local-clock.js";
import { gridPlanForms } from "../../schema/actions/grid-plans.js";
import { registerOf } from "../../schema/registers/index.js";
import type { Transaction } from "../core/database.js";
import { zoneNamed } from "../counties/local-day.js";
import { enqueue } from "../jobs/enqueue.js";
import type { Standing, Taken, Workflow } from "../workflow/workflow.js";
import { planProblems } from "./findings.service.js";
import { type PlanStanding, type PlanWorld, planMachine } from "./plan.machine.js";
import { dayIsTaken, type PlanRow, planRows } from "./plan.queries.js";

/** Follows at the first moment of an approved plan's day. */
export const TAKE_EFFECT_JOB = "gridPlan.takeEffect";

type Subject = Standing & PlanStanding & PlanRow;
type Named = Omit<PlanWorld, "worded"> & { worded: boolean };

const NOTHING_YET: Named = { found: null, worded: false, ahead: true, dayTaken: false };

/** What the steps of grid plans need to know and write beside the state. */
export const planWorkflow: Workflow<Subject, Named> = {
  layer: registerOf("gridPlans"),
  machine: planMachine,
  forms: gridPlanForms,
  table: gridPlan,
  handling: ["begin", "submit"],

  standings: async (run, visible, county, ids, lock) =>
    (await planRows(run, visible, county, ids, lock)).map((row) => ({
      ...row,
      ...{ gridId: null, villageCode: null, organisationId: null },
      handledBy: row.editors,
    })),

  names: () => [],

  async named(tx, _visible, plan, { given, reason }) {
    const worded = reason !== null;
    const { effectiveOn: day } = given;
    if (typeof day === "string")
      return {
        ...NOTHING_YET,
        ahead: day > (await today(tx, plan.county)),
        dayTaken: await dayIsTaken(tx, plan.county, plan.id, day),
      };
    if (plan.state !== "DRAFT") return { ...NOTHING_YET, worded };
    return { ...NOTHING_YET, worded, found: await planProblems(tx, plan) };
  },

  world: (_judging, named): PlanWorld => named ?? NOTHING_YET,

  writes: ({ given }) => ("effectiveOn" in given ? { effectiveOn: given["effectiveOn"] } : {}),

  async after(tx, { action, given, standing }) {
    if (action === "approve") await awaitItsDay(tx, standing, String(given["effectiveOn"]));
  },
};

async function today(tx: Transaction, county: number): Promise<string> {
  return localClock(await zoneNamed(tx, county)).dayAt(Date.now());
}

/** At the first moment of its day, in the county's time. */
async function awaitItsDay(
  tx: Transaction,
  { county, id, version }: Taken<Subject>["standing"],
  day: string,
): Promise<void> {
  const clock = localClock(await zoneNamed(tx, county));
  await enqueue(tx, {
    kind: TAKE_EFFECT_JOB,
    county,
    input: { plan: id },
    actor: "clock",
    lane: "heavy",
    runAt: new Date(clock.midnight(day)),
    uniqueKey: `${TAKE_EFFECT_JOB} ${county}-${id} ${version}`,
  });
}

import { v7 as uuid } from "uuid";
import type { Context } from "../core/context.js";
import { formatId, parseId } from "../core/identifier.js";
import { badInput } from "../core/refusal.js";
import { enqueue } from "../jobs/enqueue.js";
import { demand } from "../policy/actions.js";
import { villageShapes, villagesNamed } from "../villages/villages.service.js";
import { checkKey } from "../writing/change-one.js";
import { claim } from "../writing/idempotency.js";
import { standardsOf } from "../writing/standards.js";
import { write } from "../writing/write.js";
import { type AskedRules, type GroupMode, groupRulesOf } from "./group-rules.js";
import { type GroupPlanRow, groupPlans } from "./groups.queries.js";
import { seenGroupPlan } from "./groups.service.js";
import { keepRun } from "./rows.queries.js";
import { RUN_JOB } from "./run.job.js";

export interface AskedRun extends AskedRules {
  county: number;
  villages?: readonly string[] | null;
  name?: string | null;
  mode?: string | null;
  fromPlan?: string | null;
}

/** Villages that a name tells one by one. */
const NAMED = 3;

/**
 * Begins a plan and asks for its run: the plan is there at once, FORMING, with its job. What can be
 * told at once is. Asked twice with the same key it is one plan. Answers its id.
 */
export async function askRun(
  context: Context,
  asked: AskedRun,
  key: string | null,
): Promise<string> {
  const { county } = asked;
  checkKey(key);
  const rules = groupRulesOf(asked);
  const mode = (asked.mode ?? "GROUPS") as GroupMode;
  const standards = await standardsOf(context.services, county);
  const villages = await villagesAsked(context, county, asked.villages ?? null);
  for (const villageCode of villages.keys())
    demand(context.viewer, "groupPlan.form", { county, villageCode });
  const from = await planBefore(context, county, { fromPlan: asked.fromPlan ?? null, mode });
  const { actor } = context.viewer;
  const writer = { actor, cause: "graphql" as const, standards };
  const request = JSON.stringify(["groupRun", asked]);
  const id = uuid();
  const made = await context.db.transaction(async (tx) => {
    const set = key === null ? undefined : await claim(tx, writer, { county, key, request, id });
    if (typeof set === "string") return set;
    const name = nameOf(asked.name ?? null, [...villages.values()]);
    const values = { name, mode, forkOfId: from && formatId(county, from.id) };
    const rows = [{ id, values, geometry: null }];
    await write(tx, writer, county, [{ action: "create", layer: groupPlans, county, rows }], set);
    const run = { plan: id, villages: [...villages.keys()], rules, mode, from: from?.id ?? null };
    const job = await enqueue(tx, { kind: RUN_JOB, county, input: run, actor, lane: "heavy" });
    await keepRun(tx, { county, plan: id }, { ...run, job: parseId(job).id });
    return id;
  });
  context.forget();
  return formatId(county, made);
}

/** The plan that a run begins from: one of the same villages that holds groups. */
async function planBefore(
  context: Context,
  county: number,
  { fromPlan, mode }: { fromPlan: string | null; mode: GroupMode },
): Promise<GroupPlanRow | null> {
  if (fromPlan === null) return null;
  const plan = await seenGroupPlan(context, context.db, fromPlan);
  const isOther = plan.county !== county || plan.mode !== "GROUPS" || mode !== "GROUPS";
  if (isOther || plan.state === "FORMING" || plan.state === "FAILED")
    throw badInput(
      "fromPlan",
      "fromPlan: a plan of groups of this county that is formed; leave it out to begin anew.",
    );
  return plan;
}

/** Names by code, in the order of codes. */
async function villagesAsked(
  context: Context,
  county: number,
  codes: readonly string[] | null,
): Promise<Map<string, string>> {
  if (codes?.length === 0)
    throw badInput("villages", "villages: name at least one, or leave it out for all of them.");
  if (codes === null) {
    const all = await villageShapes(context.db, county, null);
    if (all.length === 0)
      throw badInput("county", `county: ${county} has no villages; import them first.`);
    return new Map(all.map(({ code, name }) => [code, name]));
  }
  const found = await villagesNamed(context.db, county, codes);
  const unknown = codes.filter((code) => !found.has(code));
  if (unknown.length > 0)
    throw badInput(
      "villages",
      `villages: there is no village ${unknown.slice(0, 5).join(", ")} in this county.`,
    );
  return new Map([...new Set(codes)].sort().map((code) => [code, found.get(code)!.name]));
}

function nameOf(name: string | null, villages: readonly string[]): string {
  if (name !== null) return name;
  const told = villages.slice(0, NAMED).join("、");
  return villages.length > NAMED ? `${told}等 ${villages.length} 村、社区` : told;
}

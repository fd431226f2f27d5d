import { v7 as uuid } from "uuid";
import type { Context } from "../core/context.js";
import type { Transaction } from "../core/database.js";
import { formatId, parseId } from "../core/identifier.js";
import { badInput } from "../core/refusal.js";
import { enqueue } from "../jobs/enqueue.js";
import { demand } from "../policy/actions.js";
import { villageShapes, villagesNamed } from "../villages/villages.service.js";
import { checkKey } from "../writing/change-one.js";
import { claim } from "../writing/idempotency.js";
import { standardsOf } from "../writing/standards.js";
import { write } from "../writing/write.js";
import { type AskedRules, type GroupMode, type GroupRules, groupRulesOf } from "./group-rules.js";
import { groupPlans } from "./groups.queries.js";
import { keepRun } from "./rows.queries.js";
import { RUN_JOB, type RunJob } from "./run.job.js";

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
  const { actor } = context.viewer;
  const writer = { actor, cause: "graphql" as const, standards };
  const request = JSON.stringify(["groupRun", asked]);
  const id = uuid();
  const made = await context.db.transaction(async (tx) => {
    const set = key === null ? undefined : await claim(tx, writer, { county, key, request, id });
    if (typeof set === "string") return set;
    const values = { name: nameOf(asked.name ?? null, [...villages.values()]), mode };
    const rows = [{ id, values, geometry: null }];
    await write(tx, writer, county, [{ action: "create", layer: groupPlans, county, rows }], set);
    await begin(tx, { county, id, villages: [...villages.keys()], rules, actor });
    return id;
  });
  context.forget();
  return formatId(county, made);
}

async function begin(
  tx: Transaction,
  {
    county,
    id,
    villages,
    rules,
    actor,
  }: { county: number; id: string; villages: string[]; rules: GroupRules; actor: string },
): Promise<void> {
  const input: RunJob = { plan: id, villages, rules };
  const job = await enqueue(tx, { kind: RUN_JOB, county, input, actor, lane: "heavy" });
  await keepRun(tx, { county, plan: id }, { villages, rules, job: parseId(job).id });
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

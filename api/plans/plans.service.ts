import { v7 as uuid } from "uuid";
import { nextGridCode } from "../../geo/codes.js";
import { localClock } from "../../geo/time/local-clock.js";
import { registerOf } from "../../schema/registers/index.js";
import type { Context } from "../core/context.js";
import type { Transaction } from "../core/database.js";
import { formatId, parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { zoneNamed } from "../counties/local-day.js";
import { codesEverUsed, gridsInForce } from "../grids/grids.service.js";
import { demand } from "../policy/actions.js";
import { type VillageShape, villageShapes } from "../villages/villages.service.js";
import { checkKey, writerOf } from "../writing/change-one.js";
import { claim } from "../writing/idempotency.js";
import { write } from "../writing/write.js";
import { copyBegun, rememberBegun } from "./begun.queries.js";
import {
  copyGrids,
  insertVillages,
  type PlanGridRow,
  type PlanRow,
  planRows,
  putGrids,
} from "./plan.queries.js";
import { sharingVertices } from "./plan-coverage.js";

export const plans = registerOf("gridPlans");

/** Ground of a county that lies in no village. */
export const NO_VILLAGE = "";

export interface NewPlan {
  county: number;
  name: string;
  /** Codes; without any, all villages of the county. */
  villages?: readonly string[] | null;
  effectiveOn?: string | null;
}

interface Beginning extends Omit<NewPlan, "villages"> {
  villages: readonly string[];
  forkOf: string | null;
  baseOn: string;
}

/**
 * Begins a draft from the grids in force today. A village that has none begins as one grid, to be
 * split or proposed anew. Answers the plan's id; a retry with the same key the same.
 */
export async function beginPlan(
  context: Context,
  input: NewPlan,
  key?: string | null,
): Promise<string> {
  const { county } = input;
  demand(context.viewer, "gridPlan.edit", { county });
  // Read before the transaction: it has its own connection and may not wait for another.
  const { gridCodeTemplate } = await context.services.counties.get(county);
  return create(context, key, input, county, async (tx, plan) => {
    const shapes = await groundOf(tx, county, input.villages ?? null);
    const villages = shapes.length > 0 ? shapes.map(({ code }) => code) : [NO_VILLAGE];
    const baseOn = await todayOf(tx, county);
    const grids = await gridsInForce(tx, county, villages, baseOn);
    const used = await codesEverUsed(tx, county, villages);
    const begun = grids.map((grid): PlanGridRow => ({ ...grid, locked: false }));
    for (const village of shapes)
      if (!grids.some(({ villageCode }) => villageCode === village.code))
        begun.push(wholeVillage(village, gridCodeTemplate, used));
    return {
      begun: { ...input, villages, forkOf: null, baseOn },
      async fill() {
        await putGrids(tx, county, plan, sharingVertices(county, begun));
        await rememberBegun(tx, county, plan, grids);
      },
    };
  });
}

/** Begins a draft from another plan as it stands, whatever its state. */
export async function forkPlan(
  context: Context,
  id: string,
  name: string,
  key?: string | null,
): Promise<string> {
  const { county, id: from } = parseId(id);
  demand(context.viewer, "gridPlan.edit", { county });
  return create(context, key, { id, name }, county, async (tx, plan) => {
    const { villages, baseOn, effectiveOn } = await seenPlan(context, tx, id);
    return {
      begun: { county, name, villages, effectiveOn, forkOf: from, baseOn },
      async fill() {
        await copyGrids(tx, county, from, plan);
        await copyBegun(tx, county, from, plan);
      },
    };
  });
}

/** Another name, or another day while it is still to be approved. */
export async function changePlan(
  context: Context,
  id: string,
  version: number,
  changes: { name?: string | null; effectiveOn?: string | null },
): Promise<void> {
  const { county, id: plan } = parseId(id);
  demand(context.viewer, "gridPlan.edit", { county });
  const given = Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  );
  if (Object.keys(given).length === 0) throw badInput("changes", "changes: name at least one.");
  const writer = await writerOf(context, context.access(plans), county, null);
  await context.db.transaction(async (tx) => {
    const { state } = await seenPlan(context, tx, id, true);
    if (state !== "DRAFT") throw notADraft(state);
    const rows = [{ id: plan, version, changes: given }];
    await write(tx, writer, county, [{ action: "update", layer: plans, county, rows }]);
  });
  context.forget();
}

/** A plan as the viewer may see it, by its GraphQL id. */
export async function seenPlan(
  context: Context,
  tx: Pick<Transaction, "rows">,
  id: string,
  lock = false,
): Promise<PlanRow> {
  const { county, id: plan } = parseId(id, "plan");
  const visible = context.access(plans).rows([county]);
  const [row] = await planRows(tx as Transaction, visible, county, [plan], lock);
  if (row) return row;
  throw new Refusal("NOT_FOUND", "plan: there is no such plan that you may see.", {
    field: "plan",
  });
}

export const notADraft = (state: string): Refusal =>
  new Refusal(
    "STEP_NOT_ALLOWED",
    `This plan is ${state}: only a draft is drawn in. Have it returned, or fork it.`,
    { state, reason: "not-a-draft" },
  );

type Make = (
  tx: Transaction,
  plan: string,
) => Promise<{ begun: Beginning; fill: () => Promise<unknown> }>;

async function create(
  context: Context,
  key: string | null | undefined,
  asked: object,
  county: number,
  make: Make,
): Promise<string> {
  checkKey(key);
  const writer = await writerOf(context, context.access(plans), county, null);
  const request = JSON.stringify(["gridPlans", asked]);
  const id = uuid();
  const made = await context.db.transaction(async (tx) => {
    const set = key == null ? undefined : await claim(tx, writer, { county, key, request, id });
    if (typeof set === "string") return set;
    const { begun, fill } = await make(tx, id);
    const { name, effectiveOn, baseOn, forkOf, villages } = begun;
    const values = {
      ...{ name, baseOn, effectiveOn: effectiveOn ?? null },
      forkOfId: forkOf && formatId(county, forkOf),
    };
    const rows = [{ id, values, geometry: null }];
    await write(tx, writer, county, [{ action: "create", layer: plans, county, rows }], set);
    await insertVillages(tx, county, id, villages);
    await fill();
    return id;
  }, "kept");
  context.forget();
  return formatId(county, made);
}

async function groundOf(
  tx: Transaction,
  county: number,
  codes: readonly string[] | null,
): Promise<VillageShape[]> {
  if (codes?.length === 0)
    throw badInput("villages", "villages: name at least one, or leave it out for all of them.");
  const shapes = await villageShapes(tx, county, codes);
  const unknown = codes?.filter((code) => !shapes.some((s) => s.code === code)) ?? [];
  if (unknown.length > 0)
    throw badInput(
      "villages",
      `villages: there is no village ${unknown.slice(0, 5).join(", ")} in this county.`,
    );
  return shapes;
}

const todayOf = async (tx: Transaction, county: number): Promise<string> =>
  localClock(await zoneNamed(tx, county)).dayAt(Date.now());

function wholeVillage(
  { code: villageCode, name, shape }: VillageShape,
  template: string,
  used: string[],
): PlanGridRow {
  const code = nextGridCode(template, villageCode, used) ?? villageCode;
  used.push(code);
  const kind = null;
  const complaintPhone = null;
  return { gridId: uuid(), code, name, kind, villageCode, complaintPhone, locked: false, shape };
}

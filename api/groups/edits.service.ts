import { v7 as uuid } from "uuid";
import { sayGrouping } from "../../civic/words/say.js";
import {
  applyEdit,
  type GroupEdit,
  type GroupingSaid,
  type GroupPrice,
  priceEdit,
  priceEverywhere,
} from "../../geo/grouping/index.js";
import { layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import type { Transaction } from "../core/database.js";
import { formatId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import type { EditKind } from "../edits/edit-log.js";
import { keepEdit } from "../edits/keep-edit.js";
import { type Home, homesOf } from "../households/households.service.js";
import { demand } from "../policy/actions.js";
import { checkKey } from "../writing/change-one.js";
import { type GroupPlanRow, groupPlanRows, groupPlans } from "./groups.queries.js";
import { seenGroupPlan } from "./groups.service.js";
import {
  changeOfPrice,
  factsOf,
  type GroupFacts,
  type GroupsChange,
  inverseOfChange,
  type StandingGroup,
} from "./groups-change.js";
import { type OpenArea, openAreasOf } from "./open-area.js";
import { redraw } from "./redraw.js";
import {
  freeNames,
  groupEditLog,
  groupsOfHouseholds,
  standingGroups,
  writeChange,
} from "./standing.queries.js";

/** Plans that are edited: a draft, and one in force, whose groups change one by one. */
const EDITED = ["DRAFT", "EFFECTIVE"];

export interface AskedEdit {
  plan: string;
  version: number;
  dryRun?: boolean | null;
  key?: string | null;
}

/** An edit of groups, or what it would do. Ids of groups and households are GraphQL's. */
export interface EditedView {
  edit: number | null;
  version: number;
  refusals: readonly GroupingSaid[];
  price: GroupPrice | null;
  /** Numbers of the groups that stood, by uuid. */
  numbers: ReadonlyMap<string, number>;
  county: number;
}

/** Moves, joins, merges, splits, locks: judged, and with `dryRun` nothing is changed. */
export async function editGroups(
  context: Context,
  asked: AskedEdit,
  edit: GroupEdit,
): Promise<EditedView> {
  checkKey(asked.key);
  const plan = await editedPlan(context, asked.plan);
  const area = await areaOf(context, plan, named(edit));
  const numbers = new Map(area.standing.map(({ id, number }) => [id, number]));
  const view = { numbers, county: plan.county };
  if (asked.dryRun) {
    const priced = priceEdit(area.groups, edit);
    const { version } = plan;
    if (!priced.ok) return { ...view, edit: null, version, refusals: priced.refusals, price: null };
    return { ...view, edit: null, version, refusals: [], price: priced.price };
  }
  const request = JSON.stringify(edit);
  const again = await earlier(context, plan, asked.key, request);
  if (again) return { ...view, ...again, refusals: [], price: null };
  if (plan.version !== asked.version) throw stale(plan.version);
  const names = await freeNames(context.db, plan);
  const fresh =
    edit.kind === "split" ? { ...edit, names: (edit.parts ?? [0]).map(() => uuid()) } : edit;
  const edited = applyEdit(area.groups, fresh);
  if (!edited.ok) throw refused(edited.refusals);
  const change = changeOfPrice(edit.kind, edited.price, area.standing, names);
  const row = await land(context, asked, plan, area, {
    ...{ kind: "do", of: null, change, request },
  });
  return { ...view, edit: row.number, version: row.version, refusals: [], price: edited.price };
}

/** What an earlier attempt with the same key did: it is not judged again on what it left. */
export async function earlier(
  { db, viewer: { actor } }: Context,
  { county, id }: GroupPlanRow,
  key: string | null | undefined,
  request: string,
): Promise<{ edit: number; version: number } | null> {
  if (key == null) return null;
  const row = await groupEditLog.byKey(db, county, id, { actor, key, request });
  return row ? { edit: row.number, version: row.version } : null;
}

/** Groups near a household: what each would cost it, or why it cannot. */
export async function targetsOf(context: Context, planId: string, household: string) {
  const plan = await editedPlan(context, planId);
  const area = await areaOf(context, plan, { households: [household], groups: [] });
  const numbers = new Map(area.standing.map(({ id, number }) => [id, number]));
  return { numbers, county: plan.county, targets: priceEverywhere(area.groups, household) };
}

/** Who leads a group, or stands in for who does; null: nobody. */
export async function setLeader(
  context: Context,
  asked: AskedEdit,
  { group, household, deputy }: { group: string; household: string | null; deputy: boolean },
): Promise<EditedView> {
  checkKey(asked.key);
  const plan = await editedPlan(context, asked.plan);
  const area = await areaOf(context, plan, { groups: [group], households: [] });
  const request = JSON.stringify([group, household, deputy]);
  const again = await earlier(context, plan, asked.key, request);
  if (again) return seen(plan, { number: again.edit, version: again.version }, area);
  const was = area.standing.find(({ id }) => id === group)!;
  if (household !== null && !was.members.includes(household))
    throw badInput("household", "household: is not a member of the group.");
  const before = factsOf(was);
  const after: GroupFacts = deputy
    ? { ...before, deputy: household, leader: before.leader === household ? null : before.leader }
    : { ...before, leader: household, deputy: before.deputy === household ? null : before.deputy };
  const change: GroupsChange = {
    did: { code: deputy ? "deputy" : "leader", params: { groups: [was.number] } },
    groups: [{ id: group, before, after }],
    members: [],
  };
  const row = await land(context, asked, plan, area, {
    ...{ kind: "do", of: null, change, request },
  });
  return seen(plan, row, area);
}

/** Takes the latest edit back that was not taken back yet, or does the last of those again. */
export async function turnEdit(
  context: Context,
  asked: AskedEdit,
  kind: Exclude<EditKind, "do">,
): Promise<EditedView> {
  const plan = await editedPlan(context, asked.plan);
  const { done, undone } = await groupEditLog.stacks(context.db, plan.county, plan.id);
  const of = (kind === "undo" ? done : undone).at(-1);
  const found =
    of === undefined
      ? undefined
      : await groupEditLog.numbered(context.db, plan.county, plan.id, of);
  if (!found || found.change.did.code === "event")
    throw new Refusal("CONFLICT", `There is nothing to ${kind} in this plan.`, {
      reason: "NOTHING_LEFT",
    });
  const change = kind === "undo" ? inverseOfChange(found.change) : found.change;
  const area = await areaOf(context, plan, {
    groups: change.groups.flatMap(({ id, before }) => (before ? [id] : [])),
    households: change.members.map(({ household }) => household),
  });
  const row = await land(context, asked, plan, area, {
    ...{ kind, of: found.number, change },
    request: kind,
  });
  return seen(plan, row, area);
}

const seen = (
  { county }: GroupPlanRow,
  { number, version }: { number: number; version: number },
  { standing }: OpenArea,
): EditedView => ({
  ...{ edit: number, version, refusals: [], price: null, county },
  numbers: new Map(standing.map((g) => [g.id, g.number])),
});

export interface Landing {
  kind: EditKind;
  of: number | null;
  change: GroupsChange;
  request: string;
}

/**
 * Keeps a change that was judged on an area: redrawn in a thread, written with the plan's next
 * version in one transaction, or refused when somebody else was quicker.
 */
export async function land(
  context: Context,
  { version, key }: AskedEdit,
  plan: GroupPlanRow,
  area: OpenArea,
  { kind, of, change, request }: Landing,
): Promise<{ number: number; version: number }> {
  const { viewer, db } = context;
  if (plan.version !== version && key == null) throw stale(plan.version);
  const redrawn = await redraw(area, change);
  const row = await db.transaction(async (tx) => {
    const [now] = await groupPlanRows(tx, plan.county, [plan.id], { lock: true });
    const asks = { actor: viewer.actor, request };
    const again =
      key == null
        ? undefined
        : await groupEditLog.byKey(tx, plan.county, plan.id, { ...asks, key });
    if (again) return again;
    if (!now || !EDITED.includes(now.state)) throw notEdited(now?.state ?? "gone");
    if (now.version !== version || now.edits !== plan.edits) throw stale(now.version);
    await writeChange(tx, now, change, redrawn);
    return keep(
      tx,
      now,
      { kind, of, change, request },
      {
        ...{ actor: viewer.actor, cause: "graphql", key: key ?? null },
        actorName: viewer.kind === "person" ? viewer.name : null,
      },
    );
  });
  context.forget();
  return row;
}

export const keep = (
  tx: Transaction,
  plan: GroupPlanRow,
  { kind, of, change, request }: Landing,
  by: { actor: string; actorName: string | null; cause: "graphql" | "job"; key: string | null },
) =>
  keepEdit(
    tx,
    { log: groupEditLog, register: groupPlans, event: "groupPlan.edited" },
    plan,
    { ...by, kind, request, note: null },
    { of, operations: null, change },
  );

/** A plan of groups that the viewer sees, by its GraphQL id, and that is edited. */
export async function editedPlan(context: Context, id: string): Promise<GroupPlanRow> {
  const plan = await seenGroupPlan(context, context.db, id);
  if (!EDITED.includes(plan.state)) throw notEdited(plan.state);
  return plan;
}

/** Uuids of what an edit names. */
interface Named {
  groups: readonly string[];
  households: readonly string[];
}

function named(edit: GroupEdit): Named {
  switch (edit.kind) {
    case "move":
      return { groups: [edit.to], households: [edit.household] };
    case "merge":
      return { groups: edit.groups, households: [] };
    case "split":
    case "lock":
      return { groups: [edit.group], households: [] };
    case "join":
      return { groups: edit.to === undefined ? [] : [edit.to], households: [edit.household] };
    case "leave":
      return { groups: [], households: [edit.household] };
  }
}

/** The grids of what is named, open: of who works there, and sees where those households live. */
export async function areaOf(
  context: Context,
  plan: GroupPlanRow,
  { groups, households }: Named,
): Promise<OpenArea> {
  const { county } = plan;
  const homes = await homesOf(
    context.db,
    households.map((id) => ({ county, id })),
  );
  const found = await groupsOfHouseholds(context.db, plan, households);
  const touched = [...new Set([...groups, ...found.values()])];
  const standing = await standingGroups(context.db, plan, { groups: touched });
  const unknown = groups.find((id) => !standing.some((g) => g.id === id));
  if (unknown !== undefined)
    throw new Refusal("NOT_FOUND", "group: there is no such group in the plan.", {
      field: "group",
    });
  const lost = households.find((id) => !homes.has(formatId(county, id)) && !found.has(id));
  if (lost !== undefined)
    throw new Refusal("NOT_FOUND", "household: there is none that you may see.", {
      field: "household",
    });
  const places = [...placesOf(standing), ...[...homes.values()]];
  for (const { gridId, villageCode } of places)
    demand(context.viewer, "groupPlan.edit", { county, gridId, villageCode });
  refuseUnseen(context);
  const grids = [...new Set(places.flatMap(({ gridId }) => gridId ?? []))];
  if (grids.length === 0)
    throw badInput("household", "household: lies in no grid; give it one first.");
  return openAreasOf(context.db).of(plan, grids);
}

/** Metres to a door tell where it is: only who sees the places is told them. */
function refuseUnseen(context: Context): void {
  if (context.access(layerOf("households")).exact().some) return;
  throw new Refusal(
    "PURPOSE_REQUIRED",
    "groups: give a purpose; where households live is told for one, and logged.",
  );
}

const placesOf = (standing: readonly StandingGroup[]): Pick<Home, "gridId" | "villageCode">[] =>
  standing.map(({ grid, village }) => ({ gridId: grid, villageCode: village }));

const refused = (refusals: readonly GroupingSaid[]): Refusal =>
  new Refusal("GROUPS_REFUSED", refusals.map((said) => sayGrouping(said, "en")).join(" "), {
    said: refusals.map(({ code, params }) => ({ code, params })),
  });

export const stale = (currentVersion: number): Refusal =>
  new Refusal(
    "CONFLICT",
    `version: the plan has been edited since you read it (now version ${currentVersion}). Read it ` +
      "anew, and repeat the edit.",
    { field: "version", currentVersion },
  );

export const notEdited = (state: string): Refusal =>
  new Refusal(
    "STEP_NOT_ALLOWED",
    `This plan is ${state}: only a draft and a published plan are edited.`,
    { state, reason: "not-edited" },
  );

import type { Geometry } from "geojson";
import { layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import type { Runner } from "../core/database.js";
import { formatId, parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { homesSeen, whoseHomesAreSeen } from "../households/households.service.js";
import { may } from "../policy/actions.js";
import type { Access, Ground } from "../policy/policy.js";
import {
  type ExceptionRow,
  exceptionCounts,
  exceptionRows,
  type GroupOrder,
  type GroupPlanRow,
  type GroupRow,
  groupPlanRows,
  groupPlans,
  groupRows,
  type MemberRow,
  membersOf,
  shapesOf,
} from "./groups.queries.js";
import type { GroupVerdictRow } from "./verdict.js";

/** A plan as the viewer may see it, by its GraphQL id. */
export async function seenGroupPlan(
  context: Context,
  run: Runner,
  id: string,
  lock = false,
): Promise<GroupPlanRow> {
  const { county, id: plan } = parseId(id, "plan");
  const visible = context.access(groupPlans).rows([county]);
  const [row] = await groupPlanRows(run, county, [plan], { visible, lock });
  if (row) return row;
  throw new Refusal("NOT_FOUND", "plan: there is no such plan that you may see.", {
    field: "plan",
  });
}

export const groundOf = (context: Context, county: number): Ground | null =>
  context.access(groupPlans).ground(county);

/** Where help is thin is for who forms or mends groups there, and for dispatchers. */
const seesThin = (context: Context, at: Pick<GroupRow, "county" | "villageCode" | "gridId">) =>
  may(context.viewer, "groupPlan.seeThin", at);

/** Of a plan: in every village of it that the viewer sees groups of. */
export function seesThinOf(context: Context, { county, villages }: GroupPlanRow): boolean {
  const ground = groundOf(context, county);
  const seen = ground ? villages.filter((code) => ground.villages.includes(code)) : villages;
  const inVillages = seen.every((villageCode) =>
    seesThin(context, { county, villageCode, gridId: null }),
  );
  const inGrids = (ground?.grids ?? []).every((gridId) =>
    seesThin(context, { county, villageCode: null, gridId }),
  );
  return inVillages && inGrids;
}

export const formedOf = (plan: GroupPlanRow): GroupVerdictRow | null =>
  plan.state !== "FORMING" && plan.figures && !("failed" in plan.figures) ? plan.figures : null;

/** What came of a run; null while it goes on, and where it failed. */
export function verdictOf(context: Context, plan: GroupPlanRow): object | null {
  const figures = formedOf(plan);
  if (!figures) return null;
  if (seesThinOf(context, plan)) return figures;
  return { ...figures, maxMetres: null, isolated: null, thin: null };
}

/** Of fewer homes no number is told to who does not see where they are. */
const FEWEST_HOMES = 5;

/** A border's price, as far as the viewer may know it; grids by GraphQL id. */
export interface BorderTold {
  grids: [string, string];
  metres: number;
  isolated: number | null;
  grouped: number | null;
  parted: number | null;
}

/**
 * What borders of grids cost, as the run that formed the plan found it, where no group beside them
 * was changed since; dearest first.
 */
export function bordersOf(context: Context, plan: GroupPlanRow): BorderTold[] | null {
  const ground = groundOf(context, plan.county);
  const whole = ground === null || plan.villages.every((code) => ground.villages.includes(code));
  if (!whole || !seesThinOf(context, plan)) return null;
  const seesHomes = context.tryAccess(layerOf("households"))?.exact().some ?? false;
  const told = (homes: number) => (seesHomes || homes >= FEWEST_HOMES ? homes : null);
  return (formedOf(plan)?.borders ?? []).map(({ grids, metres, isolated, grouped, parted }) => ({
    ...{ metres, isolated: told(isolated), grouped: told(grouped), parted: told(parted) },
    grids: [formatId(plan.county, grids[0]), formatId(plan.county, grids[1])],
  }));
}

/** What presets make of a plan's households; null: nobody asked yet. */
export function tradeOffsOf(context: Context, plan: GroupPlanRow): object[] | null {
  const thin = seesThinOf(context, plan);
  const ties = tiesSeen(context) !== null && canOf(context, plan).edit;
  return (
    formedOf(plan)?.tradeOff?.map((row) => ({
      ...row,
      isolated: thin ? row.isolated : null,
      tiesKept: ties ? row.tiesKept : null,
    })) ?? null
  );
}

export const faultOf = ({ figures }: GroupPlanRow): object | null =>
  figures && "failed" in figures ? figures.failed : null;

const MOST = 500;

export interface GroupsWanted {
  orderBy?: string | null;
  first?: number | null;
  offset?: number | null;
  grid?: string | null;
}

export async function groupsOf(
  context: Context,
  plan: GroupPlanRow,
  { orderBy, first, offset, grid }: GroupsWanted,
): Promise<{ totalCount: number; nodes: object[] }> {
  const order = (orderBy ?? "NUMBER") as GroupOrder;
  const many = first ?? 100;
  if (many < 1 || many > MOST) throw badInput("first", `first: 1 to ${MOST}.`);
  if ((offset ?? 0) < 0) throw badInput("offset", "offset: from 0.");
  refuseOrder(context, plan, order);
  if (plan.state === "FORMING") return { totalCount: 0, nodes: [] };
  const { totalCount, rows } = await groupRows(context.db, plan, {
    ground: groundOf(context, plan.county),
    ...{ order, first: many, offset: offset ?? 0 },
    grid: grid == null ? null : parseId(grid, "grid").id,
  });
  return { totalCount, nodes: rows.map((row) => shown(context, row)) };
}

/** What an order follows, its answer tells. */
function refuseOrder(context: Context, plan: GroupPlanRow, order: GroupOrder): void {
  const thin = order === "WORST" || order === "FARTHEST" || order === "ISOLATED";
  if (thin && !seesThinOf(context, plan))
    throw new Refusal("FORBIDDEN", `orderBy: ${order} is for who mends groups; take NUMBER.`, {
      field: "orderBy",
    });
  if (order === "NO_TIE" && !tiesSeen(context))
    throw new Refusal(
      "FORBIDDEN",
      "orderBy: NO_TIE is for who sees ties, with a purpose; take NUMBER.",
      { field: "orderBy" },
    );
}

export const tiesSeen = (context: Context): Access | null => {
  const ties = context.tryAccess(layerOf("ties"));
  return ties?.shows("place") ? ties : null;
};

export async function groupOfPlan(
  context: Context,
  plan: GroupPlanRow,
  id: string,
): Promise<object | null> {
  const at = parseId(id);
  if (plan.state === "FORMING" || at.county !== plan.county) return null;
  const { rows } = await groupRows(context.db, plan, {
    ground: groundOf(context, plan.county),
    ...{ order: "NUMBER", first: 1, offset: 0, id: at.id },
  });
  return rows[0] ? shown(context, rows[0]) : null;
}

/** Fields of a group that its figures tell, as far as the viewer may know them. */
function shown(context: Context, row: GroupRow): object {
  const { county, figures } = row;
  const thin = seesThin(context, row);
  return {
    ...row,
    row,
    id: formatId(county, row.id),
    gridId: row.gridId && formatId(county, row.gridId),
    size: figures.size,
    people: figures.people,
    metres: figures.metres,
    meanMetres: figures.meanMetres,
    floors: figures.floors,
    responders: thin ? figures.responders : null,
    thin: thin ? figures.thin : null,
    maxMetres: thin ? figures.maxMetres : null,
    isolated: thin ? figures.isolated : null,
    openedBy: thin ? row.openedBy : null,
    openedAt: thin ? row.openedAt : null,
  };
}

/** Ties of a group: only for who sees ties where it lies, and none below two. */
export function tiesOfGroup(context: Context, row: GroupRow): number | null {
  const access = tiesSeen(context);
  if (!access || !may(context.viewer, "groupPlan.edit", row)) return null;
  access.place("order");
  access.notes.counts(row.figures.ties);
  return row.figures.ties < 2 ? null : row.figures.ties;
}

interface GroupHomes {
  members: MemberRow[];
  /** Households of it whose homes the viewer sees. */
  seen: ReadonlySet<string>;
}

const homesOf = (context: Context, row: GroupRow): Promise<GroupHomes | null> =>
  context
    .batched(`members of groups of ${row.plan}`, async (county, groups) => {
      const access = context.tryAccess(layerOf("households"));
      if (!access?.exact().some) return new Map();
      const keys = groups.map((group) => ({ plan: row.plan, group }));
      const members = await membersOf(context.db, county, keys);
      const ids = members.map((m) => m.household);
      const seen = await whoseHomesAreSeen(context.db, access, county, ids);
      access.notes.answered([...seen].map((id) => formatId(county, id)));
      const of = new Map<string, GroupHomes>(groups.map((g) => [g, { members: [], seen }]));
      for (const member of members) of.get(member.group)!.members.push(member);
      return of;
    })
    .load({ county: row.county, id: row.id });

/** Members whose homes the viewer sees; null: the viewer sees none of them. */
export async function membersSeen(
  context: Context,
  row: GroupRow,
  first: number | null,
): Promise<MemberRow[] | null> {
  const many = first ?? MOST;
  if (many < 1 || many > MOST) throw badInput("first", `first: 1 to ${MOST}.`);
  const homes = await homesOf(context, row);
  const members = homes?.members.filter(({ household }) => homes.seen.has(household)) ?? [];
  return members.length > 0 ? members.slice(0, many) : null;
}

/** A household of the group (its centre, its leader), where the viewer sees its home. */
export async function homeSeen(
  context: Context,
  row: GroupRow,
  household: string | null,
): Promise<string | null> {
  if (household === null) return null;
  return (await homesOf(context, row))?.seen.has(household) ? household : null;
}

/** Outline and spokes, where the viewer sees the home of every member. */
export async function shapesSeen(
  context: Context,
  row: GroupRow,
): Promise<{ cell: Geometry | null; spokes: Geometry | null } | null> {
  const homes = await homesOf(context, row);
  if (!homes?.members.every(({ household }) => homes.seen.has(household))) return null;
  const shapes = await context
    .batched(`shapes of groups of ${row.plan}`, async (county, groups) => {
      const keys = groups.map((group) => ({ plan: row.plan, group }));
      const rows = await shapesOf(context.db, county, keys);
      return new Map(rows.map((r) => [r.group, r]));
    })
    .load({ county: row.county, id: row.id });
  const read = (text: string | null | undefined) => (text ? (JSON.parse(text) as Geometry) : null);
  return { cell: read(shapes?.cell), spokes: read(shapes?.spokes) };
}

/** Who is in no group: how many to all, why to who mends, who to who sees where they live. */
export async function exceptionsOf(
  context: Context,
  plan: GroupPlanRow,
  first: number | null,
  wantsNodes: boolean,
): Promise<{ totalCount: number; byReason: object[] | null; nodes: ExceptionRow[] | null }> {
  const many = first ?? 100;
  if (many < 1 || many > MOST) throw badInput("first", `first: 1 to ${MOST}.`);
  if (plan.state === "FORMING") return { totalCount: 0, byReason: null, nodes: null };
  const counts = await exceptionCounts(context.db, plan);
  const nodes = wantsNodes ? await exceptionsSeen(context, plan, many) : null;
  return {
    totalCount: counts.reduce((sum, { count }) => sum + count, 0),
    byReason: seesThinOf(context, plan) ? counts : null,
    nodes,
  };
}

async function exceptionsSeen(
  context: Context,
  plan: GroupPlanRow,
  first: number,
): Promise<ExceptionRow[] | null> {
  const access = context.tryAccess(layerOf("households"));
  if (!access?.exact().some || !seesThinOf(context, plan)) return null;
  const seen = homesSeen(access, plan.county);
  const rows = await exceptionRows(context.db, plan, seen, first);
  access.notes.answered(rows.map(({ household }) => formatId(plan.county, household)));
  return rows;
}

/** What the viewer may do with a plan, somewhere in it and in all of it. */
export function canOf(
  { viewer }: Context,
  { county, villages }: GroupPlanRow,
): { edit: boolean; publish: boolean } {
  const in_ = (action: "groupPlan.edit" | "groupPlan.publish") => (villageCode: string) =>
    may(viewer, action, { county, villageCode });
  return {
    edit: villages.some(in_("groupPlan.edit")),
    publish: villages.length > 0 && villages.every(in_("groupPlan.publish")),
  };
}

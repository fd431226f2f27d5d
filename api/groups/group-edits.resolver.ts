import type { GraphQLResolveInfo } from "graphql";
import {
  Arg,
  Ctx,
  FieldResolver,
  ID,
  Info,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { GroupEdit as Edit, GroupPrice } from "../../geo/grouping/index.js";
import { GroupEdit, GroupEdited, GroupRepair, GroupTarget } from "../../schema/group-edits.js";
import { LAYER_TYPES } from "../../schema/layer-types.js";
import { layerOf } from "../../schema/layers/index.js";
import { Day, Json } from "../../schema/scalars.js";
import type { Context } from "../core/context.js";
import { formatId, parseId } from "../core/identifier.js";
import { badInput } from "../core/refusal.js";
import type { EditRow } from "../edits/edit-log.js";
import type { Row } from "../layers/layer.queries.js";
import { columnsFor } from "../layers/layer.resolver.js";
import { childrenOf, selectedFields } from "../layers/selected-fields.js";
import {
  type AskedEdit,
  type EditedView,
  editGroups,
  setLeader,
  targetsOf,
  turnEdit,
} from "./edits.service.js";
import { groupPlans } from "./groups.queries.js";
import { planOf } from "./groups.resolver.js";
import { tiesSeen } from "./groups.service.js";
import type { GroupsChange } from "./groups-change.js";
import { leaveGroup } from "./leave.service.js";
import { publishPlan } from "./publish.service.js";
import { type Repair, repair } from "./repair.service.js";
import { groupEditLog } from "./standing.queries.js";

const households = layerOf("households");
const Plan = () => LAYER_TYPES.groupPlans.object;
const PLAN = "Id of a plan of groups (分组方案).";
const VERSION = "The version it was read in (版本); another one answers CONFLICT.";
const KEY = "Key of this attempt (幂等键): a retry with the same key gives the same answer.";
const DRY = "Only tells what it would do (试算): nothing is changed; default false.";
const GROUP = "Id of a group (组).";
const HOUSEHOLD = "Id of a household (住户).";

const householdIn = (id: string): string => parseId(id, "household").id;
const groupIn = (id: string, field = "group"): string => parseId(id, field).id;

@Resolver(Plan)
export class GroupPlanEditsResolver {
  @FieldResolver(() => [GroupEdit], { description: "What was done to it (编辑), oldest first." })
  async editLog(
    @Root() root: Row,
    @Ctx() context: Context,
    @Arg("after", () => Int, {
      nullable: true,
      description: "Only edits that made a later version (版本) than this.",
    })
    after?: number | null,
    @Arg("first", () => Int, {
      nullable: true,
      description: "How many (条数), at most 500; default 100.",
    })
    first?: number | null,
  ): Promise<EditRow<GroupsChange>[]> {
    if (first != null && (first < 1 || first > 500)) throw badInput("first", "first: 1 to 500.");
    const { county, id } = await planOf(context, root);
    const from = { version: after ?? 0, first: first ?? 100 };
    return groupEditLog.after(context.db, county, id, from);
  }
}

@Resolver(() => GroupEdit)
export class GroupEditResolver {
  @FieldResolver(() => String, {
    description: "Who (操作人), like person:LOGIN; device: a household itself, and not which.",
  })
  actor(@Root() { actor }: EditRow<GroupsChange>): string {
    return actor.startsWith("device:") ? "device" : actor;
  }

  @FieldResolver(() => Json, {
    description:
      "What was done (所作修改): `code`, and in `params` numbers of groups and how many " +
      "households; never which.",
  })
  did(@Root() { change }: EditRow<GroupsChange>): unknown {
    return change.did;
  }
}

@Resolver()
export class GroupEditsResolver {
  @Query(() => [GroupTarget], {
    description:
      "Groups near a household, nearest first, with what each would cost it or why it cannot " +
      "(可移入的组). For full-time grid workers of its grid, with a purpose.",
  })
  async groupTargets(
    @Arg("plan", () => ID, { description: PLAN }) plan: string,
    @Arg("household", () => ID, { description: HOUSEHOLD }) household: string,
    @Ctx() context: Context,
  ) {
    const { numbers, county, targets } = await targetsOf(context, plan, householdIn(household));
    return targets.map((t) => ({
      group: formatId(county, t.group),
      number: numbers.get(t.group)!,
      refusals: t.ok ? [] : t.refusals,
      price: t.ok ? shownPrice(context, t.price, { numbers, county }) : null,
    }));
  }

  @Mutation(() => GroupEdited, {
    description:
      "Moves a household into another group (调整组员); with `dryRun` tells the price before. " +
      "Whoever is to stay together with it comes along.",
  })
  async moveToGroup(
    @Arg("plan", () => ID, { description: PLAN }) plan: string,
    @Arg("version", () => Int, { description: VERSION }) version: number,
    @Arg("household", () => ID, { description: HOUSEHOLD }) household: string,
    @Arg("group", () => ID, { description: GROUP }) group: string,
    @Ctx() context: Context,
    @Arg("dryRun", () => Boolean, { nullable: true, description: DRY }) dryRun?: boolean | null,
    @Arg("idempotencyKey", () => String, { nullable: true, description: KEY }) key?: string | null,
  ) {
    const edit: Edit = { kind: "move", household: householdIn(household), to: groupIn(group) };
    return done(context, { plan, version, dryRun, key }, edit);
  }

  @Mutation(() => GroupEdited, {
    description:
      "Puts a household that is in no group into one (加入小组); default the nearest that fits.",
  })
  async joinGroup(
    @Arg("plan", () => ID, { description: PLAN }) plan: string,
    @Arg("version", () => Int, { description: VERSION }) version: number,
    @Arg("household", () => ID, { description: HOUSEHOLD }) household: string,
    @Ctx() context: Context,
    @Arg("group", () => ID, { nullable: true, description: GROUP }) group?: string | null,
    @Arg("dryRun", () => Boolean, { nullable: true, description: DRY }) dryRun?: boolean | null,
    @Arg("idempotencyKey", () => String, { nullable: true, description: KEY }) key?: string | null,
  ) {
    const to = group == null ? {} : { to: groupIn(group) };
    const edit: Edit = { kind: "join", household: householdIn(household), ...to };
    return done(context, { plan, version, dryRun, key }, edit);
  }

  @Mutation(() => GroupEdited, {
    description: "Makes one group of two (合并小组); the first keeps its number.",
  })
  async mergeGroups(
    @Arg("plan", () => ID, { description: PLAN }) plan: string,
    @Arg("version", () => Int, { description: VERSION }) version: number,
    @Arg("groups", () => [ID], { description: "Ids of two groups (两个组)." }) groups: string[],
    @Ctx() context: Context,
    @Arg("dryRun", () => Boolean, { nullable: true, description: DRY }) dryRun?: boolean | null,
    @Arg("idempotencyKey", () => String, { nullable: true, description: KEY }) key?: string | null,
  ) {
    if (groups.length !== 2) throw badInput("groups", "groups: two of them.");
    const [a, b] = groups.map((id) => groupIn(id, "groups")) as [string, string];
    return done(context, { plan, version, dryRun, key }, { kind: "merge", groups: [a, b] });
  }

  @Mutation(() => GroupEdited, {
    description: "Divides a group into the best two halves that the rules allow (拆分小组).",
  })
  async splitGroup(
    @Arg("plan", () => ID, { description: PLAN }) plan: string,
    @Arg("version", () => Int, { description: VERSION }) version: number,
    @Arg("group", () => ID, { description: GROUP }) group: string,
    @Ctx() context: Context,
    @Arg("dryRun", () => Boolean, { nullable: true, description: DRY }) dryRun?: boolean | null,
    @Arg("idempotencyKey", () => String, { nullable: true, description: KEY }) key?: string | null,
  ) {
    const edit: Edit = { kind: "split", group: groupIn(group) };
    return done(context, { plan, version, dryRun, key }, edit);
  }

  @Mutation(() => GroupEdited, {
    description: "Lets a group stay as it is in every run and repair, or frees it (锁定小组).",
  })
  async lockGroup(
    @Arg("plan", () => ID, { description: PLAN }) plan: string,
    @Arg("version", () => Int, { description: VERSION }) version: number,
    @Arg("group", () => ID, { description: GROUP }) group: string,
    @Arg("locked", () => Boolean, { description: "Whether it stays as it is (锁定)." })
    locked: boolean,
    @Ctx() context: Context,
    @Arg("idempotencyKey", () => String, { nullable: true, description: KEY }) key?: string | null,
  ) {
    return done(context, { plan, version, key }, { kind: "lock", group: groupIn(group), locked });
  }

  @Mutation(() => GroupEdited, {
    description: "Who leads a group (联户长), or stands in for who does (副联户长).",
  })
  async setLeader(
    @Arg("plan", () => ID, { description: PLAN }) plan: string,
    @Arg("version", () => Int, { description: VERSION }) version: number,
    @Arg("group", () => ID, { description: GROUP }) group: string,
    @Ctx() context: Context,
    @Arg("household", () => ID, {
      nullable: true,
      description: "Id of a household of the group (住户); null: nobody.",
    })
    household?: string | null,
    @Arg("deputy", () => Boolean, {
      nullable: true,
      description: "It is the deputy (副联户长); default false.",
    })
    deputy?: boolean | null,
    @Arg("idempotencyKey", () => String, { nullable: true, description: KEY }) key?: string | null,
  ) {
    const who = household == null ? null : householdIn(household);
    const led = { group: groupIn(group), household: who, deputy: deputy ?? false };
    return shown(context, await setLeader(context, { plan, version, key }, led));
  }

  @Mutation(() => GroupEdited, {
    description:
      "Takes a household out of its group (退出小组): by its grid worker, or by itself on its own " +
      "device, where no plan, version and household are named. The group is open for repair, and " +
      "what its people agreed to goes on unless withdraw says otherwise.",
  })
  async leaveGroup(
    @Ctx() context: Context,
    @Arg("plan", () => ID, { nullable: true, description: PLAN }) plan?: string | null,
    @Arg("version", () => Int, { nullable: true, description: VERSION }) version?: number | null,
    @Arg("household", () => ID, { nullable: true, description: HOUSEHOLD })
    household?: string | null,
    @Arg("idempotencyKey", () => String, { nullable: true, description: KEY }) key?: string | null,
    @Arg("withdraw", () => Boolean, {
      nullable: true,
      description: "Withdraws all its consents too (同时撤回同意); default false.",
    })
    withdraw?: boolean | null,
  ) {
    const asked = { plan, version, household, key, withdraw: withdraw ?? false };
    return shown(context, await leaveGroup(context, asked));
  }

  @Mutation(() => GroupEdited, { description: "Takes back what was done last (撤销)." })
  async undoGroupEdit(
    @Arg("plan", () => ID, { description: PLAN }) plan: string,
    @Arg("version", () => Int, { description: VERSION }) version: number,
    @Ctx() context: Context,
  ) {
    return shown(context, await turnEdit(context, { plan, version }, "undo"));
  }

  @Mutation(() => GroupEdited, { description: "Does again what was taken back last (重做)." })
  async redoGroupEdit(
    @Arg("plan", () => ID, { description: PLAN }) plan: string,
    @Arg("version", () => Int, { description: VERSION }) version: number,
    @Ctx() context: Context,
  ) {
    return shown(context, await turnEdit(context, { plan, version }, "redo"));
  }

  @Mutation(() => GroupRepair, {
    description:
      "What mends open groups, and those of no legal size, with few changes (修复小组). Without " +
      "`accept` it is only told; the changes of households that it names are taken.",
  })
  async repairGroups(
    @Arg("plan", () => ID, { description: PLAN }) plan: string,
    @Arg("version", () => Int, { description: VERSION }) version: number,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Arg("accept", () => [ID], {
      nullable: true,
      description: "Ids of households whose change is taken (采纳的住户), at most 500.",
    })
    accept?: string[] | null,
    @Arg("idempotencyKey", () => String, { nullable: true, description: KEY }) key?: string | null,
  ) {
    if (accept && accept.length > 500) throw badInput("accept", "accept: at most 500 households.");
    const taken = accept ? accept.map(householdIn) : null;
    const repaired = await repair(context, { plan, version, key }, taken);
    const asked = childrenOf(childrenOf(selectedFields(info), "changes"), "household");
    const loader = context.loader(households, columnsFor(households, asked));
    const { county } = repaired;
    const rows = await loader.loadMany(repaired.changes.map((c) => ({ county, id: c.household })));
    return repairShown(repaired, rows as Row[]);
  }

  @Mutation(() => Plan(), {
    description:
      "Publishes a draft (发布分组方案): its groups answer from that day on, and plans of the same " +
      "villages end on it.",
  })
  async publishGroupPlan(
    @Arg("plan", () => ID, { description: PLAN }) plan: string,
    @Arg("version", () => Int, { description: VERSION }) version: number,
    @Arg("effectiveOn", () => Day, { description: "From which day (生效日期), today or later." })
    effectiveOn: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    await publishPlan(context, { plan, version, effectiveOn });
    const loader = context.loader(groupPlans, columnsFor(groupPlans, selectedFields(info)));
    return (await loader.load(parseId(plan)))!;
  }
}

const done = async (context: Context, asked: AskedEdit, edit: Edit) =>
  shown(context, await editGroups(context, asked, edit));

const shown = (context: Context, { price, numbers, county, ...edited }: EditedView) => ({
  ...edited,
  price: price && shownPrice(context, price, { numbers, county }),
});

function shownPrice(
  context: Context,
  { groups, delta, deltaSum, warnings }: GroupPrice,
  { numbers, county }: Pick<EditedView, "numbers" | "county">,
) {
  const seesTies = tiesSeen(context) !== null;
  const judged = (group: GroupPrice["groups"][number]["before"]) =>
    group && { ...group, ties: seesTies && group.ties >= 2 ? group.ties : null };
  return {
    total: deltaSum,
    terms: seesTies ? delta : { ...delta, ties: 0 },
    groups: groups.map(({ id, before, after }) => ({
      ...{ group: formatId(county, id), number: numbers.get(id) ?? null },
      ...{ before: judged(before), after: judged(after) },
    })),
    warnings,
  };
}

const repairShown = ({ changes, numbers, county, ...repaired }: Repair, rows: readonly Row[]) => ({
  ...repaired,
  changes: changes.map(({ from, to, reason }, k) => ({
    household: rows[k]!,
    from: from && formatId(county, from),
    to: to && numbers.has(to) ? formatId(county, to) : null,
    fromNumber: from === null ? null : (numbers.get(from) ?? null),
    toNumber: to === null ? null : (numbers.get(to) ?? null),
    reason,
  })),
});

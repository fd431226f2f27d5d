import type { Geometry } from "geojson";
import type { GraphQLResolveInfo } from "graphql";
import {
  Arg,
  Ctx,
  FieldResolver,
  ID,
  Info,
  Int,
  Mutation,
  Resolver,
  Root,
  Subscription,
} from "type-graphql";
import {
  GroupBorderPrice,
  GroupExceptions,
  GroupMember,
  GroupOrderEnum,
  GroupPlanCan,
  GroupPlanChange,
  GroupRules,
  GroupRunInput,
  GroupSaid,
  GroupTradeOff,
  GroupVerdict,
  HouseholdGroup,
  HouseholdGroups,
} from "../../schema/household-groups.js";
import { Job } from "../../schema/jobs.js";
import { LAYER_TYPES } from "../../schema/layer-types.js";
import { layerOf } from "../../schema/layers/index.js";
import { GeoJSON, Json } from "../../schema/scalars.js";
import type { Context } from "../core/context.js";
import { parseId } from "../core/identifier.js";
import { badInput } from "../core/refusal.js";
import { jobsShown, placeOf } from "../jobs/jobs.service.js";
import type { Row } from "../layers/layer.queries.js";
import { columnsFor } from "../layers/layer.resolver.js";
import { childrenOf, selectedFields } from "../layers/selected-fields.js";
import { may } from "../policy/actions.js";
import { askComparison } from "./compare.job.js";
import { type GroupPlanRow, type GroupRow, groupPlanRows, groupPlans } from "./groups.queries.js";
import {
  bordersOf,
  canOf,
  exceptionsOf,
  faultOf,
  groupOfPlan,
  groupsOf,
  homeSeen,
  membersSeen,
  shapesSeen,
  tiesOfGroup,
  tradeOffsOf,
  verdictOf,
} from "./groups.service.js";
import { askRun } from "./run.service.js";
import { watchGroupPlan } from "./watch-group-plan.js";

const Plan = () => LAYER_TYPES.groupPlans.object;
const Home = () => LAYER_TYPES.households.object;
const households = layerOf("households");
const PLAN_ID = "Id of a plan of groups (分组方案).";
const KEY = "Key of this attempt (幂等键): a retry with the same key gives the same answer.";

@Resolver(Plan)
export class GroupPlansResolver {
  @FieldResolver(() => [String], { description: "Codes of the villages it is of (村、社区)." })
  async villages(@Root() root: Row, @Ctx() context: Context): Promise<string[]> {
    return (await planOf(context, root)).villages;
  }

  @FieldResolver(() => GroupRules, {
    nullable: true,
    description: "What it was formed by (分组规则); null: it was not formed by a run.",
  })
  async rules(@Root() root: Row, @Ctx() context: Context): Promise<object | null> {
    const { rules } = await planOf(context, root);
    return "low" in rules ? rules : null;
  }

  @FieldResolver(() => Job, {
    nullable: true,
    description: "Its run (任务), for who asked for it and administrators; null for others.",
  })
  async job(@Root() root: Row, @Ctx() context: Context): Promise<object | null> {
    const { county, jobId } = await planOf(context, root);
    if (jobId === null) return null;
    const job = await context
      .batched("runs of group plans", (of, ids) => jobsShown(context.db, of, ids))
      .load({ county, id: jobId });
    return job && may(context.viewer, "job.follow", placeOf(job)) ? job : null;
  }

  @FieldResolver(() => Json, {
    nullable: true,
    description:
      "Why its run failed (失败原因): code, as a refused request has it among its extensions, with " +
      "reason, field and said where they are known; null: it did not.",
  })
  async fault(@Root() root: Row, @Ctx() context: Context): Promise<object | null> {
    return faultOf(await planOf(context, root));
  }

  @FieldResolver(() => GroupVerdict, {
    nullable: true,
    description: "What came of its run (结论); null while it is being formed, and if it failed.",
  })
  async verdict(@Root() root: Row, @Ctx() context: Context): Promise<object | null> {
    return verdictOf(context, await planOf(context, root));
  }

  @FieldResolver(() => HouseholdGroups, {
    description: "Its groups (组), those where the viewer works; none while it is being formed.",
  })
  async groups(
    @Root() root: Row,
    @Ctx() context: Context,
    @Arg("orderBy", () => GroupOrderEnum, {
      nullable: true,
      description: "In which order (顺序); default NUMBER.",
    })
    orderBy?: string | null,
    @Arg("first", () => Int, {
      nullable: true,
      description: "How many (条数), at most 500; default 100.",
    })
    first?: number | null,
    @Arg("offset", () => Int, { nullable: true, description: "Number to leave out (跳过条数)." })
    offset?: number | null,
    @Arg("grid", () => ID, { nullable: true, description: "Only of this grid (网格)." })
    grid?: string | null,
  ): Promise<object> {
    return groupsOf(context, await planOf(context, root), { orderBy, first, offset, grid });
  }

  @FieldResolver(() => HouseholdGroup, {
    nullable: true,
    description: "One of its groups (组); null: there is none that the viewer sees.",
  })
  async group(
    @Root() root: Row,
    @Ctx() context: Context,
    @Arg("id", () => ID, { description: "Id of the group (标识)." }) id: string,
  ): Promise<object | null> {
    return groupOfPlan(context, await planOf(context, root), id);
  }

  @FieldResolver(() => GroupExceptions, { description: "Who is in no group, and why (未入组)." })
  async exceptions(
    @Root() root: Row,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Arg("first", () => Int, {
      nullable: true,
      description: "How many (条数), at most 500; default 100.",
    })
    first?: number | null,
  ): Promise<object> {
    const plan = await planOf(context, root);
    const asked = selectedFields(info);
    const { nodes, ...counts } = await exceptionsOf(
      ...[context, plan, first ?? null, asked.some((field) => field.name === "nodes")],
    );
    const fields = columnsFor(households, childrenOf(childrenOf(asked, "nodes"), "household"));
    const loader = context.loader(households, fields);
    const { county } = plan;
    return {
      ...counts,
      nodes:
        nodes &&
        (await Promise.all(
          nodes.map(async ({ household: id, reason }) => ({
            household: await loader.load({ county, id }),
            reason,
          })),
        )),
    };
  }

  @FieldResolver(() => [GroupBorderPrice], {
    nullable: true,
    description:
      "What borders of grids cost its groups (网格边界代价), dearest first, as its run found it; none " +
      "beside groups that were changed since. null: not for this viewer.",
  })
  async borderPrice(@Root() root: Row, @Ctx() context: Context): Promise<object[] | null> {
    return bordersOf(context, await planOf(context, root));
  }

  @FieldResolver(() => [GroupTradeOff], {
    nullable: true,
    description:
      "What each preset makes of the same households (取舍), from runs; null: `compareGroupPresets` " +
      "has not been asked.",
  })
  async tradeOff(@Root() root: Row, @Ctx() context: Context): Promise<object[] | null> {
    return tradeOffsOf(context, await planOf(context, root));
  }

  @Mutation(() => Job, {
    description:
      "Starts a job that forms groups of a plan's households by each preset (比较侧重) and keeps what " +
      "each costs as the plan's `tradeOff`; the plan's groups stay.",
  })
  compareGroupPresets(
    @Ctx() context: Context,
    @Arg("plan", () => ID, { description: PLAN_ID }) plan: string,
  ): Promise<object> {
    return askComparison(context, plan);
  }

  @Subscription(() => GroupPlanChange, {
    description:
      "What happens to a plan (方案变化通知): its run as it goes on, then each version of it.",
    subscribe: ({ args, context }) =>
      watchGroupPlan(context as Context, (args as { plan: string }).plan) as AsyncIterable<never>,
  })
  groupPlanChanged(
    @Root() change: GroupPlanChange,
    @Arg("plan", () => ID, { description: PLAN_ID }) _plan: string,
  ): GroupPlanChange {
    return change;
  }

  @FieldResolver(() => GroupPlanCan, { description: "What the viewer may do with it (权限)." })
  async can(@Root() root: Row, @Ctx() context: Context): Promise<object> {
    return canOf(context, await planOf(context, root));
  }

  @Mutation(Plan, {
    description:
      "Forms groups for villages (分组): a plan that is FORMING at once, with its job; a draft when " +
      "that has ended, or was stopped, and then the best until then.",
  })
  async groupRun(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => GroupRunInput, { description: "From what and how (要求)." })
    input: GroupRunInput,
    @Arg("idempotencyKey", () => String, { nullable: true, description: KEY })
    key?: string | null,
  ): Promise<Row> {
    const id = await askRun(context, { ...input }, key ?? null);
    const loader = context.loader(groupPlans, columnsFor(groupPlans, selectedFields(info)));
    return (await loader.load(parseId(id))) ?? { id };
  }
}

interface Shown {
  row: GroupRow;
}

/** What is asked of all groups of a page at once, and only where it is asked. */
@Resolver(() => HouseholdGroup)
export class GroupsResolver {
  @FieldResolver(() => Int, {
    nullable: true,
    description:
      "Number of ties among its households (相熟数): for who sees ties, with a purpose; null for " +
      "others, and below two.",
  })
  ties(@Root() { row }: Shown, @Ctx() context: Context): number | null {
    return tiesOfGroup(context, row);
  }

  @FieldResolver(() => GroupSaid, {
    nullable: true,
    description: "Why it is to be repaired (待调整原因); null: it is whole.",
  })
  openedBy(@Root() { openedBy }: { openedBy: object | null }): object | null {
    return openedBy;
  }

  @FieldResolver(Home, {
    nullable: true,
    description: "The household that the others walk least to (中心户).",
  })
  centre(@Root() { row }: Shown, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return home(context, info, row, row.centre);
  }

  @FieldResolver(Home, { nullable: true, description: "Its leader (组长): the household." })
  leader(@Root() { row }: Shown, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return home(context, info, row, row.leader);
  }

  @FieldResolver(Home, { nullable: true, description: "Its deputy (副组长): the household." })
  deputy(@Root() { row }: Shown, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return home(context, info, row, row.deputy);
  }

  @FieldResolver(() => GeoJSON, {
    nullable: true,
    description: "Ground that is nearest to its homes (范围), WGS 84; it says nothing of parcels.",
  })
  async cell(@Root() { row }: Shown, @Ctx() context: Context): Promise<Geometry | null> {
    return (await shapesSeen(context, row))?.cell ?? null;
  }

  @FieldResolver(() => GeoJSON, {
    nullable: true,
    description: "Lines from its homes to the centre (连线), WGS 84.",
  })
  async spokes(@Root() { row }: Shown, @Ctx() context: Context): Promise<Geometry | null> {
    return (await shapesSeen(context, row))?.spokes ?? null;
  }

  @FieldResolver(() => [GroupMember], {
    nullable: true,
    description:
      "Its households (组员), the nearest to the centre first; null: not for this viewer.",
  })
  async members(
    @Root() { row, thin }: Shown & { thin: boolean | null },
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Arg("first", () => Int, {
      nullable: true,
      description: "How many (条数), at most 500; default 500.",
    })
    first?: number | null,
  ): Promise<object[] | null> {
    const members = await membersSeen(context, row, first ?? null);
    if (!members) return null;
    const asked = childrenOf(selectedFields(info), "household");
    const loader = context.loader(households, columnsFor(households, asked));
    const { county } = row;
    return Promise.all(
      members.map(async ({ household: id, metres, isolated, since }) => ({
        household: await loader.load({ county, id }),
        ...{ metres, since, isolated: thin === null ? null : isolated },
      })),
    );
  }
}

async function home(
  context: Context,
  info: GraphQLResolveInfo,
  row: GroupRow,
  household: string | null,
): Promise<Row | null> {
  const id = await homeSeen(context, row, household);
  if (id === null) return null;
  const fields = columnsFor(households, selectedFields(info));
  return context.loader(households, fields).load({ county: row.county, id });
}

export async function planOf(context: Context, root: Row): Promise<GroupPlanRow> {
  const row = await context
    .batched("group plans", async (county, ids) => {
      const visible = context.access(groupPlans).rows([county]);
      const rows = await groupPlanRows(context.db, county, ids, { visible });
      return new Map(rows.map((r) => [r.id, r]));
    })
    .load(parseId(root["id"] as string));
  if (!row) throw badInput("id", "id: there is no such plan that you may see.");
  return row;
}

import type { GraphQLResolveInfo } from "graphql";
import {
  Arg,
  Ctx,
  FieldResolver,
  Float,
  ID,
  Info,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from "type-graphql";
import { asOperationInput, GridOperationInput, operationOf } from "../../schema/grid-operations.js";
import {
  CleaningOptionsInput,
  GridOnDay,
  GridPlanChanges,
  GridProposalOptions,
  HandOverSuggestion,
  HouseholdsMoving,
  NewGridPlanInput,
  OtherPlan,
  PlanCleaning,
  PlanComment,
  PlanComparison,
  PlanEdit,
  PlanFinding,
  PlanGrid,
  PlanIncidentYear,
  PlanLineage,
  PlanPlaces,
} from "../../schema/grid-plans.js";
import { Job } from "../../schema/jobs.js";
import { LAYER_TYPES } from "../../schema/layer-types.js";
import { layerOf } from "../../schema/layers/index.js";
import { Day } from "../../schema/scalars.js";
import type { Context } from "../core/context.js";
import { parseId } from "../core/identifier.js";
import { badInput } from "../core/refusal.js";
import { incidentYear } from "../incidents/incidents.service.js";
import type { Row } from "../layers/layer.queries.js";
import { columnsFor } from "../layers/layer.resolver.js";
import { childrenOf, selectedFields } from "../layers/selected-fields.js";
import { cleanPlan, previewCleaning } from "./cleaning.service.js";
import { type CommentRow, commentsOf } from "./comments.queries.js";
import { comment, settle } from "./comments.service.js";
import { type EditRow, editLog } from "./edit.queries.js";
import { editPlan, redoEdit, undoEdit } from "./edits.service.js";
import { findingsTold } from "./findings.service.js";
import { gridAt } from "./grid-at.service.js";
import { lineageOf } from "./lineage.queries.js";
import { householdsMoving, type Moving } from "./moving.service.js";
import { planMachine } from "./plan.machine.js";
import { type PlanRow, planRows, plansBeside } from "./plan.queries.js";
import { comparePlan, planGrids, planPlaces } from "./plan-reads.service.js";
import { beginPlan, changePlan, forkPlan, plans } from "./plans.service.js";
import { askProposal, suggestHandOver } from "./propose.service.js";
import { watchPlan } from "./watch-plan.js";

const Plan = () => LAYER_TYPES.gridPlans.object;
/** States that do not end. */
const OPEN = Object.entries(planMachine.states).flatMap(([name, { end }]) => (end ? [] : [name]));
const PLAN = "Id of a plan (方案).";
const VERSION =
  "The version it was drawn on (版本); another one answers CONFLICT with the edits since.";
const KEY = "Key of this attempt (幂等键): a retry with the same key gives the same answer.";
const VILLAGES = "Codes of villages that it divides (村、社区); default all of its villages.";
const CLEANING = "How far it goes (清理尺度).";
const NOTE = "What was done, in words (说明); kept with the edit.";

@Resolver(Plan)
export class PlansResolver {
  @FieldResolver(() => [String], {
    description: "Codes of the villages it divides (村、社区); empty: ground of no village.",
  })
  async villages(@Root() root: Row, @Ctx() context: Context): Promise<string[]> {
    return (await planOf(context, root)).villages.filter((code) => code !== "");
  }

  @FieldResolver(() => Boolean, {
    description:
      "Another plan came into force on its ground since it was begun (已过时): it can only be forked.",
  })
  async overtaken(@Root() root: Row, @Ctx() context: Context): Promise<boolean> {
    return (await planOf(context, root)).overtaken;
  }

  @FieldResolver(() => [OtherPlan], {
    description:
      "Open plans (草稿、待审批、待生效) that divide a village which this one divides too (同范围方案).",
  })
  async otherPlans(@Root() root: Row, @Ctx() context: Context) {
    return plansBeside(context.db, context.access(plans), await planOf(context, root), OPEN);
  }

  @FieldResolver(() => [PlanGrid], { description: "Its grids as they stand (网格), by code." })
  async grids(@Root() root: Row, @Ctx() context: Context) {
    return planGrids(context.db, await planOf(context, root));
  }

  @FieldResolver(() => PlanIncidentYear, {
    nullable: true,
    description: "Which incidents its grids count (事件统计期); null: there are none on record.",
  })
  async incidentYear(@Root() root: Row, @Ctx() context: Context) {
    return incidentYear(context.db, (await planOf(context, root)).county);
  }

  @FieldResolver(() => PlanPlaces, { description: "What its figures are counted by (计量点)." })
  async places(@Root() root: Row, @Ctx() context: Context) {
    return planPlaces(context.db, await planOf(context, root));
  }

  @FieldResolver(() => [PlanFinding], {
    description:
      "What is to be mended or wants a word (问题), errors first, then notes: what borders cost the " +
      "ten-household groups beside them, for who sees that, of 5 homes or more.",
  })
  async findings(@Root() root: Row, @Ctx() context: Context) {
    return findingsTold(context, await planOf(context, root));
  }

  @FieldResolver(() => PlanCleaning, {
    description:
      "What cleanGridPlan would change (清理预览): nothing is changed by asking. Grids are made " +
      "seamless, and what reaches into another village, or out of the plan's, is trimmed.",
  })
  async cleaning(
    @Root() root: Row,
    @Ctx() context: Context,
    @Arg("options", () => CleaningOptionsInput, { nullable: true, description: CLEANING })
    options?: CleaningOptionsInput | null,
  ) {
    return previewCleaning(context.db, await planOf(context, root), { ...options });
  }

  @FieldResolver(() => [PlanEdit], { description: "What was done to it (编辑), oldest first." })
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
  ): Promise<EditRow[]> {
    if (first != null && (first < 1 || first > 500)) throw badInput("first", "first: 1 to 500.");
    const { county, id } = await planOf(context, root);
    return editLog.after(context.db, county, id, { version: after ?? 0, first: first ?? 100 });
  }

  @FieldResolver(() => [PlanComment], { description: "Words about it (批注), oldest first." })
  async comments(@Root() root: Row, @Ctx() context: Context): Promise<CommentRow[]> {
    const { county, id } = await planOf(context, root);
    return commentsOf(context.db, county, id);
  }

  @FieldResolver(() => [PlanLineage], {
    description: "What it did to grids when it came into force (沿革); empty before.",
  })
  async lineage(@Root() root: Row, @Ctx() context: Context) {
    const { county, id } = await planOf(context, root);
    return lineageOf(context.db, county, id);
  }

  @FieldResolver(() => PlanComparison, {
    description: "It beside another plan, or beside the grids in force today (对比).",
  })
  async compare(
    @Root() root: Row,
    @Ctx() context: Context,
    @Arg("with", () => ID, {
      nullable: true,
      description: "Id of the other plan (另一方案); default the grids in force today.",
    })
    other?: string | null,
  ) {
    return comparePlan(context, await planOf(context, root), other ?? null);
  }

  @FieldResolver(() => HandOverSuggestion, {
    nullable: true,
    description:
      "The one step that brings its grids nearest to the range of households (划转建议); null: no " +
      "single step does. Locked and dedicated grids stay.",
  })
  async suggestHandOver(
    @Root() root: Row,
    @Ctx() context: Context,
    @Arg("villages", () => [String], { nullable: true, description: VILLAGES })
    villages?: string[] | null,
    @Arg("least", () => Int, { nullable: true, description: "Fewest households (最少户数)." })
    least?: number | null,
    @Arg("most", () => Int, { nullable: true, description: "Most households (最多户数)." })
    most?: number | null,
  ): Promise<object | null> {
    const plan = await planOf(context, root);
    const range = rangeOf(least, most);
    const step = await suggestHandOver(context.db, plan, { villages: villages ?? null, range });
    return step && { ...step, operation: asOperationInput(step.operation) };
  }

  @Query(() => HouseholdsMoving, {
    description:
      "Households that a plan gives another grid than they have today (变动住户), in the order of " +
      "their ids. For who sees plans and, with a purpose, where households live; others count them " +
      "(`compare`). Is in the access log.",
  })
  householdsMoving(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Arg("plan", () => ID, { description: PLAN }) plan: string,
    @Arg("first", () => Int, {
      nullable: true,
      description: "How many (条数), at most 500; default 100.",
    })
    first?: number | null,
    @Arg("after", () => ID, {
      nullable: true,
      description: "Those after this household (住户): the last one of the page before.",
    })
    after?: string | null,
  ): Promise<Moving> {
    const asked = childrenOf(childrenOf(selectedFields(info), "nodes"), "household");
    const fields = columnsFor(layerOf("households"), asked);
    return householdsMoving(context, { plan, first, after }, fields);
  }

  @Query(() => GridOnDay, {
    nullable: true,
    description:
      "The grid of a place on a day (某地某日的网格), null where there is none. What approved plans " +
      "will have made of it by then is told to who may see plans.",
  })
  gridAt(
    @Ctx() context: Context,
    @Arg("point", () => [Float], {
      description: "Longitude and latitude in degrees (位置), WGS 84.",
    })
    point: number[],
    @Arg("on", () => Day, { nullable: true, description: "The day (日期); default today." })
    on?: string | null,
  ): Promise<GridOnDay | null> {
    return gridAt(context, point, on ?? null);
  }

  @Mutation(Plan, {
    description: "Begins a draft from the grids in force today (新建方案).",
  })
  async createGridPlan(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => NewGridPlanInput, { description: "What it begins with (内容)." })
    input: NewGridPlanInput,
    @Arg("idempotencyKey", () => String, { nullable: true, description: KEY })
    key?: string | null,
  ): Promise<Row> {
    return shown(context, info, await beginPlan(context, { ...input }, key));
  }

  @Mutation(Plan, {
    description: "Begins a draft from another plan as it stands, in whatever state (复制方案).",
  })
  async forkGridPlan(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Arg("id", () => ID, { description: PLAN }) id: string,
    @Arg("name", () => String, { description: "What the new one is called (名称)." })
    name: string,
    @Arg("idempotencyKey", () => String, { nullable: true, description: KEY })
    key?: string | null,
  ): Promise<Row> {
    return shown(context, info, await forkPlan(context, id, name, key));
  }

  @Mutation(Plan, { description: "Gives a draft another name or day (修改方案)." })
  async updateGridPlan(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Arg("id", () => ID, { description: PLAN }) id: string,
    @Arg("version", () => Int, { description: VERSION }) version: number,
    @Arg("changes", () => GridPlanChanges, { description: "What changes (修改内容)." })
    changes: GridPlanChanges,
  ): Promise<Row> {
    await changePlan(context, id, version, { ...changes });
    return shown(context, info, id);
  }

  @Mutation(() => PlanEdit, {
    description:
      "Draws in a draft (编辑方案): all of the operations in their order, or none. A refusal tells " +
      "which one, why and where.",
  })
  applyGridOperations(
    @Ctx() context: Context,
    @Arg("plan", () => ID, { description: PLAN }) plan: string,
    @Arg("version", () => Int, { description: VERSION }) version: number,
    @Arg("operations", () => [GridOperationInput], { description: "Operations (操作), 1 to 100." })
    operations: Record<string, unknown>[],
    @Arg("note", () => String, { nullable: true, description: NOTE }) note?: string | null,
    @Arg("idempotencyKey", () => String, { nullable: true, description: KEY }) key?: string | null,
  ): Promise<EditRow> {
    return editPlan(context, { plan, version, note, key }, operations.map(operationOf));
  }

  @Mutation(() => Job, {
    description:
      "Starts a job that proposes grids for villages of a draft (提议网格) and draws them as one edit, " +
      "which undo takes back. Its `result` tells the `edit` (null: nothing is to be changed), the " +
      "`version`, and `reasons`: by `grid` why a wish could not be met.",
  })
  proposeGrids(
    @Ctx() context: Context,
    @Arg("plan", () => ID, { description: PLAN }) plan: string,
    @Arg("version", () => Int, { description: VERSION }) version: number,
    @Arg("villages", () => [String], { nullable: true, description: VILLAGES })
    villages?: string[] | null,
    @Arg("options", () => GridProposalOptions, {
      nullable: true,
      description: "What it is to keep to (要求).",
    })
    options?: GridProposalOptions | null,
    @Arg("idempotencyKey", () => String, { nullable: true, description: KEY }) key?: string | null,
  ): Promise<object> {
    const { least, most, fromPresent, seed } = options ?? {};
    return askProposal(context, {
      ...{ plan, version, villages, range: rangeOf(least, most), key },
      ...{ fromPresent: fromPresent ?? true, seed: seed ?? 1 },
    });
  }

  @Mutation(() => PlanEdit, {
    description:
      "Cleans the grids of a draft (清理方案) as `cleaning` shows: one edit, which undoing takes back.",
  })
  cleanGridPlan(
    @Ctx() context: Context,
    @Arg("plan", () => ID, { description: PLAN }) plan: string,
    @Arg("version", () => Int, { description: VERSION }) version: number,
    @Arg("options", () => CleaningOptionsInput, { nullable: true, description: CLEANING })
    options?: CleaningOptionsInput | null,
    @Arg("note", () => String, { nullable: true, description: NOTE }) note?: string | null,
    @Arg("idempotencyKey", () => String, { nullable: true, description: KEY }) key?: string | null,
  ): Promise<EditRow> {
    return cleanPlan(context, { plan, version, note, key }, { ...options });
  }

  @Mutation(() => PlanEdit, {
    description: "Takes back the latest edit that still stands, whoever made it (撤销).",
  })
  undoGridEdit(
    @Ctx() context: Context,
    @Arg("plan", () => ID, { description: PLAN }) plan: string,
    @Arg("version", () => Int, { description: VERSION }) version: number,
    @Arg("idempotencyKey", () => String, { nullable: true, description: KEY }) key?: string | null,
  ): Promise<EditRow> {
    return undoEdit(context, { plan, version, key });
  }

  @Mutation(() => PlanEdit, {
    description: "Does the edit again that was taken back last (重做).",
  })
  redoGridEdit(
    @Ctx() context: Context,
    @Arg("plan", () => ID, { description: PLAN }) plan: string,
    @Arg("version", () => Int, { description: VERSION }) version: number,
    @Arg("idempotencyKey", () => String, { nullable: true, description: KEY }) key?: string | null,
  ): Promise<EditRow> {
    return redoEdit(context, { plan, version, key });
  }

  @Mutation(Plan, { description: "Says a word about a plan, a grid of it or a place (批注)." })
  async commentOnGridPlan(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Arg("plan", () => ID, { description: PLAN }) plan: string,
    @Arg("text", () => String, { description: "The word (内容), at most 1,000 characters." })
    text: string,
    @Arg("grid", () => ID, { nullable: true, description: "About this grid (网格)." })
    grid?: string | null,
    @Arg("place", () => [Float], {
      nullable: true,
      description: "About this place (位置): longitude and latitude in degrees, WGS 84.",
    })
    place?: number[] | null,
  ): Promise<Row> {
    await comment(context, { plan, text, grid, place });
    return shown(context, info, plan);
  }

  @Mutation(Plan, { description: "Settles a word about a plan (处理批注)." })
  async settleGridPlanComment(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Arg("plan", () => ID, { description: PLAN }) plan: string,
    @Arg("id", () => ID, { description: "Id of the comment (批注)." }) id: string,
  ): Promise<Row> {
    await settle(context, plan, id);
    return shown(context, info, plan);
  }

  @Subscription(() => PlanEdit, {
    description:
      "Edits of a plan as they are committed (方案编辑通知), from a version on: each is applied to the " +
      "plan as the one before left it.",
    subscribe: ({ args, context }) => {
      const { plan, after } = args as { plan: string; after?: number | null };
      return watchPlan(context as Context, plan, after ?? null) as AsyncIterable<never>;
    },
  })
  gridPlanEdited(
    @Root() edit: PlanEdit,
    @Arg("plan", () => ID, { description: PLAN }) _plan: string,
    @Arg("after", () => Int, {
      nullable: true,
      description: "First the edits that made a later version than this (版本); default: from now.",
    })
    _after?: number | null,
  ): PlanEdit {
    return edit;
  }
}

/** Both ends or neither: half a range would be guessed. */
function rangeOf(least?: number | null, most?: number | null): [number, number] | null {
  if (least == null && most == null) return null;
  if (least == null || most == null)
    throw badInput(least == null ? "least" : "most", "least, most: give both or neither.");
  return [least, most];
}

async function planOf(context: Context, root: Row): Promise<PlanRow> {
  const row = await context
    .batched("grid plans", async (county, ids) => {
      const visible = context.access(plans).rows([county]);
      const rows = await planRows(context.db, visible, county, ids, false);
      return new Map(rows.map((r) => [r.id, r]));
    })
    .load(parseId(root["id"] as string));
  if (!row) throw badInput("id", "id: there is no such plan that you may see.");
  return row;
}

async function shown(context: Context, info: GraphQLResolveInfo, id: string): Promise<Row> {
  const loader = context.loader(plans, columnsFor(plans, selectedFields(info)));
  return (await loader.load(parseId(id))) ?? { id };
}

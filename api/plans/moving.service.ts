import { layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { formatId, parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { householdsInOthers } from "../households/households.service.js";
import type { Row } from "../layers/layer.queries.js";
import { gridsOfPlan } from "./plan.queries.js";
import { seenPlan } from "./plans.service.js";

const MOST = 500;

export interface MovingAsked {
  plan: string;
  first?: number | null;
  after?: string | null;
}

export interface Moving {
  nodes: { household: Row; from: string | null; to: string }[];
  hasNextPage: boolean;
}

/**
 * Households that a plan gives another grid than they have today: for who sees plans and, with a
 * purpose, where households live. Others count them (`compare`).
 */
export async function householdsMoving(
  context: Context,
  { plan, first, after }: MovingAsked,
  fields: readonly string[],
): Promise<Moving> {
  const { county, id } = await seenPlan(context, context.db, plan);
  const households = layerOf("households");
  const access = context.access(households);
  if (access.geometry() !== "clear" || !access.shows("place")) throw notTold(access.geometry());
  const many = first ?? 100;
  if (many < 1 || many > MOST) throw badInput("first", `first: 1 to ${MOST}.`);
  const grids = await gridsOfPlan(context.db, county, id);
  const page = { first: many + 1, after: after == null ? null : parseId(after, "after").id };
  const found = await householdsInOthers(context.db, access, county, grids, page);
  const shown = found.slice(0, many);
  const loader = context.loader(households, fields);
  const nodes = shown.map(async ({ id, from, to }) => ({
    household: (await loader.load({ county, id }))!,
    ...{ from: from && formatId(county, from), to: formatId(county, to) },
  }));
  access.notes.answered(
    shown.map(({ id }) => formatId(county, id)),
    0,
  );
  return { nodes: await Promise.all(nodes), hasNextPage: found.length > many };
}

const notTold = (seen: string): Refusal =>
  seen === "onPurpose"
    ? new Refusal(
        "PURPOSE_REQUIRED",
        "householdsMoving: where households live is masked for you. Give a purpose to see it.",
      )
    : new Refusal(
        "FORBIDDEN",
        "householdsMoving: your role counts households alone; ask compare of the plan.",
      );

import {
  allowedBy,
  type Missing,
  next,
  type Possible,
  type Transition,
} from "../../civic/steps/machine.js";
import type { Context } from "../core/context.js";
import type { Runner } from "../core/database.js";
import type { Refusal } from "../core/refusal.js";
import { type ActionName, type At, refusalOf } from "../policy/actions.js";
import type { Viewer } from "../policy/viewer.js";
import { missingRight } from "./refusals.js";
import { actorsOf } from "./step.queries.js";
import type { Judging, Standing, Workflow } from "./workflow.js";

/** Judges the steps of some subjects for one viewer: all that it must know of them is read once. */
export class Judge {
  private constructor(
    private readonly viewer: Viewer,
    private readonly workflow: Workflow,
    private readonly handlers: ReadonlyMap<string, readonly string[]>,
    private readonly now: number,
  ) {}

  static async of(
    run: Runner,
    viewer: Viewer,
    workflow: Workflow,
    county: number,
    standings: readonly Standing[],
  ): Promise<Judge> {
    const ids = standings.map(({ id }) => id);
    const { layer, handling } = workflow;
    const handlers = await actorsOf(run, layer.name, county, ids, handling);
    return new Judge(viewer, workflow, handlers, Date.now());
  }

  /** Why the policy does not let the viewer take a way; null: it does. */
  refusal(
    standing: Standing,
    way: Pick<Transition<string, string, never, never>, "may" | "above">,
  ) {
    return this.asked(standing, allowedBy(way, standing as never));
  }

  world(standing: Standing, named: unknown): unknown {
    return this.workflow.world(this.judging(standing), named);
  }

  /** What the viewer can do with a subject from here, and why not the rest. */
  possible(standing: Standing): Possible[] {
    if (standing.retired) return [];
    return next(this.workflow.machine, standing, this.world(standing, null), (action) =>
      missingOf(this.asked(standing, action)),
    );
  }

  allowed(standing: Standing): string[] {
    return this.possible(standing)
      .filter(({ allowed }) => allowed)
      .map(({ action }) => action);
  }

  private judging(standing: Standing): Judging {
    return { now: this.now, may: (action) => this.asked(standing, action) === null };
  }

  private asked(standing: Standing, action: string): Refusal | null {
    return refusalOf(this.viewer, action as ActionName, this.at(standing));
  }

  private at(s: Standing): At {
    const handlers = [...(this.handlers.get(s.id) ?? []), ...(s.handledBy ?? [])];
    const { actor } = this.viewer;
    return {
      county: s.county,
      gridId: s.gridId,
      villageCode: s.villageCode,
      orgId: s.organisationId,
      did: {
        reporter: s.createdBy,
        handler: handlers.includes(actor) ? actor : (handlers[0] ?? null),
      },
    };
  }
}

const missingOf = (refusal: Refusal | null): Missing | null => refusal && missingRight(refusal);

/** What can be done with subjects of one county, by uuid; whoever is not seen is missing. */
export async function possibleSteps(
  context: Context,
  workflow: Workflow,
  county: number,
  ids: readonly string[],
): Promise<Map<string, Possible[]>> {
  const access = context.tryAccess(workflow.layer);
  if (!access) return new Map();
  const { db, viewer } = context;
  const standings = await workflow.standings(db, access.rows([county]), county, ids, false);
  const judge = await Judge.of(db, viewer, workflow, county, standings);
  return new Map(standings.map((s) => [s.id, judge.possible(s)]));
}

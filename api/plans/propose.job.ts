import { sql } from "drizzle-orm";
import type { Range } from "../../civic/grids/household-range.js";
import { sayCoverage } from "../../civic/words/say.js";
import { applyChange, isRefusal, unpackChange } from "../../geo/coverage/index.js";
import type { Runner } from "../core/database.js";
import { Refusal } from "../core/refusal.js";
import type { Services } from "../core/services.js";
import { codesEverUsed } from "../grids/grids.service.js";
import type { Handler, Progress } from "../jobs/handlers.js";
import { threadModule } from "../jobs/threads.js";
import { editLog } from "./edit.queries.js";
import { landEdit, leftOf, refuseForbidden, sound } from "./edits.service.js";
import { NewGrids } from "./new-grids.js";
import { type PlanRow, planRows } from "./plan.queries.js";
import { notADraft } from "./plans.service.js";
import { readProposalGround } from "./proposal-input.js";
import type { ProposalTask, ProposedPlan } from "./proposal-work.js";

export const PROPOSE_JOB = "gridPlan.propose";

/** What the job is asked for. */
export interface ProposeJob {
  plan: string;
  version: number;
  villages: readonly string[] | null;
  range: Range | null;
  fromPresent: boolean;
  seed: number;
  key: string | null;
}

/** What a key is of: not the version, as of any edit. */
export const requestOf = ({ villages, range, fromPresent, seed }: ProposeJob): string =>
  JSON.stringify(["propose", villages, range, fromPresent, seed]);

const WORK = threadModule(import.meta.url, "./proposal-work");

/**
 * Proposes grids for villages of a draft. Worked out in a thread from the plan as it is read; what
 * comes of it lands as one edit, in one transaction with the end of the job, so that a death leaves
 * the plan as it was. Edits that came meanwhile stay where they do not touch it; else it is
 * refused.
 */
export const proposeHandler =
  ({ db, counties }: Services): Handler =>
  async ({ county, input, createdBy: actor }, progress) => {
    const asked = input as ProposeJob;
    const { key } = asked;
    const request = requestOf(asked);
    const before =
      key === null
        ? undefined
        : await editLog.byKey(db, county, asked.plan, { actor, key, request });
    if (before) return { edit: before.number, version: before.version, reasons: [] };
    await progress.phase("read");
    const plan = await draftNamed(db, county, asked.plan, false);
    const ground = await readProposalGround(db, plan, asked);
    if (!ground)
      throw new Refusal("BAD_USER_INPUT", "villages: the plan has no ground in them.", {
        ...{ field: "villages", reason: "no-ground" },
      });
    const { fromPresent, seed } = asked;
    await progress.phase("propose", 100);
    const proposed = await inThread(progress, { ...ground, fromPresent, seed });
    const { gridCodeTemplate: template } = await counties.get(county);
    const { change, ...told } = proposed;
    let committed = () => {};
    await progress.finish(async (tx) => {
      const now = await draftNamed(tx, county, asked.plan, true);
      if (!change) return { ...told, edit: null, version: now.version };
      const landed = await landEdit(
        ...[db, tx, now],
        async (_, { villages }, found) => {
          const coverage = sound(found);
          const outcome = unpackChange(coverage, change);
          if (isRefusal(outcome))
            throw new Refusal(
              "CONFLICT",
              `version: the plan was drawn in meanwhile, and the proposal does not fit any more. ` +
                `${sayCoverage(outcome, "en")} Propose again.`,
              {
                ...{ field: "version", reason: "drawn-in-meanwhile" },
                said: { code: outcome.code, params: outcome.params },
              },
            );
          const used = await codesEverUsed(tx, county, villages);
          const names = new NewGrids(used, coverage, { county, template, villages });
          const named = names.withFacts(outcome);
          refuseForbidden(coverage, named, 0);
          applyChange(coverage, named);
          return { of: null, operations: null, ...leftOf(coverage, named) };
        },
        { kind: "do", actor, actorName: null, cause: "job", note: null, key, request },
      );
      committed = landed.committed;
      const { number, version } = landed.row;
      return { ...told, edit: number, version };
    });
    committed();
    return undefined;
  };

async function inThread(progress: Progress, input: ProposalTask): Promise<ProposedPlan> {
  let unheard: unknown;
  const done = await progress.thread<ProposedPlan>({
    ...{ module: WORK, work: "proposeForPlan", input },
    hear: (percent) => {
      progress.report(percent as number, 100).catch((error: unknown) => (unheard ??= error));
    },
  });
  if (unheard) throw unheard;
  return done;
}

async function draftNamed(
  run: Runner,
  county: number,
  id: string,
  lock: boolean,
): Promise<PlanRow> {
  const [plan] = await planRows(run, sql`true`, county, [id], lock);
  if (plan && !plan.retired && plan.state === "DRAFT") return plan;
  throw notADraft(plan?.state ?? "gone");
}

import type { Context } from "../core/context.js";
import { parseId } from "../core/identifier.js";
import { watchChanges } from "../events/changes.service.js";
import { type EditRow, editLog } from "./edit.queries.js";
import { plans, seenPlan } from "./plans.service.js";

/** Edits read at once of a plan that somebody follows. */
const AT_ONCE = 100;

/**
 * Edits of a plan, each once and in their order: the log of changes wakes, the plan's own log
 * tells, so that what was missed meanwhile comes too.
 */
export async function* watchPlan(
  context: Context,
  id: string,
  after: number | null,
): AsyncGenerator<EditRow> {
  const { county, id: plan } = parseId(id, "plan");
  // Listening begins before the log is read: nothing falls between.
  const changes = watchChanges(context, { kinds: [plans.name], area: null, after: null });
  try {
    let next = changes.next();
    let version = after ?? (await seenPlan(context, context.db, id)).version;
    for (;;) {
      for (;;) {
        await seenPlan(context, context.db, id);
        const edits = await editLog.after(context.db, county, plan, { version, first: AT_ONCE });
        for (const edit of edits) {
          yield edit;
          version = edit.version;
        }
        if (edits.length < AT_ONCE) break;
      }
      for (;;) {
        const { done, value } = await next;
        if (done) return;
        next = changes.next();
        if (value.id === null ? value.subjectKind === plans.name : value.id === id) break;
      }
    }
  } finally {
    await changes.return(undefined);
  }
}

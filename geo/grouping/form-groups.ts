import type { GroupingInput, GroupingResult, Rules, RunOptions } from "./model.js";
import { runGrouping } from "./run-grouping.js";
import type { PartSolver } from "./solve-parts.js";

/**
 * Forms groups: runGrouping to its end, for who needs no parts.
 *
 * A contradiction in the input is returned as findings; cancelled, the plan is the best so far and
 * not `complete`. The same input, seed and `iterations` give the same plan, whichever solver works.
 */
export async function formGroups(
  input: GroupingInput,
  rules: Rules,
  { onProgress, ...options }: RunOptions,
  solver?: PartSolver,
): Promise<GroupingResult> {
  const run = runGrouping(input, rules, { ...options, ...(solver && { solver }) });
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
    const { value } = step;
    if (value.kind === "progress" && value.phase === "searching")
      onProgress?.(value.fraction, value.metres);
  }
}

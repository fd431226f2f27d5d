import type { GridId } from "../edge.js";
import { isLocked, LOCK } from "../locked.js";
import type { Coverage, Note, Outcome, Properties } from "../model.js";
import { said } from "../phrases.js";
import { refuse } from "../refuse.js";
import { sameValue } from "../same-value.js";
import type { OperationOptions } from "./options.js";

/**
 * Tells something of a grid: its name, its kind, who works there.
 * @param values by key; null takes a key away. The lock has its own operations.
 */
export function setProperties(
  coverage: Coverage,
  id: GridId,
  values: Properties,
  options: OperationOptions = {},
): Outcome {
  if (Object.hasOwn(values, LOCK))
    return refuse("bad-operation", "lock-has-its-own-operation", { grid: id }, [id]);
  if (isLocked(coverage.faces.get(id), options.locked))
    return refuse("locked", "grid-locked", { grids: [id] }, [id]);
  return rewrite(coverage, [id], values, {
    kind: "set-properties",
    ...said("set-properties", { grid: id }),
    grids: [id],
  });
}

/** Keeps grids as they are: no operation changes their outline until they are unlocked. */
export function lockGrids(
  coverage: Coverage,
  ids: readonly GridId[],
  options: OperationOptions = {},
): Outcome {
  return turnLock(coverage, ids, true, options);
}

export function unlockGrids(
  coverage: Coverage,
  ids: readonly GridId[],
  options: OperationOptions = {},
): Outcome {
  return turnLock(coverage, ids, null, options);
}

function turnLock(
  coverage: Coverage,
  ids: readonly GridId[],
  value: true | null,
  { locked }: OperationOptions,
): Outcome {
  const fixed = ids.filter((id) => locked?.has(id));
  if (fixed.length > 0) return refuse("locked", "grid-fixed", { grids: fixed }, fixed);
  return rewrite(
    coverage,
    ids,
    { [LOCK]: value },
    {
      kind: value ? "lock" : "unlock",
      ...said(value ? "locked-grids" : "unlocked-grids", { grids: ids }),
      grids: [...ids],
    },
  );
}

function rewrite(
  coverage: Coverage,
  ids: readonly GridId[],
  values: Properties,
  note: Note,
): Outcome {
  const missing = ids.filter((id) => !coverage.faces.has(id));
  if (missing.length > 0) return refuse("not-found", "no-such-grids", { grids: missing }, missing);
  const grids = [...new Set(ids)].flatMap((id) => {
    const before = coverage.faces.get(id)?.properties ?? {};
    const after = Object.fromEntries(
      Object.entries({ ...before, ...values }).filter(([, value]) => value !== null),
    );
    return sameValue(before, after) ? [] : [{ id, before, after }];
  });
  if (grids.length === 0) return refuse("no-effect", "nothing-changes", {}, [...ids]);
  return { note, remove: [], add: [], grids, warnings: [] };
}

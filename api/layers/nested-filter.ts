import type { AreaInput } from "../../schema/inputs.js";
import { badInput } from "../core/refusal.js";

/** Filters within a filter: how deep, and how many in all. */
const DEPTH_LIMIT = 5;
const PARTS_LIMIT = 40;

/** What of a filter holds others; of any form, for filters come from outside. */
interface Nesting {
  area?: AreaInput | null;
  and?: readonly Nesting[] | null;
  or?: readonly Nesting[] | null;
  not?: Nesting | null;
}

/** The filters that stand directly in one. */
export const partsOf = <F extends Nesting>({ and, or, not }: F): F[] => [
  ...((and ?? []) as F[]),
  ...((or ?? []) as F[]),
  ...(not ? [not as F] : []),
];

/** Refuses what is nested too deep or too often; asked before any of it is walked further. */
export function refuseTangled(filter: Nesting): void {
  let parts = 0;
  const walk = (of: Nesting, depth: number): void => {
    for (const part of partsOf(of)) {
      if (depth >= DEPTH_LIMIT)
        throw badInput("filter", `filter: and, or, not at most ${DEPTH_LIMIT} deep.`);
      if (++parts > PARTS_LIMIT)
        throw badInput("filter", `filter: at most ${PARTS_LIMIT} filters in and, or, not.`);
      walk(part, depth + 1);
    }
  };
  walk(filter, 0);
}

/** The same filter with another area wherever it has one, in the order they stand. */
export async function withAreas<F extends Nesting>(
  filter: F,
  read: (area: AreaInput) => Promise<AreaInput | null>,
): Promise<F> {
  const { area, and, or, not } = filter;
  if (!area && !and && !or && !not) return filter;
  const each = async (filters: readonly Nesting[]) => {
    const made: Nesting[] = [];
    for (const one of filters) made.push(await withAreas(one, read));
    return made;
  };
  return {
    ...filter,
    ...(area ? { area: await read(area) } : {}),
    ...(and ? { and: await each(and) } : {}),
    ...(or ? { or: await each(or) } : {}),
    ...(not ? { not: await withAreas(not, read) } : {}),
  };
}

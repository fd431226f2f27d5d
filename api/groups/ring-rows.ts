import {
  assignAnswerers,
  type Finding,
  type GroupingInput,
  type Rules,
  walksOf,
} from "../../geo/grouping/index.js";
import { chunksOf, emptyChunk, gridlessExceptions } from "./rows-chunk.js";
import type { Gathered } from "./run-input.js";
import { countsOf, type GroupVerdictRow, isRegisteredOnly, sizesOf, tenths } from "./verdict.js";

/** Answerers of a statement. */
const ROWS = 2000;

type RingRows =
  | { ok: true; verdict: GroupVerdictRow; chunks: string[] }
  | { ok: false; findings: Finding[] };

/** Each household's own nine (一呼九应), as rows of its plan and figures of it. */
export function ringRows(
  input: GroupingInput,
  rules: Rules,
  { households, surroundings }: Pick<Gathered, "households" | "surroundings">,
): RingRows {
  const startedAt = performance.now();
  const found = assignAnswerers(input, rules);
  if (!found.ok) return found;
  const { rings, counts, totalMetres } = found;
  const walks = walksOf(
    input,
    rules,
    rings.map(({ caller, answerers }) => ({ id: caller, centre: caller, members: answerers })),
  );
  let rank = 0;
  let caller = "";
  const answerers = walks.map(({ group, household, metres }) => {
    rank = group === caller ? rank + 1 : 1;
    caller = group;
    return { caller: group, answerer: household, rank, metres: tenths(metres) };
  });
  // One household may miss both its nine and its calls: the first reason stands.
  const reasons = new Map(
    [...found.exceptions].reverse().map(({ id, reason }) => [id, reason] as const),
  );
  const { gridless } = surroundings;
  const exceptions = [
    ...[...reasons].map(([household, reason]) => ({ household, reason })),
    ...gridlessExceptions(gridless),
  ];
  const sorted = Float64Array.from(walks, ({ metres }) => metres).sort();
  const n = sorted.length;
  const at = (q: number): number => (n === 0 ? 0 : sorted[Math.min(n - 1, Math.floor(q * n))]!);
  const registeredOnly = found.exceptions.filter(isRegisteredOnly).length;
  return {
    ok: true,
    chunks: [
      ...chunksOf(answerers, ROWS, (part) => ({ ...emptyChunk(), answerers: part })),
      ...chunksOf(exceptions, ROWS, (part) => ({ ...emptyChunk(), exceptions: part })),
    ],
    verdict: {
      groups: rings.length,
      ...countsOf({ households, gridless: gridless.length }, registeredOnly),
      exceptions: exceptions.length,
      metresPerHousehold: n > 0 ? tenths(totalMetres / n) : 0,
      ...{ p95Metres: tenths(at(0.95)), maxMetres: tenths(at(1)) },
      ...{ isolated: 0, violations: 0, complete: true },
      thin: rings.filter((ring) => ring.answerers.length < counts.answerersMost).length,
      ...{ shareNearTarget: null, searchGap: null, priceOfWishes: null, boundIs: null },
      seconds: Math.round((performance.now() - startedAt) / 10) / 100,
      sizes: sizesOf(rings.map((ring) => ring.answerers.length)),
      ...{ calledLeast: counts.calledLeast, calledMost: counts.calledMost },
    },
  };
}

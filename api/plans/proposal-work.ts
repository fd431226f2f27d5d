// Work for a thread: proposals of grids, and suggestions of one hand-over.
import type { Geometry } from "geojson";
import { v7 as uuid } from "uuid";
import type { Range } from "../../civic/grids/household-range.js";
import { sayCoverage, sayNoProposal } from "../../civic/words/say.js";
import {
  Footprints,
  ForeignLines,
  type GridOperation,
  isRefusal,
  type PackedChange,
  packChange,
  perform,
} from "../../geo/coverage/browser.js";
import { adoptProposal } from "../../geo/coverage/propose/adopt-proposal.js";
import { polygonsOf } from "../../geo/coverage/propose/metric.js";
import type {
  GridReason,
  NoProposal,
  ProposalJudgement,
  ProposeProgress,
} from "../../geo/coverage/propose/model.js";
import { handOvers } from "../../geo/coverage/propose/suggest-hand-over.js";
import { isProposal, propose } from "../../geo/coverage/propose.js";
import { formatId } from "../core/identifier.js";
import { Refusal } from "../core/refusal.js";
import { readGround } from "./proposal-ground.js";
import type { ProposalGround } from "./proposal-input.js";

export interface ProposalTask extends ProposalGround {
  fromPresent: boolean;
  seed: number;
}

export interface ProposedPlan {
  /** Null: the grids stay as they are. */
  change: PackedChange | null;
  grids: number;
  /** Why grids are as they are, where a wish could not be met. */
  reasons: (GridReason & { grid: string; range: readonly [number, number] })[];
  judgement: ProposalJudgement;
}

/** Named of a long list; a planner wants to know where, not all. */
const NAMED = 5;

export function proposeForPlan(
  { fromPresent, seed, ...ground }: ProposalTask,
  tell: (percent: number) => void,
): ProposedPlan {
  const { coverage, scope, input } = readGround(ground, fromPresent);
  const [range] = ground.villages.map((v) => v.range);
  const answer = propose(input, { range: range!, seed, onProgress: told(tell) });
  if (!isProposal(answer)) throw noProposal(answer, range!);
  const { collection, grids, judgement } = answer;
  const { outcome, ids } = adoptProposal(
    ...[coverage, scope, collection],
    () => formatId(ground.county, uuid()),
    ground.villages.map(({ name }) => name),
  );
  if (isRefusal(outcome) && outcome.refused !== "no-effect")
    throw new Refusal("COVERAGE_REFUSED", sayCoverage(outcome, "en"), {
      ...{ reason: outcome.refused, grids: outcome.grids },
      said: { code: outcome.code, params: outcome.params },
    });
  const rangeOf = new Map(ground.villages.map((v) => [v.code, v.range]));
  return {
    change: isRefusal(outcome) ? null : packChange(outcome),
    grids: grids.length,
    reasons: grids.flatMap(({ id, village, reasons }) =>
      reasons.map((reason) => ({
        ...shown(reason),
        ...{ grid: ids.get(id)!, range: rangeOf.get(village)! },
      })),
    ),
    judgement,
  };
}

function noProposal(answer: NoProposal, range: Range): Refusal {
  const { code, ...params } = answer;
  const [least, most] = range;
  return new Refusal("BAD_USER_INPUT", `villages: ${sayNoProposal(answer, range, "en")}`, {
    ...{ field: "villages", reason: "no-proposal" },
    said: { code, params: { ...params, least, most } },
  });
}

function shown(reason: GridReason): GridReason {
  if (reason.code === "outline-cuts-buildings")
    return { ...reason, buildings: reason.buildings.slice(0, NAMED) };
  return "households" in reason ? { ...reason, households: Math.round(reason.households) } : reason;
}

/** Percents that only grow, though blocks too heavy are cut and divided once more. */
function told(tell: (percent: number) => void): (progress: ProposeProgress) => void {
  let last = 0;
  return ({ phase, fraction }) => {
    const share = { ground: 0, divide: 5 + 90 * fraction, judge: 95 + 4 * fraction }[phase];
    const percent = Math.floor(share);
    if (percent <= last) return;
    last = percent;
    tell(percent);
  };
}

export interface SuggestedHandOver {
  from: string;
  to: string;
  buildings: number;
  households: number;
  /** Of both grids: from, to. */
  before: readonly number[];
  after: readonly number[];
  operation: GridOperation;
}

/** The first of the best steps that the plan's grids can be drawn by; null: none helps. */
export function suggestForPlan(ground: ProposalGround): SuggestedHandOver | null {
  const { coverage, input } = readGround(ground, true);
  const [range] = ground.villages.map((v) => v.range);
  const footprints = Footprints.read(
    input.buildings.map(({ id, geometry }) => ({
      id,
      outlines: polygonsOf(geometry).map(([shell]) => shell!),
    })),
  );
  const lines = ForeignLines.along(
    [...ground.streets, ...ground.waters, ...ground.parcels].map(
      ({ shape }) => JSON.parse(shape) as Geometry,
    ),
  );
  for (const { outline, buildings, gain: _, ...step } of handOvers(input, range!)) {
    const { from, to } = step;
    const operation: GridOperation = outline
      ? { kind: "hand-piece", outline, to, from: [from] }
      : { kind: "hand-buildings", buildings, to };
    if (isRefusal(perform(coverage, operation, { footprints, lines }))) continue;
    const [before, after] = [step.before.map(Math.round), step.after.map(Math.round)];
    const households = before[0]! - after[0]!;
    return { from, to, before, after, households, buildings: buildings.length, operation };
  }
  return null;
}

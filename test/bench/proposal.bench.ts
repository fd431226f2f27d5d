/** What a planner would send back of proposed grids, and how long a proposal takes. */

import { existsSync } from "node:fs";
import path from "node:path";
import { projectionOf } from "../../geo/coverage/propose/ground.js";
import { judgeProposal } from "../../geo/coverage/propose/judge-proposal.js";
import type { ProposalJudgement, ProposeInput, Site } from "../../geo/coverage/propose/model.js";
import { handOvers } from "../../geo/coverage/propose/suggest-hand-over.js";
import { isProposal, propose } from "../../geo/coverage/propose.js";
import { fewestMoved } from "../../geo/coverage/testing/fewest-moved.js";
import { grownTown } from "../../geo/coverage/testing/grown-town.js";
import { randomTown } from "../../geo/coverage/testing/random-town.js";
import { demonstrationTown, liechtensteinTown } from "../fixtures/proposal-towns.js";
import type { Bench, BenchRow } from "./bench.js";

const RANGE = [300, 500] as const;

interface Judged {
  judgement: ProposalJudgement;
  households: number;
  seconds: number;
}

function judged(input: ProposeInput): Judged {
  const from = process.cpuUsage();
  const answer = propose(input, { range: RANGE });
  const { user, system } = process.cpuUsage(from);
  if (!isProposal(answer)) throw new Error(answer.code);
  return {
    judgement: answer.judgement,
    households: input.buildings.reduce((sum, b) => sum + b.households, 0),
    seconds: (user + system) / 1e6,
  };
}

/** Bends by border of the grids in force, by the same count. */
function presentBends(town: ProposeInput, present: readonly Site[]): number {
  const features = present.map((p) => ({
    type: "Feature" as const,
    id: p.id,
    properties: {},
    geometry: p.geometry,
  }));
  const kept = new Set((town.dedicated ?? []).map((d) => d.id));
  return judgeProposal(
    { type: "FeatureCollection", features },
    kept,
    town,
    RANGE,
    projectionOf(town),
  ).bendsPerBorder;
}

const bench: Bench = async () => {
  const { town, present } = demonstrationTown();
  const folder = process.env.HEARTHGRID_BENCH_DATA ?? "";
  const real = existsSync(path.join(folder, "liechtenstein_roads_2013.geojson"))
    ? ["Balzers", "Vaduz"].map((name) => liechtensteinTown(folder, name))
    : [];
  const demonstration = judged(town);
  const generated = [
    randomTown(1, { columns: 12, rows: 12 }),
    randomTown(2, { columns: 12, rows: 12, villages: [5, 7], riverRow: 4 }),
    randomTown(3, { columns: 14, rows: 8, riverRow: 3, compounds: 0.4 }),
  ].map(judged);
  const all = [demonstration, ...generated, ...real.map(judged)];
  const sum = (key: keyof ProposalJudgement): number =>
    all.reduce((total, { judgement }) => total + (judgement[key] ?? 0), 0);
  const worst = (key: keyof ProposalJudgement): number =>
    Math.min(...all.map(({ judgement }) => judgement[key] ?? 0));
  const faults = [
    "buildingsCut",
    "compoundsSplit",
    "villagesCrossed",
    "banksJoined",
    "inPiecesOnFoot",
    "outOfRange",
  ] as const;
  const note =
    `the demonstration's town, three generated ones${real.length > 0 ? ", Balzers, Vaduz" : ""}; ` +
    "the worst of them";
  const rows: BenchRow[] = [
    {
      what:
        "proposals: buildings cut, compounds split, villages crossed, banks joined, grids in " +
        "pieces, out of a possible range",
      measured: faults.map(sum).join(", "),
      reach: "0 each",
      note: note.replace("; the worst of them", ", all together"),
    },
    {
      what: "… inner borders on lines",
      measured: `${(100 * worst("onLines")).toFixed(1)} %`,
      reach: "95 %",
      note,
    },
    {
      what: "… Polsby-Popper: median, least",
      measured: `${worst("polsbyPopperMedian").toFixed(2)}, ${worst("polsbyPopperLeast").toFixed(2)}`,
      reach: "0.5, 0.25",
      note,
    },
    {
      what: "… bends a border, over those of the demonstration's present grids",
      measured: (demonstration.judgement.bendsPerBorder / presentBends(town, present)).toFixed(2),
      reach: "1.3",
      note: "the demonstration's town",
    },
    {
      what: "… CPU for one village of 10,000 households",
      measured: `${generated[0]!.seconds.toFixed(1)} s`,
      reach: "5 s",
      note: `${generated[0]!.households} households, judgement included`,
    },
  ];
  const ratios = [1, 2, 3, 4].map((seed) => {
    const { town: small, blocks } = grownTown(seed, RANGE);
    const { householdsMoved } = judged(small).judgement;
    const [step] = handOvers(small, RANGE);
    return { ratio: householdsMoved! / (fewestMoved(blocks, RANGE) ?? NaN), gain: step?.gain ?? 0 };
  });
  rows.push({
    what: "three grids grown past the range: households moved, over the fewest of all hand-overs",
    measured: Math.max(...ratios.map((r) => r.ratio)).toFixed(2),
    reach: "1.3",
    note:
      "the worst of four towns of 30 blocks; one suggested hand-over each gains " +
      `${ratios.map((r) => r.gain).join(", ")} households`,
  });
  return rows;
};

export default bench;

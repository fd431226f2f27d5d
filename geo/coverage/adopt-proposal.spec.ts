import { describe, expect, it } from "vitest";
import { applyChange, inverseOf } from "./apply.js";
import { buildCoverage, isCoverage, toFeatureCollection } from "./build.js";
import { checkCoverage } from "./check.js";
import { movedContainerBorder } from "./containers.js";
import type { Coverage, Outcome } from "./model.js";
import { isRefusal } from "./model.js";
import { packChange, unpackChange } from "./packed-change.js";
import { adoptProposal, groundOf } from "./propose/adopt-proposal.js";
import type { Proposal, ProposeInput, Site } from "./propose/model.js";
import { isProposal, propose } from "./propose.js";
import { randomTown } from "./testing/random-town.js";
import { fingerprint } from "./testing/run-sequence.js";

const RANGE = [300, 500] as const;

function proposed(input: ProposeInput): Proposal {
  const answer = propose(input, { range: RANGE, seconds: 0.2 });
  if (!isProposal(answer)) throw new Error(answer.code);
  return answer;
}

/** A town of three villages: the one in the middle has the grids of a proposal, or is one grid. */
function plan(seed: number, divided: boolean): { town: ProposeInput; coverage: Coverage } {
  const town = randomTown(seed, { columns: 10, rows: 10, villages: [3, 5, 2], compounds: 0.1 });
  const grids = divided
    ? proposed(town).collection.features.map((f) => ({
        ...f,
        properties: { villageCode: (f.properties as { village: string }).village },
      }))
    : town.villages.map(({ code, geometry }) => ({
        type: "Feature" as const,
        id: `whole ${code}`,
        properties: { villageCode: code },
        geometry,
      }));
  const coverage = buildCoverage({ type: "FeatureCollection", features: grids });
  if (!isCoverage(coverage)) throw new Error("no coverage");
  return { town, coverage };
}

const villageOf = (coverage: Coverage, id: string): string =>
  coverage.faces.get(id)?.properties["villageCode"] as string;

function adopted(
  coverage: Coverage,
  village: string,
  proposal: (ground: ProposeInput["villages"]) => Proposal,
): { outcome: Outcome; proposal: Proposal; scope: Set<string> } {
  const scope = new Set(
    [...coverage.faces.keys()].filter((f) => villageOf(coverage, f) === village),
  );
  const done = proposal(groundOf(coverage, (id) => (scope.has(id) ? village : null)));
  let last = 0;
  const { outcome } = adoptProposal(coverage, scope, done.collection, () => `new ${++last}`, [
    "中村",
  ]);
  return { outcome, proposal: done, scope };
}

function change(outcome: Outcome) {
  if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome));
  return outcome;
}

describe("a proposal adopted by a coverage", () => {
  it("divides a village that was one grid, moves no border of it, and is taken back to the last vertex", () => {
    for (const seed of [1, 2, 3]) {
      const { town, coverage } = plan(seed, false);
      const before = fingerprint(coverage);
      const { outcome, proposal } = adopted(coverage, "v2-", (villages) =>
        proposed({ ...town, villages }),
      );
      const done = change(outcome);
      expect(done.note).toMatchObject({
        code: "proposed-grids",
        params: { villages: ["中村"], count: proposal.grids.length },
      });
      expect(
        movedContainerBorder(
          done,
          (label) => label && (label.endsWith("v1-") || label.endsWith("v3-") ? label : "v2"),
        ),
      ).toBeNull();
      const packed = JSON.parse(JSON.stringify(packChange(done)));
      applyChange(coverage, done);
      expect(checkCoverage(toFeatureCollection(coverage))).toEqual([]);
      expect(coverage.faces.size).toBe(2 + proposal.grids.length);
      const facts = [...coverage.faces.values()].map((f) => f.properties["villageCode"]);
      expect(new Set(facts)).toEqual(new Set(["v1-", "v2-", "v3-"]));
      applyChange(coverage, inverseOf(done));
      expect(fingerprint(coverage)).toBe(before);
      applyChange(coverage, change(unpackChange(coverage, packed)));
      expect(checkCoverage(toFeatureCollection(coverage))).toEqual([]);
    }
  });

  it("keeps the ids of grids that it redraws, and a locked grid as it is", () => {
    const { town, coverage } = plan(4, true);
    const scope = [...coverage.faces.keys()].filter((f) => villageOf(coverage, f) === "v2-");
    const features = toFeatureCollection(coverage, scope).features;
    const site = (f: (typeof features)[number]): Site => ({
      id: String(f.id),
      geometry: f.geometry,
    });
    const [locked, ...others] = features.map(site);
    coverage.faces.get(locked.id)!.properties = {
      ...coverage.faces.get(locked.id)!.properties,
      locked: true,
    };
    const heavier = town.buildings.map((b) => ({
      ...b,
      households: Math.ceil(1.3 * b.households),
    }));
    for (const present of [others, undefined]) {
      const { outcome } = adopted(coverage, "v2-", (villages) =>
        proposed({ ...town, villages, buildings: heavier, present, dedicated: [locked] }),
      );
      const { grids } = change(outcome);
      expect(grids.some(({ id }) => id === locked.id)).toBe(false);
      const kept = others.filter(({ id }) => !grids.some((g) => g.id === id && g.after === null));
      expect(kept.length).toBeGreaterThanOrEqual(others.length - 1);
      applyChange(coverage, change(outcome));
      expect(checkCoverage(toFeatureCollection(coverage))).toEqual([]);
      applyChange(coverage, inverseOf(change(outcome)));
    }
  });
});

import { MessageChannel } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { groupRulesOf } from "./group-rules.js";
import type { RowsChunk } from "./rows-chunk.js";
import type { HouseholdRead } from "./run-input.js";
import { type RunMessage, type RunTask, type RunTold, runGroups } from "./run-work.js";

const GRID = "00000000-0000-0000-0000-0000000000aa";
const uuidOf = (k: number) => `00000000-0000-0000-0000-${String(k).padStart(12, "0")}`;

const home = (k: number, more: Partial<HouseholdRead> = {}): HouseholdRead => ({
  ...{ id: uuidOf(k), lon: 107 + (k % 10) * 0.0002, lat: 29 + Math.floor(k / 10) * 0.0002 },
  ...{ gridId: GRID, buildingId: null, stair: null, floor: null, residency: "01" },
  ...{ responders: null, people: 2, compound: null, village: "510799001001", ...more },
});
const homes = (n: number, more?: (k: number) => Partial<HouseholdRead>) =>
  Array.from({ length: n }, (_, k) => home(k, more?.(k)));

/** What a run tells, from households as they come over the port; nothing of it needs a database. */
async function ran(
  households: HouseholdRead[],
  more: Partial<Extract<RunMessage, { kind: "surroundings" }>["read"]> = {},
  task: Partial<RunTask> = {},
  stopAt?: (told: RunTold) => boolean,
) {
  const { port1, port2 } = new MessageChannel();
  const told: RunTold[] = [];
  const rules = groupRulesOf({});
  const send = (message: RunMessage) => port1.postMessage(message);
  let stoppedAt: number | null = null;
  const hear = (t: RunTold): void => {
    told.push(t);
    if (stoppedAt !== null || !stopAt?.(t)) return;
    stoppedAt = performance.now();
    send({ kind: "stop" });
  };
  const done = runGroups({ port: port2, rules, mode: "GROUPS", fromPlan: false, ...task }, hear);
  send({ kind: "households", rows: households });
  const none = { barriers: [], crossings: [], ties: [], grids: [], locked: [], gridless: [] };
  send({ kind: "surroundings", read: { ...none, ...more } });
  send({ kind: "begin" });
  const result = await done;
  const stoppedMs = stoppedAt === null ? null : performance.now() - stoppedAt;
  port1.close();
  const rows = told.flatMap((t) => (t.kind === "rows" ? [JSON.parse(t.text) as RowsChunk] : []));
  return {
    ...{ result, stoppedMs },
    groups: rows.flatMap((r) => r.groups),
    members: rows.flatMap((r) => r.members),
    reasons: rows.flatMap((r) => r.exceptions.map((e) => (e.reason as { code: string }).code)),
  };
}

describe("a run of odd households", () => {
  it("of an area without homes is a plan without groups", async () => {
    const { result, groups } = await ran([]);
    expect(result).toMatchObject({
      ok: true,
      verdict: { groups: 0, households: 0, exceptions: 0 },
    });
    expect(groups).toEqual([]);
  });

  it("of six homes lists each with the reason that they are too few", async () => {
    const { groups, reasons } = await ran(homes(6));
    expect(groups).toEqual([]);
    expect(reasons).toEqual(Array(6).fill("too-few-in-area"));
  });

  it("of homes that all stand on one point, or in one house without stair and floor, has groups", async () => {
    for (const more of [{}, { buildingId: uuidOf(999) }]) {
      const { result, groups, members } = await ran(
        homes(60, () => ({ lon: 107, lat: 29, ...more })),
      );
      expect(result).toMatchObject({ ok: true, verdict: { metresPerHousehold: 0 } });
      expect(groups).toHaveLength(6);
      expect(members).toHaveLength(60);
    }
  });

  it("takes floors that nobody knows, and floors below the ground, as they are", async () => {
    const buildingId = uuidOf(999);
    const { result, members } = await ran(
      homes(40, (k) => ({
        lon: 107,
        lat: 29,
        buildingId,
        stair: "1",
        floor: [null, -2, 1][k % 3]!,
      })),
    );
    expect(result.ok).toBe(true);
    expect(members).toHaveLength(40);
  });

  it("lists who lives nowhere there, who has no grid, and groups everybody else", async () => {
    const { result, members, reasons } = await ran(
      homes(40, (k) => (k < 4 ? { residency: "03" } : {})),
      { gridless: [uuidOf(500), uuidOf(501)] },
    );
    expect(members).toHaveLength(36);
    expect(reasons.sort()).toEqual([
      ...["in-no-grid", "in-no-grid"],
      ...Array(4).fill("nobody-lives-here"),
    ]);
    expect(result).toMatchObject({ ok: true, verdict: { households: 42, livedIn: 38 } });
  });

  it("tells a household of two locked groups as a contradiction, with its code", async () => {
    const ids = homes(20).map(({ id }) => id);
    const { result } = await ran(homes(20), {
      locked: [
        { id: uuidOf(901), members: ids.slice(0, 9) },
        { id: uuidOf(902), members: ids.slice(8, 17) },
      ],
    });
    expect(result).toMatchObject({ ok: false, findings: [{ code: "locked-twice" }] });
  });

  it("passes over a tie whose other side lives elsewhere", async () => {
    const { result } = await ran(homes(20), {
      ties: [{ a: uuidOf(1), b: uuidOf(7777), kind: "kin" }],
    });
    expect(result.ok).toBe(true);
  });

  it("that is told to stop has everybody in a group all the same, and is soon done", async () => {
    const rules = groupRulesOf({ thorough: true });
    const isSearching = (told: RunTold) =>
      told.kind === "progress" && told.phase === "searching" && told.fraction > 0;
    const { result, members, stoppedMs } = await ran(homes(500), {}, { rules }, isSearching);
    expect(result).toMatchObject({ ok: true, verdict: { complete: false, searchGap: null } });
    expect(members).toHaveLength(500);
    expect(stoppedMs).toBeLessThan(5000);
  });
});

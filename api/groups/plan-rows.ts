import type { MultiPolygon, Polygon } from "geojson";
import { v7 as uuid } from "uuid";
import { ewkbHex } from "../../db/ewkb.js";
import {
  drawShapes,
  FITTING,
  type Group,
  type GroupingInput,
  type Rules,
  reportPlan,
  walksOf,
} from "../../geo/grouping/index.js";
import { orderGroups } from "../../geo/grouping/number-groups.js";
import type { GroupReport } from "../../geo/grouping/report-plan.js";
import type { RunResult } from "../../geo/grouping/run-grouping.js";
import { surveyInput } from "../../geo/grouping/survey.js";
import { chunksOf, emptyChunk, gridlessExceptions, type RowsChunk } from "./rows-chunk.js";
import type { Gathered, HouseholdRead } from "./run-input.js";
import { type GroupFigures, type GroupVerdictRow, tenths, verdictOf } from "./verdict.js";

/** Some 700 households: a tenth of a second of the embedded engine. */
const GROUPS_A_CHUNK = 60;
const EXCEPTIONS_A_CHUNK = 2000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Formed = Extract<RunResult, { ok: true }>;

/** Groups in the order of their numbers: north to south, floor by floor. */
export function numbered(input: GroupingInput, rules: Rules, groups: readonly Group[]): Group[] {
  const survey = surveyInput(input, rules);
  const lists = groups.map(({ members }) =>
    Int32Array.from(members, (id) => survey.numberOf.get(id)!),
  );
  return orderGroups(survey, lists).map((at) => groups[at]!);
}

/** What a run found, as rows of its plan and figures of it. */
export function planRows(
  input: GroupingInput,
  rules: Rules,
  result: Formed,
  { households, surroundings }: Pick<Gathered, "households" | "surroundings">,
): { ok: true; verdict: GroupVerdictRow; chunks: string[] } {
  const { plan } = result;
  const { gridless } = surroundings;
  const report = reportPlan(input, rules, plan);
  const rows = groupRowsOf(input, rules, plan.groups, { households, surroundings }, report.groups);
  const exceptions = [
    ...plan.exceptions.map(({ id: household, reason }) => ({ household, reason })),
    ...gridlessExceptions(gridless),
  ];
  return {
    ok: true,
    verdict: verdictOf(report, rules, result, { households, gridless: gridless.length }),
    chunks: [
      ...chunksOf(rows, GROUPS_A_CHUNK, (part) => ({
        ...emptyChunk(),
        groups: part.map(({ group }) => group),
        members: part.flatMap(({ members }) => members),
      })),
      ...chunksOf(exceptions, EXCEPTIONS_A_CHUNK, (part) => ({
        ...emptyChunk(),
        exceptions: part,
      })),
    ],
  };
}

/** Figures of a run without its rows. */
export const figuresAlone = (
  input: GroupingInput,
  rules: Rules,
  result: Formed,
  { households, surroundings }: Pick<Gathered, "households" | "surroundings">,
): GroupVerdictRow =>
  verdictOf(reportPlan(input, rules, result.plan), rules, result, {
    households,
    gridless: surroundings.gridless.length,
  });

interface GroupRows {
  group: RowsChunk["groups"][number];
  members: RowsChunk["members"];
}

function groupRowsOf(
  input: GroupingInput,
  rules: Rules,
  groups: readonly Group[],
  { households, surroundings }: Pick<Gathered, "households" | "surroundings">,
  reported: readonly GroupReport[],
): GroupRows[] {
  const of = new Map(households.map((h) => [h.id, h]));
  const reports = new Map(reported.map((r) => [r.id, r]));
  const cells = cellsOf(input, groups, surroundings.grids);
  const walks = new Map(walksOf(input, rules, groups).map((w) => [w.household, w.metres]));
  const inVillage = new Map<string, number>();
  return groups.map((group, k) => {
    const report = reports.get(group.id)!;
    const { id: centre, village, gridId: grid } = of.get(group.centre)!;
    const nth = (inVillage.get(village) ?? 0) + 1;
    inVillage.set(village, nth);
    // One that goes on keeps its id; else the method only counts.
    const id = UUID.test(group.id) ? group.id : uuid();
    const far = new Set(report.isolated);
    return {
      group: {
        ...{ id, number: k + 1, village, grid, centre, locked: group.locked },
        code: `${village}-${String(nth).padStart(3, "0")}`,
        figures: figuresOf(report, group.metres, of, group.members),
        cell: multiPolygon(cells.get(group.id)),
        spokes: spokesOf(of.get(group.centre)!, group.members, of),
      },
      members: group.members.map((household) => ({
        ...{ id: uuid(), group: id, household },
        ...{ metres: tenths(walks.get(household)!), isolated: far.has(household) },
      })),
    };
  });
}

/** Outlines of groups within their grids, by the groups' ids. */
export function cellsOf(
  input: GroupingInput,
  groups: readonly Group[],
  grids: readonly { id: string; shape: string }[],
): Map<string, Polygon | MultiPolygon> {
  const areas = Object.fromEntries(
    grids.map(({ id, shape }) => [id, JSON.parse(shape) as MultiPolygon]),
  );
  const drawn = drawShapes(input, { groups }, { ...FITTING, areas });
  return new Map(drawn.map(({ group, shape }) => [group, shape]));
}

/** A shape as EWKB in hex. */
export const multiPolygon = (shape: Polygon | MultiPolygon | undefined): string | null =>
  shape
    ? ewkbHex({
        type: "MultiPolygon",
        coordinates: shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates,
      })
    : null;

export function spokesOf(
  centre: HouseholdRead,
  members: readonly string[],
  of: ReadonlyMap<string, HouseholdRead>,
): string | null {
  const coordinates = members
    .map((id) => of.get(id)!)
    .filter(({ lon, lat }) => lon !== centre.lon || lat !== centre.lat)
    .map(({ lon, lat }) => [
      [lon, lat],
      [centre.lon, centre.lat],
    ]);
  return coordinates.length > 0 ? ewkbHex({ type: "MultiLineString", coordinates }) : null;
}

export function figuresOf(
  report: GroupReport,
  metres: number,
  of: ReadonlyMap<string, Pick<HouseholdRead, "people">>,
  members: readonly string[],
): GroupFigures {
  const { size, responders, thin, ties, floors, forbiddenPairs } = report;
  return {
    ...{ size, responders, thin, ties, floors, forbiddenPairs },
    people: members.reduce((sum, id) => sum + of.get(id)!.people, 0),
    metres: tenths(metres),
    meanMetres: tenths(metres / size),
    maxMetres: tenths(report.maxMetresToCentre),
    withoutTie: report.withoutTie.length,
    isolated: report.isolated.length,
  };
}

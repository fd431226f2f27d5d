import type { MultiPolygon, Polygon } from "geojson";
import { v7 as uuid } from "uuid";
import { ewkbHex } from "../../db/ewkb.js";
import { CELLS, drawShapes } from "../../geo/grouping/draw-shapes.js";
import type { GroupingInput, Rules } from "../../geo/grouping/model.js";
import { type GroupReport, type RunReport, reportPlan } from "../../geo/grouping/report-plan.js";
import type { RunResult } from "../../geo/grouping/run-grouping.js";
import type { HouseholdRead } from "./run-input.js";

/** Figures of a group, as its row keeps them. */
export interface GroupFigures {
  size: number;
  people: number;
  responders: number;
  thin: boolean;
  metres: number;
  meanMetres: number;
  maxMetres: number;
  ties: number;
  withoutTie: number;
  isolated: number;
  floors: number | null;
  forbiddenPairs: number;
}

/** Figures of a plan, as its row keeps them. */
export interface GroupVerdictRow {
  groups: number;
  households: number;
  people: number;
  livedIn: number;
  registeredOnly: number;
  exceptions: number;
  metresPerHousehold: number;
  p95Metres: number;
  maxMetres: number;
  isolated: number;
  thin: number;
  violations: number;
  shareNearTarget: number | null;
  searchGap: number | null;
  priceOfWishes: number | null;
  boundIs: string | null;
  complete: boolean;
  seconds: number;
  sizes: { size: number; count: number }[];
}

/** Rows of one statement, as its JSON has them. */
export interface RowsChunk {
  groups: {
    id: string;
    number: number;
    code: string;
    village: string;
    grid: string;
    centre: string;
    locked: boolean;
    figures: GroupFigures;
    cell: string | null;
    spokes: string | null;
  }[];
  members: { id: string; group: string; household: string; metres: number; isolated: boolean }[];
  exceptions: { household: string; reason: unknown }[];
}

type Grouped = Extract<RunResult, { ok: true }>;

/** Groups of a chunk: some 700 households, a tenth of a second of the embedded engine. */
const GROUPS_A_CHUNK = 60;
const EXCEPTIONS_A_CHUNK = 1000;

/** What a run found, as rows of its plan and figures of it. */
export function planRows(
  input: GroupingInput,
  rules: Rules,
  { plan, bound }: Grouped,
  households: readonly HouseholdRead[],
): { verdict: GroupVerdictRow; chunks: string[] } {
  const report = reportPlan(input, rules, plan);
  const reports = new Map(report.groups.map((r) => [r.id, r]));
  const of = new Map(households.map((h) => [h.id, h]));
  const cells = new Map(drawShapes(input, plan, CELLS).map(({ group, shape }) => [group, shape]));
  const inVillage = new Map<string, number>();
  const walks = new Map(report.walks);
  const chunks: string[] = [];
  let chunk: RowsChunk = { groups: [], members: [], exceptions: [] };
  const cut = (): void => {
    chunks.push(JSON.stringify(chunk));
    chunk = { groups: [], members: [], exceptions: [] };
  };
  for (const [k, group] of plan.groups.entries()) {
    const own = reports.get(group.id)!;
    const centre = of.get(group.centre)!;
    const nth = (inVillage.get(centre.village) ?? 0) + 1;
    inVillage.set(centre.village, nth);
    const id = uuid();
    chunk.groups.push({
      ...{ id, number: k + 1, village: centre.village, grid: centre.gridId },
      ...{ code: `${centre.village}-${String(nth).padStart(3, "0")}`, centre: centre.id },
      ...{ locked: group.locked, figures: figuresOf(own, group.metres, of, group.members) },
      cell: multiPolygon(cells.get(group.id)),
      spokes: spokesOf(centre, group.members, of),
    });
    const far = new Set(own.isolated);
    for (const household of group.members)
      chunk.members.push({
        ...{ id: uuid(), group: id, household },
        ...{ metres: walks.get(household)!, isolated: far.has(household) },
      });
    if (chunk.groups.length >= GROUPS_A_CHUNK) cut();
  }
  for (const { id: household, reason } of plan.exceptions) {
    chunk.exceptions.push({ household, reason });
    if (chunk.exceptions.length >= EXCEPTIONS_A_CHUNK) cut();
  }
  if (chunk.groups.length + chunk.exceptions.length > 0) cut();
  return { verdict: verdictOf(report, rules, { ok: true, plan, bound }, households), chunks };
}

export function figuresOf(
  report: GroupReport,
  metres: number,
  of: ReadonlyMap<string, Pick<HouseholdRead, "people">>,
  members: readonly string[],
): GroupFigures {
  const { size, responders, thin, maxMetresToCentre, ties, withoutTie, isolated } = report;
  return {
    ...{ size, responders, thin, ties, floors: report.floors, metres: round(metres) },
    people: members.reduce((sum, id) => sum + of.get(id)!.people, 0),
    meanMetres: round(metres / size),
    maxMetres: round(maxMetresToCentre),
    withoutTie: withoutTie.length,
    isolated: isolated.length,
    forbiddenPairs: report.forbiddenPairs,
  };
}

/** Tenths of a metre: more would tell places. */
const round = (metres: number): number => Math.round(metres * 10) / 10;

/** A shape as EWKB in hex. */
export const multiPolygon = (shape: Polygon | MultiPolygon | undefined): string | null =>
  shape
    ? ewkbHex(
        shape.type === "Polygon"
          ? { type: "MultiPolygon", coordinates: [shape.coordinates] }
          : shape,
      )
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

function verdictOf(
  report: RunReport,
  { target }: Rules,
  { plan, bound }: Grouped,
  households: readonly HouseholdRead[],
): GroupVerdictRow {
  const grouped = plan.groups.reduce((sum, g) => sum + g.members.length, 0);
  const registeredOnly = plan.exceptions.filter(
    ({ reason }) => reason.code === "nobody-lives-here",
  ).length;
  const sizes = new Map<number, number>();
  for (const { members } of plan.groups)
    sizes.set(members.length, (sizes.get(members.length) ?? 0) + 1);
  const near = plan.groups.filter(
    ({ members }) => Math.abs(members.length - target) <= target / 10,
  ).length;
  const { length: groups } = plan.groups;
  return {
    ...{ groups, households: households.length, registeredOnly },
    people: households.reduce((sum, h) => sum + h.people, 0),
    livedIn: households.length - registeredOnly,
    exceptions: plan.exceptions.length,
    metresPerHousehold: grouped > 0 ? round(plan.totalMetres / grouped) : 0,
    p95Metres: round(report.radius.p95),
    maxMetres: round(report.radius.max),
    isolated: plan.sector.isolated.length,
    thin: plan.sector.thin.length,
    violations: plan.violations,
    shareNearTarget: groups > 0 ? near / groups : null,
    searchGap: bound?.searchGap ?? null,
    priceOfWishes: bound?.priceOfWishes ?? null,
    boundIs: bound?.boundIs ?? null,
    complete: plan.complete,
    seconds: Math.round(plan.cpuSeconds * 100) / 100,
    sizes: [...sizes].sort(([a], [b]) => a - b).map(([size, count]) => ({ size, count })),
  };
}

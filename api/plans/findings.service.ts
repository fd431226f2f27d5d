import type { Geometry } from "geojson";
import { householdRange, isDedicated } from "../../civic/grids/household-range.js";
import type { Finding } from "../../geo/coverage/index.js";
import type { Context } from "../core/context.js";
import type { Runner } from "../core/database.js";
import { formatId } from "../core/identifier.js";
import { codesOfOthers } from "../grids/grids.service.js";
import { walkedWithin } from "../ground/ground.service.js";
import { borderPricesIn } from "../groups/border-prices.service.js";
import { villageShapes } from "../villages/villages.service.js";
import { type ChangedElsewhere, changedElsewhere } from "./changed-elsewhere.js";
import { commonBorders } from "./common-borders.js";
import type { OnFoot } from "./on-foot.js";
import { boxOfPlan, gridsOfPlan, type PlanGridRow } from "./plan.queries.js";
import { placesOfPlan } from "./plan-measures.js";
import { judged } from "./worked-out.js";

export interface PlanFinding {
  severity: "error" | "warning" | "note";
  /**
   * As geo/coverage/phrases has them, or `no-grids`, `code-taken`, `code-twice`, `above-range`,
   * `below-range`, `apart-on-foot`, `changed-elsewhere`, `border-costs`.
   */
  code: string;
  grids: string[];
  params: Readonly<Record<string, unknown>>;
  geometry: Geometry | null;
}

interface PlanGround {
  county: number;
  id: string;
  villages: readonly string[];
  state: string;
}

/** How many findings of a plan stand in the way of its submission, and how many want a word. */
export async function planProblems(
  run: Runner,
  plan: PlanGround,
): Promise<{ errors: number; warnings: number }> {
  const found = await planFindings(run, plan);
  const errors = found.filter(({ severity }) => severity === "error").length;
  return { errors, warnings: found.length - errors };
}

/** What a viewer is told of a plan: what is to be mended or wants a word, then notes. */
export async function findingsTold(context: Context, plan: PlanGround): Promise<PlanFinding[]> {
  const found = await planFindings(context.db, plan);
  return COMING.has(plan.state) ? [...found, ...(await borderNotes(context, plan))] : found;
}

/** More notes than these nobody reads; dearest first. */
const NOTES = 20;

/** Borders that cost the groups of neighbours something: to think of, and nothing to answer for. */
async function borderNotes(context: Context, plan: PlanGround): Promise<PlanFinding[]> {
  const { county, id, villages } = plan;
  const prices = (await borderPricesIn(context, county, villages))
    .map((price) => ({ ...price, metres: Math.round(price.metres) }))
    .filter(({ metres, grouped }) => metres > 0 || grouped !== null)
    .slice(0, NOTES);
  if (prices.length === 0) return [];
  const rows = await gridsOfPlan(context.db, county, id);
  const places = commonBorders(
    county,
    rows,
    prices.map(({ grids }) => grids),
  );
  return prices.flatMap(({ grids, ...params }, k) =>
    places[k] ? [{ ...finding("note", "border-costs", grids, params), geometry: places[k] }] : [],
  );
}

/** What a planner has to mend or to give a word for, errors first. */
async function planFindings(run: Runner, plan: PlanGround): Promise<PlanFinding[]> {
  const { county, id, villages } = plan;
  const rows = await gridsOfPlan(run, county, id);
  if (rows.length === 0) return [finding("error", "no-grids", [])];
  const taken = await codesOfOthers(
    run,
    county,
    rows.map(({ code, gridId }) => ({ code, gridId })),
  );
  const codes = codeFindings(county, rows, new Set(taken));
  const shapes = await villageShapes(run, county, villages);
  const box = await boxOfPlan(run, county, id);
  const { faults, counted } = await judged({
    ...{ county, rows, shapes, box },
    places: await placesOfPlan(run, county, id),
    walked: box ? await walkedWithin(run, county, box) : { barriers: [], crossings: [] },
  });
  const kinds = new Map(shapes.map(({ code, kind }) => [code, kind]));
  const elsewhere = COMING.has(plan.state) ? await changedElsewhere(run, plan, rows) : [];
  const found = [...codes, ...faults.map(faultFinding), ...elsewhere.map(elsewhereFinding)];
  if (counted)
    found.push(
      ...footFindings(county, rows, counted.onFoot),
      ...rangeFindings(county, rows, counted.households, kinds),
    );
  return found.toSorted((a, b) => a.severity.localeCompare(b.severity));
}

/** What is in force no longer waits for its day. */
const COMING: ReadonlySet<string> = new Set(["DRAFT", "SUBMITTED", "APPROVED"]);

/** Its day sets what the plan says: who knows that both changed it gives it a word, or takes it. */
const elsewhereFinding = ({ grid, ...params }: ChangedElsewhere): PlanFinding =>
  finding("warning", "changed-elsewhere", [grid], params);

/** Ground left out and grids in parts may be meant, an island is: they want a word. */
const MAY_BE_MEANT = new Set(["in-parts", "uncovered", "nobodys-ground"]);

const faultFinding = ({ kind, code, params, ids, geometry }: Finding): PlanFinding => ({
  ...finding(kind !== "sliver" && MAY_BE_MEANT.has(code) ? "warning" : "error", code, ids, params),
  geometry,
});

const finding = (
  severity: PlanFinding["severity"],
  code: string,
  grids: string[],
  params: object = {},
): PlanFinding => ({
  ...{ severity, code, grids, geometry: null },
  params: params as PlanFinding["params"],
});

function codeFindings(
  county: number,
  rows: readonly PlanGridRow[],
  taken: ReadonlySet<string>,
): PlanFinding[] {
  const byCode = new Map<string, string[]>();
  for (const { code, gridId } of rows)
    byCode.set(code, [...(byCode.get(code) ?? []), formatId(county, gridId)]);
  return [...byCode].flatMap(([code, grids]) => [
    ...(grids.length > 1 ? [finding("error", "code-twice", grids, { code })] : []),
    ...(taken.has(code) ? [finding("error", "code-taken", grids, { code })] : []),
  ]);
}

/** A bridge that no survey has shall stop nobody: homes apart on foot want a word. */
const footFindings = (
  county: number,
  rows: readonly PlanGridRow[],
  onFoot: ReadonlyMap<string, OnFoot>,
): PlanFinding[] =>
  rows.flatMap(({ gridId, kind }) => {
    const id = formatId(county, gridId);
    const { parts = 0, apart = null } = onFoot.get(id) ?? {};
    if (parts < 2 || isDedicated(kind)) return [];
    const buildings = apart!.coordinates.length;
    const found = finding("warning", "apart-on-foot", [id], { parts, buildings });
    return [{ ...found, geometry: apart }];
  });

/** The range is advice: outside it a plan wants a word. */
function rangeFindings(
  county: number,
  rows: readonly PlanGridRow[],
  counts: ReadonlyMap<string, number>,
  kinds: ReadonlyMap<string, string | null>,
): PlanFinding[] {
  return rows.flatMap(({ gridId, kind, villageCode }) => {
    const id = formatId(county, gridId);
    const households = counts.get(id);
    const range = householdRange(kind, kinds.get(villageCode ?? ""));
    if (households === undefined || !range) return [];
    const [least, most] = range;
    if (households >= least && households <= most) return [];
    const code = households < least ? "below-range" : "above-range";
    return [finding("warning", code, [id], { households, least, most })];
  });
}

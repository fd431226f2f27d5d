import type { MultiPolygon, Polygon } from "geojson";
import {
  buildCoverage,
  type Coverage,
  type GridFeature,
  gridGeometry,
  isCoverage,
  type Properties,
} from "../../geo/coverage/index.js";
import { shareVertices } from "../../geo/coverage/share-vertices.js";
import type { Database, Runner } from "../core/database.js";
import { formatId, parseId } from "../core/identifier.js";
import { gridsOfPlan, type PlanGridRow } from "./plan.queries.js";

/** Plans whose coverage is kept between two edits of a process. */
const KEPT = 8;

/** What is known of a grid beside its outline, as operations see it. */
export interface GridFacts extends Properties {
  code: string;
  name: string;
  kind?: string;
  villageCode?: string;
  complaintPhone?: string;
  locked?: true;
}

const OPTIONAL = ["kind", "villageCode", "complaintPhone"] as const;

function factsOf(row: PlanGridRow): GridFacts {
  const facts: Record<string, unknown> = { code: row.code, name: row.name };
  for (const key of OPTIONAL) if (row[key] !== null) facts[key] = row[key];
  if (row.locked) facts["locked"] = true;
  return facts as GridFacts;
}

/** A grid of the coverage as its row holds it. */
export function rowOf(coverage: Coverage, id: string): PlanGridRow {
  const face = coverage.faces.get(id)!;
  const shape = JSON.stringify(gridGeometry(coverage, face));
  return { ...rowOfFacts(id, face.properties as GridFacts), shape };
}

export function rowOfFacts(id: string, facts: GridFacts): Omit<PlanGridRow, "shape"> {
  const { code, name, kind, villageCode, complaintPhone, locked } = facts;
  return {
    ...{ gridId: parseId(id).id, code, name, kind: kind ?? null },
    ...{ villageCode: villageCode ?? null, complaintPhone: complaintPhone ?? null },
    locked: locked === true,
  };
}

export const featuresOf = (county: number, rows: readonly PlanGridRow[]): GridFeature[] =>
  rows.map((row) => ({
    type: "Feature",
    id: formatId(county, row.gridId),
    properties: factsOf(row),
    geometry: JSON.parse(row.shape) as Polygon | MultiPolygon,
  }));

/** Villages are divided at different times: what is begun over several has its borders in common. */
export function sharingVertices(county: number, rows: readonly PlanGridRow[]): PlanGridRow[] {
  const features = featuresOf(county, rows);
  return shareVertices(features).map((feature, i) =>
    feature === features[i] ? rows[i]! : { ...rows[i]!, shape: JSON.stringify(feature.geometry) },
  );
}

/**
 * Null: their polygons are no coverage, such as an import's that is still to be cleaned. To draw in
 * them they are judged in full: polygons that cross can be built and counted, but would tear.
 */
export function coverageOf(
  county: number,
  rows: readonly PlanGridRow[],
  trusted = true,
): Coverage | null {
  const features = featuresOf(county, rows);
  const built = buildCoverage({ type: "FeatureCollection", features }, { trusted });
  return isCoverage(built) ? built : null;
}

interface Kept {
  edits: number;
  coverage: Coverage;
}

/**
 * Coverages of a process by plan. One that is being edited is taken out: whoever reads meanwhile
 * reads what is committed, and an edit that fails leaves nothing behind.
 */
class PlanCoverages {
  private readonly kept = new Map<string, Kept>();

  async take(
    run: Runner,
    { county, id, edits }: { county: number; id: string; edits: number },
  ): Promise<Coverage | null> {
    const key = formatId(county, id);
    const known = this.kept.get(key);
    this.kept.delete(key);
    return known?.edits === edits
      ? known.coverage
      : coverageOf(county, await gridsOfPlan(run, county, id), false);
  }

  put(plan: { county: number; id: string; edits: number }, coverage: Coverage): void {
    this.kept.set(formatId(plan.county, plan.id), { edits: plan.edits, coverage });
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest);
  }
}

const known = new WeakMap<Database, PlanCoverages>();

export function coveragesOf(db: Database): PlanCoverages {
  let coverages = known.get(db);
  if (!coverages) known.set(db, (coverages = new PlanCoverages()));
  return coverages;
}

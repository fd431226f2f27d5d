import type { LineString, MultiLineString, MultiPolygon, Point, Polygon } from "geojson";
import { isDedicated, type Range } from "../../civic/grids/household-range.js";
import { buildTrusted, type Coverage, isCoverage } from "../../geo/coverage/browser.js";
import { groundOf } from "../../geo/coverage/propose/adopt-proposal.js";
import type {
  GroundLine,
  LineClass,
  ProposeInput,
  Site,
} from "../../geo/coverage/propose/model.js";
import { formatId } from "../core/identifier.js";
import { Refusal } from "../core/refusal.js";
import type { GroundPiece } from "../ground/ground.service.js";
import { featuresOf, type GridFacts } from "./plan-coverage.js";
import type { ProposalGround } from "./proposal-input.js";

/** Streets by their kind, in the words of the code table `street-kind` and of OpenStreetMap. */
const STREETS: Readonly<Record<string, LineClass>> = {
  ...{ trunk: "main", motorway: "main", main: "main", primary: "main" },
  ...{ secondary: "secondary", tertiary: "secondary" },
};
/** Kinds of parcels that a grid takes or leaves as a whole. Others' outlines are lines to follow. */
const WHOLE = new Set([
  ...["compound", "school", "hospital", "market", "factory", "government", "station"],
]);
/**
 * Walls and gates are left out: what a wall surrounds is a compound, which is never split, and a
 * gate beside a trunk road is no way across it.
 */
const WALL = "wall";
const GATE = "gate";
/** Half of the side of what stands for a household of no known building: about a metre. */
const SPOT = 5e-6;

/** A plan and what its villages are divided by. */
export interface PlanToPropose {
  coverage: Coverage;
  /** Grids of the villages that are divided. */
  scope: Set<string>;
  input: ProposeInput;
}

/** @param fromPresent the plan's grids are the present ones: few households move */
export function readGround(task: ProposalGround, fromPresent: boolean): PlanToPropose {
  const { county, villages } = task;
  const coverage = buildTrusted({
    type: "FeatureCollection",
    features: featuresOf(county, task.grids),
  });
  if (!isCoverage(coverage))
    throw new Refusal("COVERAGE_REFUSED", "The grids of this plan are not seamless yet.");
  const ofVillage = new Map(villages.map((v) => [v.code, v]));
  const villageOf = (grid: string) => {
    const { villageCode = "" } = coverage.faces.get(grid)!.properties as GridFacts;
    return ofVillage.get(villageCode) ?? null;
  };
  const scope = new Set([...coverage.faces.keys()].filter((id) => villageOf(id) !== null));
  const sites = featuresOf(
    county,
    task.grids.filter(({ gridId }) => scope.has(formatId(county, gridId))),
  );
  const stays = ({ properties }: (typeof sites)[number]): boolean => {
    const { kind, locked } = properties as GridFacts;
    return locked === true || isDedicated(kind);
  };
  const site = (f: (typeof sites)[number]): Site => ({ id: String(f.id), geometry: f.geometry });
  const whole = task.parcels.filter(({ kind }) => WHOLE.has(kind ?? ""));
  return {
    coverage,
    scope,
    input: {
      villages: groundOf(coverage, (id) => villageOf(id)?.code ?? null).map((v) => ({
        ...v,
        range: roundedTo(ofVillage.get(v.code)!.range),
      })),
      buildings: buildingsOf(task),
      lines: linesOf(task),
      compounds: whole.map((p) => ({ id: p.name ?? p.code ?? p.id, geometry: areaOf(p) })),
      crossings: task.crossings
        .filter(({ kind }) => kind !== GATE)
        .map(({ shape }) => (JSON.parse(shape) as Point).coordinates),
      dedicated: sites.filter(stays).map(site),
      ...(fromPresent ? { present: sites.filter((f) => !stays(f)).map(site) } : {}),
    },
  };
}

/** Few households are spread over buildings in fractions: a grid is in the range when it is, rounded. */
const roundedTo = ([least, most]: Range): Range => [Math.max(1, least - 0.49), most + 0.49];

const areaOf = ({ shape }: { shape: string }) => JSON.parse(shape) as MultiPolygon;

function buildingsOf({ buildings, unhoused }: ProposalGround): ProposeInput["buildings"] {
  return [
    ...buildings.map(({ id, households, people, ...b }) => ({
      ...{ id, geometry: areaOf(b), households, people },
    })),
    ...unhoused.map(({ lon, lat, households, people }, k) => {
      const [w, s, e, n] = [lon - SPOT, lat - SPOT, lon + SPOT, lat + SPOT];
      const ring = [
        ...[
          [w, s],
          [e, s],
        ],
        ...[
          [e, n],
          [w, n],
          [w, s],
        ],
      ];
      const geometry: Polygon = { type: "Polygon", coordinates: [ring] };
      return { id: `place ${k}`, geometry, households, people };
    }),
  ];
}

type Line = LineString | MultiLineString;

/** What is not a line is none to follow: of a river's area the middle is among the barriers. */
function linesOf({ streets, waters, barriers, parcels }: ProposalGround): GroundLine[] {
  const drawn = (pieces: readonly GroundPiece[], of: (kind: string) => LineClass): GroundLine[] =>
    pieces
      .map(({ kind, shape }) => ({ class: of(kind ?? ""), geometry: JSON.parse(shape) as Line }))
      .filter(({ geometry }) => geometry.type.endsWith("LineString"));
  return [
    ...drawn(streets, (kind) => STREETS[kind] ?? "lane"),
    ...drawn(waters, () => "secondary"),
    ...drawn(
      barriers.filter(({ kind }) => kind !== WALL),
      (kind) => (kind === "river" ? "river" : "trunk"),
    ),
    ...parcels
      .filter(({ kind }) => !WHOLE.has(kind ?? ""))
      .flatMap((p) => areaOf(p).coordinates.flat())
      .map((coordinates) => ({
        class: "parcel" as const,
        geometry: { type: "LineString" as const, coordinates },
      })),
  ];
}

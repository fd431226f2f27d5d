import type { Geometry, MultiPolygon } from "geojson";
import type { Box as LatticeBox } from "../../geo/coverage/edge.js";
import {
  boxOfHanding,
  type Coverage,
  Footprints,
  ForeignLines,
  type GridOperation,
  type OperationContext,
} from "../../geo/coverage/index.js";
import { boxOfBuildings, footprintsWithin } from "../buildings/buildings.service.js";
import type { Runner } from "../core/database.js";
import { formatId, parseId } from "../core/identifier.js";
import { linesWithin } from "../ground/ground.service.js";

type Box = [west: number, south: number, east: number, north: number];

/** About 60 m of latitude: gaps are looked for within 16 m, and a house is not larger than this. */
const AROUND = 0.0006;
/** Buildings that one edit is kept clear of: a stroke across a town meets some thousand. */
const MOST = 20_000;
/** Streets, waters and parcels; of more than these none are followed, since part would mislead. */
const MOST_LINES = 20_000;

/** What operations may come near: the buildings that no border runs through, lines to follow. */
export class GroundNear {
  private handing: { box: LatticeBox; context: OperationContext } | null = null;

  private constructor(
    private readonly run: Runner,
    private readonly county: number,
    private readonly footprints: Footprints,
  ) {}

  /** Around all that the operations of an edit name, read at once. */
  static async of(
    run: Runner,
    county: number,
    operations: readonly GridOperation[],
  ): Promise<GroundNear> {
    const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const operation of operations) drawn(operation, box);
    const ids = operations.flatMap((o) => (o.kind === "hand-buildings" ? o.buildings : []));
    const handed = ids.length > 0 && (await boxOfBuildings(run, county, ids.map(uuidOf)));
    if (handed) widen(box, [handed[0], handed[1]], [handed[2], handed[3]]);
    if (box[0] > box[2]) return new GroundNear(run, county, Footprints.of([]));
    const around: Box = [box[0] - AROUND, box[1] - AROUND, box[2] + AROUND, box[3] + AROUND];
    return new GroundNear(run, county, await readFootprints(run, county, around));
  }

  /**
   * For an operation on the coverage as it then is. Who hands buildings over needs to know the
   * ground as far as theirs reaches, and the lines in it.
   */
  async for(coverage: Coverage, operation: GridOperation): Promise<OperationContext> {
    const { footprints, run, county } = this;
    if (operation.kind !== "hand-buildings") return { footprints };
    const box = boxOfHanding(coverage, operation.buildings, operation.to, footprints);
    if (!box) return { footprints };
    if (!this.handing || !holds(this.handing.box, box)) {
      const around: Box = [box.minX / 1e7, box.minY / 1e7, box.maxX / 1e7, box.maxY / 1e7];
      const lines = await linesWithin(run, county, around, MOST_LINES + 1);
      this.handing = {
        box,
        context: {
          footprints: await readFootprints(run, county, around),
          ...(lines.length > MOST_LINES
            ? {}
            : { lines: ForeignLines.along(lines.map((shape) => JSON.parse(shape) as Geometry)) }),
        },
      };
    }
    return this.handing.context;
  }
}

const holds = (outer: LatticeBox, inner: LatticeBox): boolean =>
  outer.minX <= inner.minX &&
  outer.minY <= inner.minY &&
  outer.maxX >= inner.maxX &&
  outer.maxY >= inner.maxY;

async function readFootprints(run: Runner, county: number, box: Box): Promise<Footprints> {
  const found = await footprintsWithin(run, county, box, MOST);
  return Footprints.read(
    found.map(({ id, shape }) => ({
      id: formatId(county, id),
      outlines: (JSON.parse(shape) as MultiPolygon).coordinates.map((part) => part[0]!),
    })),
  );
}

const uuidOf = (id: string): string => parseId(id, "buildings").id;

/** Every place that an operation names. */
function drawn(value: unknown, box: Box): void {
  if (Array.isArray(value)) {
    const [lon, lat] = value as unknown[];
    if (typeof lon === "number" && typeof lat === "number") widen(box, [lon, lat]);
    else for (const part of value) drawn(part, box);
  } else if (typeof value === "object" && value !== null)
    for (const [key, part] of Object.entries(value)) if (key !== "by") drawn(part, box);
}

function widen(box: Box, ...places: [number, number][]): void {
  for (const [lon, lat] of places) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
}

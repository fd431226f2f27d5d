import type { MultiPolygon } from "geojson";
import { Footprints, type GridOperation } from "../../geo/coverage/index.js";
import { boxOfBuildings, footprintsWithin } from "../buildings/buildings.service.js";
import type { Runner } from "../core/database.js";
import { formatId, parseId } from "../core/identifier.js";

type Box = [number, number, number, number];

/** About 60 m of latitude: gaps are looked for within 16 m, and a house is not larger than this. */
const AROUND = 0.0006;
/** Buildings that one edit is kept clear of: a stroke across a town meets some thousand. */
const MOST = 20_000;

/** The buildings that operations may come near: no border runs through one. */
export async function footprintsNear(
  run: Runner,
  county: number,
  operations: readonly GridOperation[],
): Promise<Footprints> {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const operation of operations) drawn(operation, box);
  const ids = operations.flatMap((o) => (o.kind === "hand-buildings" ? o.buildings : []));
  const handed = ids.length > 0 && (await boxOfBuildings(run, county, ids.map(uuidOf)));
  if (handed) widen(box, [handed[0], handed[1]], [handed[2], handed[3]]);
  if (box[0] > box[2]) return Footprints.of([]);
  const around: Box = [box[0] - AROUND, box[1] - AROUND, box[2] + AROUND, box[3] + AROUND];
  const found = await footprintsWithin(run, county, around, MOST);
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

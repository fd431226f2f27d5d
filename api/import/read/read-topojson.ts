import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { wholeText } from "./decode.js";
import { parseExact } from "./exact-json.js";
import {
  BATCH,
  badFile,
  CrsGuard,
  type FileSource,
  isTooDeep,
  type RawFile,
  type RawRow,
  type ReadOptions,
  WHOLE_LIMIT,
} from "./raw-row.js";

/**
 * One object of a TopoJSON topology. The arcs stand after the objects and every object needs them,
 * so the file is read
 * whole; that is the format's limit. Neighbours share arcs, so their common vertices stay the same
 * numbers.
 */
export async function readTopoJson(
  source: FileSource,
  layerName: string,
  o: ReadOptions & { object?: string | undefined },
): Promise<RawFile> {
  const { object: wanted } = o;
  const text = await wholeText(source, { encoding: o.encoding, limit: WHOLE_LIMIT });
  let topology: Topology;
  try {
    topology = parseExact(text) as Topology;
  } catch {
    throw badFile(source, "", "is not valid JSON.");
  }
  if (
    topology?.type !== "Topology" ||
    typeof topology.objects !== "object" ||
    !Array.isArray(topology.arcs)
  )
    throw badFile(source, "", "is not a TopoJSON topology.");
  const crs = new CrsGuard(source, o.crs);
  crs.meet((topology as { crs?: unknown }).crs);
  const names = Object.keys(topology.objects);
  if (names.length === 0) throw badFile(source, "", "has no objects.");
  if (wanted !== undefined && !names.includes(wanted))
    throw badFile(
      source,
      "--object",
      `there is no object ${wanted}; there are ${names.join(", ")}.`,
    );
  const sizeOf = (name: string) =>
    (topology.objects[name] as GeometryCollection).geometries?.length ?? 1;
  const name =
    wanted ??
    (names.includes(layerName)
      ? layerName
      : names.reduce((a, b) => (sizeOf(b) > sizeOf(a) ? b : a)));
  if (isTooDeep(topology.objects[name]))
    throw badFile(source, `object ${name}`, "is nested too deep for a topology.");
  const notes = names.length > 1 ? [`object ${name} of ${names.join(", ")}`] : [];
  return { batches: rows(source, topology, name), notes: [...notes, ...crs.notes] };
}

async function* rows(
  source: FileSource,
  topology: Topology,
  name: string,
): AsyncGenerator<RawRow[]> {
  const object = topology.objects[name]!;
  const members =
    object.type === "GeometryCollection" ? (object as GeometryCollection).geometries : [object];
  for (let at = 0; at < members.length; at += BATCH) {
    yield members.slice(at, at + BATCH).map((member, i) => {
      const row = at + i + 1;
      try {
        const one = feature(topology, member);
        if (one.type !== "Feature") throw new Error("is a collection inside a collection");
        const own = (one.properties ?? {}) as Record<string, unknown>;
        return {
          row,
          properties:
            one.id === undefined || Object.hasOwn(own, "id") ? own : { ...own, id: one.id },
          geometry: one.geometry,
        };
      } catch {
        throw badFile(source, `feature ${row} of ${name}`, "its arcs cannot be read.");
      }
    });
  }
}

import type { Geometry, Position } from "geojson";
import { toLattice } from "../../geo/snap.js";
import type { ExportedRow, RowWriter } from "./row-writer.js";

type TopoGeometry = {
  type: string;
  id: string;
  properties: object;
  arcs?: unknown;
  coordinates?: unknown;
};

const keyOf = (p: Position) => toLattice(p[0]!) * 4e9 + toLattice(p[1]!);

/**
 * TopoJSON (specification 1.0): stretches of boundary that two shapes share are stored once, so
 * that readers can simplify
 * without tearing. Coordinates are integers of 1e-7 degrees, the lattice on which they are kept:
 * nothing is rounded. Lines
 * are cut where shapes part (a vertex whose neighbours differ from one use to another), the cut of
 * Bostock's topojson.
 * Needs the whole layer in memory.
 */
export function topoJsonWriter(name: string): RowWriter {
  const rows: ExportedRow[] = [];
  return {
    begin: () => "",
    row: (row) => {
      rows.push(row);
      return "";
    },
    end: () => `${JSON.stringify(topologyOf(name, rows))}\n`,
  };
}

function linesOf(g: Geometry | null): Position[][] {
  switch (g?.type) {
    case "LineString":
      return [g.coordinates];
    case "MultiLineString":
    case "Polygon":
      return g.coordinates;
    case "MultiPolygon":
      return g.coordinates.flat();
    default:
      return [];
  }
}

const isArea = (g: Geometry | null) => g?.type === "Polygon" || g?.type === "MultiPolygon";

/** Vertices at which some line ends, or where lines that came together part. */
function junctionsOf(rows: readonly ExportedRow[]): Set<number> {
  const neighbours = new Map<number, [number, number]>();
  const junctions = new Set<number>();
  for (const { geometry } of rows)
    for (const line of linesOf(geometry)) {
      const keys = line.map(keyOf);
      const closed = isArea(geometry);
      const n = closed ? keys.length - 1 : keys.length;
      for (let i = 0; i < n; i++) {
        if (!closed && (i === 0 || i === n - 1)) {
          junctions.add(keys[i]!);
          continue;
        }
        const a = keys[(i - 1 + n) % n]!,
          b = keys[(i + 1) % n]!;
        const pair: [number, number] = a < b ? [a, b] : [b, a];
        const known = neighbours.get(keys[i]!);
        if (!known) neighbours.set(keys[i]!, pair);
        else if (known[0] !== pair[0] || known[1] !== pair[1]) junctions.add(keys[i]!);
      }
    }
  return junctions;
}

class Arcs {
  readonly list: Position[][] = [];
  private readonly index = new Map<string, number>();

  /** Number of an arc; its complement when it is stored the other way round. */
  add(points: Position[]): number {
    const [p, q] = [points.map(keyOf).join(), [...points].reverse().map(keyOf).join()];
    const known = this.index.get(p);
    if (known !== undefined) return known;
    const reversed = this.index.get(q);
    if (reversed !== undefined) return ~reversed;
    this.index.set(p, this.list.length);
    return this.list.push(points) - 1;
  }
}

function cut(
  line: Position[],
  junctions: ReadonlySet<number>,
  closed: boolean,
  arcs: Arcs,
): number[] {
  let points = line;
  if (closed) {
    const ring = line.slice(0, -1);
    const at = ring.findIndex((p) => junctions.has(keyOf(p)));
    // A ring without a junction is one arc; it begins at its least vertex, so that the same ring
    // elsewhere is the same arc.
    const start =
      at >= 0 ? at : ring.reduce((best, p, i) => (keyOf(p) < keyOf(ring[best]!) ? i : best), 0);
    points = [...ring.slice(start), ...ring.slice(0, start), ring[start]!];
  }
  const numbers: number[] = [];
  let from = 0;
  for (let i = 1; i < points.length; i++)
    if (i === points.length - 1 || junctions.has(keyOf(points[i]!))) {
      numbers.push(arcs.add(points.slice(from, i + 1)));
      from = i;
    }
  return numbers;
}

function topologyOf(name: string, rows: readonly ExportedRow[]): object {
  const junctions = junctionsOf(rows);
  const arcs = new Arcs();
  const bounds = { x: Infinity, y: Infinity };
  for (const { geometry } of rows)
    for (const p of geometry?.type === "Point"
      ? [geometry.coordinates]
      : linesOf(geometry).flat()) {
      bounds.x = Math.min(bounds.x, toLattice(p[0]!));
      bounds.y = Math.min(bounds.y, toLattice(p[1]!));
    }
  const [x0, y0] = [
    Number.isFinite(bounds.x) ? bounds.x : 0,
    Number.isFinite(bounds.y) ? bounds.y : 0,
  ];
  const at = (p: Position) => [toLattice(p[0]!) - x0, toLattice(p[1]!) - y0];
  const geometries = rows.map(({ id, properties, geometry: g }): TopoGeometry => {
    const base = { id, properties: { id, ...properties } };
    switch (g?.type) {
      case "Point":
        return { type: "Point", ...base, coordinates: at(g.coordinates) };
      case "LineString":
        return { type: g.type, ...base, arcs: cut(g.coordinates, junctions, false, arcs) };
      case "MultiLineString":
        return {
          type: g.type,
          ...base,
          arcs: g.coordinates.map((l) => cut(l, junctions, false, arcs)),
        };
      case "Polygon":
        return {
          type: g.type,
          ...base,
          arcs: g.coordinates.map((r) => cut(r, junctions, true, arcs)),
        };
      case "MultiPolygon":
        return {
          type: g.type,
          ...base,
          arcs: g.coordinates.map((part) => part.map((r) => cut(r, junctions, true, arcs))),
        };
      default:
        return { type: null as unknown as string, ...base };
    }
  });
  const deltas = arcs.list.map((points) => {
    let before = [0, 0];
    return points.map((p) => {
      const now = at(p);
      const d = [now[0]! - before[0]!, now[1]! - before[1]!];
      before = now;
      return d;
    });
  });
  return {
    type: "Topology",
    transform: { scale: [1e-7, 1e-7], translate: [x0 / 1e7, y0 / 1e7] },
    objects: { [name]: { type: "GeometryCollection", geometries } },
    arcs: deltas,
  };
}

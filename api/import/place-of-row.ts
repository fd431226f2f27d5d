import type { Geometry, Position } from "geojson";
import { type CrsName, crsOfName, isProjected, toWgs84 } from "../../geo/crs.js";
import { geometryFault } from "../../geo/geometry.js";
import { snapCoordinate } from "../../geo/snap.js";
import type { Layer } from "../../schema/layers/index.js";
import type { PlaceColumns } from "./bind-columns.js";
import { parseWkt, sridOf } from "./parse-wkt.js";
import type { RawRow } from "./read/raw-row.js";

export interface RowFault {
  field: string;
  reason: string;
}

export const isFault = (value: object): value is RowFault => "reason" in value;

/** A coordinate's cell; an empty one is not zero. */
function degrees(raw: unknown, column: string): number | RowFault {
  if (raw === null || raw === undefined || (typeof raw === "string" && raw.trim() === ""))
    return { field: column, reason: "is empty: the row has no place" };
  const value =
    typeof raw === "number"
      ? raw
      : typeof raw === "string" && /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(raw)
        ? Number(raw)
        : Number.NaN;
  if (Number.isFinite(value)) return value;
  const isComma = typeof raw === "string" && /^\s*[+-]?\d+,\d+\s*$/.test(raw);
  return {
    field: column,
    reason: isComma
      ? `has a decimal comma; write ${raw.trim().replace(",", ".")}`
      : "is not a number of degrees like 113.0512",
  };
}

/** Well-known text may name its own system; it must be the one that the rows are read in. */
function systemFault(text: string, column: string, crs: CrsName): RowFault | null {
  const srid = sridOf(text);
  const named = srid === null || srid === "0" ? crs : crsOfName(`EPSG:${srid}`);
  if (named === crs || (!isProjected(crs) && (named === "wgs84" || named === "cgcs2000")))
    return null;
  const way = named
    ? `give --crs ${named} if all rows are in it`
    : "convert it to EPSG:4326 first (ST_Transform)";
  return { field: column, reason: `is in SRID ${srid}; ${way}` };
}

function given(row: RawRow, place: PlaceColumns | null, crs: CrsName): Geometry | RowFault {
  if (row.geometry) return row.geometry;
  if (!place) return { field: "geometry", reason: "is empty: the row has no place" };
  if (place.kind === "wkt") {
    const text = row.properties[place.column];
    if (typeof text !== "string" || text.trim() === "")
      return { field: place.column, reason: "is empty: the row has no place" };
    const isBinary = /^\s*(\\x)?0[01][0-9a-f]{8,}\s*$/i.test(text);
    return (
      systemFault(text, place.column, crs) ??
      parseWkt(text) ?? {
        field: place.column,
        reason:
          "is not well-known text like POINT (113.05 28.19)" +
          `${isBinary ? " but binary; use ST_AsText" : ""}`,
      }
    );
  }
  const lon = degrees(row.properties[place.lon], place.lon);
  if (typeof lon === "object") return lon;
  const lat = degrees(row.properties[place.lat], place.lat);
  return typeof lat === "object" ? lat : { type: "Point", coordinates: [lon, lat] };
}

/**
 * Coordinates moved and snapped, altitudes dropped; what is no position stays as it is, for the
 * check after it to name.
 */
function mapped(coordinates: unknown, move: (p: Position) => Position): unknown {
  if (!Array.isArray(coordinates)) return coordinates;
  const list = coordinates as unknown[];
  if (typeof list[0] !== "number" || typeof list[1] !== "number")
    return list.map((c) => mapped(c, move));
  const [lon, lat] = move([list[0], list[1]]);
  return [snapCoordinate(lon!), snapCoordinate(lat!)];
}

/**
 * Single and multiple forms become what the layer's column holds; a single of several parts does
 * not.
 */
function fitting(layer: Layer, g: Geometry): Geometry | null {
  const { geometry: kind } = layer;
  if (kind === "Geometry") return /Polygon|LineString/.test(g.type) ? g : null;
  if (g.type === kind) return g;
  if (g.type === "MultiPoint" && kind === "Point")
    return g.coordinates.length === 1 ? { type: "Point", coordinates: g.coordinates[0]! } : null;
  return kind === `Multi${g.type}`
    ? ({ type: kind, coordinates: [(g as { coordinates: unknown }).coordinates] } as Geometry)
    : null;
}

/**
 * The place of a row in EPSG:4326, snapped to 1e-7 degrees, of the layer's kind, checked after
 * snapping (which may flatten
 * a ring that was finer than the lattice); altitudes are dropped. Or what is wrong, in words.
 */
export function placeOfRow(
  layer: Layer,
  row: RawRow,
  place: PlaceColumns | null,
  crs: CrsName,
): Geometry | RowFault {
  const raw = given(row, place, crs);
  if (isFault(raw)) return raw;
  // A shifted system is checked before the shift too: it would turn a wrong order of coordinates
  // into another wrong place.
  const early = isShifted(crs) ? geometryFault(raw) : null;
  if (early && !early.isMendable) return { field: "geometry", reason: withPlace(early) };
  const moved = movedBy(raw, crs);
  if (isFault(moved)) return moved;
  const fault = geometryFault(moved);
  // A boundary that meets itself may be mended (mend-polygons.ts), once it is staged.
  if (fault && !fault.isMendable) return { field: "geometry", reason: withPlace(fault) };
  return (
    fitting(layer, moved) ?? {
      field: "geometry",
      reason:
        `is a ${raw.type}; ${layer.label.en.toLowerCase()} are ` +
        `${layer.geometry === "Geometry" ? "lines or polygons" : layer.geometry}`,
    }
  );
}

function movedBy(raw: Geometry, crs: CrsName): Geometry | RowFault {
  const { coordinates } = raw as { coordinates?: unknown };
  try {
    return { type: raw.type, coordinates: mapped(coordinates, toWgs84(crs)) } as Geometry;
  } catch {
    return { field: "geometry", reason: `is no place in ${crs}` };
  }
}

const isShifted = (crs: CrsName) => crs === "gcj02" || crs === "bd09";

const withPlace = (f: { reason: string; at?: Position }) =>
  f.at
    ? `${f.reason} (at ${f.at
        .slice(0, 2)
        .map((v) => Math.round(v * 1e7) / 1e7)
        .join(", ")})`
    : f.reason;

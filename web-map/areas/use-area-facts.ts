import { area as squareMetres } from "@turf/area";
import type { MultiPolygon, Polygon, Position } from "geojson";
import { useMemo } from "react";
import { boundsOf, partsOf } from "../../geo/geometry.js";
import { GridShapesDocument, SavedAreaDocument } from "../gql/graphql.js";
import { useAsked } from "../session/use-asked.js";
import {
  type Area,
  areaOfInput,
  areaPolygon,
  type DrawnArea,
  metresBetween,
} from "../state/area.js";

export interface AreaFacts {
  m2: number;
  /** Of all outlines and holes; null where it is not known. */
  around: number | null;
  bounds: readonly number[];
}

export const lengthOf = (line: readonly Position[]): number =>
  line.slice(1).reduce((sum, p, i) => sum + metresBetween(line[i]!, p), 0);

export const factsOf = (shape: Polygon | MultiPolygon): AreaFacts => ({
  m2: squareMetres(shape),
  around: partsOf(shape)
    .flat()
    .reduce((sum, ring) => sum + lengthOf(ring), 0),
  bounds: boundsOf(shape),
});

export interface ReadArea {
  /** The area itself, or what its saved one is; null while it is read, and where it is gone. */
  drawn: DrawnArea | null;
  name: string | null;
  isGone: boolean;
}

/** A saved area's shape is the service's to tell; the others are known. */
export function useReadArea(area: Area | null): ReadArea {
  const id = area?.kind === "saved" ? area.id : null;
  const { data, loading } = useAsked(SavedAreaDocument, id === null ? null : { id });
  const kept = data?.savedArea;
  const present = kept?.retiredAt == null ? kept : null;
  return useMemo(
    () => ({
      drawn: area?.kind === "saved" ? (present ? areaOfInput(present.area) : null) : area,
      name: present?.name ?? null,
      isGone: id !== null && !loading && !present,
    }),
    [area, id, present, loading],
  );
}

const merged = (boxes: readonly (readonly number[])[]) => [
  Math.min(...boxes.map((b) => b[0]!)),
  Math.min(...boxes.map((b) => b[1]!)),
  Math.max(...boxes.map((b) => b[2]!)),
  Math.max(...boxes.map((b) => b[3]!)),
];

/** So many grids are asked for at once. */
export const GRIDS_MOST = 100;

/** How large an area is and where; of grids the service knows it. Null: not known (yet). */
export function useAreaFacts(area: DrawnArea | null): AreaFacts | null {
  const ids = area?.kind === "grids" ? area.ids : null;
  const { data } = useAsked(GridShapesDocument, ids && { ids: ids.slice(0, GRIDS_MOST) });
  return useMemo(() => {
    const shape = area && areaPolygon(area);
    if (shape) return factsOf(shape);
    const grids = (data?.nodes ?? []).flatMap((n) =>
      n && "geometry" in n && n.geometry ? [n] : [],
    );
    // A part would be told as the whole.
    if (!ids || grids.length < ids.length) return null;
    return {
      m2: grids.reduce((sum, g) => sum + (g.areaM2 ?? 0), 0),
      around: null,
      bounds: merged(grids.map((g) => boundsOf(g.geometry!))),
    };
  }, [area, ids, data]);
}

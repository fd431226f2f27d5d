import { area as squareMetres } from "@turf/area";
import type { MultiPolygon, Polygon, Position } from "geojson";
import { useMemo } from "react";
import type { Client } from "urql";
import { boundsOf, partsOf } from "../../geo/geometry.js";
import {
  GridShapesDocument,
  SavedAreaDocument,
  type SavedAreaQuery,
  VillageShapesDocument,
  type VillageShapesQuery,
} from "../gql/graphql.js";
import { ask } from "../session/ask.js";
import { useAsked } from "../session/use-asked.js";
import {
  type Area,
  areaOfInput,
  areaOfShape,
  areaPolygon,
  type DrawnArea,
  isTold,
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

type Kept = SavedAreaQuery["savedArea"];
type Village = VillageShapesQuery["villages"]["nodes"][number];

const present = (kept: Kept | undefined) => (kept && kept.retiredAt == null ? kept : null);
function outlineOf(villages: readonly Village[] | undefined): DrawnArea | null {
  if (!villages?.length) return null;
  const parts = villages.flatMap((v) => (v.geometry && areaOfShape(v.geometry)?.parts) ?? []);
  return { kind: "polygon", parts };
}

/** An area's shape, asked for where the service alone knows it; null: there is none any more. */
export async function askDrawn(client: Client, area: Area): Promise<DrawnArea | null> {
  if (!isTold(area)) return area;
  if (area.kind === "villages") {
    const { data } = await ask(client, VillageShapesDocument, { codes: area.codes });
    return outlineOf(data?.villages.nodes);
  }
  const { data } = await ask(client, SavedAreaDocument, { id: area.id });
  const kept = present(data?.savedArea);
  return kept && areaOfInput(kept.area);
}

/** What the service has to tell of an area; null while it is read, and where it is gone. */
function useTold(area: Area | null) {
  const id = area?.kind === "saved" ? area.id : null;
  const codes = area?.kind === "villages" ? area.codes : null;
  const saved = useAsked(SavedAreaDocument, id === null ? null : { id });
  const villages = useAsked(VillageShapesDocument, codes && { codes });
  const kept = present(saved.data?.savedArea);
  const found = villages.data?.villages.nodes;
  const told = useMemo(() => {
    if (kept) return { drawn: areaOfInput(kept.area), name: kept.name };
    const drawn = outlineOf(found);
    return drawn && { drawn, name: found!.map((v) => v.name).join("、") };
  }, [kept, found]);
  return { told, loading: saved.loading || villages.loading };
}

/** The area as it is drawn: of what is saved and of villages the service knows the shape. */
export function useReadArea(area: Area | null): ReadArea {
  const { told, loading } = useTold(area);
  return useMemo(
    () =>
      area && isTold(area)
        ? { drawn: told?.drawn ?? null, name: told?.name ?? null, isGone: !loading && !told }
        : { drawn: area, name: null, isGone: false },
    [area, told, loading],
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

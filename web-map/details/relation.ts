import type { AreaInput, RelationsQuery } from "../gql/graphql.js";
import type { Area } from "../state/area.js";

export type Relation = RelationsQuery["relations"][number];

/** Where a workspace leads from an object. */
export interface Ways {
  /** Another object, chosen in its stead. */
  open(layer: string, id: string): void;
  /** The table of a layer, of what is in an area. */
  table?: ((layer: string, area: Area) => void) | undefined;
}

type RelatedFilter = Readonly<Record<string, unknown>> & { area?: AreaInput };

/** A relation's filter as an area of the page; null where only the service knows which rows. */
export function relatedArea({ area, grids }: RelatedFilter): Area | null {
  if (Array.isArray(grids)) return { kind: "grids", ids: grids as string[] };
  if (area?.circle) {
    const { center, metres } = area.circle;
    return { kind: "circle", center: [center[0]!, center[1]!], metres };
  }
  const { polygon } = area ?? {};
  if (polygon?.type === "Polygon") return drawn(polygon.coordinates);
  if (polygon?.type === "MultiPolygon" && polygon.coordinates.length === 1)
    return drawn(polygon.coordinates[0]!);
  return null;
}

const drawn = (rings: number[][][]): Area | null =>
  rings.length === 1 ? { kind: "polygon", ring: rings[0]!.slice(0, -1) } : null;

import type { AreaInput, RelationsQuery } from "../gql/graphql.js";
import { type Area, areaOfShape } from "../state/area.js";

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
  if (area?.villages) return { kind: "villages", codes: area.villages };
  if (area?.circle) {
    const { center, metres } = area.circle;
    return { kind: "circle", center: [center[0]!, center[1]!], metres };
  }
  return area?.polygon ? areaOfShape(area.polygon) : null;
}

import { area as squareMetres } from "@turf/area";
import type { Geometry } from "geojson";
import { useEffect, useMemo, useState } from "react";
import { boundsOf } from "../../geo/geometry.js";
import { GridShapesDocument } from "../gql/graphql.js";
import { ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { type Area, areaPolygon } from "../state/area.js";

export interface AreaFacts {
  km2: number;
  bounds: readonly number[];
}

const merged = (boxes: readonly (readonly number[])[]) => [
  Math.min(...boxes.map((b) => b[0]!)),
  Math.min(...boxes.map((b) => b[1]!)),
  Math.max(...boxes.map((b) => b[2]!)),
  Math.max(...boxes.map((b) => b[3]!)),
];

/** How large a chosen area is and where; of grids the service knows it. Null: not known (yet). */
export function useAreaFacts(area: Area | null): AreaFacts | null {
  const { client } = useSession().connection;
  const own = useMemo<AreaFacts | null>(() => {
    const shape = area && areaPolygon(area);
    return shape && { km2: squareMetres(shape) / 1e6, bounds: boundsOf(shape) };
  }, [area]);
  const [ofGrids, setOfGrids] = useState<AreaFacts | null>(null);
  useEffect(() => {
    setOfGrids(null);
    if (area?.kind !== "grids") return;
    let current = true;
    void ask(client, GridShapesDocument, { ids: area.ids.slice(0, 100) }).then(({ data }) => {
      const grids = (data?.nodes ?? []).flatMap((n) =>
        n && "geometry" in n && n.geometry ? [n] : [],
      );
      // A part would be told as the whole.
      if (!current || grids.length < area.ids.length) return;
      setOfGrids({
        km2: grids.reduce((sum, g) => sum + (g.areaM2 ?? 0), 0) / 1e6,
        bounds: merged(grids.map((g) => boundsOf(g.geometry as Geometry))),
      });
    });
    return () => {
      current = false;
    };
  }, [area, client]);
  return own ?? ofGrids;
}

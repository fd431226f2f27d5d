import type { Feature } from "geojson";
import { useEffect } from "react";
import { listFieldOf } from "../layers/layer-names.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";

interface Named {
  nodes: { name: string; centroid: number[] | null }[];
}

/** One label an area: a tile's label would be repeated in every tile that the area touches. */
export function useLabelPoints(map: MapAdapter | null, version: string): void {
  const session = useSession();
  // biome-ignore lint/correctness/useExhaustiveDependencies(version): names follow changes
  useEffect(() => {
    const lists = session.layers
      .filter((l) => l.name === "GRIDS" || l.name === "VILLAGES")
      .map((l) => listFieldOf(l.name));
    if (!map || lists.length === 0) return;
    let current = true;
    const document = `query Labels($area: AreaInput!) { ${lists.map((l) => `${l}(filter: { area: $area }, first: 5000) { nodes { name centroid } }`).join(" ")} }`;
    void ask<Record<string, Named>, Record<string, unknown>>(session.connection.client, document, {
      area: { county: session.county.id },
    }).then(({ data }) => {
      if (!current || !data) return;
      map.setLabels(
        Object.entries(data).flatMap(([layer, { nodes }]) =>
          nodes
            .filter((n) => n.centroid)
            .map(
              (n): Feature => ({
                type: "Feature",
                properties: { layer, name: n.name },
                geometry: { type: "Point", coordinates: n.centroid! },
              }),
            ),
        ),
      );
    });
    return () => {
      current = false;
    };
  }, [map, session, version]);
}

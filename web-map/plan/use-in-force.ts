import type { Geometry } from "geojson";
import { useMemo } from "react";
import { householdRange, type Range } from "../../civic/grids/household-range.js";
import { GridsInForceDocument } from "../gql/graphql.js";
import type { Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { type Class, classOf } from "./ranges.js";

export interface GridNow {
  id: string;
  name: string;
  villageCode: string | null;
  geometry: Geometry | null;
  households: number;
  class: Class;
}

export interface InForce {
  grids: GridNow[];
  byId: ReadonlyMap<string, GridNow>;
  villages: { code: string; name: string }[];
  /** The range for a grid of this kind in this village; null: none. */
  rangeOf(kind: string | null | undefined, village: string | null | undefined): Range | null;
}

/** The county's grids as they are in force today, and how many live in each. */
export function useInForce(): { inForce: InForce | null; fault: Fault | undefined; again(): void } {
  const { county } = useSession();
  const { data, fault, again } = useAsked(GridsInForceDocument, { county: county.id });
  const inForce = useMemo(() => {
    if (!data) return null;
    const kinds = new Map(data.villages.nodes.map(({ code, kind }) => [code, kind]));
    const range = (kind: string | null | undefined, village: string | null | undefined) =>
      householdRange(kind, kinds.get(village ?? ""));
    const counts = new Map(data.households.counts.map(({ key, count }) => [key, count]));
    const grids = data.grids.nodes.map(({ id, name, kind, villageCode, geometry }): GridNow => {
      const households = counts.get(id) ?? 0;
      return {
        ...{ id, name, households },
        villageCode: villageCode ?? null,
        geometry: geometry ?? null,
        class: classOf(households, range(kind, villageCode)),
      };
    });
    const villages = data.villages.nodes.map(({ code, name }) => ({ code, name }));
    return { grids, byId: new Map(grids.map((g) => [g.id, g])), villages, rangeOf: range };
  }, [data]);
  return { inForce, fault, again };
}

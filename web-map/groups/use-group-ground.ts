import type { Geometry } from "geojson";
import { useMemo } from "react";
import { GroupGroundDocument } from "../gql/graphql.js";
import type { Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { ownAreaOf } from "../shell/first-view.js";

export interface Village {
  code: string;
  name: string;
  geometry: Geometry | null;
}

export interface GroupGround {
  /** That the viewer may group: his own, or the county's. */
  villages: Village[];
  /** Codes of those his work is in; empty for who works in the whole county. */
  own: string[];
  gridName(id: string | null | undefined): string;
  villageName(code: string | null | undefined): string;
}

/** Villages and grids by name, and which of them are the viewer's own. */
export function useGroupGround(): {
  ground: GroupGround | null;
  fault: Fault | undefined;
  again(): void;
} {
  const session = useSession();
  const { data, fault, again } = useAsked(GroupGroundDocument, { county: session.county.id });
  const ground = useMemo(() => {
    if (!data) return null;
    const own = ownAreaOf(session);
    const grids = data.grids.nodes;
    const codes = new Set([
      ...(own?.villages ?? []),
      ...grids.flatMap(({ id, villageCode }) =>
        villageCode && own?.grids.includes(id) ? [villageCode] : [],
      ),
    ]);
    const all = data.villages.nodes.map(
      ({ code, name, geometry }): Village => ({ code, name, geometry: geometry ?? null }),
    );
    const [gridNames, villageNames] = [
      new Map(grids.map(({ id, name }) => [id, name])),
      new Map(all.map(({ code, name }) => [code, name])),
    ];
    return {
      villages: own ? all.filter(({ code }) => codes.has(code)) : all,
      own: [...codes],
      gridName: (id: string | null | undefined) => gridNames.get(id ?? "") ?? "",
      villageName: (code: string | null | undefined) => villageNames.get(code ?? "") ?? code ?? "",
    };
  }, [data, session]);
  return { ground, fault, again };
}

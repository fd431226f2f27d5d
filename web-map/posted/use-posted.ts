import { useMemo } from "react";
import { PostedGridsDocument, type PostedGridsQuery } from "../gql/graphql.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";

export type PostedGrid = PostedGridsQuery["grids"]["nodes"][number];

export interface PostedVillage {
  /** Empty: ground of no village. */
  code: string;
  name: string | null;
  grids: PostedGrid[];
}

/** The grids in force as everybody may know them, by village. */
export function usePosted() {
  const { county } = useSession();
  const { data, fault, again } = useAsked(PostedGridsDocument, { county: county.id });
  const villages = useMemo(() => data && byVillage(data.grids.nodes), [data]);
  return { villages, fault, again };
}

function byVillage(grids: readonly PostedGrid[]): PostedVillage[] {
  const villages = new Map<string, PostedVillage>();
  for (const grid of grids) {
    const code = grid.villageCode ?? "";
    const name = grid.posting.village ?? null;
    const village = villages.get(code) ?? { code, name, grids: [] };
    village.grids.push(grid);
    villages.set(code, village);
  }
  return [...villages.values()];
}

/** Whose name, code or village has the text in it. */
export function found(villages: readonly PostedVillage[], text: string): PostedVillage[] {
  const wanted = text.trim().toLowerCase();
  return villages.flatMap((village) => {
    const grids = village.grids.filter(({ name, code }) =>
      [name, code, village.name ?? ""].some((of) => of.toLowerCase().includes(wanted)),
    );
    return grids.length > 0 ? [{ ...village, grids }] : [];
  });
}

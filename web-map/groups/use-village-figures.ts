import { GroupVillagesDocument } from "../gql/graphql.js";
import { useAsked } from "../session/use-asked.js";

/** 空挂: registered here, and nobody lives there. */
const REGISTERED_ONLY = "03";

export interface VillageFigures {
  households: number;
  livedIn: number;
  registeredOnly: number;
  /** Null: more households than are read at once. */
  people: number | null;
}

/** How many live in some villages, by household and by head. */
export function useVillageFigures(villages: readonly string[], version: string) {
  const { data, fault, again } = useAsked(
    GroupVillagesDocument,
    villages.length > 0 ? { villages: [...villages].sort() } : null,
    { version, keeps: true },
  );
  const found = data?.households;
  const registeredOnly = found?.counts.find(({ key }) => key === REGISTERED_ONLY)?.count ?? 0;
  const figures: VillageFigures | null = found
    ? {
        households: found.totalCount,
        livedIn: found.totalCount - registeredOnly,
        registeredOnly,
        people: found.pageInfo.hasNextPage
          ? null
          : found.nodes.reduce((sum, { members }) => sum + (members ?? 0), 0),
      }
    : null;
  return { figures, fault, again };
}

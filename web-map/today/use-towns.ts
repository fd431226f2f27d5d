import { useMemo } from "react";
import { TownsDocument } from "../gql/graphql.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";

export interface Town {
  code: string;
  name: string;
  /** Codes of its villages. */
  villages: readonly string[];
}

/** The towns of the county, or of the wall, that have villages; undefined until they are known. */
export function useTowns(): readonly Town[] | undefined {
  const { county } = useSession();
  const { data } = useAsked(TownsDocument, { county: county.id });
  return useMemo(
    () =>
      data?.display.towns
        .map(({ code, name, villages }) => ({ code, name: name ?? code, villages }))
        .filter(({ villages }) => villages.length > 0),
    [data],
  );
}

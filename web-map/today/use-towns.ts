import { useMemo } from "react";
import { DisplayTownsDocument, TownsDocument } from "../gql/graphql.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";

export interface Town {
  code: string;
  name: string;
  /** Codes of its villages. */
  villages: readonly string[];
}

/** The towns of the county that have villages, by their codes; undefined until they are known. */
export function useTowns(): readonly Town[] | undefined {
  const { county, viewer } = useSession();
  // A display is asked for nothing but what it hangs there for.
  const isDisplay = viewer.kind === "device";
  const display = useAsked(DisplayTownsDocument, isDisplay ? {} : null).data?.display;
  const { data } = useAsked(TownsDocument, isDisplay ? null : { county: county.id });
  return useMemo(
    () =>
      display?.towns
        .map(({ code, name, villages }) => ({ code, name: name ?? code, villages }))
        .filter(({ villages }) => villages.length > 0) ??
      data?.townships.nodes
        .map(({ code, name }) => ({
          ...{ code, name },
          villages: data.villages.nodes
            .filter(({ townshipCode }) => townshipCode === code)
            .map((village) => village.code),
        }))
        .filter(({ villages }) => villages.length > 0),
    [data, display],
  );
}

import { useMemo } from "react";
import { TodayDocument } from "../gql/graphql.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import type { Town } from "./use-towns.js";

/** Which towns have something to say, asked of the whole county while the page goes round. */
export function useSpeaking(
  version: string,
  towns: readonly Town[] | undefined,
  isAsked: boolean,
): { towns: ReadonlySet<string>; isGrave: boolean } {
  const { county } = useSession();
  const { data } = useAsked(TodayDocument, isAsked ? { area: { county: county.id } } : null, {
    ...{ version, seldomMs: 5_000, keeps: true },
  });
  return useMemo(() => {
    const villages = new Set(data?.today.above.map(({ village }) => village));
    const speaking = towns?.filter((town) => town.villages.some((code) => villages.has(code)));
    return { towns: new Set(speaking?.map(({ code }) => code)), isGrave: false };
  }, [data, towns]);
}

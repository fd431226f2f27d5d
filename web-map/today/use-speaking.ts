import { useMemo } from "react";
import { SpeakingDocument } from "../gql/graphql.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import type { Town } from "./use-towns.js";

/** So long a grave incident keeps the wall where it is, unless somebody at it says otherwise. */
const GRAVE_MS = 30 * 60_000;

/**
 * Which towns have something to say, and whether something grave has happened, in the whole county.
 */
export function useSpeaking(
  version: string,
  towns: readonly Town[] | undefined,
  isAsked: boolean,
): { towns: ReadonlySet<string>; isGrave: boolean } {
  const { county, connection } = useSession();
  const { data } = useAsked(SpeakingDocument, isAsked ? { area: { county: county.id } } : null, {
    ...{ version, seldomMs: 1_000, keeps: true },
  });
  const speaking = useMemo(() => {
    const villages = new Set<string | null | undefined>([
      ...(data?.needs.map(({ village }) => village) ?? []),
      ...(data?.hotNow.areas.flatMap((area) => area.villages) ?? []),
    ]);
    const some = towns?.filter((town) => town.villages.some((code) => villages.has(code)));
    return new Set(some?.map(({ code }) => code));
  }, [data, towns]);
  const now = connection.serverNow();
  const isGrave =
    data?.newestIncidents.incidents.some(
      ({ at, level }) => level === 1 && now - Date.parse(at) < GRAVE_MS,
    ) ?? false;
  return { towns: speaking, isGrave };
}

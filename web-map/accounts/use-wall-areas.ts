import { useMemo } from "react";
import { WallAreasDocument } from "../gql/graphql.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import type { Choice } from "./use-areas.js";

/** What a wall may be confined to. */
export interface WallAreas {
  towns: Choice[];
  villages: Choice[];
  /** By code; of what was retired the code itself. */
  nameOf(code: string): string;
}

export function useWallAreas(): WallAreas {
  const { county } = useSession();
  const { data } = useAsked(WallAreasDocument, { county: county.id });
  return useMemo(() => {
    const choice = ({ code, name }: { code: string; name?: string | null }): Choice => ({
      value: code,
      text: name ?? code,
    });
    const towns = data?.display.towns.map(choice) ?? [];
    const villages = data?.villages.nodes.map(choice) ?? [];
    const names = new Map([...towns, ...villages].map(({ value, text }) => [value, text]));
    return { towns, villages, nameOf: (code) => names.get(code) ?? code };
  }, [data]);
}

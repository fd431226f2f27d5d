import { useMemo } from "react";
import {
  GroupMarksDocument,
  GroupSectionDocument,
  GroupsBesideDocument,
  GroupsListedDocument,
  OneGroupDocument,
} from "../gql/graphql.js";
import { useAsked } from "../session/use-asked.js";
import { coloursOf } from "./colours.js";
import type { Mark } from "./groups-overlay.js";
import type { SectionHome } from "./section-view.js";
import type { GroupOrder } from "./worst-list.js";

interface Asked {
  id: string;
  stamp: string;
  order: GroupOrder;
  first: number;
  chosen: string | null;
  /** A household is in the hand: the ground of the groups beside it is wanted. */
  isHolding: boolean;
}

const NONE: never[] = [];

/** What is read of a plan's groups for the desk: the list, the marks, the one that is looked at. */
export function useDesk({ id, stamp, order, first, chosen, isHolding }: Asked) {
  const when = { version: stamp, keeps: true };
  const list = useAsked(GroupsListedDocument, { id, order, first }, when);
  const marked = useAsked(GroupMarksDocument, { id }, when);
  const asked = useAsked(OneGroupDocument, chosen === null ? null : { id, group: chosen }, when);
  const one = asked.data?.groupPlan?.group ?? null;
  const group = one?.id === chosen ? one : null;
  const grid = group?.gridId ?? null;
  const near = useAsked(GroupsBesideDocument, isHolding ? { id, grid } : null, when);
  const marks = useMemo(
    () =>
      (marked.data?.groupPlan?.groups.nodes ?? NONE).flatMap(
        ({ id, number, gridId, centre, leader }): Mark[] => {
          const [lng, lat] = centre?.centroid ?? [];
          if (lng === undefined || lat === undefined) return [];
          return [
            {
              id,
              number,
              at: [lng, lat],
              leader: leader?.centroid ?? null,
              gridId: gridId ?? null,
            },
          ];
        },
      ),
    [marked.data],
  );
  const colours = useMemo(() => coloursOf(marks), [marks]);
  const building = group?.floors ? group.members?.[0]?.household.buildingId : null;
  const section = useAsked(
    GroupSectionDocument,
    building ? { id, grid, buildings: [building] } : null,
    when,
  );
  const homes = useMemo((): SectionHome[] => {
    const groupOf = new Map(
      (section.data?.groupPlan?.groups.nodes ?? NONE).flatMap(({ id, number, members }) =>
        (members ?? []).map(({ household }) => [household.id, { id, number }] as const),
      ),
    );
    return (section.data?.households.nodes ?? NONE).map((home) => {
      const own = groupOf.get(home.id);
      return { home, group: own?.number ?? null, groupId: own?.id ?? null };
    });
  }, [section.data]);
  return {
    list,
    groups: list.data?.groupPlan?.groups.nodes,
    totalCount: list.data?.groupPlan?.groups.totalCount ?? 0,
    areMarksKnown: marked.data !== undefined,
    marks,
    colours,
    group,
    beside: near.data?.groupPlan?.groups.nodes ?? NONE,
    section: building ? homes : null,
  };
}

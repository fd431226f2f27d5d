import type { GroupPrice } from "../../geo/grouping/index.js";

/** What an edit may change of a group beside its members; ids are uuids. */
export interface GroupFacts {
  number: number;
  code: string;
  village: string | null;
  grid: string | null;
  leader: string | null;
  deputy: string | null;
  locked: boolean;
  /** Why it is to be repaired: a code with figures; null: it is whole. */
  openedBy: object | null;
  openedAt: string | null;
}

/** A group of a plan as it stands. */
export interface StandingGroup extends GroupFacts {
  id: string;
  members: readonly string[];
}

/** What an edit did, as the log keeps it: taken back by its inverse. */
export interface GroupsChange {
  /** For who reads the log: numbers of groups and how many households, never which. */
  did: { code: string; params: Readonly<Record<string, unknown>> };
  groups: readonly { id: string; before: GroupFacts | null; after: GroupFacts | null }[];
  members: readonly {
    household: string;
    from: string | null;
    to: string | null;
    /** Why: a code with figures. */
    reason?: object;
  }[];
}

export const inverseOfChange = ({ did, groups, members }: GroupsChange): GroupsChange => ({
  did,
  groups: groups.map(({ id, before, after }) => ({ id, before: after, after: before })),
  members: members.map(({ household, from, to }) => ({ household, from: to, to: from })),
});

export const factsOf = ({ id: _, members: __, ...facts }: StandingGroup): GroupFacts => facts;

/** Groups as a change leaves them. */
export function groupsAfter(
  standing: readonly StandingGroup[],
  { groups, members }: GroupsChange,
): StandingGroup[] {
  const facts = new Map<string, GroupFacts>(standing.map((g) => [g.id, factsOf(g)]));
  for (const { id, after } of groups)
    if (after) facts.set(id, after);
    else facts.delete(id);
  const lists = new Map(standing.map((g) => [g.id, new Set(g.members)]));
  for (const { household, from, to } of members) {
    if (from !== null) lists.get(from)?.delete(household);
    if (to === null) continue;
    const list = lists.get(to);
    if (list) list.add(household);
    else lists.set(to, new Set([household]));
  }
  return [...facts].map(([id, of]) => ({ id, ...of, members: [...(lists.get(id) ?? [])] }));
}

/** A price as what it changes of the groups that stand. */
export function changeOfPrice(
  code: string,
  price: GroupPrice,
  standing: readonly StandingGroup[],
  names: { nextNumber: number; nextCode: (village: string | null) => string },
): GroupsChange {
  const known = new Map(standing.map((g) => [g.id, g]));
  let { nextNumber } = names;
  const like = known.get(price.groups.find(({ id }) => known.has(id))!.id)!;
  const gone = new Set(price.moves.map(({ household }) => household));
  const groups = price.groups.map(({ id, after }) => {
    const was = known.get(id);
    if (!after) return { id, before: factsOf(was!), after: null };
    const base: GroupFacts = was
      ? factsOf(was)
      : {
          ...{ number: nextNumber++, code: names.nextCode(like.village), grid: like.grid },
          ...{ village: like.village, leader: null, deputy: null, locked: false },
          ...{ openedBy: null, openedAt: null },
        };
    const stays = (who: string | null) => (who !== null && gone.has(who) ? null : who);
    const next = { ...base, locked: after.locked };
    return {
      id,
      before: was ? factsOf(was) : null,
      after: { ...next, leader: stays(next.leader), deputy: stays(next.deputy) },
    };
  });
  const numbers = groups.map(({ before, after }) => (after ?? before)!.number);
  return {
    did: { code, params: { groups: numbers, households: price.moves.length } },
    groups,
    members: price.moves,
  };
}

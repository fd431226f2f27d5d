import type { Finding, GroupingInput, Rules } from "./model.js";
import { type GroupingSaid, said } from "./phrases.js";

type Add = (ids: readonly string[], one: GroupingSaid) => void;

/**
 * What in the input contradicts itself; an empty list when grouping can start. Each finding names
 * the households.
 */
export function checkInput(input: GroupingInput, rules: Rules): Finding[] {
  const findings: Finding[] = [];
  const add: Add = (ids, one) => void findings.push({ ids, ...one });
  const known = new Map<string, number>();
  input.households.forEach((h, i) => {
    const household = h.id;
    if (known.has(h.id)) add([h.id], said("id-twice", { household }));
    known.set(h.id, i);
    if (!Number.isFinite(h.x) || !Number.isFinite(h.y))
      add([h.id], said("no-place", { household }));
    else if (!input.planar && (Math.abs(h.x) > 180 || Math.abs(h.y) >= 90))
      add([h.id], said("not-degrees", { household }));
    if (h.demand !== undefined && !(h.demand >= 0 && h.demand < Infinity))
      add([h.id], said("bad-demand", { household }));
    if (h.responders !== undefined && !(Number.isInteger(h.responders) && h.responders >= 0))
      add([h.id], said("bad-responders", { household }));
  });
  if (
    !(
      rules.low >= 1 &&
      rules.low <= rules.high &&
      Number.isInteger(rules.low) &&
      Number.isInteger(rules.high) &&
      rules.target > 0
    )
  ) {
    add([], said("bad-sizes", { least: rules.low, most: rules.high, target: rules.target }));
  }
  const exists = (household: string, unknown: GroupingSaid): boolean => {
    if (known.has(household)) return true;
    add([household], unknown);
    return false;
  };

  const lockedIn = new Map<string, string>();
  for (const lock of input.locked ?? [])
    for (const id of lock.members) {
      if (!exists(id, said("unknown-in-locked", { household: id, group: lock.id }))) continue;
      const other = lockedIn.get(id);
      if (other !== undefined)
        add(
          [id, other, lock.id],
          said("locked-twice", { household: id, groups: [other, lock.id] }),
        );
      lockedIn.set(id, lock.id);
    }
  const linked = linkHouseholds(input);
  for (const set of linked) {
    if (!set.every((id) => exists(id, said("unknown-in-together", { household: id })))) continue;
    const locks = new Set(set.map((id) => lockedIn.get(id)));
    if (locks.size > 1) add(set, said("locked-and-linked", { households: set }));
    const areas = new Set(set.map((id) => input.households[known.get(id)!].area ?? ""));
    if (areas.size > 1) add(set, said("together-across", { households: set, areas: [...areas] }));
    if (!rules.capacitated && locks.has(undefined) && set.length > rules.high)
      add(set, said("together-too-many", { count: set.length, most: rules.high, households: set }));
  }
  const setOf = new Map<string, number>();
  linked.forEach((set, k) => set.forEach((id) => setOf.set(id, k)));
  for (const [a, b] of input.apart ?? []) {
    const both = [a, b];
    if (!both.every((id) => exists(id, said("unknown-in-apart", { household: id })))) continue;
    if (a === b || (setOf.has(a) && setOf.get(a) === setOf.get(b)))
      add(both, said("together-and-apart", { households: both }));
    const lock = lockedIn.get(a);
    if (lock !== undefined && lock === lockedIn.get(b))
      add(both, said("locked-and-apart", { households: both, group: lock }));
  }
  for (const { a, b } of input.ties ?? [])
    for (const id of [a, b]) exists(id, said("unknown-in-tie", { household: id }));
  if (rules.capacitated && findings.length === 0) checkCapacity(input, rules.capacitated, add);
  return findings;
}

function checkCapacity(
  input: GroupingInput,
  { groups, capacity }: { groups: number; capacity: number },
  add: Add,
): void {
  const n = input.households.length;
  if (!(Number.isInteger(groups) && groups >= 1 && groups <= n))
    add([], said("number-of-groups", { groups, count: n }));
  let sum = 0;
  for (const h of input.households) {
    const demand = h.demand ?? 1;
    sum += demand;
    if (demand > capacity)
      add([h.id], said("demand-above-capacity", { household: h.id, demand, capacity }));
  }
  if (sum > groups * capacity)
    add([], said("demand-above-all", { demand: sum, groups, capacity, room: groups * capacity }));
}

/** Keep-together lists merged where they share a household. */
export function linkHouseholds(input: GroupingInput): string[][] {
  const parent = new Map<string, string>();
  const root = (id: string): string => {
    let at = id;
    while (parent.get(at) !== at) at = parent.get(at)!;
    return at;
  };
  for (const list of input.together ?? []) {
    for (const id of list) if (!parent.has(id)) parent.set(id, id);
    for (const id of list.slice(1)) parent.set(root(id), root(list[0]));
  }
  const sets = new Map<string, string[]>();
  for (const id of parent.keys()) {
    const key = root(id);
    const set = sets.get(key);
    if (set) set.push(id);
    else sets.set(key, [id]);
  }
  return [...sets.values()].filter((set) => set.length > 1);
}

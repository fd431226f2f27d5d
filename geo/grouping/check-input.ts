import type { Finding, GroupingInput, Rules } from "./model.js";

/**
 * What in the input contradicts itself; an empty list when grouping can start. Each finding names
 * the households.
 */
export function checkInput(input: GroupingInput, rules: Rules): Finding[] {
  const findings: Finding[] = [];
  const add = (kind: Finding["kind"], ids: string[], message: string): void => {
    findings.push({ kind, ids, message });
  };
  const known = new Map<string, number>();
  input.households.forEach((h, i) => {
    if (known.has(h.id))
      add("bad-value", [h.id], `Household ${h.id} comes twice: give each its own id`);
    known.set(h.id, i);
    if (!Number.isFinite(h.x) || !Number.isFinite(h.y))
      add("bad-value", [h.id], `Household ${h.id} has no place: x and y must be numbers`);
    else if (!input.planar && (Math.abs(h.x) > 180 || Math.abs(h.y) >= 90))
      add(
        "bad-value",
        [h.id],
        `Household ${h.id} lies outside longitude and latitude: say planar if these are metres`,
      );
    if (h.demand !== undefined && !(h.demand >= 0 && h.demand < Infinity))
      add("bad-value", [h.id], `Household ${h.id}: demand must be 0 or more`);
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
    add(
      "bad-value",
      [],
      `Group sizes ${rules.low} to ${rules.high} with target ${rules.target}: whole numbers ` +
        "with 1 <= min <= max are needed",
    );
  }
  const exists = (id: string, where: string): boolean => {
    if (known.has(id)) return true;
    add("unknown-id", [id], `${where} names household ${id}, which is not in the input`);
    return false;
  };

  const lockedIn = new Map<string, string>();
  for (const lock of input.locked ?? [])
    for (const id of lock.members) {
      if (!exists(id, `Locked group ${lock.id}`)) continue;
      const other = lockedIn.get(id);
      if (other !== undefined)
        add(
          "locked-twice",
          [id, other, lock.id],
          `Household ${id} is in two locked groups, ${other} and ${lock.id}: unlock one`,
        );
      lockedIn.set(id, lock.id);
    }
  const linked = linkHouseholds(input);
  for (const set of linked) {
    if (!set.every((id) => exists(id, "A keep-together list"))) continue;
    const locks = new Set(set.map((id) => lockedIn.get(id)));
    if (locks.size > 1)
      add(
        "locked-and-linked",
        set,
        `${set.join(", ")} must stay together, but a locked group holds only some of them`,
      );
    const areas = new Set(set.map((id) => input.households[known.get(id)!].area ?? ""));
    if (areas.size > 1)
      add(
        "together-across",
        set,
        `${set.join(", ")} must stay together, but lie in different areas: ` +
          `${[...areas].join(", ")}`,
      );
    if (!rules.capacitated && locks.has(undefined) && set.length > rules.high)
      add(
        "together-too-many",
        set,
        `${set.length} households must stay together, a group holds at most ${rules.high}: ` +
          `${set.join(", ")}`,
      );
  }
  const setOf = new Map<string, number>();
  linked.forEach((set, k) => set.forEach((id) => setOf.set(id, k)));
  for (const [a, b] of input.apart ?? []) {
    if (!exists(a, "A keep-apart pair") || !exists(b, "A keep-apart pair")) continue;
    if (a === b || (setOf.has(a) && setOf.get(a) === setOf.get(b)))
      add(
        "together-and-apart",
        [a, b],
        `${a} and ${b} must be together and apart: drop one of the two`,
      );
    const lock = lockedIn.get(a);
    if (lock !== undefined && lock === lockedIn.get(b))
      add(
        "together-and-apart",
        [a, b],
        `${a} and ${b} must be apart, but locked group ${lock} holds both`,
      );
  }
  for (const tie of input.ties ?? []) {
    exists(tie.a, "A tie");
    exists(tie.b, "A tie");
  }
  if (rules.capacitated && findings.length === 0) checkCapacity(input, rules.capacitated, add);
  return findings;
}

function checkCapacity(
  input: GroupingInput,
  { groups, capacity }: { groups: number; capacity: number },
  add: (kind: Finding["kind"], ids: string[], message: string) => void,
): void {
  const n = input.households.length;
  if (!(Number.isInteger(groups) && groups >= 1 && groups <= n))
    add(
      "number-of-groups",
      [],
      `${groups} groups of ${n} households: every group needs one at least`,
    );
  let sum = 0;
  for (const h of input.households) {
    const demand = h.demand ?? 1;
    sum += demand;
    if (demand > capacity)
      add(
        "capacity",
        [h.id],
        `Household ${h.id} has demand ${demand}, more than a group's capacity ${capacity}`,
      );
  }
  if (sum > groups * capacity)
    add(
      "capacity",
      [],
      `The demand is ${sum} in all, ${groups} groups of capacity ${capacity} hold ` +
        `${groups * capacity}`,
    );
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

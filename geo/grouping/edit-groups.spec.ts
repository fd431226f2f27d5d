import { beforeAll, describe, expect, it } from "vitest";
import { mulberry32 } from "../random.js";
import { applyEdit, type GroupEdit, priceEdit, priceEverywhere } from "./edit-groups.js";
import { type EditableGroups, groupsOf, openGroups } from "./editable-groups.js";
import { formGroups } from "./form-groups.js";
import {
  type GroupingInput,
  type Household,
  type Plan,
  type Rules,
  TEN_HOUSEHOLDS,
} from "./model.js";
import { measureTerms, type ObjectiveTerms, sumTerms } from "./objective-terms.js";
import { reportPlan } from "./report-plan.js";
import { makeVillage } from "./test-village.js";
import { walksOf } from "./walks-of.js";

/** Small groups may be, so that hands can merge and split. */
const RULES: Rules = { ...TEN_HOUSEHOLDS, low: 3, minResponders: 5 };

/**
 * Two villages of houses and towers, a river with a bridge, ties, pairs kept together and apart.
 */
function makeTown(): GroupingInput {
  const random = mulberry32(4);
  const houses = makeVillage(130, 5).households.map(
    (h, i): Household => ({
      ...h,
      area: h.y < 250 ? "south" : "north",
      responders: Math.floor(4 * random()),
      ...(i % 3 === 0 && { previousGroup: String(1 + (i % 12)) }),
    }),
  );
  const flats = Array.from({ length: 60 }, (_, i): Household => {
    const building = i < 36 ? "tower" : "block";
    return {
      ...{ id: `f${i}`, x: building === "tower" ? 120 : 180, y: 120, area: "south", building },
      ...{ stair: String(i % 2), floor: (i % 36) >> 2, responders: 1 },
    };
  });
  const households = [...houses, ...flats];
  const any = () => households[Math.floor(random() * households.length)].id;
  const ties = Array.from({ length: 300 }, () => ({ a: any(), b: any(), strength: 2 }));
  households.push(
    { id: "empty", x: 100, y: 100, area: "south", livedIn: false },
    { id: "refused", x: 100, y: 100, area: "south", agreed: false },
  );
  const south = houses.filter((h) => h.area === "south").map((h) => h.id);
  return {
    ...{ planar: true, households, ties: ties.filter(({ a, b }) => a !== b) },
    barriers: [
      [
        [-2000, 60],
        [2000, 60],
      ],
    ],
    crossings: [[150, 60]],
    together: [[south[0], south[1]]],
    apart: [[south[2], south[3]]],
  };
}

async function planOf(input: GroupingInput, rules = RULES, iterations = 100): Promise<Plan> {
  const result = await formGroups(input, rules, { seed: 1, budget: { iterations } });
  if (!result.ok) throw new Error(JSON.stringify(result.findings));
  return result.plan;
}

function open(input: GroupingInput, groups: Plan["groups"], rules = RULES): EditableGroups {
  const opened = openGroups(input, rules, { groups });
  if (!opened.ok) throw new Error(JSON.stringify(opened.findings));
  return opened.groups;
}

/** The objective again, by its definition alone. */
function objectiveOf(input: GroupingInput, rules: Rules, groups: Plan["groups"]): ObjectiveTerms {
  const { weights } = rules;
  const byId = new Map(input.households.map((h) => [h.id, h]));
  const walks = walksOf(input, rules, groups).map((w) => w.metres);
  const extra = (name: (h: Household) => string | undefined): number => {
    const sets = new Map<string, Set<string>>();
    for (const g of groups)
      for (const id of g.members) {
        const key = name(byId.get(id)!);
        if (key !== undefined) sets.set(key, (sets.get(key) ?? new Set()).add(g.id));
      }
    return [...sets.values()].reduce((sum, { size }) => sum + size - 1, 0);
  };
  const stair = (h: Household) => h.building && `${h.building} ${h.stair}`;
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  const groupOf = new Map(groups.flatMap((g) => g.members.map((id) => [id, g.id])));
  return {
    metres: sum(walks),
    radius: sum(walks.map((d) => Math.max(0, d - 150) ** 2 / 150)),
    ties: -sum(
      (input.ties ?? [])
        .filter(({ a, b }) => groupOf.has(a) && groupOf.get(a) === groupOf.get(b))
        .map((t) => weights.tie * t.strength!),
    ),
    building: 30 * extra((h) => h.building) + 15 * extra(stair),
    floor: 60 * extra((h) => h.building && `${stair(h)} ${h.floor}`),
    size: sum(groups.map((g) => 25 * Math.max(0, 9 - g.members.length, g.members.length - 11))),
    change: sum(
      groups.flatMap((g) =>
        g.members.map((id) => {
          const before = byId.get(id)!.previousGroup;
          return before !== undefined && before !== g.id ? 35 : 0;
        }),
      ),
    ),
    responders: sum(groups.map((g) => 600 * Math.max(0, 5 - g.responders))),
  };
}

const partition = (groups: EditableGroups) =>
  groupsOf(groups)
    .map(({ id, members }) => [id, ...members.toSorted()].join(" "))
    .sort();

describe("hand edits", () => {
  const town = makeTown();
  let groups: EditableGroups;
  beforeAll(async () => {
    groups = open(town, (await planOf(town)).groups);
  });

  const anyEdit = (now: EditableGroups, random: () => number): GroupEdit => {
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
    const household = pick(town.households).id;
    const near = priceEverywhere(now, household, 4).map((n) => n.group);
    const own = now.groupOf[now.ground.survey.numberOf.get(household)!] ?? near[0];
    const kind = pick(["move", "move", "move", "merge", "split", "join", "leave", "lock"] as const);
    if (kind === "move") return { kind, household, to: pick(near) };
    if (kind === "merge") return { kind, groups: [own, pick(near)] };
    if (kind === "split") return { kind, group: own };
    if (kind === "lock") return { kind, group: own, locked: random() < 0.2 };
    if (kind === "leave") return { kind, household };
    const outside = town.households.filter((_, i) => now.groupOf[i] === null);
    return { kind, household: pick(outside).id };
  };

  it("cost what a dry run told, term by term, as recomputed from scratch", () => {
    const random = mulberry32(8);
    let now = groups;
    const done = new Map<string, number>();
    for (let step = 0; step < 120; step++) {
      const edit = anyEdit(now, random);
      const priced = priceEdit(now, edit);
      const edited = applyEdit(now, edit);
      expect(edited.ok).toBe(priced.ok);
      const key = `${edit.kind} ${edited.ok}`;
      done.set(key, (done.get(key) ?? 0) + 1);
      if (!edited.ok || !priced.ok) continue;
      expect(edited.price).toEqual(priced.price);
      const was = objectiveOf(town, RULES, groupsOf(now));
      const is = objectiveOf(town, RULES, groupsOf(edited.groups));
      const measured = measureTerms(edited.groups);
      for (const term of Object.keys(is) as (keyof ObjectiveTerms)[]) {
        expect(measured[term], term).toBeCloseTo(is[term], 6);
        expect(priced.price.delta[term], `${edit.kind}: ${term}`).toBeCloseTo(
          is[term] - was[term],
          6,
        );
      }
      expect(priced.price.deltaSum).toBeCloseTo(sumTerms(is) - sumTerms(was), 6);
      now = edited.groups;
    }
    for (const kind of ["move", "merge", "split", "join", "leave", "lock"])
      expect(done.get(`${kind} true`) ?? 0, kind).toBeGreaterThan(2);
    const refused = [...done].filter(([key]) => key.endsWith("false"));
    expect(refused.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(20);
    // What hands may do keeps the hard rules; who left aside, every group is legal.
    const plan = { groups: groupsOf(now), exceptions: [] } as unknown as Plan;
    const report = reportPlan(town, RULES, plan);
    const left = new Map(report.groups.map((g) => [g.id, g]));
    for (const g of plan.groups) {
      const { ties, isolated, maxMetresToCentre, forbiddenPairs } = left.get(g.id)!;
      expect(forbiddenPairs).toBe(0);
      expect(g.members.length).toBeLessThanOrEqual(13);
      const [change] = lockPrice(now, g.id);
      expect(change.after).toMatchObject({
        ...{ ...g, locked: true, size: g.members.length, ties, isolated: isolated.length },
        maxMetres: maxMetresToCentre,
      });
    }
  });

  const lockPrice = (now: EditableGroups, group: string) => {
    const priced = priceEdit(now, { kind: "lock", group, locked: true });
    if (!priced.ok) throw new Error("refused");
    return priced.price.groups;
  };

  it("can be reversed, and a value before an edit stays what it was", () => {
    const random = mulberry32(21);
    const before = partition(groups);
    const terms = measureTerms(groups);
    let reversed = 0;
    for (let step = 0; step < 80; step++) {
      const edit = anyEdit(groups, random);
      const edited = applyEdit(groups, edit);
      expect(partition(groups)).toEqual(before);
      if (!edited.ok || edit.kind === "lock") continue;
      const [change] = edited.price.moves;
      const back: GroupEdit =
        edit.kind === "move" || edit.kind === "leave"
          ? { kind: "move", household: change.household, to: change.from! }
          : edit.kind === "join"
            ? { kind: "leave", household: edit.household }
            : edit.kind === "merge"
              ? reverseMerge(edit.groups)
              : { kind: "merge", groups: [edit.group, change.to!] };
      const again = applyEdit(edited.groups, back);
      if (!again.ok) continue;
      reversed++;
      expect(partition(again.groups)).toEqual(before);
      expect(again.price.deltaSum).toBeCloseTo(-edited.price.deltaSum, 6);
      for (const [term, value] of Object.entries(measureTerms(again.groups)))
        expect(value, term).toBeCloseTo(terms[term as keyof ObjectiveTerms], 6);
    }
    expect(reversed).toBeGreaterThan(20);
  });

  const reverseMerge = ([a, b]: readonly [string, string]): GroupEdit => {
    const members = new Map(groupsOf(groups).map((g) => [g.id, g.members]));
    return { kind: "split", group: a, parts: [members.get(a)!, members.get(b)!], names: [b] };
  };

  it("put a household where it costs least when it joins, and halve a group at its best", () => {
    const household = groupsOf(groups)[2].members[1];
    const left = applyEdit(groups, { kind: "leave", household });
    if (!left.ok) throw new Error("refused");
    const everywhere = priceEverywhere(left.groups, household);
    const least = Math.min(...everywhere.map((e) => (e.ok ? e.price.deltaSum : Infinity)));
    const joined = priceEdit(left.groups, { kind: "join", household });
    expect(joined).toMatchObject({ ok: true, price: { deltaSum: least } });

    const row = Array.from({ length: 14 }, (_, i) => ({
      id: `r${i}`,
      x: i < 7 ? i : 100 + i,
      y: 0,
    }));
    const one = open({ planar: true, households: row }, [groupWith("1", row)], TEN_HOUSEHOLDS);
    const halved = applyEdit(one, { kind: "split", group: "1" });
    if (!halved.ok) throw new Error("refused");
    expect(partition(halved.groups).map((g) => g.split(" ").length)).toEqual([8, 8]);
    const metres = halved.price.groups.map((g) => g.after!.metres);
    for (const each of metres) expect(each).toBeCloseTo(12 * 1.3, 9);
  });
});

const groupWith = (id: string, households: readonly Household[], locked = false) => ({
  ...{ id, locked, centre: households[0].id, members: households.map((h) => h.id) },
  ...{ metres: 0, responders: 0 },
});

describe("what no hand may do", () => {
  const row = (name: string, count: number, y: number, more: Partial<Household> = {}) =>
    Array.from({ length: count }, (_, i) => ({ id: `${name}${i}`, x: 10 * i, y, ...more }));
  const a = row("a", 7, 0),
    b = row("b", 13, 20),
    c = row("c", 9, 40, { area: "other" }),
    d = row("d", 9, 90),
    e = row("e", 9, 30),
    f = row("f", 9, -20),
    loose = [
      ...[
        { id: "empty", x: 0, y: 0, livedIn: false },
        { id: "no", x: 0, y: 0, agreed: false },
      ],
      { id: "new", x: 5, y: -10 },
    ];
  const input: GroupingInput = {
    ...{ planar: true, households: [...a, ...b, ...c, ...d, ...e, ...f, ...loose] },
    barriers: [
      [
        [-500, 60],
        [500, 60],
      ],
    ],
    together: [
      ["f0", "f1"],
      ["f2", "new"],
    ],
    apart: [["e1", "f5"]],
  };
  const plan = [
    ...[groupWith("a", a), groupWith("b", b), groupWith("c", c), groupWith("d", d)],
    ...[groupWith("e", e, true), groupWith("f", f)],
  ];
  const groups = open(input, plan, { ...TEN_HOUSEHOLDS, reach: 300 });
  const unlocked = applyEdit(groups, { kind: "lock", group: "e", locked: false });
  const free = unlocked.ok ? unlocked.groups : groups;
  const move = (household: string, to: string): GroupEdit => ({ kind: "move", household, to });

  it.each<[string, GroupEdit, object[]]>([
    ["fill a group above its most", move("f3", "b"), [{ group: "b", count: 14, most: 13 }]],
    ["leave a group below its least", move("a1", "f"), [{ group: "a", count: 6, least: 7 }]],
    ["cross areas", move("d0", "c"), [{ household: "d0", group: "c", area: null, other: "other" }]],
    [
      "cross a river without a bridge",
      move("d0", "f"),
      [{ household: "d0", group: "f", other: "f0" }],
    ],
    ["bring an enemy in", move("e1", "f"), [{ household: "e1", group: "f", other: "f5" }]],
    ["touch a locked group", move("f3", "e"), [{ group: "e" }]],
    ["place a home where nobody lives", move("empty", "a"), [{}]],
    ["place who did not agree", { kind: "join", household: "no", to: "f" }, [{}]],
    [
      "part who must stay together",
      move("new", "a"),
      [{ household: "new", group: "f", other: "f2" }],
    ],
    ["place twice", { kind: "join", household: "a0" }, [{ household: "a0", group: "a" }]],
    ["take out who is in none", { kind: "leave", household: "new" }, [{ household: "new" }]],
    [
      "merge what is too much",
      { kind: "merge", groups: ["a", "f"] },
      [{ group: "a", count: 16, most: 13 }],
    ],
    ["merge with itself", { kind: "merge", groups: ["a", "a"] }, [{ group: "a" }]],
    [
      "split what makes no two",
      { kind: "split", group: "b" },
      [{ group: "b", count: 13, least: 7, most: 13 }],
    ],
    [
      "split into other parts",
      { kind: "split", group: "a", parts: [["a0"], ["b0"]] },
      [{ group: "a" }],
    ],
    ["name who is not there", move("x", "a"), [{ household: "x" }]],
    ["name a group that is not there", move("a0", "x"), [{ group: "x" }]],
  ])("%s", (_, edit, params) => {
    const priced = priceEdit(edit.kind === "move" && edit.to === "e" ? groups : free, edit);
    expect(priced.ok).toBe(false);
    if (!priced.ok) expect(priced.refusals.map((r) => r.params)).toEqual(params);
  });

  it("has its reasons beside each group near, nearest first", () => {
    const told = priceEverywhere(groups, "f3").map((p) => [
      p.group,
      p.ok ? "may" : p.refusals.map((r) => r.code).join(" "),
    ]);
    expect(told).toEqual([
      ["a", "may"],
      ["b", "group-would-be-full"],
      ["e", "group-is-locked"],
      ["c", "areas-differ"],
      ["d", "barrier-between"],
    ]);
  });

  it("moves who must stay together along, and lets a household leave whatever its group becomes", () => {
    const moved = priceEdit(groups, move("f0", "a"));
    expect(moved.ok && moved.price.moves.map((m) => m.household)).toEqual(["f0", "f1"]);
    const left = priceEdit(groups, { kind: "leave", household: "a3" });
    expect(left.ok && left.price.warnings.map((w) => w.code)).toEqual(["left-too-small"]);
    expect(priceEdit(groups, { kind: "leave", household: "e3" }).ok).toBe(true);
  });

  it("refuses a contradiction in the input, and throws on a plan of other households", () => {
    const twice = { ...input, households: [...input.households, input.households[0]] };
    expect(openGroups(twice, TEN_HOUSEHOLDS, { groups: [] }).ok).toBe(false);
    const stranger = groupWith("z", [{ id: "stranger", x: 0, y: 0 }]);
    expect(() => openGroups(input, TEN_HOUSEHOLDS, { groups: [stranger] })).toThrow(/stranger/);
    const both = [groupWith("y", a), groupWith("z", a)];
    expect(() => openGroups(input, TEN_HOUSEHOLDS, { groups: both })).toThrow(/two groups/);
  });
});

import { act } from "@testing-library/react";
import { useState } from "react";
import { vi } from "vitest";
import { fakeShell, renderInShell } from "../shell/in-shell.fixture.js";
import { OpenPlan } from "./open-plan.js";

const square = (west: number) => ({
  type: "Polygon",
  coordinates: [
    [
      [west, 29],
      [west + 0.01, 29],
      [west + 0.01, 29.01],
      [west, 29.01],
      [west, 29],
    ],
  ],
});

const home = (id: string, headName: string, lng: number, more: object = {}) => ({
  ...{ id, code: id, headName, buildingId: null, stair: null, floor: null, unit: null },
  centroid: [lng, 29.005],
  ...more,
});

const group = (id: string, number: number, more: object = {}) => ({
  ...{ id, number, name: null, code: `v-${number}`, gridId: "g1", villageCode: "v1", size: 8 },
  ...{ people: 24, responders: 7, thin: false, locked: false, metres: 480, meanMetres: 60 },
  ...{ maxMetres: 120, ties: 3, isolated: 0, floors: null, openedAt: null, openedBy: null },
  ...more,
});

const GROUPS = [
  group("six", 6, { maxMetres: 480, isolated: 1 }),
  group("seven", 7, { thin: true, responders: 4 }),
];

const judged = (size: number, meanMetres: number) => ({
  ...{ size, meanMetres, metres: size * meanMetres, maxMetres: 200, responders: 7, ties: 3 },
  isolated: 0,
});

const TARGETS = [
  {
    ...{ group: "seven", number: 7, refusals: [] },
    price: {
      total: -40,
      groups: [
        { group: "six", number: 6, before: judged(8, 60), after: judged(7, 40) },
        { group: "seven", number: 7, before: judged(8, 60), after: judged(9, 70) },
      ],
      warnings: [],
    },
  },
  {
    ...{ group: "nine", number: 9, price: null },
    refusals: [{ code: "group-is-locked", params: { group: "9" } }],
  },
];

const VERDICT = {
  ...{ groups: 24, households: 236, people: 723, livedIn: 218, registeredOnly: 18 },
  ...{ exceptions: 20, metresPerHousehold: 81.2, p95Metres: 240, maxMetres: 480, isolated: 3 },
  ...{ thin: 1, violations: 0, shareNearTarget: 0.75, searchGap: 0.0296, priceOfWishes: 0.024 },
  ...{ boundIs: "lower", complete: true, seconds: 1.2 },
  sizes: [
    { size: 9, count: 20 },
    { size: 10, count: 4 },
  ],
};

export const A_PLAN = {
  ...{ id: "plan", version: 4, name: "三湾十户", status: "DRAFT", mode: "GROUPS" },
  ...{ effectiveOn: null, endedOn: null, edits: 0, villages: ["v1"], job: null },
  rules: {
    ...{ low: 7, high: 13, target: 10, minResponders: 6, radiusM: 150, preset: "BALANCED" },
    ...{ seed: 1, thorough: false },
  },
  verdict: VERDICT as typeof VERDICT | null,
  can: { edit: true, publish: true },
};

type Answers = Readonly<Record<string, (variables: Record<string, unknown>) => object>>;

/** A plan of two groups as a worker opens it. @param more answers by what is in the question */
export async function openedGroups(plan: object = {}, more: Answers = {}) {
  const over = document.body.appendChild(document.createElement("div"));
  const shell = fakeShell({ over });
  const sent: { query: string; variables: Record<string, unknown> }[] = [];
  const tell: ((data: object) => void)[] = [];
  const onGroup = vi.fn();
  const members = [
    { household: home("h1", "王秀英", 107.002), metres: 20, isolated: false },
    { household: home("h2", "李建国", 107.006), metres: 480, isolated: true },
  ];
  const hold: ((group: string | null) => void)[] = [];
  const Opened = () => {
    const [group, setGroup] = useState<string | null>(null);
    hold.push(setGroup);
    return <OpenPlan {...{ id: "plan", group, onGroup, onClose: vi.fn() }} />;
  };
  const opened = await renderInShell(
    <Opened />,
    (query, variables) => {
      if (query.startsWith("mutation")) sent.push({ query, variables });
      const own = Object.keys(more).find((name) => query.includes(name));
      if (own) return more[own]!(variables);
      const edited = { edit: 1, version: 5, refusals: [], price: null };
      if (query.startsWith("mutation")) return { edited };
      const nodes = GROUPS.map((one, i) => ({
        ...one,
        cell: square(107 + i * 0.01),
        centre: { id: `c${i}`, centroid: [107.005 + i * 0.01, 29.005] },
        leader: null,
      }));
      const of = (part: object) => ({ groupPlan: { id: "plan", ...part } });
      if (query.includes("GroupGround"))
        return {
          villages: { nodes: [{ code: "v1", name: "三湾村", geometry: null }] },
          grids: { nodes: [{ id: "g1", name: "第一网格", villageCode: "v1" }] },
        };
      if (query.includes("GroupTargets")) return { groupTargets: TARGETS };
      if (query.includes("OneGroup"))
        return of({
          group: {
            ...nodes.find(({ id }) => id === variables["group"]),
            ...{ leader: { id: "h1" }, deputy: null, members },
          },
        });
      if (query.includes("query GroupPlan(")) return { groupPlan: { ...A_PLAN, ...plan } };
      return of({ groups: { totalCount: nodes.length, nodes } });
    },
    {
      shell,
      roles: ["WORKER1"],
      subscribed: (_query, listener) => {
        tell.push(listener);
      },
    },
  );
  const choose = (id: string) => {
    act(() => {
      hold.at(-1)!(id);
    });
  };
  const run = (id: string) => {
    act(() => {
      shell.actions
        .all()
        .flat()
        .find((action) => action.id === id)!
        .run();
    });
  };
  return { ...opened, shell, sent, tell, onGroup, choose, run };
}

import { describe, expect, it } from "vitest";
import { machineFaults } from "./check-machine.js";
import { drawMachine, tableOf } from "./draw-machine.js";
import { type Machine, missingFor, next, transitionFor } from "./machine.js";

interface Parcel {
  state: string;
  weight: number;
}
type World = { scale: boolean };

const parcel = {
  name: "parcels",
  label: { zh: "包裹", en: "Parcels" },
  states: {
    HERE: { label: { zh: "在此", en: "Here" } },
    SENT: { label: { zh: "已寄", en: "Sent" } },
    GONE: { label: { zh: "已达", en: "Gone" }, end: "for good" },
  },
  clocks: ["send", "arrive"],
  actions: {
    bring: {
      label: { zh: "送来", en: "Bring" },
      emits: "parcel.brought",
      transitions: [{ from: null, to: "HERE", may: "parcel.bring", starts: ["send"] }],
    },
    send: {
      label: { zh: "寄出", en: "Send" },
      emits: "parcel.sent",
      transitions: [
        {
          from: "HERE",
          to: "SENT",
          may: "parcel.send",
          stops: ["send"],
          starts: ["arrive"],
          guards: [
            {
              code: "TOO_HEAVY",
              field: "weight",
              sentence: { zh: "超重，请分包。", en: "Too heavy: divide it." },
              holds: ({ weight }, { scale }) => !scale || weight < 20,
            },
            {
              code: "NO_STAMP",
              ofForm: true,
              sentence: { zh: "请贴邮票。", en: "Put a stamp on it." },
              holds: () => false,
            },
          ],
        },
      ],
    },
    judge: {
      label: { zh: "查验", en: "Judge" },
      emits: "parcel.judged",
      transitions: [
        {
          from: "SENT",
          to: "GONE",
          may: "parcel.judge",
          when: { field: "whole", is: true },
          stops: ["arrive"],
        },
        {
          from: "SENT",
          to: "HERE",
          may: "parcel.judge",
          when: { field: "whole", is: false },
          drops: ["arrive"],
          starts: ["send"],
        },
      ],
    },
  },
} satisfies Machine<string, string, string, Parcel, World>;

/** The machine with one thing changed, as somebody who slips would. */
function slip(change: (machine: Machine) => void): string[] {
  const copy = { ...structuredClone({ ...parcel, actions: {} }), actions: {} } as Machine;
  const actions = copy.actions as Record<string, unknown>;
  for (const [name, action] of Object.entries(parcel.actions))
    actions[name] = { ...action, transitions: action.transitions.map((t) => ({ ...t })) };
  change(copy);
  return machineFaults(copy);
}

describe("a machine as data", () => {
  it("has no fault when it holds", () => {
    expect(machineFaults(parcel)).toEqual([]);
  });

  // biome-ignore lint/suspicious/noExplicitAny: a slip is no machine any more
  it.each<[string, (m: any) => void, RegExp]>([
    [
      "a state that no step leads to",
      (m) => (m.states.LOST = m.states.HERE),
      /no step leads to LOST/,
    ],
    ["a dead end", (m) => m.actions.judge.transitions.shift(), /nothing leads on from/],
    ["a step out of an end", (m) => (m.actions.send.transitions[0].from = "GONE"), /is an end/],
    [
      "two ways for one answer",
      (m) => (m.actions.judge.transitions[1].when = { field: "whole", is: true }),
      /judge from SENT leads to more than one/,
    ],
    [
      "English in both",
      (m) => (m.states.HERE.label = { zh: "Here", en: "Here" }),
      /HERE is not said/,
    ],
    [
      "a guard without Chinese",
      (m) => {
        const [t] = m.actions.send.transitions;
        t.guards = [{ ...t.guards[0], sentence: { zh: "", en: "Too heavy." } }];
      },
      /TOO_HEAVY is not said/,
    ],
    [
      "a clock left running",
      (m) => delete m.actions.judge.transitions[0].stops,
      /arrive runs on in GONE/,
    ],
    [
      "a clock started twice",
      (m) => delete m.actions.send.transitions[0].stops,
      /send runs already/,
    ],
    ["a clock nobody starts", (m) => m.clocks.push("weigh"), /no step starts the clock weigh/],
    [
      "a clock that goes on without a rest",
      (m) => (m.actions.judge.transitions[0].resumes = ["arrive"]),
      /arrive does not rest/,
    ],
  ])("finds %s", (_, change, fault) => {
    expect(slip(change).join("\n")).toMatch(fault);
  });

  it("tells what is possible, and why the rest is not; what a form must say is asked later", () => {
    const heavy: Parcel = { state: "HERE", weight: 30 };
    const free = () => null;
    expect(next(parcel, heavy, { scale: true }, free)).toEqual([
      {
        action: "send",
        allowed: false,
        missing: [
          {
            code: "TOO_HEAVY",
            field: "weight",
            sentence: { zh: "超重，请分包。", en: "Too heavy: divide it." },
          },
        ],
      },
    ]);
    expect(next(parcel, heavy, { scale: false }, free)[0]!.allowed).toBe(true);
    expect(
      missingFor(parcel.actions.send.transitions[0]!.guards, heavy, { scale: false }, true),
    ).toMatchObject([{ code: "NO_STAMP" }]);
    const no = { code: "FORBIDDEN", sentence: { zh: "不可", en: "No" } };
    expect(next(parcel, heavy, { scale: false }, () => no)[0]!.missing).toEqual([no]);
  });

  it("goes where the answer leads", () => {
    expect(transitionFor(parcel, "judge", "SENT", { whole: true })!.to).toBe("GONE");
    expect(transitionFor(parcel, "judge", "SENT", { whole: false })!.to).toBe("HERE");
    expect(transitionFor(parcel, "judge", "SENT", {})).toBeUndefined();
    expect(transitionFor(parcel, "judge", "HERE", { whole: true })).toBeUndefined();
  });

  it("draws itself, and lists itself as a table", () => {
    expect(drawMachine(parcel)).toBe(`stateDiagram-v2
  HERE: HERE 在此
  SENT: SENT 已寄
  GONE: GONE 已达
  [*] --> HERE: bring 送来
  HERE --> SENT: send 寄出
  SENT --> GONE: judge 查验 [whole = true]
  SENT --> HERE: judge 查验 [whole = false]
  GONE --> [*]
`);
    expect(tableOf(parcel)).toContain(
      "| `send` 寄出 | HERE | SENT | `parcel.send` | TOO_HEAVY NO_STAMP | +arrive ✓send |",
    );
  });
});

import { actionsOf, type Machine, type Sentence } from "./machine.js";

/**
 * What is wrong with a machine's declaration; empty when it holds: every state is reached, every
 * state that is no end leads to one, no step is ambiguous, everything said is said in both
 * languages, and no clock runs on where nothing happens any more.
 */
export function machineFaults(machine: Machine): string[] {
  return [
    ...unspoken(machine),
    ...unreached(machine),
    ...deadEnds(machine),
    ...ambiguous(machine),
    ...clockFaults(machine),
  ];
}

const spoken = ({ zh, en }: Sentence): boolean =>
  /\p{Script=Han}/u.test(zh) && /[a-z]/i.test(en) && !/\p{Script=Han}/u.test(en);

function unspoken(machine: Machine): string[] {
  const said: [string, Sentence][] = [
    ["the machine", machine.label],
    ...Object.entries(machine.states).map(([s, { label }]): [string, Sentence] => [s, label]),
    ...actionsOf(machine).flatMap(([name, { label, transitions }]): [string, Sentence][] => [
      [name, label],
      ...transitions.flatMap((t) =>
        (t.guards ?? []).map((g): [string, Sentence] => [`${name}: ${g.code}`, g.sentence]),
      ),
    ]),
  ];
  return said
    .filter(([, sentence]) => !spoken(sentence))
    .map(([what]) => `${what} is not said in both languages`);
}

const edges = (machine: Machine) =>
  actionsOf(machine).flatMap(([, { transitions }]) => transitions);

/** States that can be reached from some, by the edges as they are or turned round. */
function closure(from: Iterable<string>, pairs: readonly (readonly [string, string])[]) {
  const seen = new Set(from);
  for (let before = -1; before !== seen.size; ) {
    before = seen.size;
    for (const [a, b] of pairs) if (seen.has(a)) seen.add(b);
  }
  return seen;
}

const pairsOf = (machine: Machine) =>
  edges(machine).flatMap(({ from, to }) => (from === null ? [] : [[from, to] as const]));

function unreached(machine: Machine): string[] {
  const first = edges(machine).flatMap(({ from, to }) => (from === null ? [to] : []));
  const reached = closure(first, pairsOf(machine));
  return Object.keys(machine.states)
    .filter((state) => !reached.has(state))
    .map((state) => `no step leads to ${state}`);
}

function deadEnds(machine: Machine): string[] {
  const ends = Object.keys(machine.states).filter((state) => machine.states[state]!.end);
  const leading = closure(
    ends,
    pairsOf(machine).map(([from, to]) => [to, from] as const),
  );
  return [
    ...Object.keys(machine.states)
      .filter((state) => !leading.has(state))
      .map((state) => `nothing leads on from ${state}`),
    ...edges(machine)
      .filter(({ from }) => from !== null && machine.states[from]?.end === "for good")
      .map(({ from }) => `${from} is an end, and a step leads on from it`),
  ];
}

/** Two transitions of one action from one state are told apart by different answers to one field. */
function ambiguous(machine: Machine): string[] {
  return actionsOf(machine).flatMap(([name, { transitions }]) =>
    transitions
      .filter((a, i) =>
        transitions.some(
          (b, j) =>
            j > i &&
            a.from === b.from &&
            (!a.when || !b.when || a.when.field !== b.when.field || a.when.is === b.when.is),
        ),
      )
      .map(({ from }) => `${name} from ${from ?? "nothing"} leads to more than one state`),
  );
}

/** Walks every state with every set of clocks that can run or rest in it. */
function clockFaults(machine: Machine): string[] {
  const faults = new Set<string>();
  const all = edges(machine);
  const seen = new Set<string>();
  const walk = (state: string | null, clocks: ReadonlyMap<string, "runs" | "rests">): void => {
    const key = JSON.stringify([state, [...clocks].sort()]);
    if (seen.has(key)) return;
    seen.add(key);
    if (state !== null && machine.states[state]?.end === "for good" && clocks.size > 0)
      faults.add(`${[...clocks.keys()].join(", ")} runs on in ${state}`);
    for (const t of all.filter(({ from }) => from === state)) {
      const after = new Map(clocks);
      for (const clock of [...(t.stops ?? []), ...(t.drops ?? [])]) after.delete(clock);
      for (const clock of t.pauses ?? []) if (after.has(clock)) after.set(clock, "rests");
      for (const clock of t.resumes ?? []) {
        if (after.get(clock) !== "rests") faults.add(`${clock} does not rest in ${t.from}`);
        else after.set(clock, "runs");
      }
      for (const clock of t.starts ?? []) {
        if (after.has(clock)) faults.add(`${clock} runs already on the way to ${t.to}`);
        after.set(clock, "runs");
      }
      walk(t.to, after);
    }
  };
  walk(null, new Map());
  const started = new Set(all.flatMap(({ starts }) => starts ?? []));
  for (const clock of machine.clocks)
    if (!started.has(clock)) faults.add(`no step starts the clock ${clock}`);
  return [...faults];
}

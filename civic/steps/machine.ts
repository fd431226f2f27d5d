/**
 * 步骤机: a subject's states and the steps between them, as data. Pure: the service judges a step by
 * it, a form shows by it what is possible and what is still missing, and the docs draw it.
 */

/** What people read, in both languages. */
export interface Sentence {
  zh: string;
  en: string;
}

/** What stands in the way of a step, and the field of its form that would clear it. */
export interface Missing {
  code: string;
  sentence: Sentence;
  field?: string;
}

/** What must hold for a step. `S` is what is judged, `W` what of the world it is judged by. */
export interface Guard<S, W> {
  code: string;
  /** Said when it does not hold: what is wrong, and the way out. */
  sentence: Sentence;
  field?: string;
  /** Judged once the form is filled in: before, nothing can be said of it. */
  ofForm?: true;
  /**
   * How a step is refused that does not satisfy it: by default what is missing is listed. `never`:
   * this person may not take the step, whatever they fill in. `late`: its time is over.
   */
  refuses?: "never" | "late";
  holds(subject: S, world: W): boolean;
  /** What a refusal tells besides, such as the deadline that is over. */
  tells?(subject: S): Readonly<Record<string, unknown>>;
}

/** What a step does to the subject's clocks, each named by its kind. */
export interface ClockEffects<Clock extends string> {
  starts?: readonly Clock[];
  /** What was to be done in its time is done. */
  stops?: readonly Clock[];
  /** It is no longer to be done. */
  drops?: readonly Clock[];
  pauses?: readonly Clock[];
  resumes?: readonly Clock[];
}

export interface Transition<State extends string, Clock extends string, S, W>
  extends ClockEffects<Clock> {
  /** Null: the step makes the subject. */
  from: State | null;
  to: State;
  /** Of an action with several ends: the answer in its form that leads here. */
  when?: { field: string; is: boolean | string };
  /** The action of the policy that allows it. */
  may: string;
  /** The action that allows it in its stead, of a subject that has gone to the level above. */
  above?: { may: string; when(subject: S): boolean };
  guards?: readonly Guard<S, W>[];
}

export interface Action<State extends string, Clock extends string, S, W> {
  label: Sentence;
  /** Kind of the event that tells of it. */
  emits: string;
  /** Taken when a clock runs out, by nobody. */
  byClock?: true;
  transitions: readonly Transition<State, Clock, S, W>[];
}

export interface Machine<
  State extends string = string,
  Name extends string = string,
  Clock extends string = string,
  // A machine of any subject: what its guards judge is its own business.
  // biome-ignore lint/suspicious/noExplicitAny: guards take what their own machine gives them
  S = any,
  // biome-ignore lint/suspicious/noExplicitAny: guards take what their own machine gives them
  W = any,
> {
  name: string;
  label: Sentence;
  /** `end`: the matter ends here, for good or until somebody opens it again. */
  states: Readonly<Record<State, { label: Sentence; end?: "for good" | "for now" }>>;
  clocks: readonly Clock[];
  actions: Readonly<Record<Name, Action<State, Clock, S, W>>>;
}

type Given = Readonly<Record<string, unknown>>;

/** A machine's actions with their names, in the order of the declaration. */
export const actionsOf = (machine: Machine): [string, Action<string, string, unknown, unknown>][] =>
  Object.entries(machine.actions);

/** The transitions of an action that lead on from a state. */
/** The action that makes a subject. */
export const firstAction = (machine: Machine): string =>
  actionsOf(machine).find(([, { transitions }]) => transitions.some((t) => t.from === null))![0];

export const transitionsFrom = (machine: Machine, action: string, state: string | null) =>
  (machine.actions[action]?.transitions ?? []).filter((t) => t.from === state);

/** Where an action leads from a state, by what its form says; undefined: it does not. */
export const transitionFor = (
  machine: Machine,
  action: string,
  state: string | null,
  given: Given = {},
) =>
  transitionsFrom(machine, action, state).find(
    ({ when }) => !when || given[when.field] === when.is,
  );

export interface Unsatisfied extends Missing {
  refuses?: "never" | "late";
  told?: Readonly<Record<string, unknown>>;
}

/** What keeps a transition from being taken; `withForm` judges the filled-in form as well. */
export function missingFor<S, W>(
  guards: readonly Guard<S, W>[] | undefined,
  subject: S,
  world: W,
  withForm: boolean,
): Unsatisfied[] {
  return (guards ?? [])
    .filter((guard) => (withForm || !guard.ofForm) && !guard.holds(subject, world))
    .map(({ code, sentence, field, refuses, tells }) => ({
      code,
      sentence,
      ...(field ? { field } : {}),
      ...(refuses ? { refuses } : {}),
      ...(tells ? { told: tells(subject) } : {}),
    }));
}

/** The action of the policy that allows a transition of this subject. */
export const allowedBy = <S>(
  { may, above }: Pick<Transition<string, string, S, never>, "may" | "above">,
  subject: S,
): string => (above?.when(subject) ? above.may : may);

export interface Possible {
  action: string;
  allowed: boolean;
  missing: Missing[];
}

/**
 * What is possible from here, and of the rest why not. `may` answers for the policy: a sentence
 * says who may instead. An action with several ends is possible when one of them is.
 */
export function next<S extends { state: string }, W>(
  machine: Machine,
  subject: S,
  world: W,
  may: (action: string) => Missing | null,
): Possible[] {
  return actionsOf(machine).flatMap(([action, { byClock }]) => {
    const ways = transitionsFrom(machine, action, subject.state);
    if (byClock || ways.length === 0) return [];
    const judged = ways.map((way) => {
      const refusal = may(allowedBy(way, subject));
      return refusal ? [refusal] : missingFor(way.guards, subject, world, false);
    });
    const missing = judged.find((m) => m.length === 0) ?? judged[0]!;
    return [{ action, allowed: missing.length === 0, missing: missing.map(plain) }];
  });
}

const plain = ({ code, sentence, field }: Missing): Missing => ({
  code,
  sentence,
  ...(field ? { field } : {}),
});

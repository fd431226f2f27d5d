/** An edit of the list, as far as it tells what stands. */
interface Listed {
  number: number;
  kind: string;
  of?: number | null;
}

export interface StandingEdits {
  /** Numbers of edits that stand, the latest last. */
  done: number[];
  /** Those taken back that can be done again, the next one last. */
  undone: number[];
}

/** What can be taken back and done again, as the service reckons it. */
export function standingEdits(edits: readonly Listed[]): StandingEdits {
  const done: number[] = [];
  let undone: number[] = [];
  for (const { number, kind, of } of edits)
    if (kind === "undo") {
      done.pop();
      undone.push(of!);
    } else if (kind === "redo") {
      undone.pop();
      done.push(of!);
    } else {
      done.push(number);
      undone = [];
    }
  return { done, undone };
}

/** The way to the state that an edit made, 0: to the beginning; null: it is there, or gone. */
export function wayTo(
  number: number,
  { done, undone }: StandingEdits,
): { what: "undo" | "redo"; times: number } | null {
  const above = done.length - 1 - done.indexOf(number);
  if (number === 0 || done.includes(number))
    return above > 0 ? { what: "undo", times: above } : null;
  const at = undone.indexOf(number);
  return at < 0 ? null : { what: "redo", times: undone.length - at };
}

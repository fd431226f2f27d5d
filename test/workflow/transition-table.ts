import { readFileSync } from "node:fs";

export interface TableRow {
  /** Null: the step makes the subject. */
  from: string | null;
  who: readonly string[];
  action: string;
  to: string;
  given: Readonly<Record<string, unknown>>;
  condition: string;
}

export interface TransitionTable {
  states: readonly string[];
  rows: readonly TableRow[];
}

const DESK = new URL("incident-transitions.txt", import.meta.url);

/** A table of transitions, by default the desk's, read from its text. */
export function readTransitionTable(file = DESK): TransitionTable {
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() && !line.startsWith("#"))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  const rows = lines.flatMap(([from, who, action, to, given, condition]): TableRow[] =>
    action
      ? [
          {
            from: from === "-" ? null : from!,
            who: who!.split(/\s+/),
            action,
            to: to!,
            given: givenIn(given!),
            condition: condition!,
          },
        ]
      : [],
  );
  return { states: [...new Set(lines.map(([from]) => from!))].filter((s) => s !== "-"), rows };
}

function givenIn(text: string): Record<string, unknown> {
  const [field, value] = text.split("=");
  return value ? { [field!]: value === "true" } : {};
}

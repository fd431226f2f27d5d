import { Refusal } from "../core/refusal.js";

/** Levels of JSON in a request's variables; a multipolygon in a filter needs a dozen. */
export const VARIABLE_DEPTH = 32;

/**
 * Refuses, by its path, what no field could hold: NUL, which PostgreSQL's text cannot, half of a
 * surrogate pair, which is no character, and nesting that would exhaust whoever walks it.
 */
export function refuseUnreadable(value: unknown, path = "", depth = 0): void {
  const refuse = (reason: string): never => {
    throw new Refusal("BAD_USER_INPUT", `${path ? `$${path}: ` : ""}${reason}`, { field: path });
  };
  if (typeof value === "string") {
    if (value.includes("\0"))
      refuse("the text contains the character NUL, which no field can hold.");
    const half = /\p{Surrogate}/u.exec(value)?.[0];
    if (half)
      refuse(
        "the text contains half of a surrogate pair " +
          `(U+${half.charCodeAt(0).toString(16).toUpperCase()}), which is no character.`,
      );
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if (depth >= VARIABLE_DEPTH) refuse(`is nested deeper than ${VARIABLE_DEPTH} levels.`);
  if (Array.isArray(value)) {
    if (typeof value[0] === "number" && typeof value.at(-1) === "number") return;
    for (const [i, v] of value.entries()) refuseUnreadable(v, `${path}[${i}]`, depth + 1);
  } else
    for (const [name, v] of Object.entries(value))
      refuseUnreadable(v, path ? `${path}.${name}` : name, depth + 1);
}

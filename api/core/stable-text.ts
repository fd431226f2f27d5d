const written = new WeakMap<object, string>();

/**
 * A value as JSON whose keys are in order, so that equal values have equal texts; a key that is
 * undefined or null counts as one that is not there, as in GraphQL's inputs. A shape's text is kept
 * with the object: a polygon in a variable is written once, however often a request names it.
 */
export function stableText(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  // Lists of lists are coordinates, and hold no keys.
  if (Array.isArray(value))
    return Array.isArray(value[0]) ? JSON.stringify(value) : `[${value.map(stableText).join()}]`;
  let text = written.get(value);
  if (text === undefined) {
    const pairs = Object.entries(value)
      .filter(([, v]) => v !== undefined && v !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, v]) => `${JSON.stringify(key)}:${stableText(v)}`);
    text = `{${pairs.join()}}`;
    written.set(value, text);
  }
  return text;
}

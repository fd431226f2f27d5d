/** Are two JSON values the same, whatever the order of their keys (a database may change it)? */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((value, i) => sameValue(value, b[i]))
    );
  }
  const own = Object.entries(a),
    others = b as Record<string, unknown>;
  return (
    own.length === Object.keys(others).length &&
    own.every(([key, value]) => Object.hasOwn(others, key) && sameValue(value, others[key]))
  );
}

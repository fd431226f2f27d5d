import type { Geometry } from "geojson";
import { boundsOf } from "../../geo/geometry.js";
import { type FormValues, toText } from "../layers/form.js";
import type { FullObject } from "../layers/layer-documents.js";
import type { FieldInfo } from "../layers/layer-names.js";
import { metresBetween } from "../state/area.js";

export type Side = "mine" | "theirs";

/** A field that one of two people changed, or both, in different ways. */
export interface Difference {
  field: FieldInfo;
  /** Null: the side left it as it was. */
  mine: string | null;
  theirs: string | null;
}

const same = (a: string, b: string) => a.trim() === b.trim();

/**
 * Where my form and another's version differ from what both began with. What both changed to the
 * same is no difference.
 */
export function differencesOf(
  fields: readonly FieldInfo[],
  before: FormValues,
  mine: FormValues,
  theirs: FormValues,
): Difference[] {
  return fields.flatMap((field) => {
    const { name } = field;
    const [was, my, other] = [before[name] ?? "", mine[name] ?? "", theirs[name] ?? ""];
    if (same(my, other)) return [];
    return [{ field, mine: same(my, was) ? null : my, theirs: same(other, was) ? null : other }];
  });
}

/** Where nobody chose: mine where I changed something, else theirs. */
export const usualSide = ({ mine }: { mine: unknown }): Side => (mine === null ? "theirs" : "mine");

/** What all fields of an object say, as forms hold it. */
export const textsOf = (
  fields: readonly FieldInfo[],
  object: FullObject,
  timeZone: string,
): FormValues =>
  Object.fromEntries(fields.map((f) => [f.name, toText(f, object[f.name], timeZone)]));

/** How far the middle of a place went, in whole metres. */
export function metresMoved(from: Geometry, to: Geometry): number {
  const middle = (g: Geometry) => {
    const [w, s, e, n] = boundsOf(g);
    return [(w + e) / 2, (s + n) / 2];
  };
  return Math.round(metresBetween(middle(from), middle(to)));
}

export const samePlace = (a: Geometry | null, b: Geometry | null): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

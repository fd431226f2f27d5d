import type { Services } from "../../api/core/services.js";
import type { Engine } from "../../db/engine/engine.js";
import type { Declaration, Field } from "../../schema/declaration.js";
import { DECLARED } from "../../schema/declared.js";
import { inputName } from "../../schema/layer-types.js";
import { isLayer } from "../../schema/layers/index.js";
import { type Answer, type Asker, type RunningService, serve } from "../fixtures/service.js";
import { openSmallCounty } from "../fixtures/small-county.js";
import { seersOf, tokensOf } from "../fixtures/viewers.js";
import { EXPECTED, MARKS, PLACES, type Seer } from "./expected.fixture.js";
import { markEverything } from "./marks.fixture.js";

export const PURPOSE = "入户走访";
/** Every field, and the place, whose kind is not open, with its mark. */
export const guarded = (
  layer: Declaration,
): { name: string; field?: Field; kind: string; mark: unknown }[] => [
  ...layer.fields.flatMap((field) => {
    const name = inputName(field);
    const mark = MARKS[layer.name]?.[name];
    return field.sensitivity === "open" ? [] : [{ name, field, kind: field.sensitivity, mark }];
  }),
  ...(!isLayer(layer) || layer.geometrySensitivity === "open"
    ? []
    : [{ name: "geometry", kind: layer.geometrySensitivity, mark: PLACES[layer.name] }]),
];

export const GUARDED = DECLARED.filter((layer) => guarded(layer).length > 0);
export const knows = (seer: Seer, layer: Declaration) => EXPECTED[seer][layer.name] !== undefined;
/** A resident sees their own reports alone, not the marked one; an undertaker has that in hand. */
export const seesMarked = (seer: Seer, layer: Declaration) =>
  knows(seer, layer) && !(seer === "resident" && layer.time !== undefined);
export function allowed(seer: Seer, layer: Declaration, kind: string, purpose?: string): boolean {
  const sight = EXPECTED[seer][layer.name];
  if (!sight) return false;
  return (
    (sight.always as string[]).includes(kind) ||
    (purpose !== undefined && (sight.onPurpose as string[]).includes(kind))
  );
}
/** Where a purpose opens nothing, a request with one is the stronger of the two. */
export const purposesOf = (seer: Seer, layer: Declaration) =>
  EXPECTED[seer][layer.name]?.onPurpose.length ? [undefined, PURPOSE] : [PURPOSE];
export const code = (answer: Answer) =>
  answer.errors?.[0]?.extensions?.["code"] as string | undefined;
export const where = (role: string, what: string, purpose?: string): string =>
  `${role}, ${purpose ?? "no purpose"}: ${what}`;

/** The small county with every value marked, and everybody who can ask it. */
export class Sights {
  services!: Services;
  service!: RunningService;
  tokens!: Record<string, string>;
  /** Ways out that were seen to show what they may. */
  readonly shown = new Set<string>();

  async open(engine: Engine): Promise<void> {
    this.services = await openSmallCounty(engine);
    this.service = await serve(this.services);
    this.tokens = await tokensOf(this.services);
    await markEverything(this.services, this.as("admin", "校对"), GUARDED);
    // Once household 1 is where it is: a move ends its device.
    Object.assign(this.tokens, await seersOf(this.services, this.as("admin")));
  }

  as(seer: Seer, purpose?: string): Asker {
    return this.service.as(this.tokens[seer], purpose);
  }
}

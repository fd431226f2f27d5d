import { type Language, sayCoverage } from "../../civic/words/say.js";
import type { Said } from "../../geo/coverage/phrases.js";
import type { Draft, NotSo } from "./draft.js";
import type { SayPlan } from "./words.js";

/** Ids of grids by their names, as sentences tell them. */
export function withNames(
  params: Readonly<Record<string, unknown>>,
  nameOf: (id: string) => string | undefined,
): Record<string, unknown> {
  const named = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(named)
      : ((typeof value === "string" ? nameOf(value) : undefined) ?? value);
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, named(value)]));
}

interface Saying {
  draft: Draft;
  /** What a building is called. */
  nameOf(building: string): string | undefined;
  t: SayPlan;
  language: Language;
}

/** Why it cannot be drawn so, in the page's language. */
export function sayWhy(why: NotSo, { draft, nameOf, t, language }: Saying): string {
  if (!("code" in why)) return t("villageBorder");
  const params = withNames(
    why.params as Record<string, unknown>,
    (id) => draft.facts(id)?.name ?? nameOf(id),
  );
  return sayCoverage({ code: why.code, params } as Said, language);
}

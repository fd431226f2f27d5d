import "reflect-metadata";
import { registerEnumType } from "type-graphql";

export type Described = Record<string, { description: string }>;

/** A name as enums of the contract write it: `savedAreas` is SAVED_AREAS. */
export const enumKey = (name: string): string =>
  name.replace(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase();

export const enumOf = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((n) => [enumKey(n), n]));

/** An enum whose values read like the texts they stood for: what answers say has not changed. */
export function registerTexts<const T extends Record<string, string>>(
  name: string,
  description: string,
  values: T,
): Record<keyof T & string, keyof T & string> {
  const type = Object.fromEntries(Object.keys(values).map((n) => [n, n]));
  const valuesConfig: Described = Object.fromEntries(
    Object.entries(values).map(([n, text]) => [n, { description: text }]),
  );
  registerEnumType(type, { name, description, valuesConfig });
  return type as Record<keyof T & string, keyof T & string>;
}

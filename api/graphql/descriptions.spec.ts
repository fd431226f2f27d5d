import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
} from "graphql";
import { expect, it } from "vitest";
import { buildHearthgridSchema } from "./schema.js";

interface Described {
  at: string;
  description: string | null | undefined;
}

/** Every type, field, argument, input field and enum value of the contract. */
function everything(): Described[] {
  const found: Described[] = [];
  const add = (at: string, of: { description?: string | null | undefined }) =>
    found.push({ at, description: of.description });
  for (const type of Object.values(buildHearthgridSchema().getTypeMap())) {
    if (type.name.startsWith("__") || (isScalarType(type) && isSpecifiedScalarType(type))) continue;
    if (!["Query", "Mutation", "Subscription"].includes(type.name)) add(type.name, type);
    if (isEnumType(type)) type.getValues().forEach((v) => add(`${type.name}.${v.name}`, v));
    if (isInputObjectType(type))
      Object.values(type.getFields()).forEach((f) => add(`${type.name}.${f.name}`, f));
    if (isObjectType(type) || isInterfaceType(type))
      for (const field of Object.values(type.getFields())) {
        add(`${type.name}.${field.name}`, field);
        field.args.forEach((a) => add(`${type.name}.${field.name}(${a.name}:)`, a));
      }
  }
  return found;
}

const english = (text: string) => text.replace(/\([^)]*\)/g, "");

it("everything in the contract is described in English, with the Chinese term in brackets", () => {
  const wrong = everything().filter(
    ({ description }) =>
      !description ||
      !/^[A-Z`].*[a-z]{2}/s.test(english(description)) ||
      !/[.:]$/.test(description) ||
      /\.\.|\. \.|;\.|\(\)/.test(description),
  );
  expect(wrong.map((w) => `${w.at}: ${w.description ?? "nothing"}`)).toEqual([]);
  const noChinese = everything().filter((d) => !/\(\p{Script=Han}|（/u.test(d.description!));
  expect(noChinese.map((w) => `${w.at}: ${w.description}`)).toEqual([]);
});

it("every page size says its maximum and its default", () => {
  const wrong = everything().filter(
    (d) => d.at.endsWith("(first:)") && !/at most [\d,]+; default \d+/.test(d.description ?? ""),
  );
  expect(wrong.map((w) => w.at)).toEqual([]);
});

it("a number says its unit, or what it counts", () => {
  const schema = buildHearthgridSchema();
  const units =
    /metre|degree|kilomet|number|seconds|days|months|digits|level|version|count|steps|raised|zoom|unit|floor|hours|weekdays|longitude|\d to \d|which it was made/i;
  const wrong: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__")) continue;
    if (!isObjectType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields()))
      if (/\b(Int|Float)\b/.test(String(field.type)) && !units.test(field.description ?? ""))
        wrong.push(`${type.name}.${field.name}: ${field.description}`);
  }
  expect(wrong).toEqual([]);
});

it("every scalar of ours names its specification and its TypeScript type", () => {
  for (const type of Object.values(buildHearthgridSchema().getTypeMap()))
    if (isScalarType(type) && !isSpecifiedScalarType(type)) {
      expect(type.specifiedByURL, type.name).toMatch(/^https:/);
      expect(type.extensions["codegenScalarType"], type.name).toMatch(/\w/);
      expect(type.description, type.name).toContain(
        `TypeScript: \`${type.extensions["codegenScalarType"] as string}\``,
      );
    }
});

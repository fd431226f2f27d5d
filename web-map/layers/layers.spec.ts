import { readFileSync } from "node:fs";
import fc from "fast-check";
import {
  buildSchema,
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
  parse,
  validate,
} from "graphql";
import { describe, expect, test } from "vitest";
import { LAYERS } from "../../schema/layers/index.js";
import type { LayerName } from "../gql/graphql.js";
import { checkForm, formFields, fromText, toText } from "./form.js";
import {
  countsDocument,
  createDocument,
  isOrderable,
  listDocument,
  objectDocument,
  orderKey,
  retireDocument,
  shapesDocument,
  shortListDocument,
  updateDocument,
} from "./layer-documents.js";
import { BASE_LAYERS, DATA_LAYERS, type FieldInfo, type LayerInfo } from "./layer-names.js";
import { categoryColour, quantileBreaks } from "./legend.js";

const schema: GraphQLSchema = buildSchema(
  readFileSync(new URL("../../schema/schema.graphql", import.meta.url), "utf8"),
);
const names = (schema.getType("LayerName") as GraphQLEnumType)
  .getValues()
  .map((v) => v.name as LayerName);

const TYPES: Record<string, FieldInfo["type"]> = {
  Int: "integer",
  Float: "number",
  Boolean: "boolean",
  Day: "date",
  Instant: "instant",
  ID: "reference",
};

/**
 * A layer as the service would describe it, read from the contract: what its create input takes,
 * and a grid.
 */
function layerOf(name: LayerName): LayerInfo {
  const { typeName: type, singular } = LAYERS.find((l) => l.name === name.toLowerCase())!;
  const input = schema.getType(`Create${type}Input`) as GraphQLInputObjectType;
  const field = (fieldName: string, kind: string, required: boolean): FieldInfo => ({
    name: fieldName,
    labelZh: fieldName,
    labelEn: fieldName,
    type: TYPES[kind] ?? "text",
    of: fieldName === "fromId" || fieldName === "toId" ? "households" : null,
    required,
    editable: true,
    access: "clear",
    min: null,
    max: null,
    scale: [],
    multiline: fieldName === "description",
  });
  const fields = Object.values(input.getFields())
    .filter((f) => f.name !== "county" && f.name !== "geometry")
    .map((f) => field(f.name, String(f.type).replace("!", ""), String(f.type).endsWith("!")));
  if ("gridId" in (schema.getType(type) as GraphQLObjectType).getFields())
    fields.push(field("gridId", "ID", false));
  return {
    name,
    labelZh: name,
    labelEn: name,
    geometry: "Point",
    minZoom: 0,
    category: null,
    typeName: type,
    singular,
    timed: name === "INCIDENTS",
    dated: name === "GRIDS",
    boundary: false,
    ownPlace: true,
    topCategories: name === "INCIDENTS",
    place: "clear",
    canCreate: true,
    canEdit: true,
    exportable: true,
    filters: [],
    fields,
  };
}

describe.each(names)("%s", (name) => {
  const layer = layerOf(name);

  test("its documents are valid against the contract", () => {
    const documents = [
      listDocument(layer),
      objectDocument(layer),
      createDocument(layer),
      updateDocument(layer),
      retireDocument(layer),
      shapesDocument(layer),
      shortListDocument(layer),
      countsDocument([layer]),
    ];
    for (const document of documents)
      expect(
        validate(schema, parse(document)).map((e) => e.message),
        document,
      ).toEqual([]);
  });

  test("a column can be sorted exactly when the service orders by it", () => {
    const served = new Set(
      (schema.getType(`${layer.typeName}OrderField`) as GraphQLEnumType)
        .getValues()
        .map((v) => v.name),
    );
    for (const field of layer.fields)
      expect(served.has(orderKey(field)), field.name).toBe(isOrderable(field));
  });
});

test("every layer stands in the panel once", () => {
  expect([...DATA_LAYERS, ...BASE_LAYERS].sort()).toEqual([...names].sort());
});

const field = (over: Partial<FieldInfo>): FieldInfo => ({
  name: "x",
  labelZh: "",
  labelEn: "",
  type: "text",
  of: null,
  required: false,
  editable: true,
  access: "clear",
  min: null,
  max: null,
  scale: [],
  multiline: false,
  ...over,
});

test("what a form shows it sends back unchanged", () => {
  const zones = fc.constantFrom("Asia/Shanghai", "America/New_York", "UTC");
  const minute = fc
    .integer({ min: 0, max: 100_000_000 })
    .map((n) => new Date(n * 60_000).toISOString());
  fc.assert(
    fc.property(minute, zones, (at, zone) => {
      const instant = field({ type: "instant" });
      const read = fromText(instant, toText(instant, at, zone), zone);
      // An hour that a clock repeats in autumn has one spelling; the form may then mean the other
      // one.
      expect("value" in read && toText(instant, read.value, zone)).toBe(toText(instant, at, zone));
    }),
    { seed: 5, numRuns: 200 },
  );
  fc.assert(
    fc.property(fc.integer(), (n) => {
      expect(
        fromText(field({ type: "integer" }), toText(field({ type: "integer" }), n, "UTC"), "UTC"),
      ).toEqual({ value: n });
    }),
    { seed: 6 },
  );
});

test("what is wrong is said beside its field", () => {
  const fields = [
    field({ name: "title", required: true }),
    field({ name: "level", type: "integer", min: 1, max: 4 }),
    field({ name: "on", type: "date" }),
    field({ name: "at", type: "instant" }),
    field({ name: "short", max: 2 }),
  ];
  const { faults, input } = checkForm(
    fields,
    { title: " ", level: "5", on: "2026-02-30", at: "2026-03-01 25:00", short: "三个字" },
    "UTC",
  );
  expect(faults).toEqual({
    title: { key: "required" },
    level: { key: "above", values: { max: 4 } },
    on: { key: "badDate" },
    at: { key: "badInstant" },
    short: { key: "tooLong", values: { max: 2 } },
  });
  expect(input).toEqual({});
});

test("a change sends only what changed, and null where a field was emptied", () => {
  const fields = [
    field({ name: "a" }),
    field({ name: "b" }),
    field({ name: "c", type: "integer" }),
  ];
  expect(
    checkForm(fields, { a: "same", b: "", c: "7" }, "UTC", { a: "same ", b: "was", c: "3" }).input,
  ).toEqual({ b: null, c: 7 });
});

test("a masked field is not offered for editing until a purpose is given", () => {
  const layer = {
    ...layerOf("HOUSEHOLDS"),
    fields: [
      field({ name: "headName", access: "onPurpose" }),
      field({ name: "secret", access: "masked" }),
      field({ name: "code" }),
    ],
  };
  expect(formFields(layer, false, false).map((f) => f.name)).toEqual(["code"]);
  expect(formFields(layer, true, false).map((f) => f.name)).toEqual(["headName", "code"]);
});

test("class limits rise and lie within the values", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 1 }),
      fc.integer({ min: 2, max: 6 }),
      (values, n) => {
        const breaks = quantileBreaks(values, n);
        expect(breaks.length).toBeLessThan(n);
        expect(breaks).toEqual([...new Set(breaks)].sort((a, b) => a - b));
        for (const b of breaks) expect(values).toContain(b);
      },
    ),
    { seed: 7 },
  );
  expect(categoryColour().length % 2).toBe(1);
});

import type { GraphQLEnumType } from "graphql";
import { expect, it } from "vitest";
import type { Declaration, Field } from "../../schema/declaration.js";
import { DECLARED } from "../../schema/declared.js";
import { filterName, isFilterable } from "../../schema/layer-types.js";
import { layerOf } from "../../schema/layers/index.js";
import { holds, PLACES, SAME_COARSE_PLACE, SCOPED, SEERS, type Seer } from "./expected.fixture.js";
import { outletsOf, schema } from "./outlets.fixture.js";
import {
  allowed,
  code,
  GUARDED,
  guarded,
  knows,
  purposesOf,
  type Sights,
  seesMarked,
  where,
} from "./sights.js";

/** The condition that a mark is, as a filter. */
function filterFor(layer: Declaration, field: Field, mark: unknown): string | null {
  if (field.type.kind === "instant")
    return field.column === layer.time?.from ? `from: "${String(mark)}", hours: [12]` : null;
  if (!isFilterable(field)) return null;
  const { name } = filterName(layer, field);
  switch (field.type.kind) {
    case "date":
      return `${name}: {from: "${String(mark)}", before: "2050-01-01"}`;
    case "integer":
    case "number":
      return `${name}: {min: ${String(mark)}, max: ${String(mark)}}`;
    case "boolean":
      return `${name}: ${String(mark)}`;
    default:
      return `${name}: ["${String(mark)}"]`;
  }
}

const orderKeys = (layer: Declaration) =>
  (schema.getType(`${layer.typeName}OrderField`) as GraphQLEnumType).getValues().map((v) => v.name);

const COUNTED: Record<string, (layer: Declaration) => string | undefined> = {
  CATEGORY: (layer) => layer.category,
  TOP_CATEGORY: (layer) => layer.category,
  STATUS: () => "status",
  LEVEL: () => "level",
  DAY: (layer) => layer.time && "occurredFrom",
  MONTH: (layer) => layer.time && "occurredFrom",
  WEEKDAY: (layer) => layer.time && "occurredFrom",
  HOUR: (layer) => layer.time && "occurredFrom",
  HOUR_OF_WEEK: (layer) => layer.time && "occurredFrom",
};

/** A field's rest after its layer's name; whether it may be asked, and what is looked at then. */
interface Question {
  text: string;
  what: string;
  may: boolean;
  judge?: (answer: { totalCount: number; edges: { cursor: string }[] }, what: string) => void;
}

/** All that one may ask of a layer by its values: those are told apart by the answer, too. */
function questionsOf(role: Seer, layer: Declaration, purpose?: string): Question[] {
  const questions: Question[] = [];
  for (const { name, field, kind, mark } of guarded(layer)) {
    if (!field) continue;
    const may = allowed(role, layer, kind, purpose);
    const filter = filterFor(layer, field, mark);
    const found = seesMarked(role, layer) && !layer.dated;
    if (filter)
      questions.push({
        text: `(filter: {${filter}}) { totalCount }`,
        what: where(role, `${layer.name} filtered by ${name}`, purpose),
        may,
        judge: ({ totalCount }, what) => {
          if (found) expect(totalCount, what).toBeGreaterThan(0);
        },
      });
    const key = field.column.toUpperCase();
    if (orderKeys(layer).includes(key))
      questions.push({
        text: `(first: 50, orderBy: {field: ${key}}) {
          edges { cursor } pageInfo { startCursor endCursor } }`,
        what: where(role, `${layer.name} ordered by ${name}`, purpose),
        may,
        judge: ({ edges }, what) => {
          for (const { cursor } of edges) {
            const bytes = Buffer.from(cursor, "base64url");
            for (const secret of [String(mark), key])
              expect(secret.length > 3 && bytes.includes(secret), what).toBe(false);
          }
        },
      });
  }
  for (const [by, nameOf] of Object.entries(COUNTED)) {
    const field = layer.fields.find((f) => f.name === nameOf(layer));
    if (field)
      questions.push({
        text: ` { counts(by: ${by}) { key } }`,
        what: where(role, `${layer.name} counted by ${by}`, purpose),
        may: field.sensitivity === "open" || allowed(role, layer, field.sensitivity, purpose),
      });
  }
  return questions;
}

/** What each sees of every value that is not open, by every way out. */
export function valuesByOutlet(sights: Sights): void {
  for (const role of SEERS) {
    it(`${role} knows just its layers, and by no outlet a value that is not its to know`, async () => {
      for (const layer of DECLARED) {
        const listed = await sights.as(role)(`{ ${layer.name} { totalCount } }`);
        expect(listed.errors === undefined, where(role, layer.name)).toBe(knows(role, layer));
      }
      for (const layer of GUARDED)
        for (const purpose of purposesOf(role, layer))
          for (const [outlet, ask] of Object.entries(
            outletsOf(sights.services, sights.service, sights.tokens),
          )) {
            const found = await ask(role, layer, purpose);
            for (const { name, kind, mark } of guarded(layer)) {
              const may = allowed(role, layer, kind, purpose) && seesMarked(role, layer);
              const what = where(role, `${layer.name}.${name} by ${outlet}`, purpose);
              if (!may) expect(holds(found, name, mark), what).toBe(false);
              else if (outlet.startsWith("a list"))
                expect(holds(found, name, mark), what).toBe(true);
              else if (holds(found, name, mark)) sights.shown.add(outlet);
            }
            if ((SCOPED as readonly string[]).includes(role))
              expect(/三湾|𠮷家/.test(found), where(role, `${outlet} of another village`)).toBe(
                false,
              );
          }
    });

    it(`${role} filters, counts, orders and pages by just what is clear to it`, async () => {
      for (const layer of GUARDED.filter((l) => knows(role, l)))
        for (const purpose of purposesOf(role, layer)) {
          const ask = sights.as(role, purpose);
          for (const { text, what, may, judge } of questionsOf(role, layer, purpose)) {
            const answer = await ask(`{ ${layer.name}${text} }`);
            expect(code(answer), what).toBe(may ? undefined : "FORBIDDEN");
            if (may) judge?.(answer.data![layer.name], what);
          }
        }
    });

    it(`${role} finds a place by area and distance only where it sees it`, async () => {
      for (const name of ["households", "cameras", "incidents", "ties"] as const) {
        const layer = layerOf(name);
        if (!knows(role, layer)) continue;
        const [lon, lat] = PLACES[name]!;
        const d = 1e-5;
        const ring = [
          [lon - d, lat - d],
          [lon + d, lat - d],
          [lon + d, lat + d],
          [lon - d, lat - d],
        ];
        const areas = [
          `circle: {center: [${lon}, ${lat}], metres: 1}`,
          `bbox: [${lon - d}, ${lat - d}, ${lon + d}, ${lat + d}]`,
          `polygon: {type: "Polygon", coordinates: ${JSON.stringify([ring])}}`,
        ];
        for (const purpose of purposesOf(role, layer)) {
          const may =
            allowed(role, layer, layer.geometrySensitivity, purpose) && seesMarked(role, layer);
          for (const area of areas) {
            const answer = await sights.as(
              role,
              purpose,
            )(`{ ${name}(filter: {area: {${area}}}) { totalCount nodes { id } } }`);
            const what = where(role, `${name} in ${area}`, purpose);
            expect(answer.data![name].totalCount, what).toBe(may ? 1 : 0);
            expect(answer.data![name].nodes, what).toHaveLength(may ? 1 : 0);
          }
          const nearest = await sights.as(
            role,
            purpose,
          )(
            `{ ${name}(first: 1, orderBy: {field: DISTANCE, near: [${lon}, ${lat}]}) {
                nodes { distance } } }`,
          );
          const [row] = nearest.data![name].nodes as { distance: number | null }[];
          const what = where(role, `the nearest of ${name}`, purpose);
          if (may) expect(row!.distance, what).toBeLessThan(0.1);
          else if (row?.distance != null) expect(row.distance, what).toBeGreaterThan(5);
          // Two homes of one coarse place: which is nearer may not depend on where one stands.
          if (name !== "households" || role === "householdDevice") continue;
          const orders = [[lon, lat], SAME_COARSE_PLACE].map((point) =>
            sights.as(
              role,
              purpose,
            )(
              `{ households(orderBy: {field: DISTANCE, near: [${point.join()}]}) {
                  nodes { id } } }`,
            ),
          );
          const [here, there] = (await Promise.all(orders)).map((a) => JSON.stringify(a.data));
          expect(here === there, what).toBe(!may);
        }
      }
    });
  }

  it("every other way out was seen to show what it may", () => {
    const others = Object.keys(outletsOf(sights.services, sights.service, sights.tokens)).filter(
      (outlet) => !outlet.startsWith("a list"),
    );
    expect([...sights.shown].sort()).toEqual(others.sort());
  });
}

import { expect } from "vitest";
import { EXACT, id } from "../fixtures/small-county.js";

/** The exact place of household 1. */
export const NEAR = `[${EXACT[0]}, ${EXACT[1]}]`;
const order = (field: string, layer = "households") =>
  `{ ${layer}(orderBy: {field: ${field}}, first: 2) { edges { cursor } } }`;
const area = (by: string) => `{ households(filter: {area: {${by}}}) { totalCount nodes { id } } }`;
const square = `{type: "Polygon",
  coordinates: [[[107.003, 29.004], [107.0035, 29.004], [107.0035, 29.0045], [107.003, 29.004]]]}`;

/**
 * Every way out that a purpose opens: what it asks, and what the log says of it. Of these thirteen
 * left no line when disclosures were counted where values were selected.
 */
export const WAYS: [string, string, Record<string, unknown>][] = [
  [
    "fields",
    "{ households { nodes { headName phone geometry } } }",
    { read: ["geometry", "headName", "phone"] },
  ],
  ["cursors by name", order("HEAD_NAME"), { by: ["order.headName"], kinds: ["personal"] }],
  ["cursors by phone", order("PHONE"), { by: ["order.phone"] }],
  ["cursors by floor", order("FLOOR"), { by: ["order.floor"], kinds: ["place"] }],
  ["cursors by unit", order("UNIT"), { by: ["order.unit"] }],
  ["cursors by stair", order("STAIR"), { by: ["order.stair"] }],
  [
    "a page's end, as raw JSON",
    "{ households(orderBy: {field: PHONE}, first: 1) { nodes { id } pageInfo { endCursor } } }",
    { by: ["order.phone"], rows: 1, ids: expect.any(Array) },
  ],
  [
    "an order alone, as raw JSON",
    "{ households(orderBy: {field: PHONE}) { nodes { id } } }",
    { by: ["order.phone"], rows: 3 },
  ],
  [
    "search",
    `{ search(text: "H1", layers: [HOUSEHOLDS]) { point bounds } }`,
    { kinds: ["place"], by: ["search.code", "search.text"], rows: 1, ids: [id("household", 1)] },
  ],
  [
    "a circle on the exact place",
    area(`circle: {center: ${NEAR}, metres: 1}`),
    { by: ["area.circle"], rows: 1, counted: 1, ids: [id("household", 1)] },
  ],
  [
    "a circle that finds nobody",
    area(`circle: {center: [107.0, 29.0], metres: 1}`),
    { by: ["area.circle"], rows: 0, counted: 0 },
  ],
  ["a box", area("bbox: [107.003, 29.004, 107.0032, 29.0042]"), { by: ["area.bbox"] }],
  ["a polygon", area(`polygon: ${square}`), { by: ["area.polygon"] }],
  [
    "a count alone",
    `{ households(filter: {buildings: ["${id("building", 1)}"]}) { totalCount } }`,
    { by: ["filter.buildings"], rows: 0, counted: 2 },
  ],
  [
    "groups",
    `{ households(filter: {floor: {min: 2}}) { counts(by: GRID) { key count } } }`,
    { by: ["count.gridId", "filter.floor"], counted: 1 },
  ],
  [
    "who lives in a building",
    `{ households(filter: {buildings: ["${id("building", 1)}"]}) { nodes { id code members } } }`,
    { by: ["filter.buildings"], rows: 2 },
  ],
  [
    "distances",
    `{ households(orderBy: {field: DISTANCE, near: ${NEAR}}) { edges { cursor } } }`,
    { by: ["order.distance"], kinds: ["place"] },
  ],
  [
    "distances as fields",
    `{ households(orderBy: {field: DISTANCE, near: ${NEAR}}) { nodes { distance } } }`,
    { read: ["geometry"], by: ["order.distance"] },
  ],
  [
    "one by id",
    `{ household(id: "${id("household", 1)}") { phone } }`,
    { read: ["phone"], rows: 1, ids: [id("household", 1)] },
  ],
  [
    "an aliased fragment",
    `query Q { a: household(id: "${id("household", 1)}") { ...f } }
      fragment f on Household { x: headName }`,
    { read: ["headName"], rows: 1 },
  ],
  [
    "history of a move",
    `{ history(layer: HOUSEHOLDS, id: "${id("household", 2)}") { before after } }`,
    { kinds: ["place"], read: ["geometry"], rows: 1 },
  ],
];

import { readFileSync } from "node:fs";
import {
  buildASTSchema,
  buildSchema,
  getIntrospectionQuery,
  getOperationAST,
  parse,
} from "graphql";
import { describe, expect, it } from "vitest";
import { LAYERS, type LayerName, layerOf } from "../../schema/layers/index.js";
import { countsDocument, listDocument } from "../../web-map/layers/layer-documents.js";
import {
  type Cost,
  costOf,
  DEPTH_LIMIT,
  QUESTION_LIMIT,
  refuseCostly,
  refuseCostlyTile,
  WORK_LIMIT,
} from "./cost-of.js";
import type { LayerSize, Sizes } from "./layer-sizes.js";

const schema = buildASTSchema(
  parse(readFileSync(new URL("../../schema/schema.graphql", import.meta.url), "utf8")),
);

/** A county ten times the demonstration's: a million incidents over ten years. */
const MILLION: Sizes = new Map(
  LAYERS.map(({ name }): [LayerName, LayerSize] => [
    name,
    { rows: 50_000, vertices: 10, moments: [] },
  ]),
);
const YEAR = 365.25 * 86_400_000;
const sizes = new Map(MILLION)
  .set("grids", { rows: 500, vertices: 200, moments: [] })
  .set("incidents", {
    rows: 1_000_000,
    vertices: 1,
    moments: Array.from({ length: 101 }, (_, i) => Date.UTC(2017, 0, 1) + (i / 10) * YEAR),
  });

function cost(query: string, variables: Record<string, unknown> = {}): Cost {
  const document = parse(query);
  return costOf(schema, document, getOperationAST(document)!, variables, sizes);
}
const passes = (of: Cost, limit = WORK_LIMIT.known) =>
  expect(() => refuseCostly(of, limit)).not.toThrow();
const refused = (of: Cost, limit = WORK_LIMIT.known) =>
  expect(() => refuseCostly(of, limit)).toThrow(/ms of work/);

const ALL = ["GRID", "CATEGORY", "TOP_CATEGORY", "DAY", "MONTH", "HOUR_OF_WEEK", "STATUS", "LEVEL"];
const star = (n: number) => ({
  type: "Polygon",
  coordinates: [
    Array.from({ length: n }, (_, i) => [107 + Math.cos(i) / 100, 29 + Math.sin(i) / 100]),
  ],
});

describe("cost, at a million incidents", () => {
  it("lets pass what the page and the guides ask", () => {
    const layers = LAYERS.map((l) => ({
      name: l.name.toUpperCase(),
      fields: l.fields.map((f) => ({ name: f.name, type: f.type.kind, access: "clear" })),
    }));
    passes(cost(countsDocument(layers as never), { incidents: { area: { polygon: star(500) } } }));
    for (const layer of layers)
      passes(cost(listDocument(layer as never), { first: 100, filter: { text: "东城" } }));
    const explore = parse(
      readFileSync(new URL("../../web-map/explore/explore.graphql", import.meta.url), "utf8") +
        readFileSync(new URL("../../web-map/session/session.graphql", import.meta.url), "utf8"),
    );
    const variables = {
      layers: LAYERS.map((l) => l.name.toUpperCase()),
      text: "dc",
      ids: Array.from({ length: 100 }, () => "1-x"),
    };
    for (const definition of explore.definitions)
      if (definition.kind === "OperationDefinition")
        passes(
          costOf(schema, explore, definition, variables, sizes),
          ["Session", "PublicRelease"].includes(definition.name!.value)
            ? WORK_LIMIT.anonymous
            : WORK_LIMIT.known,
        );
  });

  it("lets pass 5,000 rows of 8 fields, of 40, and a dashboard of every group and the total", () => {
    passes(
      cost(
        "{ incidents(first: 5000) { nodes { id title category level status address county geometry } } }",
      ),
    );
    const forty = Array.from({ length: 40 }, (_, i) => `f${i}: title`).join(" ");
    passes(cost(`{ incidents(first: 5000) { nodes { ${forty} } } }`));
    const groups = ALL.map((by) => `${by}: counts(by: ${by}) { key label count }`).join(" ");
    passes(cost(`{ incidents { totalCount ${groups} } }`));
  });

  it("counts equal questions once, in whatever order their conditions are written", () => {
    const F = ['from: "2026-01-01T00:00:00Z"', "area: { polygon: $p }"];
    const list = (i: number) =>
      `a${i}: incidents(filter: { ${(i % 2 ? F : [...F].reverse()).join(", ")} })
        { counts(by: LEVEL) { key count } }`;
    const of = (n: number) =>
      cost(`query($p: GeoJSON!) { ${Array.from({ length: n }, (_, i) => list(i)).join(" ")} }`, {
        p: star(5000),
      });
    expect(of(20).questions).toBe(1);
    expect(of(20).work).toBeLessThan(of(1).work * 1.2);
    expect(of(20).values).toBe(20 * of(1).values);
  });

  it("counts the looking up of an object once, and what it stands for like what is drawn", () => {
    const of = (layers: string[], area: object) =>
      cost(
        `query ($area: AreaInput!) { ${layers
          .map((name) => `${name}(filter: {area: $area}) { totalCount }`)
          .join(" ")} }`,
        { area },
      ).work;
    const object = { object: { id: "1-x", metres: 500 } };
    const drawn = { polygon: star(500) };
    const some = ["incidents", "cameras", "buildings"];
    expect(of(["cameras"], object)).toBeGreaterThan(of(["cameras"], drawn));
    expect(of(some, object) - of(some, drawn)).toBeCloseTo(
      of(["cameras"], object) - of(["cameras"], drawn),
    );
  });

  it("refuses twenty different groups over all of them, and says what and how to ask less", () => {
    const days = Array.from(
      { length: 20 },
      (_, i) =>
        `a${i}: incidents(filter: { weekdays: [${1 + (i % 7)}], hours: [${i}] })
          { counts(by: HOUR_OF_WEEK) { key count } }`,
    );
    const of = cost(`{ ${days.join(" ")} }`);
    expect(() => refuseCostly(of, WORK_LIMIT.known)).toThrow(
      /about \d+ ms of work, mostly for incidents\.counts\(by: HOUR_OF_WEEK\).*5000 are allowed.*from, to/,
    );
    passes(cost(`{ ${days.slice(0, 3).join(" ")} }`));
    // A quarter of a year is a fortieth of ten years.
    const quarter = days.map((d) =>
      d.replace(
        "{ weekdays",
        '{ from: "2025-01-01T00:00:00Z", to: "2025-04-01T00:00:00Z", weekdays',
      ),
    );
    passes(cost(`{ ${quarter.join(" ")} }`));
  });

  it("grows with vertices, once a shape is read and again with every statement that asks it", () => {
    const q = (n: number) =>
      `query($p: GeoJSON!) { ${ALL.slice(0, n)
        .map(
          (by) =>
            `${by}: incidents(filter: { area: { polygon: $p } }) { counts(by: ${by}) { key } }`,
        )
        .join(" ")} }`;
    const work = (n: number, vertices: number) => cost(q(n), { p: star(vertices) }).work;
    const [read, asked] = [work(1, 10_000) - work(1, 0), work(2, 10_000) - work(2, 0)];
    expect(read).toBeGreaterThan(50);
    expect(asked).toBeGreaterThan(1.4 * read);
    expect(asked).toBeLessThan(2 * read);
  });

  it("takes a page's size from the variable's default, and prices shapes by their vertices", () => {
    const rows = (fields: string) =>
      cost(`query($n: Int = 5000) { grids(first: $n) { nodes { ${fields} } } }`);
    expect(rows("id").values).toBe(5002);
    expect(rows("id geometry").work).toBeGreaterThan(1000);
    expect(rows("id name").work).toBeLessThan(100);
    refused(rows("geometry areaM2"), WORK_LIMIT.anonymous);
  });

  it("bounds what a subscription asks again and again", () => {
    const q = `subscription($layers: [LayerName!]!, $area: AreaInput) {
      changes(layers: $layers, area: $area) { id } }`;
    const layers = LAYERS.map((l) => l.name.toUpperCase());
    passes(cost(q, { layers, area: { polygon: star(500) } }));
    passes(cost(q, { layers: ["INCIDENTS"], area: { polygon: star(10_000) } }));
    expect(() =>
      refuseCostly(cost(q, { layers, area: { polygon: star(20_000) } }), WORK_LIMIT.known),
    ).toThrow(/mostly for changes/);
  });

  it("bounds a tile by what of its layer may lie in it", () => {
    const incidents = layerOf("incidents");
    const large = new Map(sizes).set("incidents", { rows: 50_000_000, vertices: 1, moments: [] });
    const tile = (zoom: number, of: Sizes) => () =>
      refuseCostlyTile({ kind: "person" }, incidents, {}, zoom, of);
    expect(tile(0, sizes)).not.toThrow();
    expect(tile(0, large)).toThrow(/mostly for a tile of incidents at zoom 0/);
    expect(tile(14, large)).not.toThrow();
  });

  it("stops counting where fragments multiply, and where it is deep", () => {
    const doubled = Array.from(
      { length: 40 },
      (_, i) =>
        `fragment F${i} on Query { ${i < 39 ? `...F${i + 1} ...F${i + 1}` : "viewer { name }"} }`,
    );
    expect(() => cost(`{ ...F0 } ${doubled.join(" ")}`)).toThrow(/more than 50000 fields/);
    const recursive = buildSchema("type Query { again: Query }");
    const deep = parse(`${"{ again ".repeat(DEPTH_LIMIT + 1)}${"}".repeat(DEPTH_LIMIT + 1)}`);
    expect(() => costOf(recursive, deep, getOperationAST(deep)!, {}, sizes)).toThrow(
      /nested more than/,
    );
  });

  it("lets tools ask what the schema is, once, not by hundreds of aliases", () => {
    passes(cost(getIntrospectionQuery()), WORK_LIMIT.anonymous);
    const about = "types { fields { args { type { ofType { name } } } } }";
    const many = (n: number, field: (i: number) => string) =>
      cost(`{ ${Array.from({ length: n }, (_, i) => field(i)).join(" ")} }`);
    expect(() =>
      refuseCostly(
        many(300, (i) => `a${i}: __schema { ${about} }`),
        WORK_LIMIT.anonymous,
      ),
    ).toThrow(/values/);
    const inside = Array.from({ length: 300 }, (_, i) => `a${i}: ${about}`).join(" ");
    expect(() => refuseCostly(cost(`{ __schema { ${inside} } }`), WORK_LIMIT.anonymous)).toThrow(
      /values/,
    );
  });

  it("prices what is of any form without falling over it", () => {
    const odd = [
      null,
      5,
      "x",
      [],
      {},
      { area: 7 },
      { area: { polygon: "POINT(1 2)" } },
      { area: { grids: "x" } },
      { from: {}, to: [] },
      { text: 5 },
      { area: { polygon: { coordinates: { a: 1 } } } },
    ];
    for (const filter of odd)
      for (const layers of [null, "GRIDS", [null, 5]])
        expect(
          cost(
            `query($f: IncidentFilter, $l: [LayerName!], $o: IncidentOrder) {
              incidents(filter: $f, orderBy: $o) { totalCount nodes { id } counts(by: null) { key } }
              search(text: "x", layers: $l) { id } }`,
            { f: filter, l: layers, o: filter },
          ).work,
        ).toBeGreaterThan(0);
  });

  it(`counts a mutation as one question, of ${QUESTION_LIMIT} at most, equal ones too`, () => {
    const write = (i: number) => `a${i}: retireGrid(id: "1", version: 1)`;
    const of = cost(`mutation { ${Array.from({ length: 41 }, (_, i) => write(i)).join(" ")} }`);
    expect(of.questions).toBe(41);
    expect(() => refuseCostly(of, WORK_LIMIT.known)).toThrow(/asks 41 questions/);
  });
});

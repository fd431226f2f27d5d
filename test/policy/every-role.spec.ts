import { Writable } from "node:stream";
import { VectorTile } from "@mapbox/vector-tile";
import { getTableColumns, sql } from "drizzle-orm";
import type { GraphQLEnumType, GraphQLObjectType } from "graphql";
import { PbfReader } from "pbf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Refusal } from "../../api/core/refusal.js";
import type { Services } from "../../api/core/services.js";
import { exportLayer } from "../../api/export/export.service.js";
import { buildHearthgridSchema } from "../../api/graphql/schema.js";
import { incident } from "../../db/tables/index.js";
import { filterName, inputName, isFilterable } from "../../schema/layer-types.js";
import { type Field, LAYERS, type Layer, layerOf } from "../../schema/layers/index.js";
import { ROLES, type RoleName } from "../../schema/roles.js";
import { type Answer, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, EXACT, id, openSmallCounty, type Table, uuid } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { selectionOf } from "../graphql/operations.js";
import { forEachEngine } from "../harness/engines.js";
import {
  EXPECTED,
  holds,
  MARKED_CODES,
  MARKS,
  PLACES,
  SAME_COARSE_PLACE,
  SCOPED,
} from "./expected.fixture.js";

const columnTypes = new Map(
  Object.values(getTableColumns(incident)).map((c) => [c.name, c.getSQLType()]),
);
const PURPOSE = "入户走访";
const VIEWERS = ["anonymous", ...ROLES] as const;
type Role = (typeof VIEWERS)[number];

const schema = buildHearthgridSchema();
const fieldsOf = (layer: Layer, depth: number) =>
  selectionOf(schema.getType(layer.typeName) as GraphQLObjectType, depth);
const enumOf = (layer: Layer) => layer.name.toUpperCase();
const first = (layer: Layer) => id(layer.table as Table, 1);

/** Every field, and the place, whose kind is not open, with its mark. */
const guarded = (layer: Layer): { name: string; field?: Field; kind: string; mark: unknown }[] => [
  ...layer.fields.flatMap((field) => {
    const name = inputName(field);
    const mark = MARKS[layer.name]?.[name];
    return field.sensitivity === "open" ? [] : [{ name, field, kind: field.sensitivity, mark }];
  }),
  ...(layer.geometrySensitivity === "open"
    ? []
    : [{ name: "geometry", kind: layer.geometrySensitivity, mark: PLACES[layer.name] }]),
];

const GUARDED = LAYERS.filter((layer) => guarded(layer).length > 0);
const knows = (role: Role, layer: Layer) => EXPECTED[role][layer.name] !== undefined;
/** A resident sees their own reports alone, an undertaker what it has in hand: not the marked one. */
const seesMarked = (role: Role, layer: Layer) =>
  knows(role, layer) &&
  !((role === "resident" || role === "undertaker") && layer.time !== undefined);
function allowed(role: Role, layer: Layer, kind: string, purpose?: string): boolean {
  const sight = EXPECTED[role][layer.name];
  if (!sight) return false;
  return (
    (sight.always as string[]).includes(kind) ||
    (purpose !== undefined && (sight.onPurpose as string[]).includes(kind))
  );
}
/** Where a purpose opens nothing, a request with one is the stronger of the two. */
const purposesOf = (role: Role, layer: Layer) =>
  EXPECTED[role][layer.name]?.onPurpose.length ? [undefined, PURPOSE] : [PURPOSE];
const code = (answer: Answer) => answer.errors?.[0]?.extensions?.["code"] as string | undefined;

/** The condition that a mark is, as a filter. */
function filterFor(layer: Layer, field: Field, mark: unknown): string | null {
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

const orderKeys = (layer: Layer) =>
  (schema.getType(`${layer.typeName}OrderField`) as GraphQLEnumType).getValues().map((v) => v.name);

const COUNTED: Record<string, (layer: Layer) => string | undefined> = {
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

forEachEngine((makeEngine) => {
  describe("every field, role and outlet", () => {
    let services: Services, service: RunningService;
    let tokens: Record<string, string>;
    const as = (role: Role, purpose?: string) => service.as(tokens[role], purpose);
    const where = (role: string, what: string, purpose?: string) =>
      `${role}, ${purpose ?? "no purpose"}: ${what}`;

    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      service = await serve(services);
      tokens = await tokensOf(services);
      for (const [kind, mark] of MARKED_CODES)
        await services.db.rows(
          sql`insert into category (kind, code, name_zh, name_en)
            values (${kind}, ${mark}, ${mark}, ${mark})`,
        );
      await services.db.rows(sql`update tie set kind = 'tmark'`);
      // Marked by changes, so that search and history hold the marks too: before and after.
      for (const layer of GUARDED.filter((l) => !l.forgets)) {
        const table = layer.table as Table;
        const n = layer.dated ? 2 : 1;
        const change = (version: number, changes: object) =>
          as("admin", "校对")(
            `mutation($c: ${layer.typeName}Changes!) {
              update${layer.typeName}(id: "${id(table, n)}", version: ${version},
              changes: $c) { id } }`,
            { c: changes },
          );
        const place = PLACES[layer.name];
        const geometry = place && { geometry: { type: "Point", coordinates: place } };
        const written = layer.fields.filter((f) => !f.derived && !f.bySteps);
        const marked = {
          ...Object.fromEntries(
            written.map((f) => [inputName(f), MARKS[layer.name]![inputName(f)]]),
          ),
          ...geometry,
        };
        const other = Object.fromEntries(
          written
            .filter((f) => !f.required && MARKS[layer.name]![inputName(f)] !== undefined)
            .filter((f) => !["level", "reportedAt", "occurredUntil"].includes(f.name))
            .map((f) => [inputName(f), null]),
        );
        for (const [i, changes] of [marked, other, marked].entries())
          expect((await change(i + 1, changes)).errors, layer.name).toBeUndefined();
      }
      // What steps write, marked as no step could, and told of by the history.
      const steps = layerOf("incidents").fields.filter(
        (f) => f.bySteps || (f.derived && f.name !== "grid"),
      );
      const ofSteps = steps.map((f) => [f, MARKS.incidents![inputName(f)]] as const);
      await services.db.rows(sql`
        update incident set ${sql.join(
          ofSteps.map(([f, mark]) => {
            const value = f.type.kind === "reference" ? String(mark).slice(7) : mark;
            const type = columnTypes.get(f.column)!;
            return sql`${sql.identifier(f.column)} = ${value}::${sql.raw(type)}`;
          }),
          sql`, `,
        )} where id = ${uuid("incident", 1)}::uuid`);
      const told = JSON.stringify(Object.fromEntries(ofSteps.map(([f, m]) => [inputName(f), m])));
      await services.db.rows(sql`
        insert into history (county_id, id, layer, subject_id, action, version, at,
          actor, before, after)
        select ${COUNTY}, gen_random_uuid(), 'incidents', ${uuid("incident", 1)}::uuid,
          'updated', 5, now(), 'f', ${told}::jsonb, ${told}::jsonb`);
      await services.db.rows(sql`
        with s as (
          insert into change_set (county_id, id, at, actor, cause)
          values (${COUNTY}, gen_random_uuid(), now(), 'f', 'graphql') returning id)
        insert into history (county_id, set_id, subject_kind, subject_id, action, version, before,
          after)
        select ${COUNTY}, s.id, 'ties', ${uuid("tie", 1)}::uuid, 'updated', 2,
          ${JSON.stringify({ ...MARKS.ties, geometry: EXACT })}::jsonb,
          ${JSON.stringify(MARKS.ties)}::jsonb from s`);
    });
    afterAll(() => service.close());

    /** Everything a role gets out of a layer without asking for anything in particular. */
    const OUTLETS: Record<string, (role: Role, layer: Layer, purpose?: string) => Promise<string>> =
      {
        "a list as raw JSON": (role, layer, purpose) =>
          text(as(role, purpose)(`{ ${layer.name} { nodes { ${fieldsOf(layer, 0)} } } }`)),
        "a list by edges": (role, layer, purpose) =>
          text(
            as(
              role,
              purpose,
            )(`{ ${layer.name} { totalCount edges { cursor node { ${fieldsOf(layer, 1)} } } } }`),
          ),
        "one by id": (role, layer, purpose) =>
          text(
            as(
              role,
              purpose,
            )(`{ ${layer.singular}(id: "${first(layer)}") { ${fieldsOf(layer, 1)} } }`),
          ),
        "a node": (role, layer, purpose) =>
          text(
            as(
              role,
              purpose,
            )(
              `{ node(id: "${first(layer)}") {
                ... on ${layer.typeName} { ${fieldsOf(layer, 0)} } } }`,
            ),
          ),
        history: (role, layer, purpose) =>
          text(
            as(
              role,
              purpose,
            )(`{ history(layer: ${enumOf(layer)}, id: "${first(layer)}") { before after } }`),
          ),
        search: async (role, layer, purpose) => {
          const texts = ["密", "1", ...Object.values(MARKS[layer.name] ?? {}).filter(isText)];
          const fields = texts.map(
            (t, i) =>
              `s${i}: search(text: "${t}", layers: [${enumOf(layer)}]) { label detail ` +
              "point bounds }",
          );
          return text(as(role, purpose)(`{ ${fields.join(" ")} }`));
        },
        tiles: tilesOf,
        export: exportOf,
      };
    const isText = (mark: unknown): mark is string => typeof mark === "string";
    const text = async (answer: Promise<Answer>) => JSON.stringify((await answer).data ?? null);

    async function tilesOf(role: Role, layer: Layer, purpose?: string): Promise<string> {
      const z = 16,
        n = 2 ** z;
      const [lon, latitude] = PLACES[layer.name] ?? EXACT;
      const x = Math.floor(((lon + 180) / 360) * n),
        lat = (latitude * Math.PI) / 180;
      const y = Math.floor(((1 - Math.log(Math.tan(lat) + 1 / Math.cos(lat)) / Math.PI) / 2) * n);
      const response = await fetch(`${service.url}/tiles/${layer.name}/${z}/${x}/${y}.mvt`, {
        headers: {
          ...(tokens[role] ? { authorization: `Bearer ${tokens[role]}` } : {}),
          ...(purpose ? { "x-hearthgrid-purpose": encodeURIComponent(purpose) } : {}),
        },
      });
      if (response.status !== 200) return "";
      const tile = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer())));
      return Object.values(tile.layers)
        .flatMap((source) => Array.from({ length: source.length }, (_, i) => source.feature(i)))
        .map((feature) => {
          const { geometry } = feature.toGeoJSON(x, y, z);
          // A tile's own rounding at this zoom is well under a metre: within it is the place.
          const near = ([a, b]: number[]) =>
            Math.abs(a! - lon) < 1e-5 && Math.abs(b! - latitude) < 1e-5;
          const points =
            geometry.type === "Point"
              ? [geometry.coordinates]
              : geometry.type === "LineString"
                ? geometry.coordinates
                : [];
          return `${points.some(near) ? lon : ""} ${JSON.stringify(feature.properties)}`;
        })
        .join("\n");
    }

    /** The role's account exports: masked, or unmasked with the purpose as its reason. */
    async function exportOf(role: Role, layer: Layer, purpose?: string): Promise<string> {
      if (role === "anonymous") return "";
      let exported = "";
      const output = new Writable({
        write(chunk: Buffer, _encoding, done) {
          exported += chunk.toString();
          done();
        },
      });
      await exportLayer(services, {
        layer,
        file: "-",
        format: "ndjson",
        as: `demo-${role}`,
        output,
        ...(purpose ? { unmasked: true, reason: purpose } : {}),
      }).catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
      });
      return exported;
    }

    it("marks every field that is not open, so that none is looked for in vain", () => {
      for (const layer of GUARDED)
        for (const { name, mark } of guarded(layer))
          expect(mark, `${layer.name}.${name}`).toBeDefined();
    });

    for (const role of VIEWERS) {
      it(`${role} knows just its layers, and by no outlet a value that is not its to know`, async () => {
        for (const layer of LAYERS) {
          const listed = await as(role)(`{ ${layer.name} { totalCount } }`);
          expect(listed.errors === undefined, where(role, layer.name)).toBe(knows(role, layer));
        }
        for (const layer of GUARDED)
          for (const purpose of purposesOf(role, layer))
            for (const [outlet, ask] of Object.entries(OUTLETS)) {
              const found = await ask(role, layer, purpose);
              for (const { name, kind, mark } of guarded(layer)) {
                const may = allowed(role, layer, kind, purpose) && seesMarked(role, layer);
                const what = where(role, `${layer.name}.${name} by ${outlet}`, purpose);
                if (!may) expect(holds(found, name, mark), what).toBe(false);
                else if (outlet.startsWith("a list"))
                  expect(holds(found, name, mark), what).toBe(true);
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
            const ask = as(role, purpose);
            for (const { name, field, kind, mark } of guarded(layer)) {
              const may = allowed(role, layer, kind, purpose);
              if (!field) continue;
              const filter = filterFor(layer, field, mark);
              if (filter) {
                const answer = await ask(`{ ${layer.name}(filter: {${filter}}) { totalCount } }`);
                const what = where(role, `${layer.name} filtered by ${name}`, purpose);
                expect(code(answer), what).toBe(may ? undefined : "FORBIDDEN");
                if (may && seesMarked(role, layer) && !layer.dated)
                  expect(answer.data![layer.name].totalCount, what).toBeGreaterThan(0);
              }
              const key = field.column.toUpperCase();
              if (!orderKeys(layer).includes(key)) continue;
              const pages = `edges { cursor } pageInfo { startCursor endCursor }`;
              const answer = await ask(
                `{ ${layer.name}(first: 50, orderBy: {field: ${key}}) { ${pages} } }`,
              );
              const what = where(role, `${layer.name} ordered by ${name}`, purpose);
              expect(code(answer), what).toBe(may ? undefined : "FORBIDDEN");
              for (const { cursor } of answer.data?.[layer.name].edges ?? []) {
                const bytes = Buffer.from(cursor as string, "base64url");
                for (const secret of [String(mark), key])
                  expect(secret.length > 3 && bytes.includes(secret), what).toBe(false);
              }
            }
            for (const [by, nameOf] of Object.entries(COUNTED)) {
              const field = layer.fields.find((f) => f.name === nameOf(layer));
              if (!field) continue;
              const answer = await ask(`{ ${layer.name} { counts(by: ${by}) { key } } }`);
              const may =
                field.sensitivity === "open" || allowed(role, layer, field.sensitivity, purpose);
              const what = where(role, `${layer.name} counted by ${by}`, purpose);
              expect(code(answer), what).toBe(may ? undefined : "FORBIDDEN");
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
              const answer = await as(
                role,
                purpose,
              )(`{ ${name}(filter: {area: {${area}}}) { totalCount nodes { id } } }`);
              const what = where(role, `${name} in ${area}`, purpose);
              expect(answer.data![name].totalCount, what).toBe(may ? 1 : 0);
              expect(answer.data![name].nodes, what).toHaveLength(may ? 1 : 0);
            }
            const nearest = await as(
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
            if (name !== "households") continue;
            const orders = [[lon, lat], SAME_COARSE_PLACE].map((point) =>
              text(
                as(
                  role,
                  purpose,
                )(
                  `{ households(orderBy: {field: DISTANCE, near: [${point.join()}]}) {
                    nodes { id } } }`,
                ),
              ),
            );
            expect((await orders[0]) === (await orders[1]), what).toBe(!may);
          }
        }
      });
    }

    it("the answer to a change shows no more than a reading", async () => {
      const writers: [Role, string, string][] = [
        ["admin", "households", "members: 87"],
        ["admin", "incidents", "level: 2"],
        ["admin", "cameras", "retentionDays: 97"],
        ["dispatcher", "incidents", "level: 2"],
        ["dispatcher", "cameras", "retentionDays: 97"],
        ["worker1", "households", "members: 87"],
        ["worker1", "incidents", "level: 2"],
      ];
      for (const [role, name, changes] of writers)
        for (const purpose of [undefined, PURPOSE]) {
          const layer = layerOf(name as Layer["name"]);
          const [{ version }] = (await services.db.rows<{ version: number }>(sql`
            select version from ${sql.identifier(layer.table)}
            where id = ${uuid(layer.table as Table, 1)}::uuid`)) as [{ version: number }];
          const answer = await as(
            role,
            purpose,
          )(
            `mutation { update${layer.typeName}(id: "${first(layer)}", version: ${version},
              changes: {${changes}}) { ${fieldsOf(layer, 1)} } }`,
          );
          expect(answer.errors, where(role, name, purpose)).toBeUndefined();
          const found = JSON.stringify(answer.data);
          for (const { name: field, kind, mark } of guarded(layer))
            expect(
              holds(found, field, mark),
              where(role, `${name}.${field} by a change`, purpose),
            ).toBe(allowed(role, layer, kind, purpose));
        }
    });

    it("a subscription in an area tells of a place only who sees it, and a worker nothing of another village", async () => {
      const [lon, lat] = EXACT;
      const area = `{circle: {center: [${lon}, ${lat}], metres: 3}}`;
      const heard = new Map<string, string[]>();
      const ends: Promise<void>[] = [];
      const end = id("incident", 2);
      for (const role of ROLES)
        for (const purpose of [undefined, PURPOSE]) {
          const layers = (["households", "incidents"] as const).filter((n) =>
            knows(role, layerOf(n)),
          );
          if (!layers.includes("incidents") || !seesMarked(role, layerOf("incidents"))) continue;
          const who = where(role, "changes", purpose);
          heard.set(who, []);
          const client = service.socket(tokens[role], purpose);
          const listen = async (query: string, stop: (event: string) => boolean) => {
            for await (const { data } of client.iterate<{ changes: { id: string } }>({ query })) {
              if (stop(data!.changes.id)) return;
              heard.get(who)!.push(data!.changes.id);
            }
          };
          if (layers.includes("households"))
            void listen(
              `subscription { changes(layers: [HOUSEHOLDS], area: ${area}) { id } }`,
              () => false,
            ).catch(() => undefined);
          ends.push(
            listen(
              "subscription { changes(layers: [INCIDENTS]) { id } }",
              (event) => event === end,
            ),
          );
        }
      await new Promise((r) => setTimeout(r, 400));
      const touch = async (type: string, table: Table, n: number, changes: string) => {
        const [{ version }] = (await services.db.rows<{ version: number }>(sql`
          select version from ${sql.identifier(table)} where id = ${uuid(table, n)}::uuid`)) as [
          { version: number },
        ];
        const answer = await as("admin")(
          `mutation { update${type}(id: "${id(table, n)}", version: ${version},
            changes: {${changes}}) { id } }`,
        );
        expect(answer.errors).toBeUndefined();
      };
      await touch("Household", "household", 1, "members: 86");
      // Incident 3 is in 三湾村; incident 2 everybody hears, and so it is the end.
      await touch("Incident", "incident", 3, "level: 3");
      await touch("Incident", "incident", 2, "level: 3");
      await Promise.all(ends);
      for (const role of ROLES)
        for (const purpose of [undefined, PURPOSE]) {
          const who = where(role, "changes", purpose);
          const events = heard.get(who);
          if (!events) continue;
          const may = allowed(role, layerOf("households"), "place", purpose);
          expect(events.includes(id("household", 1)), who).toBe(may);
          const far = !(SCOPED as readonly RoleName[]).includes(role);
          expect(events.includes(id("incident", 3)), who).toBe(far);
        }
    });
  });
});

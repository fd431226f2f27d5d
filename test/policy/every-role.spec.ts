import { sql } from "drizzle-orm";
import type { GraphQLEnumType } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { type Declaration, type Field, fieldOf } from "../../schema/declaration.js";
import { DECLARED } from "../../schema/declared.js";
import { filterName, inputName, isFilterable } from "../../schema/layer-types.js";
import { isLayer, type Layer, layerOf } from "../../schema/layers/index.js";
import { type Answer, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, EXACT, id, openSmallCounty, type Table, uuid } from "../fixtures/small-county.js";
import { seersOf, tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import {
  EXPECTED,
  holds,
  MARKS,
  PLACES,
  SAME_COARSE_PLACE,
  SCOPED,
  SEERS,
  type Seer,
} from "./expected.fixture.js";
import { markEverything } from "./marks.fixture.js";
import { exportedOf, fieldsOf, first, outletsOf, schema } from "./outlets.fixture.js";
import {
  clockOf,
  markReasons,
  markSteps,
  REASON,
  REASONED,
  SAID,
  SEE_STEPS,
  stateOf,
  stepsQueries,
  wordOf,
} from "./steps.fixture.js";

const PURPOSE = "入户走访";
/** Every field, and the place, whose kind is not open, with its mark. */
const guarded = (
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

const GUARDED = DECLARED.filter((layer) => guarded(layer).length > 0);
const knows = (seer: Seer, layer: Declaration) => EXPECTED[seer][layer.name] !== undefined;
/** A resident sees their own reports alone, not the marked one; an undertaker has that in hand. */
const seesMarked = (seer: Seer, layer: Declaration) =>
  knows(seer, layer) && !(seer === "resident" && layer.time !== undefined);
function allowed(seer: Seer, layer: Declaration, kind: string, purpose?: string): boolean {
  const sight = EXPECTED[seer][layer.name];
  if (!sight) return false;
  return (
    (sight.always as string[]).includes(kind) ||
    (purpose !== undefined && (sight.onPurpose as string[]).includes(kind))
  );
}
/** Where a purpose opens nothing, a request with one is the stronger of the two. */
const purposesOf = (seer: Seer, layer: Declaration) =>
  EXPECTED[seer][layer.name]?.onPurpose.length ? [undefined, PURPOSE] : [PURPOSE];
const code = (answer: Answer) => answer.errors?.[0]?.extensions?.["code"] as string | undefined;

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

forEachEngine((makeEngine) => {
  describe("every field, role and outlet", () => {
    let services: Services, service: RunningService;
    let tokens: Record<string, string>;
    const as = (seer: Seer, purpose?: string) => service.as(tokens[seer], purpose);
    const shown = new Set<string>();
    const where = (role: string, what: string, purpose?: string) =>
      `${role}, ${purpose ?? "no purpose"}: ${what}`;

    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      service = await serve(services);
      tokens = await tokensOf(services);
      await markEverything(services, as("admin", "校对"), GUARDED);
      // Once household 1 is where it is: a move ends its device.
      Object.assign(tokens, await seersOf(services, as("admin")));
    });
    afterAll(() => service.close());

    it("marks every field that is not open, so that none is looked for in vain", () => {
      for (const layer of GUARDED)
        for (const { name, mark } of guarded(layer))
          expect(mark, `${layer.name}.${name}`).toBeDefined();
    });

    for (const role of SEERS) {
      it(`${role} knows just its layers, and by no outlet a value that is not its to know`, async () => {
        for (const layer of DECLARED) {
          const listed = await as(role)(`{ ${layer.name} { totalCount } }`);
          expect(listed.errors === undefined, where(role, layer.name)).toBe(knows(role, layer));
        }
        for (const layer of GUARDED)
          for (const purpose of purposesOf(role, layer))
            for (const [outlet, ask] of Object.entries(outletsOf(services, service, tokens))) {
              const found = await ask(role, layer, purpose);
              for (const { name, kind, mark } of guarded(layer)) {
                const may = allowed(role, layer, kind, purpose) && seesMarked(role, layer);
                const what = where(role, `${layer.name}.${name} by ${outlet}`, purpose);
                if (!may) expect(holds(found, name, mark), what).toBe(false);
                else if (outlet.startsWith("a list"))
                  expect(holds(found, name, mark), what).toBe(true);
                else if (holds(found, name, mark)) shown.add(outlet);
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
            if (name !== "households" || role === "householdDevice") continue;
            const orders = [[lon, lat], SAME_COARSE_PLACE].map((point) =>
              as(
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
      const others = Object.keys(outletsOf(services, service, tokens)).filter(
        (outlet) => !outlet.startsWith("a list"),
      );
      expect([...shown].sort()).toEqual(others.sort());
    });

    it("a plain export holds nothing of where protection is thin, and the operator's no more", async () => {
      const cameras = layerOf("cameras");
      const sectors = guarded(cameras).filter(({ kind }) => kind === "sector");
      for (const as of ["demo-admin", "demo-dispatcher", "demo-patrol", undefined])
        for (const reason of [undefined, PURPOSE]) {
          const found = await exportedOf(services, cameras, { ...(as ? { as } : {}), reason });
          expect(found, as).toContain(first(cameras));
          for (const { name, mark } of sectors)
            expect(holds(found, name, mark), `${as} ${reason} ${name}`).toBe(reason !== undefined);
        }
      for (const layer of GUARDED.filter((l) => l.exportable))
        for (const reason of [undefined, PURPOSE]) {
          const found = await exportedOf(services, layer, { reason });
          for (const { name, kind, mark } of guarded(layer))
            expect(
              holds(found, name, mark),
              where("operator", `${layer.name}.${name}`, reason),
            ).toBe(kind === "internal" || reason !== undefined);
        }
    });

    it("an undertaker finds what its organisation has in hand and nothing else, however it asks", async () => {
      const ask = as("undertaker", PURPOSE);
      const found = await ask("{ incidents { totalCount nodes { id } } }");
      expect(found.data!["incidents"]).toEqual({
        totalCount: 1,
        nodes: [{ id: id("incident", 1) }],
      });
      const other = await ask(
        `{ incident(id: "${id("incident", 2)}") { id } node(id: "${id("incident", 2)}") { id } }`,
      );
      expect(other.data).toEqual({ incident: null, node: null });
      const exported = await exportedOf(services, layerOf("incidents"), { as: "demo-undertaker" });
      expect(exported).not.toContain(id("incident", 2));
    });

    it("the answer to a change shows no more than a reading", async () => {
      const writers: [Seer, string, string][] = [
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

    const toldOf = async (n: number, seer: Seer, purpose?: string) => {
      const answers = await Promise.all(stepsQueries(n).map((query) => as(seer, purpose)(query)));
      for (const answer of answers) expect(code(answer) ?? "", seer).not.toMatch(/^GRAPHQL_/);
      return JSON.stringify(answers.map(({ data }) => data));
    };

    it("of what was done each is told what is theirs, in the steps, the clocks and the history", async () => {
      const incidents = layerOf("incidents");
      await markSteps(services, 1);
      await markReasons(services);
      for (const seer of SEERS)
        for (const purpose of [undefined, PURPOSE]) {
          const found = await toldOf(1, seer, purpose);
          const sees = SEE_STEPS.includes(seer);
          for (const mark of [stateOf(1), clockOf(1)])
            expect(found.includes(mark), where(seer, mark, purpose)).toBe(sees);
          for (const said of SAID) {
            const mark = wordOf(1, said);
            const may = sees && allowed(seer, incidents, said.kind, purpose);
            expect(found.includes(mark), where(seer, mark, purpose)).toBe(may);
          }
          for (const [name, row, kind] of REASONED) {
            const layer = DECLARED.find((d) => d.name === name)!;
            const { data } = await as(
              seer,
              purpose,
            )(`{ history(id: "${COUNTY}-${row}") { reason actor actorName before after } }`);
            const may =
              allowed(seer, layer, kind, purpose) &&
              seesMarked(seer, layer) &&
              !["wall", "householdDevice"].includes(seer) &&
              (layer !== incidents || sees);
            const what = where(seer, `why ${name} changed`, purpose);
            expect(JSON.stringify(data ?? null).includes(REASON), what).toBe(may);
          }
        }
    });

    it("who reported an incident is told what is for them, and of the other steps that they were", async () => {
      const reporters = [
        ["resident", 5],
        ["worker3", 4],
      ] as const;
      for (const [seer, n] of reporters) {
        await markSteps(services, n, seer);
        const found = await toldOf(n, seer);
        expect(found, seer).toContain(stateOf(n));
        for (const said of SAID) {
          const may = said.told || (said.kind === "internal" && seer === "worker3");
          expect(found.includes(wordOf(n, said)), where(seer, wordOf(n, said))).toBe(may);
        }
      }
    });

    it("the answer to a step shows no more than a reading, but what one said oneself", async () => {
      const incidents = layerOf("incidents");
      const steps: [Seer, string, string][] = [
        ["station", "REPORTED", "acceptIncident"],
        ["dispatcher", "ACCEPTED", "fileIncident"],
        ["undertaker", "DISPATCHED", "signIncident"],
        ["worker1", "VERIFYING", `verifyIncident:finding: "清", passed: true,`],
        ["worker2", "VERIFYING", `verifyIncident:finding: "清", passed: true,`],
      ];
      for (const [seer, state, step] of steps)
        for (const purpose of [undefined, PURPOSE]) {
          const [{ version }] = (await services.db.rows<{ version: number }>(sql`
            update incident set status = ${state} where id = ${uuid("incident", 1)}::uuid
            returning version`)) as [{ version: number }];
          const [mutation, form = ""] = step.split(/:(.*)/);
          const answer = await as(
            seer,
            purpose,
          )(
            `mutation { ${mutation}(id: "${first(incidents)}", version: ${version}, ${form}
              reason: "自言。") { ${fieldsOf(incidents, 1)} } }`,
          );
          const what = where(seer, mutation!, purpose);
          expect(answer.errors, what).toBeUndefined();
          const found = JSON.stringify(answer.data);
          expect(found, what).toContain("自言。");
          for (const said of SAID) {
            const may = allowed(seer, incidents, said.kind, purpose);
            expect(found.includes(wordOf(1, said)), `${what}, ${wordOf(1, said)}`).toBe(may);
          }
          for (const { name, kind, mark } of guarded(incidents))
            if (!allowed(seer, incidents, kind, purpose))
              expect(holds(found, name, mark), `${what}, ${name}`).toBe(false);
        }
    });

    it("a subscription tells of a place, a changed field and a row only who sees it", async () => {
      const [lon, lat] = EXACT;
      const area = `, area: {circle: {center: [${lon}, ${lat}], metres: 3}}`;
      type Event = { id: string; kind: string; fields: string[] };
      const heard = new Map<string, Event[]>();
      const ends: Promise<void>[] = [];
      const end = id("incident", 2);
      // The end is incident 2, and of whoever hears of the first alone that one's step.
      const hears2 = (seer: Seer) => seer !== "undertaker";
      const listens = (seer: Seer) => seesMarked(seer, layerOf("incidents"));
      const isHome = (seer: Seer) => seer === "householdDevice";
      const each = SEERS.filter((seer) => listens(seer) || isHome(seer)).flatMap((seer) =>
        [undefined, PURPOSE].map((purpose) => [seer, purpose] as const),
      );
      for (const [seer, purpose] of each) {
        const who = where(seer, "changes", purpose);
        const events: Event[] = [];
        heard.set(who, events);
        const client = service.socket(tokens[seer], purpose);
        const listen = async (layers: string, until: string | null) => {
          const query = `subscription { changes(layers: [${layers}) {
            id kind fields action count version subjectKind } }`;
          for await (const { data } of client.iterate<{ changes: Event }>({ query })) {
            events.push(data!.changes);
            // What an earlier test did to the same row may still be on its way.
            const { id: of, kind } = data!.changes;
            if (of === until && (of === end || kind === "incident.asked")) return;
          }
        };
        if (knows(seer, layerOf("households")))
          void listen(`HOUSEHOLDS]${isHome(seer) ? "" : area}`, null).catch(() => undefined);
        if (listens(seer))
          ends.push(listen("INCIDENTS]", hears2(seer) ? end : first(layerOf("incidents"))));
      }
      await new Promise((r) => setTimeout(r, 1000));
      const touch = async (table: "household" | "incident", n: number, changes: string) => {
        const [{ version }] = (await services.db.rows<{ version: number }>(sql`
          select version from ${sql.identifier(table)} where id = ${uuid(table, n)}::uuid`)) as [
          { version: number },
        ];
        const type = table === "household" ? "Household" : "Incident";
        const answer = await as(
          "admin",
          "校对",
        )(
          `mutation { update${type}(id: "${id(table, n)}", version: ${version},
            changes: {${changes}}) { id } }`,
        );
        expect(answer.errors).toBeUndefined();
      };
      await touch("household", 2, "members: 4");
      await touch("household", 1, `members: 86, phone: "19900007777"`);
      await services.db.rows(sql`
        update incident set status = 'REPORTED', version = 500
        where id = ${uuid("incident", 1)}::uuid`);
      const asked = await as("station")(
        `mutation { askReporter(id: "${id("incident", 1)}", version: 500, question: "问密。",
          reason: "由密。") { version } }`,
      );
      expect(asked.errors).toBeUndefined();
      // Incident 3 is in 三湾村; incident 2 everybody hears, and so it is the end.
      await touch("incident", 3, "level: 3");
      await touch("incident", 2, `level: 3, description: "后来"`);
      await Promise.all(ends);
      // Households are told of in a subscription of their own, which may come after.
      const homes = each.filter(([seer, purpose]) =>
        allowed(seer, layerOf("households"), "place", purpose),
      );
      const home1 = id("household", 1);
      const isTold = ([seer, purpose]: (typeof each)[number]) =>
        heard.get(where(seer, "changes", purpose))!.some((e) => e.id === home1);
      await expect.poll(() => homes.every(isTold), { timeout: 10_000 }).toBe(true);
      for (const [seer, purpose] of each) {
        const who = where(seer, "changes", purpose);
        const of = (n: string) => heard.get(who)!.find((e) => e.id === n);
        const tells = (event: Event | undefined, layer: "households" | "incidents") => {
          for (const name of ["members", "phone", "level", "description"])
            if (event?.fields.includes(name)) {
              const { sensitivity } = fieldOf(layerOf(layer), name);
              expect(allowed(seer, layerOf(layer), sensitivity, purpose), `${who}: ${name}`).toBe(
                true,
              );
            }
        };
        const home = of(id("household", 1));
        expect(home !== undefined, who).toBe(
          allowed(seer, layerOf("households"), "place", purpose),
        );
        expect(of(id("household", 2)), who).toBeUndefined();
        tells(home, "households");
        if (!listens(seer)) continue;
        const steps = heard.get(who)!.filter((e) => e.id === id("incident", 1));
        expect(
          steps.map(({ kind }) => kind),
          who,
        ).toContain("incident.asked");
        expect(/问密|由密|person:|demo-/.test(JSON.stringify(heard.get(who))), who).toBe(false);
        if (!hears2(seer)) continue;
        const near = of(end)!;
        tells(near, "incidents");
        expect(near.fields, who).toContain("level");
        const inParts = (SCOPED as readonly Seer[]).includes(seer);
        expect(of(id("incident", 3)) !== undefined, who).toBe(!inParts);
      }
    });
  });
});

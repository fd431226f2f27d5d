import { Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareAreas } from "../../api/analysis/compare-areas.service.js";
import { concentrationOf } from "../../api/analysis/concentration.service.js";
import { densityOf, repeatsOf } from "../../api/analysis/density.service.js";
import { hotSpots } from "../../api/analysis/hot-spots.service.js";
import { densityAsked, hotAsked } from "../../api/analysis/hot-spots-asked.js";
import { hotTile } from "../../api/analysis/hot-tiles.service.js";
import { incidentStats } from "../../api/analysis/incident-stats.service.js";
import { checkPlaces } from "../../api/analysis/place-check.service.js";
import { repeatPlacesOf } from "../../api/analysis/repeat-places.service.js";
import { watchStats } from "../../api/analysis/stats-changes.service.js";
import { Context, type Outlet } from "../../api/core/context.js";
import type { Services } from "../../api/core/services.js";
import { exportLayer } from "../../api/export/export.service.js";
import type { Filter } from "../../api/layers/filter.js";
import { layerService } from "../../api/layers/layer.service.js";
import type { OrderInput } from "../../api/layers/order.js";
import type { Binding, Person, Viewer } from "../../api/policy/viewer.js";
import { anonymous } from "../../api/policy/viewer.js";
import { tileFields } from "../../api/tiles/tile-properties.js";
import {
  field,
  fieldNamed,
  fieldOf,
  integer,
  type Sensitivity,
  text,
} from "../../schema/declaration.js";
import { DECLARED } from "../../schema/declared.js";
import { HotSpotAreas } from "../../schema/hot-spots.js";
import { CountBy } from "../../schema/inputs.js";
import { type Layer, layerOf } from "../../schema/layers/index.js";
import { ROLES, type RoleName } from "../../schema/roles.js";
import { COUNTY, id, openSmallCounty, uuid, VILLAGES } from "../fixtures/small-county.js";
import { forEachEngine } from "../harness/engines.js";

const SEALED = "调解密录";
const ACTING = "0190f000-0000-7000-8000-00000000000a";
const ANOTHER = "0190f000-0000-7000-8000-00000000000b";

const sealed: { sensitivity: Sensitivity; tile: true; description: string } = {
  sensitivity: "sealed",
  tile: true,
  description: "What was said",
};
/**
 * No layer has a sealed field yet: this one is the households with two, one of which has a mask, and
 * with one that is searched by what is sealed.
 */
const CASES: Layer = {
  ...layerOf("households"),
  fields: [
    ...layerOf("households").fields,
    fieldNamed("said", field(text(), "所说", "Said", sealed)),
    fieldNamed("party", field(text(), "当事人", "Party", { ...sealed, mask: "name" })),
    fieldNamed("sum", field(integer(), "金额", "Sum", sealed)),
  ],
  sealedTo: { organisation: "acting_id", household: "id", author: true },
};

const assignment = { county: COUNTY, grids: [], villages: [VILLAGES.kaifu], organisations: [] };
const person = (role: RoleName, organisations: string[] = [], login = "other"): Person => ({
  kind: "person",
  actor: `person:${login}`,
  accountId: uuid("village", 9),
  name: login,
  assignments: [{ ...assignment, role, organisations }],
  purpose: "回访",
});
const device = (binding: Binding): Viewer => ({
  kind: "device",
  actor: "device:d",
  id: "d",
  name: "d",
  county: COUNTY,
  binding,
});
const every = ["read", "write", "personal", "place", "sector", "sealed"];

/** Whom nothing sealed is for, whatever they may do else. */
const STRANGERS: [string, Viewer][] = [
  ...ROLES.map((role): [string, Viewer] => [role, person(role)]),
  ["who works for another body", person("worker1", [ANOTHER])],
  ["a body of the same uuid in another county", elsewhere()],
  ["anonymous", anonymous([COUNTY])],
  [
    "an application with every scope there is and is not",
    {
      ...{ kind: "application", actor: "app:a", name: "a", owner: null, purpose: "p" },
      ...{ counties: [COUNTY], scopes: every.map((what) => `households:${what}`) },
    },
  ],
  ["the operator", { kind: "operator", actor: "operator", command: "x", counties: [COUNTY] }],
  [
    "the operator with a reason",
    { kind: "operator", actor: "operator", command: "x", counties: [COUNTY], reason: "审计" },
  ],
  ["a wall", device({ to: "wall", villages: null })],
  ["the device of another household", device({ to: "household", household: uuid("household", 3) })],
];
function elsewhere(): Viewer {
  const own = person("admin");
  const there = { ...assignment, role: "admin" as const, county: COUNTY + 1 };
  return { ...own, assignments: [...own.assignments, { ...there, organisations: [ACTING] }] };
}

/** Whom it is for. */
const PARTIES: [string, Viewer][] = [
  ["who works for the acting body", person("worker1", [ACTING])],
  ["who wrote it", person("admin", [], "author")],
  ["the party's own device", device({ to: "household", household: uuid("household", 1) })],
];

forEachEngine((makeEngine) => {
  describe("what is sealed", () => {
    let services: Services;
    const contextOf = (viewer: Viewer, outlet: Outlet = "graphql") =>
      new Context(services, viewer, outlet);
    const fields = ["id", "said", "party", "sum"];

    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      const { db } = services;
      for (const column of ["said text", "party text", "sum integer", "acting_id uuid"])
        await db.rows(sql`alter table household add column ${sql.raw(column)}`);
      await db.rows(sql`update household set said = ${SEALED}, party = ${SEALED}, sum = 47110815,
        acting_id = ${ACTING}::uuid, created_by = 'person:author'
        where id = ${uuid("household", 1)}::uuid`);
      // Another's, in sight of all the same: nobody's seal opens it.
      await db.rows(sql`update household set said = ${`${SEALED}乙`}, party = ${`${SEALED}乙`}
        where id = ${uuid("household", 2)}::uuid`);
    });
    afterAll(() => services.db.engine.close());

    /** Everything that a viewer gets of the cases, through each way out. */
    async function seenBy(viewer: Viewer): Promise<string> {
      const context = contextOf(viewer);
      const access = context.tryAccess(CASES);
      if (!access) return "";
      const wanted = { fields, cursors: "all" } as const;
      const list = await layerService.list(context, CASES, {}, wanted);
      const named = fields.map((name) => ({ name, alias: name }));
      const raw = await layerService.packets(context, CASES, {}, named, true);
      const one = await layerService.byId(context, CASES, id("household", 1), fields);
      return JSON.stringify([
        list,
        raw,
        one,
        access.past({ said: SEALED, party: SEALED, sum: 47110815 }),
        tileFields(access).map((f) => f.name),
      ]);
    }
    async function exportedTo(more: { as?: string; unmasked?: true }): Promise<string> {
      let written = "";
      const output = new Writable({
        write(chunk: Buffer, _encoding, done) {
          written += chunk.toString();
          done();
        },
      });
      const reason = more.unmasked ? { reason: "审计核对" } : {};
      const format = "ndjson" as const;
      await exportLayer(services, { layer: CASES, file: "-", format, output, ...more, ...reason });
      return written;
    }

    it.each(STRANGERS)("is shown by no way out to %s", async (_, viewer) => {
      expect(await seenBy(viewer)).not.toMatch(/密录|47110815/);
    });

    it.each(PARTIES)("is shown, of the one row, to %s, and logged", async (_, viewer) => {
      const context = contextOf(viewer);
      const wanted = { fields, cursors: "none" } as const;
      const { rows } = await layerService.list(context, CASES, {}, wanted);
      expect(rows.find((r) => r["id"] === id("household", 1))).toMatchObject({
        said: SEALED,
        party: SEALED,
      });
      expect(JSON.stringify(rows)).not.toContain("乙");
      await context.logDisclosures();
      const [line] = await services.db.rows<{ viewer: string; counties: number[]; what: any }>(
        sql`select viewer, counties, what from access_log order by id desc limit 1`,
      );
      expect(line).toMatchObject({ viewer: viewer.actor, counties: [COUNTY] });
      expect(line!.what.layers.households).toMatchObject({
        kinds: expect.arrayContaining(["sealed"]),
        read: expect.arrayContaining(["said", "party"]),
      });
    });

    it.each([...STRANGERS, ...PARTIES])(
      "is never compared: not filtered, ordered or searched by %s",
      async (_, viewer) => {
        const context = contextOf(viewer);
        if (!context.tryAccess(CASES)) return;
        const wanted = { fields: ["id"], cursors: "none" } as const;
        const ask = (filter: Filter, orderBy?: OrderInput, layer = CASES) =>
          // A viewer's policy of a layer is made once: of the other declaration, for a fresh one.
          layerService.list(
            contextOf({ ...viewer }),
            layer,
            { filter, orderBy: orderBy ?? null },
            wanted,
          );
        const searched = { ...CASES, search: ["said"] };
        for (const asked of [
          ask({ sum: { min: 47110815, max: null } }),
          ask({}, { field: "said" } as OrderInput),
          ask({}, { field: "sum" } as OrderInput),
          ask({ text: SEALED.slice(0, 2) }, undefined, searched),
        ])
          await expect(asked).rejects.toThrow(/is masked for you/);
      },
    );

    it("is in no export: the operator's, with a reason or without, or the acting body's own", async () => {
      await services.accounts.addAccount("mediator", "m", ["worker1"], {
        ...{ county: COUNTY, villages: [VILLAGES.kaifu] },
      });
      await services.db.rows(sql`
        insert into assignment (id, account_id, role, county_id, organisation_id)
        select gen_random_uuid(), id, 'worker1', ${COUNTY}::int, ${ACTING}::uuid from account
        where login = 'mediator'`);
      for (const more of [
        {},
        { unmasked: true },
        { as: "mediator" },
        { as: "mediator", unmasked: true },
      ] as const) {
        const written = await exportedTo(more);
        expect(written, JSON.stringify(more)).toContain(id("household", 1));
        expect(written, JSON.stringify(more)).not.toMatch(/said|party|密录|47110815/);
      }
    });
  });
});

/** Every figure of incidents under a filter, as its service answers it. */
const FIGURES: Record<string, (context: Context, filter: Filter) => Promise<unknown>> = {
  incidentStats: (context, filter) => incidentStats(context, { filter }),
  brushes: (context, filter) => incidentStats(context, { brushes: [{ by: CountBy.DAY, filter }] }),
  compareAreas: (context, filter) =>
    compareAreas(context, {
      filter,
      areas: [{ county: COUNTY }, { bbox: [107, 29, 107.01, 29.01] }],
    }),
  hotspots: (context, filter) => hotSpots(context, hotAsked({ filter })),
  "hotspots of grids": (context, filter) =>
    hotSpots(context, hotAsked({ filter, unit: { areas: HotSpotAreas.GRID } })),
  concentration: (context, filter) => concentrationOf(context, { filter }),
  density: (context, filter) => densityOf(context, densityAsked({ filter })),
  placeCheck: checkPlaces,
  nearRepeat: (context, filter) => repeatsOf(context, { filter, metres: null, days: null }),
  repeatPlaces: repeatPlacesOf,
  tile: async (context, filter) =>
    (
      await hotTile(
        context,
        { kind: "hotspots", asked: hotAsked({ filter }) },
        { z: 0, x: 0, y: 0 },
      )
    ).make(),
  incidentStatsChanged: (context, filter) => {
    const told = watchStats(context, { filter });
    return Promise.race([told.next(), delay(300)]).finally(() => void told.return(undefined));
  },
};

forEachEngine((makeEngine) => {
  describe("what is masked of incidents", () => {
    let services: Services;
    const level = fieldOf(layerOf("incidents"), "level") as { sensitivity: Sensitivity };
    const was = level.sensitivity;
    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      await services.events.start();
      // No role lacks a field of incidents that can be asked for: this one would be the first.
      level.sensitivity = "personal";
    });
    afterAll(async () => {
      level.sensitivity = was;
      await services.events.stop();
    });

    it("is asked for by no figure, nested or grouped either, though another was told just before", async () => {
      const as = (role: RoleName) => new Context(services, person(role), "graphql");
      const some: Filter = { level: { min: 4, max: null } };
      for (const [name, figure] of Object.entries(FIGURES))
        for (const filter of [some, { or: [{ not: some }] }]) {
          await expect(figure(as("worker1"), filter), name).resolves.not.toThrow();
          await expect(figure(as("analyst"), filter), name).rejects.toThrow(
            /^level: this field is masked for you/,
          );
        }
      const groupBy = [CountBy.LEVEL];
      await incidentStats(as("worker1"), { groupBy });
      await expect(incidentStats(as("analyst"), { groupBy })).rejects.toThrow(/masked/);
    });
  });
});

describe("a declaration", () => {
  it("with a sealed field says whom it is sealed to, and neither searches nor groups by it", () => {
    for (const declared of DECLARED) {
      const names = declared.fields.filter((f) => f.sensitivity === "sealed").map((f) => f.name);
      if (names.length === 0) continue;
      expect(declared.sealedTo, declared.name).toBeDefined();
      const used = [...declared.search, declared.category, declared.delicate?.field];
      expect(
        used.filter((name) => name && names.includes(name)),
        declared.name,
      ).toEqual([]);
    }
  });
});

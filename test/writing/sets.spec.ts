import { type SQL, sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import type { Command, NewRow, Writer } from "../../api/writing/command.js";
import { standardsOf } from "../../api/writing/standards.js";
import { write } from "../../api/writing/write.js";
import { snapGeometry } from "../../geo/snap.js";
import { type LayerName, layerOf } from "../../schema/layers/index.js";
import { COUNTY, id, openSmallCounty, uuid } from "../fixtures/small-county.js";
import { forEachEngine } from "../harness/engines.js";

const point = (n: number) => ({
  type: "Point" as const,
  coordinates: [107.001 + (n % 90) * 1e-4, 29.001 + (Math.floor(n / 90) % 80) * 1e-4],
});

const incidents = (many: number): NewRow[] =>
  Array.from({ length: many }, (_, n) => ({
    id: newId(),
    values: { title: `第${n}件`, category: "0603", occurredFrom: "2026-02-03T04:05:06.000Z" },
    geometry: point(n),
  }));

const households = (many: number): NewRow[] =>
  Array.from({ length: many }, (_, n) => ({
    id: newId(),
    values: { code: `S${n}`, buildingId: id("building", 1), floor: 1 + (n % 6) },
    geometry: point(n),
  }));

forEachEngine((makeEngine) => {
  describe("writing sets", () => {
    let services: Services, writer: Writer;
    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      const standards = await standardsOf(services, COUNTY);
      writer = { actor: "job:test", cause: "job", reason: "一并写入", standards };
    });
    afterAll(() => services.db.engine.close());

    const rows = <T extends object>(query: SQL) => services.db.rows<T>(query);
    const run = (...commands: Command[]) =>
      services.db.transaction((tx) => write(tx, writer, COUNTY, commands));
    const create = (name: LayerName, some: readonly NewRow[]) =>
      run({ action: "create", layer: layerOf(name), county: COUNTY, rows: some });

    /** How many statements `work` sends. */
    async function statements(work: () => Promise<unknown>): Promise<number> {
      let n = 0;
      services.db.watch = () => void n++;
      await work().finally(() => {
        services.db.watch = undefined;
      });
      return n;
    }

    /** All that was written of some rows, but for what makes each row itself. */
    const written = async (name: LayerName, ids: readonly string[]) =>
      (
        await rows<{ row: unknown }>(sql`
          select jsonb_build_object(
            'row', to_jsonb(t) - '{id,created_at,updated_at,reported_at,state_since,number}'::text[]
              - '{search_text,geom,coarse}'::text[],
            'place', ST_AsText(t.geom),
            'history', (select jsonb_agg(jsonb_build_array(h.version, h.action, h.subject_kind,
                c.actor, c.cause, c.reason, h.before, h.after) order by h.version)
              from history h join change_set c on c.county_id = h.county_id and c.id = h.set_id
              where h.subject_id = t.id),
            'memberships', (select jsonb_agg(jsonb_build_array(m.grid_id, m.valid_from, m.valid_to))
              from grid_membership m where m.subject_id = t.id)) as row
          from ${sql.identifier(layerOf(name).table)} t
          where t.id = any(${sql.param([...ids])}::uuid[]) order by t.id`)
      ).map(({ row }) => row);

    it.each([
      ["households", households],
      ["incidents", incidents],
    ] as const)("%s written together are as those written one by one", async (name, make) => {
      const [together, alone] = [make(6), make(6)];
      await create(name, together);
      for (const row of alone) await create(name, [row]);
      const of = (list: NewRow[]) => written(name, list.map((r) => r.id).sort());
      expect(await of(together)).toEqual(await of(alone));
      expect(await of(together)).toHaveLength(6);
    });

    it("a thousand take the statements of one, but for how they are told", async () => {
      const one = await statements(() => create("households", households(1)));
      expect(await statements(() => create("households", households(1000)))).toBe(one + 4);
    });

    it("5,000 are told as one event, numbered without a gap, in one set with one reason", async () => {
      await create("incidents", incidents(1));
      const some = incidents(5000);
      const [done] = await create("incidents", some);
      const [found] = await rows(sql`
        select count(*)::int as rows, count(distinct i.number)::int as numbers,
          (max(right(i.number, 6)) )::int - min(right(i.number, 6))::int as span,
          count(i.grid_id)::int as in_grids, max(c.reason) as reason,
          count(distinct c.id)::int as sets, bool_and(i.created_at = c.at) as at_once
        from incident i join history h on h.county_id = i.county_id and h.subject_id = i.id
        join change_set c on c.county_id = h.county_id and c.id = h.set_id
        where c.id = ${done!.set}::uuid`);
      expect(found).toEqual({
        rows: 5000,
        numbers: 5000,
        span: 4999,
        in_grids: 5000,
        reason: "一并写入",
        sets: 1,
        at_once: true,
      });
      const events = await rows(sql`
        select kind, subject_id, count, ST_Contains(place, ${`SRID=4326;POINT(107.005 29.005)`}::geometry) as there
        from event where set_id = ${done!.set}::uuid`);
      expect(events).toEqual([
        { kind: "incident.imported", subject_id: null, count: 5000, there: true },
      ]);
      const [hit] = await rows<{ search_text: string; number: string }>(
        sql`select search_text, number from incident where id = ${some[77]!.id}::uuid`,
      );
      expect(hit!.search_text).toContain(hit!.number);
    });

    it("one bad row among 1,500 leaves nothing of the others", async () => {
      const some = incidents(1500);
      some[1400]!.values["occurredFrom"] = "2126-01-01T00:00:00Z";
      const before = await rows(sql`
        select (select count(*) from incident) as i, (select count(*) from history) as h,
          (select count(*) from change_set) as c, (select count(*) from event) as e,
          (select last from numbering) as n`);
      await expect(create("incidents", some)).rejects.toThrow("occurredFrom: lies in the future.");
      some[1400]!.values["occurredFrom"] = "2026-01-01T00:00:00Z";
      some[1400]!.values["category"] = "9999";
      await expect(create("incidents", some)).rejects.toThrow("code table incident");
      expect(
        await rows(sql`
        select (select count(*) from incident) as i, (select count(*) from history) as h,
          (select count(*) from change_set) as c, (select count(*) from event) as e,
          (select last from numbering) as n`),
      ).toEqual(before);
    });

    it("rows that SQL knows already are written as rows that are given", async () => {
      const [given, staged] = [households(4), households(4)];
      await create("households", given);
      const values = staged.map(({ id, values, geometry }) => ({
        county_id: COUNTY,
        id,
        code: values["code"],
        building_id: uuid("building", 1),
        floor: values["floor"],
        search_text: "",
        geom: geometry && snapGeometry(geometry),
      }));
      const chunk = sql`select * from json_populate_recordset(null::household,
        ${JSON.stringify(values)}::json)`;
      await run({
        action: "create",
        layer: layerOf("households"),
        county: COUNTY,
        rows: { chunks: [chunk] },
      });
      const of = (list: NewRow[]) => written("households", list.map((r) => r.id).sort());
      expect(await of(staged)).toEqual(await of(given));
    });

    it("a set of changes keeps what each row was, and ends what each was in", async () => {
      const some = households(5);
      await create("households", some);
      const [changed] = await run({
        action: "update",
        layer: layerOf("households"),
        county: COUNTY,
        rows: some.map(({ id }, n) => ({
          id,
          changes: { unit: `${n}`, ...(n === 0 ? { floor: null } : {}) },
          ...(n < 2
            ? { geometry: { type: "Point", coordinates: [107.012, 29.003 + n / 1e4] } }
            : {}),
        })),
      });
      expect(changed!.rows.map((r) => [r.version, r.action, [...r.fields].sort()]).sort()).toEqual([
        [2, "moved", ["floor", "geometry", "gridId", "unit"]],
        [2, "moved", ["geometry", "gridId", "unit"]],
        [2, "updated", ["unit"]],
        [2, "updated", ["unit"]],
        [2, "updated", ["unit"]],
      ]);
      const [first] = await rows<{
        before: Record<string, unknown>;
        after: Record<string, unknown>;
      }>(
        sql`select before, after from history where subject_id = ${some[0]!.id}::uuid and version = 2`,
      );
      expect(first!.before).toMatchObject({ floor: 1, unit: null, gridId: id("grid", 1) });
      expect(first!.after).toMatchObject({ floor: null, unit: "0", gridId: id("grid", 2) });
      const open = await rows(sql`select household_id from household_place
        where household_id = any(${sql.param(some.map((r) => r.id))}::uuid[]) and valid_to is null`);
      expect(open).toHaveLength(5);
    });

    it("a set of one change and one creation is one set", async () => {
      const fresh = incidents(1);
      const done = await run(
        { action: "create", layer: layerOf("incidents"), county: COUNTY, rows: fresh },
        {
          action: "update",
          layer: layerOf("incidents"),
          county: COUNTY,
          rows: [{ id: fresh[0]!.id, version: 1, changes: { address: "东街" } }],
        },
      );
      expect(done[0]!.set).toBe(done[1]!.set);
      expect(done[1]!.rows[0]).toMatchObject({ version: 2, fields: ["address"] });
    });
  });
});

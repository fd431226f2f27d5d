import { writeFileSync } from "node:fs";
import path from "node:path";
import { type SQL, sql } from "drizzle-orm";
import type { GraphQLInputObjectType } from "graphql";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { buildHearthgridSchema } from "../../api/graphql/schema.js";
import { importLayer } from "../../api/import/import.service.js";
import { enqueue } from "../../api/jobs/enqueue.js";
import type { Cause, Command } from "../../api/writing/command.js";
import { standardsOf } from "../../api/writing/standards.js";
import { write } from "../../api/writing/write.js";
import type { Declaration, DeclaredName } from "../../schema/declaration.js";
import { DECLARED, declarationOf } from "../../schema/declared.js";
import { isLayer } from "../../schema/layers/index.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty, uuid, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine, freshDirectory } from "../harness/engines.js";
import { BARE, changeOf, type Sample, sampleOf } from "./sample-rows.js";

/** One way of writing: makes a row, changes it, and (all but an import) takes it away. */
interface Way {
  name: string;
  create(layer: Declaration, sample: Sample): Promise<string>;
  change(layer: Declaration, subject: string, sample: Sample): Promise<void>;
  retire?(layer: Declaration, subject: string): Promise<void>;
}

const schema = buildHearthgridSchema();
/** What a form may give; an import may give more (a state), which other ways reach by steps. */
const given = (layer: Declaration) => {
  const fields = (
    schema.getType(`Create${layer.typeName}Input`) as GraphQLInputObjectType
  ).getFields();
  return (name: string) => name in fields;
};
const uuidOf = (of: string) => of.slice(of.indexOf("-") + 1);

forEachEngine((makeEngine) => {
  describe("the same row, whoever writes it", () => {
    let services: Services, service: RunningService;
    let tokens: Record<string, string>;
    const dir = freshDirectory("same-row");
    let files = 0;
    const rows = <T extends object>(query: SQL) => services.db.rows<T>(query);

    const as = (layer: Declaration) =>
      service.as(isLayer(layer) && layer.joins ? tokens["both"] : tokens["admin"], "走访");
    const ask = async (layer: Declaration, query: string, variables: Record<string, unknown>) => {
      const answer = await as(layer)(query, variables);
      expect(answer.errors, layer.name).toBeUndefined();
      return answer.data!;
    };
    const versionOf = async (layer: Declaration, subject: string) =>
      (
        await rows<{ version: number }>(sql`
          select version from ${sql.identifier(layer.table)} where id = ${subject}::uuid`)
      )[0]!.version;

    const graphql: Way = {
      name: "GraphQL",
      async create(layer, { values, geometry }) {
        const made = await ask(
          layer,
          `mutation($input: Create${layer.typeName}Input!) {
            create${layer.typeName}(input: $input) { id } }`,
          { input: { county: COUNTY, ...values, ...(geometry ? { geometry } : {}) } },
        );
        return uuidOf(made[`create${layer.typeName}`].id);
      },
      async change(layer, subject, { values, geometry }) {
        await ask(
          layer,
          `mutation($changes: ${layer.typeName}Changes!, $version: Int!) {
            update${layer.typeName}(id: "${COUNTY}-${subject}", version: $version,
              changes: $changes) { id } }`,
          {
            version: await versionOf(layer, subject),
            changes: { ...values, ...(geometry ? { geometry } : {}) },
          },
        );
      },
      async retire(layer, subject) {
        await ask(
          layer,
          `mutation($version: Int!) {
            retire${layer.typeName}(id: "${COUNTY}-${subject}", version: $version) }`,
          { version: await versionOf(layer, subject) },
        );
      },
    };

    const imported: Way = {
      name: "import",
      async create(layer, { values, geometry }) {
        if (!isLayer(layer)) throw new Error(`${layer.name} are not imported`);
        const file = path.join(dir, `${++files}.geojson`);
        const properties = { ...values, uid: "the-row" };
        writeFileSync(
          file,
          JSON.stringify({
            type: "FeatureCollection",
            features: [{ type: "Feature", properties, geometry }],
          }),
        );
        const report = await importLayer(services, { layer, file, county: COUNTY, key: "uid" });
        expect(report.refusals, layer.name).toEqual([]);
        expect(report.written + report.updated, layer.name).toBe(1);
        const [row] = await rows<{ id: string }>(sql`
          select id from ${sql.identifier(layer.table)} where import_key = 'key:the-row'`);
        return row!.id;
      },
      async change(layer, _subject, sample) {
        await imported.create(layer, sample);
      },
    };

    /** Commands as the demonstration and jobs give them. */
    const byCommand = (name: string, run: (command: Command) => Promise<void>): Way => ({
      name,
      async create(layer, { values, geometry }) {
        const subject = v7();
        await run({
          layer,
          county: COUNTY,
          action: "create",
          rows: [{ id: subject, values, geometry }],
        });
        return subject;
      },
      change: (layer, subject, { values: changes, geometry }) =>
        run({
          layer,
          county: COUNTY,
          action: "update",
          rows: [{ id: subject, changes, ...(geometry ? { geometry } : {}) }],
        }),
      retire: (layer, subject) =>
        run({ layer, county: COUNTY, action: "retire", rows: [{ id: subject }] }),
    });
    const writeAs = async (cause: Cause, command: Command) => {
      const standards = await standardsOf(services, COUNTY);
      await services.db.transaction(async (tx) => {
        await write(tx, { actor: "test", cause, standards }, COUNTY, [command]);
      });
    };
    const demo = byCommand("demonstration", (command) => writeAs("demo", command));
    const job = byCommand("job", async ({ layer, ...command }) => {
      const asked = await services.db.transaction((tx) =>
        enqueue(tx, {
          kind: "test-write",
          county: COUNTY,
          actor: "test",
          lane: "urgent",
          input: { layer: layer.name, command },
        }),
      );
      for (let waited = 0; waited < 8000; waited += 10) {
        const [row] = await rows<{ state: string; error: string | null }>(
          sql`select state, error from job where id = ${uuidOf(asked)}::uuid`,
        );
        if (row?.state === "done") return;
        if (row?.error) throw new Error(row.error);
        await new Promise((r) => setTimeout(r, 10));
      }
      throw new Error("the job was not done");
    });

    /** All that is known of a row: itself, its memberships and places, its history, its events. */
    async function known(layer: Declaration, subject: string): Promise<Record<string, unknown>> {
      const of = sql`county_id = ${COUNTY} and subject_id = ${subject}::uuid`;
      const table = sql.identifier(layer.table);
      const [row] = await rows<{ row: Record<string, unknown> | null }>(sql`
        select to_jsonb(t) - array['id', 'import_key', 'created_at', 'updated_at', 'created_by',
          'updated_by', 'reported_at', 'retired_at', 'state_since']
          || jsonb_build_object('retired', retired_at is not null) as row
        from ${table} t where county_id = ${COUNTY} and id = ${subject}::uuid`);
      const [memberships, history, events, places] = await Promise.all([
        rows(sql`select grid_id, valid_from, valid_to from grid_membership where ${of}
          order by valid_from, valid_to`),
        rows(sql`select version, action, before, after from history where ${of}
          order by version`),
        rows(sql`select kind, subject_kind, action, version, fields, count,
            ST_AsText(place) as place, gone is not null as gone
          from event where ${of} order by version, kind`),
        rows(sql`select building_id, stair, floor, unit, valid_from, valid_to, ST_AsText(geom)
          from household_place where county_id = ${COUNTY} and household_id = ${subject}::uuid
          order by valid_from, valid_to`),
      ]);
      const [waiting] = await rows(sql`
        select version, grid_id is not null as found,
          (select jsonb_agg(jsonb_build_array(h.version, h.action)) from history h
            where h.subject_id = i.id) as history,
          (select jsonb_agg(jsonb_build_array(e.version, e.kind)) from event e
            where e.subject_id = i.id) as events
        from incident i where id = ${uuid("incident", 99)}::uuid`);
      const all = { row: row?.row ?? null, memberships, history, events, places, waiting };
      return JSON.parse(JSON.stringify(all).replaceAll(subject, "THE ROW"));
    }

    async function forget(layer: Declaration, subject: string): Promise<void> {
      for (const table of ["grid_membership", "history", "event"])
        await rows(sql`delete from ${sql.identifier(table)}
          where subject_id in (${subject}::uuid, ${uuid("incident", 99)}::uuid)`);
      await rows(sql`delete from household_place where household_id = ${subject}::uuid`);
      await rows(sql`delete from ${sql.identifier(layer.table)} where id = ${subject}::uuid`);
      await rows(sql`update incident set grid_id = null, version = 1
        where id = ${uuid("incident", 99)}::uuid`);
    }

    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      services.jobs.handle("test-write", async ({ input }) => {
        const { layer, command } = input as { layer: DeclaredName; command: Command };
        await writeAs("job", { ...command, layer: declarationOf(layer) } as Command);
      });
      service = await serve(services);
      tokens = await tokensOf(services);
      const { accounts } = services;
      await accounts.addAccount("both-villages", "both", ["worker1"], {
        isDemo: true,
        county: COUNTY,
        villages: [VILLAGES.kaifu, VILLAGES.sanwan],
      });
      const { token } = await accounts.link("both-villages", true);
      tokens["both"] = (await accounts.signInWithLink(token, true)).token;
      await rows(sql`
        insert into incident (county_id, id, created_by, updated_by, title, category,
          occurred_from, occurred_until, reported_at, geom)
        values (${COUNTY}, ${uuid("incident", 99)}::uuid, 'f', 'f', '荒地', '0701',
          '2026-03-01', '2026-03-01', '2026-03-01',
          ST_SetSRID(ST_MakePoint(${BARE[0]}, ${BARE[1]}), 4326))`);
    });
    afterAll(() => service.close());

    // What its own domain writes has ways of its own.
    it.each(DECLARED.filter(({ writes }) => typeof writes !== "object").map(({ name }) => name))(
      "%s: rows, memberships, history and events are the same",
      async (name) => {
        const layer = declarationOf(name);
        const sample = sampleOf(layer, 1, given(layer));
        const change = changeOf(layer, sample);
        let expected: Record<string, unknown>[] = [];
        for (const way of [graphql, demo, job, ...(isLayer(layer) ? [imported] : [])]) {
          const subject = await way.create(layer, sample);
          const states = [await known(layer, subject)];
          await way.change(layer, subject, change);
          states.push(await known(layer, subject));
          await way.retire?.(layer, subject);
          if (way.retire) states.push(await known(layer, subject));
          await forget(layer, subject);
          if (way === graphql) expected = states;
          else expect(states, way.name).toEqual(expected.slice(0, states.length));
        }
        expect(expected[0]!["history"]).toHaveLength(1);
        expect(expected[1]!["history"]).toHaveLength(2);
        expect(expected[1]!["events"]).toHaveLength(2);
      },
    );
  });
});

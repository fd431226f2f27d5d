import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import type { Field } from "../../schema/declaration.js";
import { filterName, inputName, isFilterable } from "../../schema/layer-types.js";
import { LAYERS, type Layer } from "../../schema/layers/index.js";
import { type Asker, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

/** A filter by a value that a row has, and the rows that have it, as SQL says it by hand. */
type ByHand = (value: string, column: string) => { filter: unknown; where: string };

const listed: ByHand = (value, column) => ({
  filter: [value],
  where: `"${column}"::text = '${value}'`,
});
const measured: ByHand = (value, column) => ({
  filter: { min: Number(value), max: Number(value) + 0.5 },
  where: `"${column}" >= ${value} and "${column}" <= ${value} + 0.5`,
});
const BY_HAND: Record<Field["type"]["kind"], ByHand | null> = {
  text: listed,
  code: listed,
  reference: (value, column) => ({
    filter: [`${COUNTY}-${value}`],
    where: `"${column}" = '${value}'`,
  }),
  boolean: (value, column) => ({ filter: value === "true", where: `"${column}" is ${value}` }),
  date: (value, column) => ({
    filter: { from: value, before: "2199-01-01" },
    where: `"${column}" >= '${value}'`,
  }),
  integer: measured,
  number: measured,
  instant: null,
  area: null,
  json: null,
};

forEachEngine((makeEngine) => {
  describe("every column's filter", () => {
    let services: Services, service: RunningService;
    /** Who sees a layer, and what they are told of it: ties are for those who work in the grid. */
    const seen = new Map<string, { ask: Asker; filters: { key: string; fields: string[] }[] }>();
    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      service = await serve(services);
      const tokens = await tokensOf(services);
      for (const role of ["worker1", "admin"] as const) {
        const ask = service.as(tokens[role], "核对筛选");
        const { data } = await ask("{ layers { name filters { key fields } } }");
        for (const { name, filters } of data!["layers"])
          seen.set(name.toLowerCase(), { ask, filters });
      }
    });
    afterAll(() => service.close());

    const idsOf = async (layer: Layer, filter: Record<string, unknown>): Promise<string[]> => {
      const { data, errors } = await seen.get(layer.name)!.ask(
        `query ($filter: ${layer.typeName}Filter) {
          rows: ${layer.name}(filter: $filter, first: 500) { nodes { id } } }`,
        { filter },
      );
      expect(errors, JSON.stringify(filter)).toBeUndefined();
      return data!["rows"].nodes.map((row: { id: string }) => row.id).sort();
    };
    const rowsBy = async (layer: Layer, where: string): Promise<string[]> => {
      const rows = await services.db.rows<{ id: string }>(
        sql.raw(`select county_id || '-' || id as id from "${layer.table}"
          where retired_at is null and ${where}`),
      );
      return rows.map((row) => row.id).sort();
    };

    it.each(LAYERS.map((layer) => [layer.name, layer] as const))(
      "of %s finds the rows that SQL by hand finds, and is told with its field",
      async (name, layer) => {
        const keys = new Map(seen.get(name)!.filters.map((f) => [f.key, f.fields]));
        keys.delete("text");
        for (const field of layer.fields.filter(isFilterable)) {
          const key = filterName(layer, field).name;
          expect(keys.get(key), key).toEqual([inputName(field)]);
          keys.delete(key);
          const byHand = BY_HAND[field.type.kind]!;
          const values = await services.db.rows<{ value: string }>(
            sql.raw(`select distinct "${field.column}"::text as value from "${layer.table}"
              where "${field.column}" is not null order by 1 limit 2`),
          );
          for (const { value } of values) {
            const { filter, where } = byHand(value, field.column);
            const found = await idsOf(layer, { [key]: filter });
            expect(found, `${name} by ${key} ${value}`).toEqual(await rowsBy(layer, where));
            expect(found.length).toBeGreaterThan(0);
          }
        }
        expect([...keys.keys()]).toEqual([]);
      },
    );

    it("by a part of a text looks in the fields that are told", async () => {
      for (const layer of LAYERS) {
        const fields = seen.get(layer.name)!.filters.find((f) => f.key === "text")?.fields ?? [];
        for (const name of fields) {
          const { column } = layer.fields.find((f) => inputName(f) === name)!;
          const [row] = await services.db.rows<{ value: string }>(
            sql.raw(`select "${column}" as value from "${layer.table}"
              where "${column}" is not null limit 1`),
          );
          if (!row) continue;
          const found = await idsOf(layer, { text: row.value });
          const holding = await rowsBy(layer, `"${column}" = '${row.value}'`);
          expect(found, `${layer.name} ${row.value}`).toEqual(expect.arrayContaining(holding));
        }
      }
    });
  });
});

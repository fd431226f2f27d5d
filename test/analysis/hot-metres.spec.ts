import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { handleJobs } from "../../api/domains.js";
import { importLayer } from "../../api/import/import.service.js";
import { askMeasuring } from "../../api/incidents/metres.js";
import { localProjection } from "../../geo/projection.js";
import { layerOf } from "../../schema/layers/index.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine, freshDirectory } from "../harness/engines.js";

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, ask: (q: string, v?: object) => Promise<any>;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    handleJobs(services);
    service = await serve(services);
    const { admin } = await tokensOf(services);
    ask = async (query, variables = {}) => {
      const { data, errors } = await service.as(admin)(query, variables as never);
      expect(errors).toBeUndefined();
      return Object.values(data!)[0];
    };
  });
  afterAll(() => service.close());

  /** Rows whose metres are not geo/projection's of the place they have, to the last bit. */
  async function wrong(): Promise<string[]> {
    const { forward } = localProjection(107.01, 29.01);
    const rows = await services.db.rows<{ title: string; at: number[]; metres: number[] }>(sql`
      select title, array[ST_X(geom), ST_Y(geom)] as at, array[x_m, y_m] as metres
      from incident where county_id = ${COUNTY}`);
    expect(rows.length).toBeGreaterThan(12);
    return rows.flatMap(({ title, at, metres }) => {
      const [x, y] = forward(at[0]!, at[1]!);
      return metres[0] === x && metres[1] === y ? [] : [title];
    });
  }

  it("a place written, moved, imported or imported anew has its metres, another value leaves them", async () => {
    const made = await ask(
      `mutation($g: GeoJSON!) { createIncident(input: { county: ${COUNTY}, title: "新", category: "0701",
        occurredFrom: "2026-05-01T00:00:00Z", geometry: $g }) { id version } }`,
      { g: { type: "Point", coordinates: [107.00312345678, 29.00712345678] } },
    );
    expect(await wrong()).toEqual([]);
    const moved = await ask(
      `mutation($id: ID!, $v: Int!, $g: GeoJSON!) {
        moveIncident(id: $id, version: $v, geometry: $g) { id version } }`,
      { id: made.id, v: made.version, g: { type: "Point", coordinates: [107.0171, 29.0013] } },
    );
    await ask(
      `mutation($id: ID!, $v: Int!) { updateIncident(id: $id, version: $v,
        changes: { title: "改" }) { id } }`,
      { id: moved.id, v: moved.version },
    );
    const file = join(mkdtempSync(join(freshDirectory("metres"), "files-")), "in.csv");
    const load = (lon: number) => {
      const rows = Array.from(
        { length: 30 },
        (_, i) => `k${i},${lon + i * 1e-4},29.0${i + 10},0701,2026`,
      );
      writeFileSync(
        file,
        `uid,lon,lat,category,date\n${rows.map((r) => `${r}-03-01 08:00`).join("\n")}`,
      );
      const layer = layerOf("incidents");
      return importLayer(services, { layer, file, county: COUNTY, key: "uid" });
    };
    expect(await load(107.001)).toMatchObject({ written: 30 });
    expect(await wrong()).toEqual([]);
    expect(await load(107.009)).toMatchObject({ updated: 30 });
    expect(await wrong()).toEqual([]);
  });

  it("rows of an earlier release are measured by a job at the start, and asked for once", async () => {
    await services.db.rows(sql`update incident set x_m = null, y_m = null
      where county_id = ${COUNTY} and right(id::text, 1) in ('1', '2', '3')`);
    expect(await wrong()).not.toEqual([]);
    expect(await askMeasuring(services.db, [COUNTY, 999999])).toEqual([COUNTY]);
    await expect.poll(wrong, { timeout: 10_000 }).toEqual([]);
    expect(await askMeasuring(services.db, [COUNTY])).toEqual([]);
  });
});

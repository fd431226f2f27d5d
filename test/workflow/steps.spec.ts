import type { Geometry } from "geojson";
import { v7 as newId } from "uuid";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { standardsOf } from "../../api/writing/standards.js";
import { write } from "../../api/writing/write.js";
import { layerOf } from "../../schema/layers/index.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

const PLACE = { type: "Point", coordinates: [107.003, 29.003] };
const REPORT = `mutation($input: CreateIncidentInput!) { createIncident(input: $input) {
  id version status steps { number action from to actor reason form } } }`;

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(() => service.close());

  const as = (role: string) => service.as(tokens[role], "测试");
  async function report(role = "resident"): Promise<{ id: string; steps: object[] }> {
    const { data, errors } = await as(role)(REPORT, {
      input: {
        county: COUNTY,
        title: "占道经营",
        category: "0603",
        geometry: PLACE,
        occurredFrom: "2026-02-03T04:05:06Z",
      },
    });
    expect(errors).toBeUndefined();
    return data!["createIncident"];
  }

  it("a report is an incident's first step; the next one tells who took it, in steps and history", async () => {
    const made = await report();
    const first = { number: 1, action: "report", from: null, to: "REPORTED" };
    const nothing = { reason: null, form: null };
    expect(made.steps).toEqual([{ ...first, ...nothing, actor: "person:demo-resident" }]);
    const { data } = await as("station")(
      `mutation($id: ID!) { rejectIncident(id: $id, version: 1, closing: "06", reason: "无此事") {
        version status closing steps { number action from to actor reason form } } }`,
      { id: made.id },
    );
    expect(data!["rejectIncident"]).toEqual({
      version: 2,
      status: "REJECTED",
      closing: "06",
      steps: [
        { ...first, ...nothing, actor: "person:demo-resident" },
        {
          ...{ number: 2, action: "reject", from: "REPORTED", to: "REJECTED" },
          ...{ actor: "person:demo-station", reason: "无此事", form: { closing: "06" } },
        },
      ],
    });
    const told = await as("station")(
      `query($id: ID!) { history(layer: INCIDENTS, id: $id) { version reason step before after } }`,
      { id: made.id },
    );
    expect(told.data!["history"][0]).toEqual({
      version: 2,
      reason: "无此事",
      step: "reject",
      before: { status: "REPORTED", closing: null, stateSince: expect.any(String) },
      after: { status: "REJECTED", closing: "06", stateSince: expect.any(String) },
    });
    expect(told.data!["history"][1]).toMatchObject({ version: 1, step: null });
  });

  it("what comes with a state has steps: an import's one, the demonstration's such as fit its times", async () => {
    const layer = layerOf("incidents");
    const standards = await standardsOf(services, COUNTY);
    const values = {
      ...{ title: "占道", category: "0603", status: "CLOSED" },
      ...{ occurredFrom: "2026-03-01T00:00:00Z", reportedAt: "2026-03-01T01:00:00Z" },
      stateSince: "2026-03-01T07:00:00.000Z",
    };
    const ids = { import: newId(), demo: newId(), open: newId() };
    for (const cause of ["import", "demo"] as const)
      await services.db.transaction((tx) =>
        write(tx, { actor: cause, cause, standards }, COUNTY, [
          {
            ...{ action: "create", layer, county: COUNTY },
            rows: [{ id: ids[cause], values, geometry: PLACE as Geometry }],
          },
        ]),
      );
    await services.db.transaction((tx) =>
      write(tx, { actor: "demo", cause: "demo", standards }, COUNTY, [
        {
          ...{ action: "create", layer, county: COUNTY },
          rows: [
            {
              id: ids.open,
              values: { ...values, status: "REPORTED" },
              geometry: PLACE as Geometry,
            },
          ],
        },
      ]),
    );
    await services.db.transaction((tx) =>
      write(tx, { actor: "import", cause: "import", standards }, COUNTY, [
        {
          ...{ action: "update", layer, county: COUNTY },
          rows: [{ id: ids.import, changes: { status: "REPORTED" } }],
        },
      ]),
    );
    const told = await as("admin")(
      `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Incident { status stateSince
        steps { action from to at } clocks { kind state lamp startedAt } } } }`,
      { ids: [ids.import, ids.demo, ids.open].map((id) => `${COUNTY}-${id}`) },
    );
    const [imported, demo, open] = told.data!["nodes"];
    expect(open.clocks).toEqual([
      { kind: "accept", state: "RUNNING", lamp: "RED", startedAt: values.stateSince },
    ]);
    expect([imported.clocks, demo.clocks]).toEqual([[], []]);
    expect(imported.status).toBe("REPORTED");
    expect(Date.now() - Date.parse(imported.stateSince)).toBeLessThan(60_000);
    expect(imported.steps.map((s: { at?: string }) => ({ ...s, at: undefined }))).toEqual([
      { action: "imported", from: null, to: "CLOSED" },
      { action: "imported", from: "CLOSED", to: "REPORTED" },
    ]);
    expect(demo.steps.map((s: { action: string; at: string }) => [s.action, s.at])).toEqual(
      ["report", "accept", "file", "dispatch", "sign", "reportResult", "verify"].map(
        (action, hour) => [action, `2026-03-01T0${hour + 1}:00:00.000Z`],
      ),
    );
  });
});

import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
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
      `query($id: ID!) { history(layer: INCIDENTS, id: $id) { version reason before after } }`,
      { id: made.id },
    );
    expect(told.data!["history"][0]).toEqual({
      version: 2,
      reason: "无此事",
      before: { status: "REPORTED", closing: null, stateSince: expect.any(String) },
      after: { status: "REJECTED", closing: "06", stateSince: expect.any(String) },
    });
  });
});

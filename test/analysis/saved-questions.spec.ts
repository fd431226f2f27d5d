import { afterAll, beforeAll, expect, it } from "vitest";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

// A question that is kept under a title is asked anew by whoever may see it, and answers each as far
// as they see.

const CREATE = `mutation ($input: CreateSavedQuestionInput!) {
  createSavedQuestion(input: $input) { id version title question view } }`;
const ASK = `query ($filter: IncidentFilter, $groupBy: [CountBy!]) {
  incidentStats(filter: $filter, groupBy: $groupBy) { total { count } } }`;

forEachEngine((makeEngine) => {
  let service: RunningService;
  let tokens: Record<string, string>;
  beforeAll(async () => {
    const services = await openSmallCounty(await makeEngine());
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(() => service.close());

  const as = (role: string) => service.as(tokens[role]);
  const save = (role: string, question: object, more: object = {}) =>
    as(role)(CREATE, { input: { county: COUNTY, title: "东城盗窃", question, ...more } });

  it("comes back as it was, to its author and to whom it is shared with, and to nobody else", async () => {
    const question = { filter: { categories: ["06"], level: { max: 4 } }, groupBy: ["DAY"] };
    const view = { map: { zoom: 14.5 } };
    const { data } = await save("analyst", question, { view, sharedWithRole: "station" });
    const kept = data!["createSavedQuestion"];
    expect(kept).toMatchObject({ question, view, version: 1 });
    const seen = async (role: string) =>
      (await as(role)("query ($id: ID!) { savedQuestion(id: $id) { question } }", { id: kept.id }))
        .data?.["savedQuestion"]?.question ?? null;
    expect(await seen("analyst")).toEqual(question);
    expect(await seen("station")).toEqual(question);
    expect(await seen("planner")).toBeNull();
    const change = `mutation ($id: ID!, $version: Int!) {
      updateSavedQuestion(id: $id, version: $version, changes: { title: "改" }) { version } }`;
    const asked = { id: kept.id, version: 1 };
    expect((await as("station")(change, asked)).errors![0]!.extensions!["code"]).toBe("FORBIDDEN");
    expect((await as("analyst")(change, asked)).data!["updateSavedQuestion"].version).toBe(2);
    const counts = async (role: string) =>
      (await as(role)(ASK, await seen(role))).data!["incidentStats"].total.count as number;
    expect(await counts("station")).toBeLessThanOrEqual(await counts("analyst"));
  });

  it("refuses what is no question, and says of a retired area that it is gone when it is asked", async () => {
    const refused = async (question: unknown) =>
      (await save("analyst", question as object)).errors![0]!.extensions;
    expect(await refused({ query: "{ households { nodes { headName } } }" })).toMatchObject({
      code: "BAD_USER_INPUT",
      field: "question",
    });
    expect(await refused([1])).toMatchObject({ field: "question" });
    expect(await refused({ filter: { text: "长".repeat(500_000) } })).toMatchObject({
      field: "question",
    });
    const unshared = await save("analyst", {}, { sharedWithRole: "statoin" });
    expect(unshared.errors![0]!.extensions).toMatchObject({ field: "sharedWithRole" });
    const area = await as("analyst")(
      `mutation { createSavedArea(input: { county: ${COUNTY}, name: "东城",
        area: { grids: ["${id("grid", 1)}"] } }) { id version } }`,
    );
    const { id: saved, version } = area.data!["createSavedArea"];
    const question = { filter: { area: { saved } } };
    expect((await save("analyst", question)).errors).toBeUndefined();
    expect((await as("analyst")(ASK, question)).errors).toBeUndefined();
    await as("analyst")(`mutation { retireSavedArea(id: "${saved}", version: ${version}) }`);
    expect((await as("analyst")(ASK, question)).errors![0]!.extensions).toMatchObject({
      code: "NOT_FOUND",
      field: "area.saved",
    });
  });
});

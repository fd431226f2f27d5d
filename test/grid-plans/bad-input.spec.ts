/** What a planner, or a planner's program, gets wrong: each has a code, a place or field, a way out. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { type Answer, type Asker, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { type PlanAt, PlanProgram } from "./plan-program.js";

const ONE = id("grid", 1);
const [TWO, BEYOND] = [id("grid", 2), id("grid", 3)];
const across = (...line: number[][]) => ({ splitGrids: { line } });

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;
  let planner: Asker, program: PlanProgram, plan: PlanAt;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    service = await serve(services);
    tokens = await tokensOf(services);
    planner = service.as(tokens["planner"]);
    program = new PlanProgram(services, planner, service.as(tokens["approver"]));
    plan = await program.begin("错的", [VILLAGES.kaifu]);
  });
  afterAll(() => service.close());

  const refusalOf = ({ data, errors }: Answer): Record<string, any> => {
    expect(data ?? {}).not.toEqual(expect.objectContaining({ edit: expect.anything() }));
    expect(errors).toHaveLength(1);
    return { message: errors![0]!.message, ...errors![0]!.extensions };
  };
  const draw = async (operations: object[], more: object = {}) =>
    planner(
      `mutation ($plan: ID!, $version: Int!, $operations: [GridOperationInput!]!, $key: String) {
        edit: applyGridOperations(plan: $plan, version: $version, operations: $operations,
          idempotencyKey: $key) { number version } }`,
      { plan: plan.id, version: plan.version, operations, ...more },
    );
  const asIs = async () => {
    const { data } = await planner(
      `{ gridPlan(id: "${plan.id}") { version edits status grids { id geometry locked } } }`,
    );
    return data!["gridPlan"];
  };

  describe("is refused, and the plan stays as it was", () => {
    const coil = Array.from({ length: 10_000 }, (_, i) => [
      107 + i * 1e-6,
      29.007 + (i % 2) * 1e-4,
    ]);
    const REFUSED: [string, object[], Record<string, unknown>][] = [
      [
        "a border drawn over itself",
        [
          { insertNode: { at: [107.01, 29.003] } },
          { insertNode: { at: [107.01, 29.006] } },
          { moveNode: { from: [107.01, 29.003], to: [107.012, 29.009] } },
          { moveNode: { from: [107.01, 29.006], to: [107.012, 29.002] } },
        ],
        { code: "COVERAGE_REFUSED", reason: "crosses", geometry: expect.anything() },
      ],
      [
        "a line that ends inside",
        [across([106.999, 29.006], [107.005, 29.006])],
        { code: "COVERAGE_REFUSED", field: "operations.0" },
      ],
      [
        "a stroke of 10,000 vertices",
        [across(...coil)],
        { code: expect.stringMatching(/COVERAGE_REFUSED|BAD_USER_INPUT/) },
      ],
      [
        "a point outside the village",
        [{ moveNode: { from: [108, 30], to: [108, 30.001] } }],
        { code: "COVERAGE_REFUSED", field: "operations.0" },
      ],
      [
        "a grid of another village",
        [{ mergeGrids: { keep: ONE, grids: [ONE, BEYOND] } }],
        { code: "COVERAGE_REFUSED", field: "operations.0" },
      ],
      [
        "a locked grid",
        [{ lock: { grids: [TWO] } }, { mergeGrids: { keep: ONE, grids: [ONE, TWO] } }],
        { code: "COVERAGE_REFUSED", reason: "locked", field: "operations.1" },
      ],
      [
        "a place that is no number",
        [{ moveNode: { from: [107.01, 29], to: ["NaN", 29.001] } }],
        { code: expect.stringMatching(/BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED/) },
      ],
      ["no operation", [], { code: "BAD_USER_INPUT", field: "operations" }],
      [
        "200 operations at once",
        Array.from({ length: 200 }, () => ({ lock: { grids: [TWO] } })),
        { code: "BAD_USER_INPUT", field: "operations" },
      ],
      [
        "two operations in one",
        [{ lock: { grids: [TWO] }, unlock: { grids: [TWO] } }],
        { code: expect.stringMatching(/BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED/) },
      ],
      [
        "a name of 2,000 characters",
        [{ setProperties: { grid: ONE, properties: { name: "名".repeat(2000) } } }],
        { code: "BAD_USER_INPUT", field: "operations.0" },
      ],
      [
        "a property that grids have not",
        [{ setProperties: { grid: ONE, properties: { owner: "x" } } }],
        { code: expect.stringMatching(/BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED/) },
      ],
    ];
    it.each(REFUSED)("%s", async (_, operations, expected) => {
      const before = await asIs();
      expect(refusalOf(await draw(operations))).toMatchObject(expected);
      expect(await asIs()).toEqual(before);
    });
  });

  it("a stroke that crosses itself cuts off its loop, and what hangs loose is nothing", async () => {
    const looped = await program.begin("环", [VILLAGES.kaifu]);
    const loop = [
      [107.004, 29.006],
      [107.008, 29.006],
      [107.008, 29.008],
      [107.006, 29.005],
    ];
    await program.draw(looped, across(...loop));
    const { data } = await planner(`{ gridPlan(id: "${looped.id}") {
      grids { code geometry } findings { severity } } }`);
    const { grids, findings } = data!["gridPlan"];
    expect(findings.filter((f: any) => f.severity === "error")).toEqual([]);
    const cut = grids.find((g: any) => g.code.endsWith("003")).geometry.coordinates;
    // A triangle: the loop alone.
    expect(cut.flat(2)).toHaveLength(4);
  });

  it("a code that another grid has is an error of the plan, and it is not handed in", async () => {
    const taken = await program.begin("重码", [VILLAGES.kaifu]);
    await program.draw(taken, {
      setProperties: { grid: ONE, properties: { code: `${VILLAGES.sanwan}001` } },
    });
    const submit = await planner(
      `mutation { submitGridPlan(id: "${taken.id}", version: ${taken.version}, reason: "好") { id } }`,
    );
    expect(refusalOf(submit)).toMatchObject({
      code: "GUARD_MISSING",
      missing: expect.arrayContaining([expect.objectContaining({ code: "PLAN_HAS_ERRORS" })]),
    });
  });

  it("the same key does an edit once; for other operations it is refused", async () => {
    const keyed = await program.begin("钥", [VILLAGES.kaifu]);
    const at = { plan: keyed.id, version: keyed.version, key: "key-of-an-edit" };
    const first = await draw([{ lock: { grids: [ONE] } }], at);
    expect(first.errors).toBeUndefined();
    expect(await draw([{ lock: { grids: [ONE] } }], at)).toEqual(first);
    const other = await draw([{ lock: { grids: [TWO] } }], at);
    expect(refusalOf(other)).toMatchObject({ code: "CONFLICT" });
  });

  describe("a plan", () => {
    const begin = (input: object) =>
      planner(`mutation ($input: NewGridPlanInput!) { createGridPlan(input: $input) { id } }`, {
        input: { county: COUNTY, name: "新", villages: [VILLAGES.kaifu], ...input },
      });
    it("of a name of 2,000 characters, of none, of an unknown village, of no village", async () => {
      for (const [input, field] of [
        [{ name: "名".repeat(2000) }, "name"],
        [{ name: "  " }, "name"],
        [{ villages: ["510799999999"] }, "villages"],
        [{ villages: [] }, "villages"],
      ] as const) {
        const refused = refusalOf(await begin(input));
        expect(refused["code"]).toBe("BAD_USER_INPUT");
        expect(refused["field"]).toMatch(new RegExp(`${field}$`));
      }
    });

    it("is approved by another, for a day ahead that no other plan of the village has", async () => {
      const [one, two] = [
        await program.begin("甲", [VILLAGES.kaifu]),
        await program.begin("乙", [VILLAGES.kaifu]),
      ];
      const step = (who: string, what: string, at: PlanAt, more: string) =>
        service.as(tokens[who])(
          `mutation { step: ${what}(id: "${at.id}", version: ${at.version}, ${more}) { version } }`,
        );
      for (const each of [one, two]) {
        const submitted = await step("planner", "submitGridPlan", each, 'reason: "看过"');
        each.version = submitted.data!["step"].version;
      }
      const own = await step("planner", "approveGridPlan", one, 'effectiveOn: "2098-01-01"');
      expect(refusalOf(own)["code"]).toMatch(/STEP_NOT_ALLOWED|FORBIDDEN/);
      for (const day of ["2020-01-01", new Date().toISOString().slice(0, 10)]) {
        const past = await step("approver", "approveGridPlan", one, `effectiveOn: "${day}"`);
        expect(refusalOf(past)).toMatchObject({ code: "GUARD_MISSING" });
      }
      const never = await step("approver", "approveGridPlan", one, 'effectiveOn: "2098-02-30"');
      expect(never.errors).toHaveLength(1);
      const first = await step("approver", "approveGridPlan", one, 'effectiveOn: "2098-01-01"');
      expect(first.errors).toBeUndefined();
      const same = await step("approver", "approveGridPlan", two, 'effectiveOn: "2098-01-01"');
      expect(refusalOf(same)).toMatchObject({ code: "GUARD_MISSING" });
      const late = await draw([{ lock: { grids: [ONE] } }], { plan: one.id, version: 3 });
      expect(refusalOf(late)).toMatchObject({ code: "STEP_NOT_ALLOWED", state: "APPROVED" });
    });
  });
});

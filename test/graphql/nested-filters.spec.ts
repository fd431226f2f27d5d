import { afterAll, beforeAll, expect, it } from "vitest";
import { type Asker, type RunningService, serve } from "../fixtures/service.js";
import { id, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

const LIST = `query ($filter: IncidentFilter) {
  incidents(filter: $filter, first: 500) { totalCount nodes { id category } } }`;

forEachEngine((makeEngine) => {
  let service: RunningService, ask: Asker;
  beforeAll(async () => {
    const services = await openSmallCounty(await makeEngine());
    service = await serve(services);
    const tokens = await tokensOf(services);
    ask = service.as(tokens.analyst);
  });
  afterAll(() => service.close());

  const found = async (filter: unknown): Promise<string[]> => {
    const { data, errors } = await ask(LIST, { filter });
    expect(errors, JSON.stringify(filter)).toBeUndefined();
    expect(data!["incidents"].totalCount).toBe(data!["incidents"].nodes.length);
    return data!["incidents"].nodes.map((n: { id: string }) => n.id).sort();
  };
  const refused = async (filter: unknown) => {
    const { errors } = await ask(LIST, { filter });
    return errors![0]!;
  };

  it("in variables and written out, a filter and its opposite are all rows, and share none", async () => {
    const all = await found({});
    for (const filter of [
      { categories: ["06"] },
      { sources: ["worker"] },
      { area: { grids: [id("grid", 1)] } },
      { or: [{ level: { max: 2 } }, { and: [{ categories: ["0603"] }, { text: "街" }] }] },
    ]) {
      const [yes, no] = [await found(filter), await found({ not: filter })];
      expect([...yes, ...no].sort()).toEqual(all);
      expect(await found({ and: [filter, { not: filter }] })).toEqual([]);
    }
    const written = await ask(`{ incidents(filter: { or: [{ categories: ["06"] },
      { not: { categories: ["06"] } }] }) { totalCount } }`);
    expect(written.data!["incidents"].totalCount).toBe(all.length);
    const byDefault = await ask(`query ($filter: IncidentFilter = { not: { categories: ["06"] } }) {
      incidents(filter: $filter) { totalCount } }`);
    expect(byDefault.data!["incidents"].totalCount).toBe(
      (await found({ not: { categories: ["06"] } })).length,
    );
  });

  it("what is masked outside is masked within, and what is of the whole stands outside", async () => {
    const households =
      "query ($filter: HouseholdFilter) { households(filter: $filter) { totalCount } }";
    const building = { buildings: [id("building", 1)] };
    for (const filter of [building, { not: building }, { or: [{ and: [building] }] }])
      expect((await ask(households, { filter })).errors![0]!.extensions).toMatchObject({
        code: "FORBIDDEN",
        field: "buildings",
      });
    expect((await refused({ not: { retired: true } })).extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      field: "retired",
    });
  });

  it("refuses what is too deep, too much, empty, and codes and areas that are wrong within", async () => {
    const deep = Array.from({ length: 6 }).reduce<object>((of) => ({ not: of }), {});
    expect((await refused(deep)).message).toContain("5 deep");
    const many = { or: Array.from({ length: 41 }, () => ({ level: { min: 1 } })) };
    expect((await refused(many)).message).toContain("40 filters");
    expect((await refused({ or: [] })).extensions).toMatchObject({ field: "or" });
    expect((await refused({ and: [{ categories: ["7777"] }] })).message).toContain("7777");
    const bow = [
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 1],
      [0, 0],
    ];
    const area = { polygon: { type: "Polygon", coordinates: [bow] } };
    expect((await refused({ or: [{ area }] })).extensions).toMatchObject({ field: "area.polygon" });
    for (const clock of [
      [],
      [{ from: "24:00", to: "06:00" }],
      [{ from: "22:00", to: "6:00" }],
      [{ weekdays: [8], from: "22:00", to: "06:00" }],
      [{ weekdays: [], from: "22:00", to: "06:00" }],
    ])
      expect((await refused({ clock })).extensions!["field"]).toMatch(/^clock/);
  });
});

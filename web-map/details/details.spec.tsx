// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { FullObject } from "../layers/layer-documents.js";
import { layer, renderInSession } from "../session/in-session.fixture.js";
import Details from "./details.js";
import type { Ways } from "./relation.js";

afterEach(cleanup);

const street = layer("STREETS", "道路", {
  geometry: "MULTI_LINE_STRING",
  fields: [
    {
      name: "name",
      labelZh: "名称",
      labelEn: "Name",
      type: "text",
      of: null,
      required: true,
      editable: true,
      access: "clear",
      min: null,
      max: null,
      multiline: false,
      scale: [],
    },
  ],
});
const object = (n: number, version = 1): FullObject => ({
  id: `510799-${n}`,
  name: `${n}号路`,
  villageCode: "510799001001",
  version,
  centroid: null,
  geometry: null,
  retiredAt: null,
  updatedAt: "2026-03-01T00:00:00Z",
  updatedBy: null,
  updatedByName: null,
});
const nothing = () => {};
const ways = { open: nothing };

const details = (of: FullObject, to: Ways = ways, as = street) => (
  <Details
    layer={as}
    one={{ object: of, fault: null, loading: false, retry: nothing }}
    period={{}}
    version=""
    ways={to}
    onClose={nothing}
    onPurpose={nothing}
    onEdit={nothing}
    onZoom={nothing}
    onAsArea={nothing}
    onRetired={nothing}
    onSaid={nothing}
  />
);

test("another object is shown by its fields, not by the tab that the last one was left at", async () => {
  const { show } = await renderInSession(details(object(1)), () => ({
    history: [],
    relations: [],
  }));
  fireEvent.mouseDown(screen.getByRole("tab", { name: "变更历史" }), { button: 0 });
  expect(screen.getByRole("tab", { name: "变更历史" }).getAttribute("aria-selected")).toBe("true");
  show(details(object(2)));
  expect(screen.getByRole("tab", { name: "变更历史" }).getAttribute("aria-selected")).toBe("false");
  await screen.findByText("2号路", { selector: "dd" });
});

const grid = layer("GRIDS", "网格", { ownPlace: true });
const household = layer("HOUSEHOLDS", "住户", {
  fields: ["code", "stair", "floor", "unit"].map((name) => ({
    ...street.fields[0],
    name,
    labelZh: name,
    type: name === "floor" ? "integer" : "text",
  })),
});
const relation = (more: object) => ({
  layer: "HOUSEHOLDS",
  by: "reference",
  field: "buildingId",
  metres: null,
  count: 3,
  filter: { buildings: ["510799-1"] },
  ...more,
});

test("what belongs to a building opens stair by stair, top floor first, and leads to each", async () => {
  const opened: string[] = [];
  const asked: unknown[] = [];
  const row = (id: string, stair: string, floor: number, unit: string) => ({
    ...{ id, code: id, stair, floor, unit },
  });
  await renderInSession(
    details(object(1), { open: (of, id) => opened.push(`${of} ${id}`) }),
    (query, variables) => {
      if (query.includes("Relations")) return { relations: [relation({})] };
      asked.push(variables["filter"]);
      const nodes = [
        row("h1", "2", 1, "101"),
        row("h2", "1", 1, "102"),
        row("h3", "1", 10, "1001"),
      ];
      return { rows: { nodes } };
    },
    { layers: [street, household] },
  );
  fireEvent.click(await screen.findByRole("button", { name: /住户.*3/ }));
  const first = await screen.findByRole("list", { name: "1 单元" });
  expect([...first.querySelectorAll("button span")].map((e) => e.textContent)).toEqual([
    "10 层 1001",
    "1 层 102",
  ]);
  expect(asked).toEqual([{ buildings: ["510799-1"] }]);
  fireEvent.click(screen.getByRole("button", { name: /10 层 1001/ }));
  expect(opened).toEqual(["households h3"]);
});

test("what an area finds opens in the table; of what the viewer has no layer nothing is said", async () => {
  const tables: unknown[] = [];
  await renderInSession(
    details(object(1), { open: nothing, table: (...of) => tables.push(of) }),
    (query) =>
      query.includes("Relations")
        ? {
            relations: [
              relation({ layer: "GRIDS", filter: { grids: ["510799-9"] }, count: 1 }),
              relation({
                layer: "HOUSEHOLDS",
                filter: { area: { villages: ["510799001001"] } },
                count: 2,
              }),
              relation({ layer: "TIES", count: 5 }),
            ],
          }
        : { rows: { nodes: [{ id: "g" }] } },
    { layers: [street, grid, { ...household, ownPlace: true }] },
  );
  fireEvent.click(await screen.findByRole("button", { name: /网格.*1/ }));
  fireEvent.click(await screen.findByRole("button", { name: "在表格中查看" }));
  fireEvent.click(screen.getByRole("button", { name: /住户.*2/ }));
  await waitFor(() => {
    expect(screen.getAllByRole("button", { name: "在表格中查看" })).toHaveLength(2);
  });
  fireEvent.click(screen.getAllByRole("button", { name: "在表格中查看" })[1]!);
  expect(tables).toEqual([
    ["grids", { kind: "grids", ids: ["510799-9"] }],
    ["households", { kind: "villages", codes: ["510799001001"] }],
  ]);
  expect(screen.queryByText(/5/)).toBeNull();
});

test("a code of a village is read as the village's name, and leads to it", async () => {
  const opened: string[] = [];
  const field = { ...street.fields[0]!, name: "villageCode", of: "villages" };
  const village = layer("VILLAGES", "村", { fields: street.fields });
  const of = { ...street, fields: [field] } as typeof street;
  await renderInSession(
    details(object(1), { open: (to, id) => opened.push(`${to} ${id}`) }, of),
    (query, { filter }) =>
      query.includes("Relations")
        ? { relations: [] }
        : { rows: { nodes: [{ id: "v1", name: `村 ${JSON.stringify(filter)}` }] } },
    { layers: [of, village] },
  );
  fireEvent.click(await screen.findByRole("button", { name: '村 {"codes":["510799001001"]}' }));
  expect(opened).toEqual(["villages v1"]);
});

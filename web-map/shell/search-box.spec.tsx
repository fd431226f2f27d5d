// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { createRef } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { layer, renderInSession } from "../session/in-session.fixture.js";
import { SearchBox } from "./search-box.js";
import { groupsOf, type Hit } from "./use-search.js";

const hit = (layer: Hit["layer"], n: number): Hit => ({
  layer,
  id: `510799-${layer}-${n}`,
  label: `东城小区${n}号楼`,
  detail: null,
  point: [107, 29],
  bounds: [107, 29, 107, 29],
});
const buildings = Array.from({ length: 8 }, (_, i) => hit("BUILDINGS", i + 1));
const layers = [layer("BUILDINGS", "楼栋"), layer("STREETS", "道路")];
const chosen = vi.fn();

const box = (answers: Parameters<typeof renderInSession>[1], viewer?: string) =>
  renderInSession(<SearchBox inputRef={createRef()} onChoose={chosen} />, answers, {
    layers,
    ...(viewer ? { viewer } : {}),
  });

const type = (text: string) => {
  const input = screen.getByRole("combobox");
  fireEvent.focus(input);
  fireEvent.change(input, { target: { value: text } });
};

beforeEach(() => chosen.mockClear());
afterEach(cleanup);

test("hits stand by layer, the layer with the best one first, no layer longer than its share", () => {
  const groups = groupsOf([hit("STREETS", 1), ...buildings], 5);
  expect(groups.map((g) => [g.layer, g.hits.length, g.hasMore])).toEqual([
    ["STREETS", 1, false],
    ["BUILDINGS", 5, true],
  ]);
});

test("«more» asks for the one layer and leads back", async () => {
  const asked: unknown[] = [];
  await box((_query, { layers: of, firstOfEach }) => {
    asked.push(of);
    return { search: [...buildings.slice(0, Number(firstOfEach)), hit("STREETS", 1)] };
  });
  type("东城小区");
  fireEvent.pointerDown(await screen.findByRole("option", { name: "更多楼栋…" }));
  await screen.findByRole("option", { name: "返回全部结果" });
  await waitFor(() => expect(asked.at(-1)).toEqual(["BUILDINGS"]));
  await waitFor(() => expect(screen.getAllByRole("option", { name: /号楼/ })).toHaveLength(9));
});

test("arrows and Enter choose across the groups", async () => {
  await box(() => ({ search: [...buildings.slice(0, 2), hit("STREETS", 9)] }));
  type("东城");
  await screen.findAllByRole("option");
  const input = screen.getByRole("combobox");
  fireEvent.keyDown(input, { key: "ArrowDown" });
  fireEvent.keyDown(input, { key: "ArrowDown" });
  fireEvent.keyDown(input, { key: "Enter" });
  expect(chosen.mock.calls[0]?.[0]).toMatchObject({ layer: "STREETS" });
});

test("who has not signed in hears that signing in finds more, not a hint that cannot work", async () => {
  await box(() => ({ search: [] }), "anonymous");
  type("东城小区");
  expect((await screen.findByText(/登录后可查/)).textContent).not.toContain("拼音");
});

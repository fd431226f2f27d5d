// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { useMemo, useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fakeMap } from "../map/fake-map.fixture.js";
import { layer, Refused, renderInSession } from "../session/in-session.fixture.js";
import { fakeShell } from "../shell/in-shell.fixture.js";
import { type Shell, ShellContext } from "../shell/shell-context.js";
import type { Params } from "../state/codec.js";
import type { ViewState } from "../state/view-state.js";
import Analyse from "./analyse.js";

interface Asked {
  filter: { from: string; to: string };
  around: { from: string; to: string };
  brushes: { by: string; filter: object }[];
  compare: object;
  besides: object;
  grids: object | null;
}
const asked: Asked[] = [];
let refusal: Refused | null = null;

const SQUARE = {
  type: "Polygon",
  coordinates: [
    [
      [107, 29],
      [107.1, 29],
      [107.1, 29.1],
      [107, 29],
    ],
  ],
};

const total = (count: number, expected: number) => ({
  ...{ count, expected, low: expected - 20, high: expected + 20 },
});

/** A county that has none, as one that brings its incidents alone. */
let isGridless = false;

/** A service that finds 143, and 41 once the clock is brushed. */
function answers(query: string, variables: Record<string, unknown>) {
  if (query.includes("query DefaultPlaces"))
    return { placeCheck: { share: 0.31, places: [{ point: [107.4, 29.7], incidents: 44 }] } };
  if (query.includes("query Points")) return { incidents: { nodes: [] } };
  if (query.includes("query GridShapes")) return { nodes: [{ id: "a", geometry: SQUARE }] };
  if (!query.includes("query Figures")) return {};
  if (refusal) throw refusal;
  const question = variables as unknown as Asked;
  asked.push(question);
  const count = question.brushes.some(({ by }) => by === "HOUR_OF_WEEK") ? 41 : 143;
  const group = (key: string, of: number) => ({ key, label: null, count: of, expected: of - 1 });
  const first = {
    ...group("510799-01890000-0000-7000-8000-00000000000a", 40),
    label: "第一网格",
    rate: { value: 20, low: 14.3, high: 27.2 },
    rank: { first: 1, last: 1, of: 1 },
  };
  return {
    now: {
      total: total(count, 109),
      uncertain: 0,
      compared: { from: "2026-09-29T16:00:00Z", to: "2026-10-27T16:00:00Z" },
      views: [
        {
          by: "HOUR_OF_WEEK",
          groups: Array.from({ length: 168 }, (_, i) => group(String(i), i === 118 ? 9 : 1)),
        },
        { by: "CATEGORY", groups: [group("0201", 90), group("0101", 53)] },
        { by: "LEVEL", groups: [group("4", 143)] },
        { by: "SOURCE", groups: [] },
        {
          by: "GRID",
          groups: isGridless ? [group("", 143)] : [first],
        },
      ],
    },
    besides: {
      total: total(count, 150),
      compared: { from: "2025-10-27T16:00:00Z", to: "2025-11-24T16:00:00Z" },
    },
    days: {
      views: [{ by: "DAY", groups: [group("2026-11-01", 3), group("2026-11-02", 4)] }],
    },
  };
}

/** The frame with an address that keeps what it is told. */
function Held({ map }: { map: Shell["map"] }) {
  const [base] = useState(() => fakeShell({ workspace: "analyse", over: document.body }));
  const [own, setOwn] = useState<Record<string, Params>>({});
  const [view, setView] = useState<ViewState>(base.view);
  const shell = useMemo<Shell>(
    () => ({
      ...base,
      map,
      view,
      update: (changes) => {
        setView((old) => ({ ...old, ...changes }));
      },
      address: {
        ...base.address,
        view,
        own,
        keep: (workspace, params, _step, shared = {}) => {
          setOwn((old) => ({ ...old, [workspace]: params }));
          setView((old) => ({ ...old, ...shared }));
        },
      },
    }),
    [base, map, view, own],
  );
  held = shell;
  return (
    <ShellContext value={shell}>
      <Analyse />
      <output>{JSON.stringify(own["analyse"] ?? {})}</output>
    </ShellContext>
  );
}
let held: Shell;
const press = (key: string) =>
  act(() =>
    held.actions
      .all()
      .flat()
      .findLast((action) => action.key === key)!
      .run(),
  );

const open = () => {
  const map = fakeMap();
  return renderInSession(<Held map={map} />, answers, {
    layers: [layer("INCIDENTS", "事件", { timed: true })],
    roles: ["ANALYST"],
  });
};
const cell = (name: RegExp) => screen.getByRole("gridcell", { name });
const last = () => asked.at(-1)!;
const counted = (n: number) => screen.findByText(String(n), { selector: ".analyse-number b" });
const ready = () => counted(143);

beforeEach(() => {
  localStorage.clear();
  asked.length = 0;
  refusal = null;
  isGridless = false;
  // The page opens on the last question of this browser.
  localStorage.clear();
  vi.stubGlobal("matchMedia", () => ({
    matches: false,
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("the usual question is four whole weeks, against those before and the same days last year", async () => {
  await open();
  await ready();
  expect(Date.parse(last().filter.to) - Date.parse(last().filter.from)).toBe(28 * 86_400_000);
  expect(last().brushes).toEqual([]);
  // 143 of an expected 109, where chance gives 89 to 129.
  const before = screen.getByText(/^环比/);
  expect(before.textContent).toContain("+31%");
  expect(before.textContent).toContain("−18%");
  expect(before.textContent).toContain("超出随机");
  expect(screen.getByText(/^同比/).textContent).toContain("在随机之内");
});

test("arrows and Enter on the clock narrow all views to an hour, in one request; Backspace takes it back", async () => {
  await open();
  await ready();
  const friday22 = cell(/周五 22 时/);
  act(() => {
    friday22.focus();
  });
  fireEvent.keyDown(friday22, { key: "Enter" });
  await counted(41);
  expect(asked).toHaveLength(2);
  expect(last().brushes).toEqual([
    { by: "HOUR_OF_WEEK", filter: { clock: [{ weekdays: [5], from: "22:00", to: "23:00" }] } },
  ]);
  expect(cell(/周五 22 时/).getAttribute("aria-selected")).toBe("true");
  press("Backspace");
  await ready();
  expect(last().brushes).toEqual([]);
});

test("Shift with arrows spans past midnight into the next day", async () => {
  await open();
  await ready();
  act(() => {
    cell(/周五 23 时/).focus();
  });
  // Noon first, a night is one piece.
  fireEvent.click(screen.getByRole("checkbox"));
  const evening = cell(/周五 22 时/);
  act(() => {
    evening.focus();
  });
  for (let i = 0; i < 7; i++)
    fireEvent.keyDown(document.activeElement!, { key: "ArrowRight", shiftKey: true });
  fireEvent.keyUp(document.activeElement!, { key: "Shift" });
  await counted(41);
  await waitFor(() => {
    expect(last().brushes).toEqual([
      { by: "HOUR_OF_WEEK", filter: { clock: [{ weekdays: [5], from: "22:00", to: "06:00" }] } },
    ]);
  });
  expect(screen.getByRole("button", { name: "去掉周五 22–06" })).toBeTruthy();
});

test("hours are typed, added to those that are there, and refused where they are none", async () => {
  await open();
  await ready();
  const typed = screen.getByRole("textbox", { name: /^时段/ });
  fireEvent.change(typed, { target: { value: "25" } });
  fireEvent.submit(typed.closest("form")!);
  expect(screen.getByRole("alert").textContent).toContain("25");
  expect(asked).toHaveLength(1);
  fireEvent.change(typed, { target: { value: "22-6" } });
  fireEvent.submit(typed.closest("form")!);
  await counted(41);
  expect(screen.queryByRole("alert")).toBeNull();
});

test("undo and redo go through the questions as they were asked", async () => {
  await open();
  await ready();
  fireEvent.click(screen.getByRole("button", { name: "第一网格" }));
  await waitFor(() => {
    expect(last().brushes.map(({ by }) => by)).toEqual(["GRID"]);
  });
  press("[");
  await waitFor(() => {
    expect(asked).toHaveLength(3);
  });
  expect(Date.parse(asked[1]!.filter.from) - Date.parse(last().filter.from)).toBe(28 * 86_400_000);
  press("z");
  press("z");
  await waitFor(() => {
    expect(last().brushes).toEqual([]);
  });
  expect(screen.getByRole("button", { name: "撤回" }).hasAttribute("disabled")).toBe(true);
  press("Z");
  await waitFor(() => {
    expect(last().brushes.map(({ by }) => by)).toEqual(["GRID"]);
  });
});

test("a slider moves the window by days and weeks, and never turns it over", async () => {
  await open();
  await ready();
  const from = () => screen.getByRole("slider", { name: "开始日" });
  const days = () => (Date.parse(last().filter.to) - Date.parse(last().filter.from)) / 86_400_000;
  fireEvent.keyDown(from(), { key: "PageUp" });
  await waitFor(() => {
    expect(days()).toBe(21);
  });
  for (let i = 0; i < 5; i++) fireEvent.keyDown(from(), { key: "PageUp" });
  await waitFor(() => {
    expect(days()).toBe(7);
  });
});

test("what the service refuses is said, and the figures before stay", async () => {
  await open();
  await ready();
  refusal = new Refused("BAD_INPUT");
  press("[");
  await screen.findByText("BAD_INPUT");
  await ready();
  refusal = new Refused("BAD_USER_INPUT", { code: "nothing-passed", params: {} });
  press("[");
  await screen.findByText("这段时间还没到");
});

test("days are compared with last year or days that are typed, and no typing asks for days that are none", async () => {
  await open();
  await ready();
  expect(last()).toMatchObject({
    compare: { against: "PRECEDING" },
    besides: { against: "LAST_YEAR" },
  });
  const way = screen.getByRole("combobox", { name: "对比" });
  fireEvent.change(way, { target: { value: "LAST_YEAR" } });
  await waitFor(() => {
    expect(last()).toMatchObject({ compare: { against: "LAST_YEAR" } });
  });
  expect(last().besides).toEqual({ against: "PRECEDING" });
  fireEvent.change(way, { target: { value: "CHOSEN" } });
  const [from, to] = [screen.getByLabelText("从"), screen.getByLabelText("到")];
  const form = from.closest("form")!;
  fireEvent.change(from, { target: { value: "2025-13-01" } });
  fireEvent.submit(form);
  expect(screen.getByRole("alert").textContent).toContain("2025-13-01");
  expect(asked).toHaveLength(2);
  fireEvent.change(from, { target: { value: "2025-02-01" } });
  fireEvent.change(to, { target: { value: "2025年2月14日" } });
  fireEvent.submit(form);
  await waitFor(() => {
    expect(last().compare).toEqual({ from: "2025-01-31T16:00:00Z", to: "2025-02-14T16:00:00Z" });
  });
  // 14 days beside 28: what would be of as many days is said to be so.
  await screen.findByText(/按同样天数折合/);
  expect(screen.getByText(/"compare":"2025-02-01..2025-02-14"/)).toBeTruthy();
});

test("grids of a day are counted by, and one that is chosen is asked for where it lies", async () => {
  await open();
  await ready();
  expect(last().grids).toBeNull();
  const by = screen.getByRole("combobox", { name: "网格口径" });
  fireEvent.change(by, { target: { value: "day" } });
  const on = screen.getByRole("textbox", { name: "哪一天的网格" });
  fireEvent.change(on, { target: { value: "2026-03-01" } });
  fireEvent.submit(on.closest("form")!);
  await waitFor(() => {
    expect(last().grids).toEqual({ on: "2026-03-01" });
  });
  fireEvent.click(screen.getByRole("button", { name: "第一网格" }));
  await waitFor(() => {
    expect(last().brushes).toEqual([
      { by: "GRID", filter: { and: [{ or: [{ area: { polygon: SQUARE } }] }] } },
    ]);
  });
});

test("where no incident lies in a grid it is said, and the map is offered by villages", async () => {
  isGridless = true;
  await open();
  await ready();
  const places = screen.getByRole("region", { name: "网格排名（件数）" });
  expect(places.textContent).toContain("没有一件落在网格里");
  fireEvent.click(within(places).getByRole("button", { name: "地图改按村、社区" }));
  expect(document.querySelector("output")!.textContent).toContain('"by":"village"');
});

test("it opens on the question that was asked last in this browser", async () => {
  await open();
  await ready();
  fireEvent.click(screen.getByRole("button", { name: "第一网格" }));
  await waitFor(() => {
    expect(last().brushes.map(({ by }) => by)).toEqual(["GRID"]);
  });
  cleanup();
  await open();
  await waitFor(() => {
    expect(asked.length).toBeGreaterThan(2);
    expect(last().brushes.map(({ by }) => by)).toEqual(["GRID"]);
  });
});

test("default places are told with their share, and a click leaves them out of every figure", async () => {
  await open();
  await ready();
  fireEvent.click(await screen.findByRole("button", { name: "31% 在 1 个默认点" }));
  await waitFor(() => {
    expect(last().filter).toMatchObject({ notAt: [[107.4, 29.7]] });
  });
  expect(last().around).toMatchObject({ notAt: [[107.4, 29.7]] });
});

test("each chart is a table to who does not see it", async () => {
  await open();
  await ready();
  const grid = screen.getByRole("grid", { name: /各时段/ });
  expect(within(grid).getAllByRole("gridcell")).toHaveLength(168);
  expect(cell(/周五 22 时：9 件/)).toBeTruthy();
  const kinds = screen.getAllByRole("table").map((table) => table.getAttribute("aria-label"));
  expect(kinds).toEqual(expect.arrayContaining(["类别", "等级", "网格排名（每百户件数）"]));
  // 40 incidents of 200 households.
  expect(screen.getByText(/^14 至 27$/)).toBeTruthy();
});

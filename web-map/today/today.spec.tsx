// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { brokenLink, Refused } from "../session/in-session.fixture.js";
import { fakeShell, renderInShell } from "../shell/in-shell.fixture.js";
import { NOON, quiet, TOWNS } from "./quiet-county.fixture.js";
import Today from "./today.js";

let now = NOON;

const open = (search: string, today: object = {}, more: object = {}) => {
  history.replaceState(null, "", `/today${search}`);
  return renderInShell(<Today />, quiet(today, more), { serverNow: () => now });
};

beforeEach(() => {
  now = NOON;
  vi.stubGlobal("matchMedia", () => ({
    ...{ matches: false, addEventListener: () => {}, removeEventListener: () => {} },
  }));
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test("who listens hears today's figure as one sentence, with what is usual and whether it is", async () => {
  await open("?wall=1");
  expect(
    await screen.findByText("今天到 12:31 共 46 件。 平日这个时候 31 到 58 件： 正常"),
  ).toBeTruthy();
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("示范县 今日");
  expect(screen.getByRole("heading", { level: 2, name: "今日事件" })).toBeTruthy();
  expect(screen.getByText("平日此时 31–58")).toBeTruthy();
  expect(screen.getByText("数据至 12:31")).toBeTruthy();
});

test("a county in its first weeks is told that nobody knows yet what is usual, and no range", async () => {
  await open("?wall=1", { usual: null, state: "UNKNOWN" });
  expect((await screen.findAllByText(/数据不到八周/)).length).toBeGreaterThan(0);
  expect(screen.getByText("不足")).toBeTruthy();
  expect(document.querySelector(".usual-range")).toBeNull();
});

test("whoever may not see it is told so once, and is not asked to try again", async () => {
  const refuse = (query: string) => {
    if (query.includes("query Towns")) return TOWNS;
    throw new Refused("FORBIDDEN");
  };
  history.replaceState(null, "", "/today");
  await renderInShell(<Today />, refuse);
  expect(await screen.findByText(/您的角色看不到今日事件/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "重试" })).toBeNull();
});

test("what an address says and cannot be is told: a retired town, 30 February; the county is shown", async () => {
  await open("?wall=1&town=510799999&day=2026-02-30");
  expect(await screen.findByText(/510799999 已停用或不存在/)).toBeTruthy();
  expect(screen.getByText(/「day=2026-02-30」看不懂/)).toBeTruthy();
  expect(await screen.findByText("46")).toBeTruthy();
});

test("a wall whose data are late says so by the service's clock, whatever the clock of the machine", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  await open("?wall=1");
  await screen.findByText("数据至 12:31");
  const look = () => document.querySelector("main")!.dataset["freshness"];
  expect(look()).toBe("fresh");
  const pass = (minutes: number) =>
    act(() => {
      now += minutes * 60_000;
      vi.advanceTimersByTime(2_000);
    });
  pass(4);
  await expect.poll(look).toBe("late");
  expect(screen.getByText(/已 4 分钟没有新数据/)).toBeTruthy();
  pass(12);
  await expect.poll(look).toBe("old");
});

test("without a live link the page says that it asks by itself, and asks every 30 seconds", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  let asked = 0;
  const counting = (query: string) => {
    if (query.includes("today(")) asked++;
    return quiet({})(query);
  };
  const link = brokenLink();
  link.set(false);
  history.replaceState(null, "", "/today?wall=1");
  await renderInShell(<Today />, counting, { serverNow: () => now, link });
  await screen.findByText(/实时连接不通/);
  await screen.findByText("46");
  expect(asked).toBe(1);
  act(() => {
    vi.advanceTimersByTime(30_000);
  });
  await expect.poll(() => asked, { timeout: 10_000 }).toBe(2);
});

test("of nobody needed the page says so in words, and of a hot area since when; a place that may not be named is not", async () => {
  const first = await open("?wall=1");
  expect(await screen.findByText("没有需要处理的")).toBeTruthy();
  expect(screen.getByText("没有高于平日的时段")).toBeTruthy();
  first.unmount();
  const area = { id: "1", kind: null, kindLabel: null, since: "2026-11-17T04:00:00Z", day: 9 };
  const shape = {
    type: "MultiPolygon",
    coordinates: [
      [
        [
          [107, 29],
          [107.1, 29],
          [107, 29.1],
          [107, 29],
        ],
      ],
    ],
  };
  const at = { computedAt: "2026-11-25T06:25:00Z", windowEnd: "2026-11-25T06:00:00Z" };
  await open(
    "?wall=1",
    {},
    {
      hotNow: {
        ...at,
        areas: [
          { ...area, name: "东门市场", incidents: 31, shape },
          { ...area, id: "2", name: null, incidents: 12, shape },
        ],
      },
      needs: [
        {
          id: "n",
          kind: "ABOVE_USUAL",
          place: "凯涪社区",
          village: "510799100001",
          day: 3,
          count: 14,
          expected: 4.25,
        },
      ],
    },
  );
  expect(await screen.findByText("东门市场 · 各类合计")).toBeTruthy();
  expect(screen.getByText("一处地点 · 各类合计")).toBeTruthy();
  expect(screen.getByText("14:25 计算，28 天至 14:00")).toBeTruthy();
  expect(screen.getByText(/高于平日 3 天 · 14 件（平日 4.3）/)).toBeTruthy();
});

test("days and hours are the county's own, where clocks are changed too: neither UTC's nor the machine's", async () => {
  // 0:30 of 8 March in New York, an hour and a half before its clocks go on.
  now = Date.parse("2026-03-08T05:30:00Z");
  const row = { category: "0603", place: null, level: 4 };
  const incidents = [
    { ...row, id: "a", at: "2026-03-08T05:10:00Z" },
    // Of the 7th there, of the 8th in UTC and in Shanghai.
    { ...row, id: "b", at: "2026-03-08T04:50:00Z" },
  ];
  history.replaceState(null, "", "/today?wall=1");
  await renderInShell(<Today />, quiet({}, { newestIncidents: { delicate: 0, incidents } }), {
    ...{ serverNow: () => now, timeZone: "America/New_York" },
  });
  expect(await screen.findByText("00:10")).toBeTruthy();
  expect(screen.getByText("03-07")).toBeTruthy();
  expect(screen.getByText("3月8日 周日")).toBeTruthy();
  expect(screen.getByText("00:30")).toBeTruthy();
  cleanup();
  now = Date.parse("2026-03-08T07:30:00Z");
  await renderInShell(<Today />, quiet(), {
    ...{ serverNow: () => now, timeZone: "America/New_York" },
  });
  expect(await screen.findByText("03:30")).toBeTruthy();
});

test("a county without incidents is calm: a nought within what is usual, and each list says that it is empty", async () => {
  await open("?wall=1", { count: 0, usual: { expected: 0.3, low: 0, high: 1 } });
  // Newest, and categories.
  await expect.poll(() => screen.queryAllByText("还没有事件").length).toBe(2);
  expect(screen.getByText("没有需要处理的")).toBeTruthy();
  expect(screen.getByText("平日此时 0–1")).toBeTruthy();
  expect(screen.getByText("热点还没有计算过")).toBeTruthy();
  expect(document.querySelectorAll("[role=alert]")).toHaveLength(0);
});

test("what is long late is one line of its own, without a place; each place of now has its number", async () => {
  const need = { place: null, village: null, category: null, kindLabel: null, expected: null };
  await open(
    "?wall=1",
    {},
    { needs: [{ ...need, id: "backlog", kind: "BACKLOG", since: null, day: 1040, count: 37 }] },
  );
  expect(await screen.findByText("积压")).toBeTruthy();
  expect(screen.getByText("超四周 37 件，最早第 1040 天")).toBeTruthy();
  expect(screen.queryByText(/一处地点/)).toBeNull();
});

test("keys: N night and back, 1 to 9 the places that speak, Space holds the round; none is said twice", async () => {
  const shell = fakeShell();
  history.replaceState(null, "", "/today?wall=1&rotate=40");
  const needs = [
    {
      id: "n",
      kind: "ABOVE_USUAL",
      village: "510799100001",
      place: "凯涪社区",
      day: 3,
      count: 4,
      expected: 1,
    },
  ];
  await renderInShell(<Today />, quiet({}, { needs }), { serverNow: () => now, shell });
  await screen.findByText("轮播 1/2");
  const press = (key: string) => {
    act(() => {
      shell.actions
        .all()
        .flat()
        .find((action) => action.key === key && action.isOffered !== false)!
        .run();
    });
  };
  press("2");
  expect(location.search).toBe("?wall=1&town=510799100&rotate=40");
  press("1");
  expect(location.search).toBe("?wall=1&rotate=40");
  press("n");
  expect(location.search).toBe("?wall=1&night&rotate=40");
  expect(document.documentElement.dataset["theme"]).toBe("dark");
  press("n");
  expect(document.documentElement.dataset["theme"]).toBe("light");
  fireEvent.keyDown(document.body, { key: " " });
  expect(await screen.findByText("轮播已停")).toBeTruthy();
  fireEvent.keyDown(document.body, { key: " " });
  expect(await screen.findByText("轮播 1/2")).toBeTruthy();
  const keys = shell.actions
    .all()
    .flat()
    .map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toContain("f");
});

test("a town speaks by its hot areas too: the round goes there, and to no quiet one", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const hotNow = { areas: [{ villages: ["510799100001"] }], computedAt: null, windowEnd: null };
  history.replaceState(null, "", "/today?wall=1&rotate=40&tiles=today");
  const towns = {
    display: {
      towns: [
        ...TOWNS.display.towns,
        { code: "510799101", name: "石坝镇", villages: ["510799101001"] },
      ],
    },
  };
  await renderInShell(<Today />, quiet({}, { ...towns, hotNow }), { serverNow: () => now });
  await screen.findByText("轮播 1/2");
  const pass = () => {
    act(() => {
      vi.advanceTimersByTime(40_000);
    });
  };
  pass();
  expect(location.search).toContain("town=510799100&");
  await screen.findByText("轮播 2/2");
  pass();
  expect(location.search).not.toContain("town=");
});

test("of several incidents that came at once one line alone moves, the newest; the first look moves none", async () => {
  const row = { at: "2026-11-25T04:20:00Z", category: "0603", place: "凯涪社区", level: 4 };
  let incidents = [{ ...row, id: "a" }];
  let tell: (data: object) => void = () => {};
  history.replaceState(null, "", "/today?wall=1");
  await renderInShell(
    <Today />,
    (query) => quiet({}, { newestIncidents: { delicate: 1, incidents } })(query),
    {
      serverNow: () => now,
      subscribed: (query, told) => {
        if (query.includes("dashboardChanged")) tell = told;
      },
    },
  );
  const moving = () =>
    [...document.querySelectorAll("[data-new=true]")].map((li) => li.textContent);
  await screen.findByText("12:20");
  expect(moving()).toEqual([]);
  expect(screen.getByText(/另有敏感事件 1 件/)).toBeTruthy();
  const told = () => {
    act(() => {
      tell({ dashboardChanged: { at: "2026-11-25T04:31:00Z", position: "p" } });
    });
  };
  incidents = [
    { ...row, id: "c", at: "2026-11-25T04:31:00Z", category: "0701", level: 1 },
    { ...row, id: "b", at: "2026-11-25T04:30:00Z" },
    { ...row, id: "a" },
  ];
  told();
  expect(await screen.findByText("1 级")).toBeTruthy();
  expect(moving()).toHaveLength(1);
  expect(moving()[0]).toContain("12:31");
  const line = document.querySelector("[data-new=true]");
  // A word was corrected: the same row, which moves no second time.
  incidents = incidents.map((one) => ({ ...one, place: "东门社区" }));
  told();
  expect(await screen.findAllByText("东门社区")).toHaveLength(3);
  expect(document.querySelector("[data-new=true]")).toBe(line);
});

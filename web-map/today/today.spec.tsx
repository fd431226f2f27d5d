// @vitest-environment happy-dom
import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { brokenLink, Refused } from "../session/in-session.fixture.js";
import { renderInShell } from "../shell/in-shell.fixture.js";
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
    if (query.includes("townships")) return TOWNS;
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
  expect(await screen.findByText("东门市场")).toBeTruthy();
  expect(screen.getByText("一处地点")).toBeTruthy();
  expect(screen.getByText("14:25 计算，28 天至 14:00")).toBeTruthy();
  expect(screen.getByText(/高于平日 3 天 · 14 件（平日 4.3）/)).toBeTruthy();
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

// @vitest-environment happy-dom
import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Refused } from "../session/in-session.fixture.js";
import { fakeShell, renderInShell } from "../shell/in-shell.fixture.js";
import Today from "./today.js";

const USUAL = { expected: 44.2, low: 31, high: 58 };
const TOWNS = {
  townships: { nodes: [{ code: "510799100", name: "凯涪镇" }] },
  villages: { nodes: [{ code: "510799100001", townshipCode: "510799100" }] },
};
const NOON = Date.parse("2026-11-25T04:31:20Z");
let now = NOON;

const answers = (today: object) => (query: string) =>
  query.includes("townships")
    ? TOWNS
    : {
        today: {
          ...{ at: new Date(NOON).toISOString(), day: "2026-11-25", count: 46, above: [] },
          ...{ state: "USUAL", usual: USUAL, ...today },
        },
      };

const open = (search: string, today: object = {}, more: object = {}) => {
  history.replaceState(null, "", `/today${search}`);
  return renderInShell(<Today />, answers(today), { serverNow: () => now, ...more });
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
  expect(await screen.findByText(/您的角色看不到这一项/)).toBeTruthy();
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
  const shell = fakeShell();
  await open("?wall=1", {}, { shell });
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
    return answers({})(query);
  };
  const shell = fakeShell();
  history.replaceState(null, "", "/today?wall=1");
  await renderInShell(<Today />, counting, {
    ...{ serverNow: () => now, shell: { ...shell, live: { ...shell.live, up: false } } },
  });
  await screen.findByText(/实时连接不通/);
  await screen.findByText("46");
  expect(asked).toBe(1);
  act(() => {
    vi.advanceTimersByTime(30_000);
  });
  await expect.poll(() => asked, { timeout: 10_000 }).toBe(2);
});

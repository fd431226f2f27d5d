// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Refused } from "../session/in-session.fixture.js";
import { fakeShell, renderInShell } from "../shell/in-shell.fixture.js";
import { quiet } from "./quiet-county.fixture.js";
import Today from "./today.js";

const ID = "510799-01890000-0000-7000-8000-0000000000aa";

interface Kept {
  id: string;
  version: number;
  title: string;
  template: string;
  layout: { tiles: string[]; view?: { text: string } };
  updatedBy: string;
  sharedWithRole?: string | null;
}
interface Asked {
  input: Kept;
  changes: object;
  id: string;
  version: number;
}
let kept: Kept[] = [];
const said: string[] = [];

/** The register, as the service keeps it: a version that is not the present one is refused. */
function answers(query: string, variables: Record<string, unknown>) {
  const { input, changes, id, version } = variables as unknown as Asked;
  const now = kept.find((one) => one.id === id);
  if (/mutation (Change|Retire)/.test(query) && now?.version !== version)
    throw new Refused("CONFLICT");
  if (query.includes("mutation SaveBoard")) {
    kept = [{ ...input, id: ID, version: 1, updatedBy: "person:demo" }, ...kept];
    return { createDashboard: { id: ID } };
  }
  if (query.includes("mutation ChangeBoard")) {
    kept = kept.map((one) => (one === now ? { ...one, ...changes, version: version + 1 } : one));
    return { updateDashboard: { id } };
  }
  if (query.includes("mutation RetireBoard")) {
    kept = kept.filter((one) => one !== now);
    return { retireDashboard: true };
  }
  if (query.includes("query OrganisationNames")) return { organisations: { nodes: [] } };
  const whole = (one: Kept) => ({
    ...{ updatedByName: "李", sharedWithRole: null, sharedWithOrganisation: null },
    ...{ retiredAt: null, ...one },
  });
  if (query.includes("query Boards"))
    return { dashboards: { totalCount: kept.length, nodes: kept.map(whole) } };
  if (query.includes("query Board(")) return { dashboard: now ? whole(now) : null };
  if (query.includes("dashboardTiles"))
    return {
      dashboardTiles: ["today", "lastDays", "newest", "needs", "hotNow", "clock"].map((tile) => ({
        ...{ id: tile, visible: tile !== "clock" },
      })),
    };
  return quiet()(query);
}

const open = async (search = "") => {
  history.replaceState(null, "", `/today${search}`);
  const shell = { ...fakeShell(), say: (text: string) => said.push(text) };
  const page = await renderInShell(<Today />, answers, { shell });
  await waitFor(() => {
    expect(shown().length).toBeGreaterThan(0);
  });
  return page;
};
const shown = () =>
  [...document.querySelectorAll<HTMLElement>("[data-tile]")].map((tile) => tile.dataset["tile"]);
const menu = async (name: string | RegExp = "编排") => {
  fireEvent.click(screen.getByRole("button", { name }));
  return within(await screen.findByRole("dialog"));
};

beforeEach(() => {
  kept = [];
  said.length = 0;
  vi.stubGlobal("matchMedia", () => ({
    ...{ matches: false, addEventListener: () => {}, removeEventListener: () => {} },
  }));
});
afterEach(cleanup);

test("tiles are chosen and moved by buttons that keep the focus, the address says them, and a page is saved", async () => {
  await open("?rotate=40");
  const list = await menu();
  // What the viewer may not look at is not offered.
  fireEvent.click(list.getByRole("checkbox", { name: "时段" }));
  await waitFor(() => {
    expect(location.search).not.toContain("clock");
  });
  expect(list.getByRole<HTMLInputElement>("checkbox", { name: "时段" }).disabled).toBe(true);
  for (const name of ["类别", "近 28 天", "当前热点", "最新"])
    fireEvent.click(list.getByRole("checkbox", { name }));
  expect(location.search).toBe("?rotate=40&tiles=today,needs");
  const up = list.getByRole("button", { name: "上移：需要处理" });
  up.focus();
  fireEvent.click(up);
  expect(location.search).toBe("?rotate=40&tiles=needs,today");
  expect(document.activeElement).toBe(up);
  // A button that is switched off would lose the focus in a browser.
  expect([up.getAttribute("aria-disabled"), (up as HTMLButtonElement).disabled]).toEqual([
    ...["true", false],
  ]);
  fireEvent.click(up);
  expect(location.search).toBe("?rotate=40&tiles=needs,today");
  fireEvent.click(list.getByRole("radio", { name: "手机" }));
  expect(shown()).toEqual(["needs", "today"]);
  fireEvent.change(list.getByLabelText("名称"), { target: { value: "值班" } });
  fireEvent.change(list.getByLabelText("共享给角色"), { target: { value: "station" } });
  fireEvent.click(list.getByRole("button", { name: "存为新看板" }));
  await waitFor(() => {
    expect(location.search).toBe(`?rotate=40&page=${ID}`);
  });
  expect(kept).toMatchObject([
    {
      ...{ title: "值班", template: "PHONE", sharedWithRole: "station" },
      layout: { tiles: ["needs", "today"], view: { text: "?rotate=40" } },
    },
  ]);
  expect(shown()).toEqual(["needs", "today"]);
  expect(said).toEqual(["已保存“值班”"]);
});

test("a saved page opens by its address; changed elsewhere meanwhile it is not overwritten, and nothing arranged is lost", async () => {
  const layout = { tiles: ["today", "newest"], view: { text: "?rotate=60" } };
  const base = { id: ID, version: 1, title: "大厅", template: "WALL", updatedBy: "person:demo" };
  kept = [{ ...base, layout }];
  await open(`?page=${ID}`);
  expect(shown()).toEqual(["today", "newest"]);
  const list = await menu("大厅");
  fireEvent.click(await list.findByRole("button", { name: "大厅" }));
  expect(location.search).toBe(`?rotate=60&page=${ID}`);
  fireEvent.click(list.getByRole("button", { name: "下移：今日事件" }));
  expect(location.search).toContain("tiles=newest,today");
  // Another window was faster.
  kept = kept.map((one) => ({ ...one, version: 2, layout: { tiles: ["needs"] } }));
  const overwrite = async () => {
    fireEvent.click(await list.findByRole("button", { name: "覆盖: 大厅" }));
    fireEvent.click(list.getByRole("button", { name: /确定以当前编排覆盖/ }));
  };
  await overwrite();
  await waitFor(() => {
    expect(said).toEqual([expect.stringContaining("已在别处改过，没有覆盖")]);
  });
  expect(kept[0]!.layout.tiles).toEqual(["needs"]);
  expect(location.search).toContain("tiles=newest,today");
  expect(document.querySelectorAll("[data-tile]")).toHaveLength(2);
  await overwrite();
  await waitFor(() => {
    expect(kept[0]!.layout.tiles).toEqual(["newest", "today"]);
  });
  fireEvent.click(await list.findByRole("button", { name: "删除: 大厅" }));
  fireEvent.click(list.getByRole("button", { name: /确定删除/ }));
  await waitFor(() => {
    expect(kept).toEqual([]);
  });
  // Deleted is what was saved, not what is looked at.
  expect(location.search).toBe("?template=wall&rotate=60&tiles=newest,today");
  expect(document.querySelectorAll("[data-tile]")).toHaveLength(2);
});

test("a page that is gone, tiles that are none and those of another program are told, and the usual ones shown", async () => {
  await open(`?page=${ID}`);
  expect(await screen.findByText(/看板已删除或没有共享给您/)).toBeTruthy();
  expect(shown()).toHaveLength(7);
  cleanup();
  await open("?tiles=weather,today");
  expect(await screen.findByText(/没有看板块「weather」/)).toBeTruthy();
  expect(shown()).toEqual(["today"]);
  cleanup();
  const theirs = { title: "别人的", template: "CINEMA", layout: { tiles: ["video"] } as never };
  kept = [{ ...theirs, id: ID, version: 1, updatedBy: "person:li" }];
  await open(`?page=${ID}`);
  expect(await screen.findByText(/没有看板块「video」/)).toBeTruthy();
  expect(shown()).toHaveLength(7);
});

// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { brokenLink, layer, renderInSession } from "../session/in-session.fixture.js";
import { type Shell, ShellContext } from "../shell/shell-context.js";
import type { ColumnFilters } from "./column-filter.js";
import { DataTable } from "./data-table.js";
import type { Order } from "./order.js";

const field = (name: string, labelZh: string, type: string, more: object = {}) => ({
  name,
  labelZh,
  labelEn: name,
  type,
  of: null,
  required: false,
  editable: true,
  access: "clear",
  min: null,
  max: null,
  scale: [],
  multiline: false,
  ...more,
});
const cameras = layer("CAMERAS", "视频点位", {
  fields: [
    field("code", "国标编码", "text"),
    field("name", "名称", "text", { required: true }),
    field("retentionDays", "留存天数", "integer"),
    field("gridId", "网格", "reference", { of: "grids" }),
  ],
  filters: [
    { key: "text", fields: ["name"] },
    { key: "retentionDays", fields: ["retentionDays"] },
  ],
});
const buildings = layer("BUILDINGS", "楼栋", { fields: [field("name", "名称", "text")] });

const rows = Array.from({ length: 30 }, (_, i) => ({
  id: `510799-${i}`,
  version: 1,
  centroid: [107, 29],
  code: `C${i}`,
  name: `点位${i}`,
  retentionDays: i,
}));

interface Question {
  filter: Record<string, unknown>;
  orderBy?: { field: string; direction: string };
  after?: string;
}
const asked: Question[] = [];
const opened = vi.fn();

/** A service with thirty cameras on a first page, of forty in all. */
function answers(query: string, variables: Record<string, unknown>) {
  if (query.startsWith("query Counts")) return { cameras: { totalCount: 7 } };
  const question = variables as unknown as Question;
  asked.push(question);
  const nodes = question.after ? [] : rows;
  return { rows: { nodes, pageInfo: { hasNextPage: true, endCursor: "30" } } };
}

const shell: Partial<Shell> = {
  live: { version: "1", changed: [], news: new Map(), up: true },
  say: () => {},
};

function Stage({ from = null }: { from?: Order | null }) {
  const [order, setOrder] = useState<Order | null>(from);
  const [filters, setFilters] = useState<ColumnFilters>({});
  const [openId, setOpenId] = useState<string | null>(null);
  return (
    <ShellContext value={shell as Shell}>
      <DataTable
        layer={cameras}
        layers={[cameras, buildings]}
        onLayer={() => {}}
        narrowing={{ area: null, period: {}, categories: null, county: 510799 }}
        countOf={() => 40}
        isCountStale={false}
        filters={filters}
        onFilters={setFilters}
        order={order}
        onOrder={setOrder}
        openId={openId}
        onOpen={(row, byKey) => {
          opened(row.id, byKey);
          setOpenId(row.id);
        }}
        onHover={() => {}}
        onClose={() => {}}
      />
      {openId && (
        <button
          type="button"
          onClick={() => {
            setOpenId(null);
          }}
        >
          详情
        </button>
      )}
    </ShellContext>
  );
}

const stage = async (link = brokenLink(), from: Order | null = null) => {
  const shown = await renderInSession(<Stage from={from} />, answers, {
    layers: [cameras, buildings],
    link,
  });
  await screen.findByText("点位0");
  return shown;
};
const row = (n: number) => screen.getByText(`点位${n}`).closest<HTMLElement>('[role="row"]')!;
const press = (key: string, more: object = {}) =>
  fireEvent.keyDown(document.activeElement!, { key, ...more });
const foot = () => document.querySelector(".table-foot")!.textContent;
const heads = () => screen.getAllByRole("columnheader").map((head) => head.textContent);

beforeEach(() => {
  // A list of a screen's height: nothing is laid out here.
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(400);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(900);
  localStorage.clear();
  asked.length = 0;
  opened.mockClear();
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

test("rows stand as the address says, and as they usually do where it names no field of theirs", async () => {
  await stage(brokenLink(), { field: "name", descending: true });
  expect(asked.at(-1)?.orderBy).toMatchObject({ field: "NAME", direction: "DESC" });
  cleanup();
  asked.length = 0;
  await stage(brokenLink(), { field: "secret", descending: true });
  expect(asked.at(-1)?.orderBy).toBeUndefined();
});

test("Tab stops at one row; keys move, open, and closing leads back to the row", async () => {
  await stage();
  const grid = screen.getByRole("grid");
  expect(grid.getAttribute("aria-rowcount")).toBe("41");
  expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
  row(0).focus();
  press("ArrowDown");
  await waitFor(() => expect(document.activeElement).toBe(row(1)));
  press("Enter");
  expect(opened).toHaveBeenLastCalledWith("510799-1", true);
  const details = screen.getByRole("button", { name: "详情" });
  details.focus();
  fireEvent.click(details);
  await waitFor(() => expect(document.activeElement).toBe(row(1)));
});

test("Space ticks, Shift with an arrow ticks on, and all that is filtered is said with its number", async () => {
  await stage();
  row(0).focus();
  press(" ");
  expect(foot()).toContain("已选 1 条");
  press("ArrowDown", { shiftKey: true });
  await waitFor(() => expect(document.activeElement).toBe(row(1)));
  expect(foot()).toContain("已选 2 条");
  fireEvent.click(within(row(5)).getByRole("checkbox"), { shiftKey: true });
  expect(foot()).toContain("已选 6 条");
  fireEvent.click(screen.getByRole("checkbox", { name: "全选（40 条）" }));
  expect(foot()).toContain("已选 40 条");
  fireEvent.click(within(row(2)).getByRole("checkbox"));
  expect(foot()).toContain("已选 39 条");
});

test("a column's filter asks the service, stands as a chip and is taken off by it", async () => {
  await stage();
  fireEvent.click(screen.getByRole("button", { name: "留存天数：排序、筛选与列设置" }));
  fireEvent.change(await screen.findByLabelText("最小"), { target: { value: "20" } });
  fireEvent.click(screen.getByRole("button", { name: "应用" }));
  const chip = await screen.findByRole("button", { name: "去掉筛选：留存天数: ≥ 20" });
  await waitFor(() => expect(asked.at(-1)?.filter).toMatchObject({ retentionDays: { min: 20 } }));
  await waitFor(() => expect(foot()).toContain("筛选出 7 条，范围内共 40 条"));
  fireEvent.click(chip);
  await waitFor(() => expect(asked.at(-1)?.filter).not.toHaveProperty("retentionDays"));
});

test("heads sort where the service can, and say why where it cannot", async () => {
  await stage();
  fireEvent.click(screen.getByRole("button", { name: "留存天数" }));
  await waitFor(() =>
    expect(asked.at(-1)?.orderBy).toEqual({ field: "RETENTION_DAYS", direction: "ASC" }),
  );
  const before = asked.length;
  const grid = screen.getByRole("button", { name: "网格" });
  fireEvent.click(grid);
  expect(asked).toHaveLength(before);
  expect(grid.title).toContain("可用筛选");
});

test("columns are hidden, widened and moved, and stay so for this person", async () => {
  const { unmount } = await stage();
  expect(heads()).toEqual(["", "名称", "网格", "留存天数", "国标编码"]);
  const head = screen.getByRole("button", { name: "留存天数" });
  fireEvent.keyDown(head, { key: "ArrowRight", shiftKey: true });
  fireEvent.click(screen.getByRole("button", { name: "列" }));
  fireEvent.click(await screen.findByRole("checkbox", { name: "网格" }));
  fireEvent.click(screen.getByRole("button", { name: "国标编码前移" }));
  unmount();
  await stage();
  expect(heads()).toEqual(["", "名称", "国标编码", "留存天数"]);
  const width = document.querySelector<HTMLElement>(".row.head")!.style.gridTemplateColumns;
  expect(width).toContain("108px");
  fireEvent.click(screen.getByRole("button", { name: "列" }));
  fireEvent.click(await screen.findByRole("button", { name: "恢复默认" }));
  expect(heads()).toHaveLength(5);
});

test("without a link the rows stay and say of when they are, and come anew by themselves", async () => {
  const link = brokenLink();
  await stage(link);
  const before = asked.length;
  link.set(false);
  expect(await screen.findByText(/以下为 \d\d:\d\d 的数据/)).toBeDefined();
  expect(screen.getByText("点位0")).toBeDefined();
  link.set(true);
  await waitFor(() => expect(screen.queryByText(/以下为/)).toBeNull());
  expect(asked.length).toBe(before);
});

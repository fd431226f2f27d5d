// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { boundsOf } from "../../geo/geometry.js";
import { fakeShell, renderInShell } from "../shell/in-shell.fixture.js";
import { type Area, areaPolygon } from "../state/area.js";
import { AreaHint } from "./area-hint.js";
import { AreaTools } from "./area-tools.js";
import { DropArea } from "./drop-area.js";
import { useAreaTools } from "./use-area-tools.js";

afterEach(cleanup);

function Tools({ onArea }: { onArea(area: Area | null): void }) {
  const [, setArea] = useState<Area | null>(null);
  const tools = useAreaTools((area) => {
    setArea(area);
    onArea(area);
  });
  return (
    <>
      <AreaTools tools={tools} />
      <AreaHint tools={tools} />
      <DropArea tools={tools} />
    </>
  );
}

const press = (name: RegExp | string) => fireEvent.click(screen.getByRole("button", { name }));
const none = () => ({ savedAreas: { nodes: [] } });

async function shown(onArea: (area: Area | null) => void, area: Area | null = null) {
  const cell = document.createElement("div");
  const over = cell.appendChild(document.createElement("div"));
  const shell = { ...fakeShell({ over }), cell };
  shell.view.area = area;
  await renderInShell(<Tools onArea={onArea} />, none, { shell });
  press(/^范围/);
  return shell;
}

test("corners pressed on the map become the area; Backspace takes the last one back", async () => {
  const onArea = vi.fn();
  const { map } = await shown(onArea);
  press("多边形");
  act(() => {
    for (const at of [
      [107, 29],
      [107.01, 29],
      [107.5, 29.5],
    ] as [number, number][])
      map.click(at);
  });
  expect(screen.getByRole("status").textContent).toContain("3");
  fireEvent.keyDown(document.body, { key: "Backspace" });
  expect(screen.getByRole("status").textContent).toContain("2");
  act(() => {
    map.click([107.01, 29.01]);
  });
  act(() => {
    map.click([107.01, 29.01]);
  });
  await waitFor(() => {
    expect(onArea).toHaveBeenCalledWith({
      kind: "polygon",
      parts: [
        [
          [
            [107, 29],
            [107.01, 29],
            [107.01, 29.01],
            [107, 29],
          ],
        ],
      ],
    });
  });
  expect(screen.queryByRole("status")).toBeNull();
});

test("a centre and a radius typed are the area; what cannot be read is said", async () => {
  const onArea = vi.fn();
  await shown(onArea);
  fireEvent.change(screen.getByRole("textbox", { name: /经度/ }), { target: { value: "x" } });
  press("设为范围");
  expect(screen.getAllByRole("alert").some((a) => a.textContent?.includes("看不懂"))).toBe(true);
  fireEvent.change(screen.getByRole("textbox", { name: /经度/ }), {
    target: { value: "107°30′E 29°15′N" },
  });
  press("设为范围");
  expect(onArea).toHaveBeenCalledWith({ kind: "circle", center: [107.5, 29.25], metres: 300 });
});

test("a length is measured without becoming the area", async () => {
  const onArea = vi.fn();
  const { map } = await shown(onArea);
  press("量距离");
  act(() => {
    map.click([107, 29]);
  });
  act(() => {
    map.click([107, 29.01]);
  });
  press("完成");
  expect(screen.getByText(/长 1.11 公里/)).toBeTruthy();
  press("关闭");
  expect(onArea).not.toHaveBeenCalled();
});

const BOX: Area = { kind: "bbox", bounds: [107, 29, 107.01, 29.01] };
const key = (name: string, more = {}) => fireEvent.keyDown(document.body, { key: name, ...more });

test("corners of the area are moved, added and removed by keys, undone, and accepted", async () => {
  const onArea = vi.fn();
  const { map } = await shown(onArea, BOX);
  press("调整边界");
  const said = () => screen.getByRole("region", { name: "调整边界" }).textContent;
  expect(said()).toContain("1.08 平方公里");
  key("PageDown");
  screen.getByText("第 2 / 4 角");
  key("ArrowRight", { shiftKey: true });
  expect(map.last("setHovered")![0]).not.toEqual([107.01, 29]);
  key("z", { ctrlKey: true });
  expect(map.last("setHovered")![0]).toEqual([107.01, 29]);
  key("Insert");
  screen.getByText("第 3 / 5 角");
  expect((map.last("setHovered")![0] as number[])[1]).toBeCloseTo(29.005, 12);
  key("PageUp");
  key("Delete");
  expect(said()).toContain("81.1 公顷");
  expect(onArea).not.toHaveBeenCalled();
  key("Enter");
  expect(onArea).toHaveBeenCalledWith({
    kind: "polygon",
    parts: [
      [
        [
          [107, 29],
          [107.01, 29.005],
          [107.01, 29.01],
          [107, 29.01],
          [107, 29],
        ],
      ],
    ],
  });
});

test("an outline that was dragged across itself is not accepted; cancelled, the area stays", async () => {
  const onArea = vi.fn();
  const { map, say } = await shown(onArea, BOX);
  press("调整边界");
  // From far out a pixel is many metres.
  act(() => {
    map.zoomBy(-9);
  });
  act(() => void map.click([107.0101, 29.0001]));
  screen.getByText("第 2 / 4 角");
  for (let i = 0; i < 2; i++) key("ArrowUp", { shiftKey: true });
  key("Enter");
  expect(say).toHaveBeenCalledWith(expect.stringContaining("边线相交"));
  press("取消");
  expect(map.last("setArea")).toEqual([BOX]);
  expect(onArea).not.toHaveBeenCalled();
});

test("of a circle the edge is set anew, of grids which they are", async () => {
  const onArea = vi.fn();
  const { map } = await shown(onArea, { kind: "circle", center: [107, 29], metres: 100 });
  press("调整边界");
  act(() => void map.click([107, 29.01]));
  await waitFor(() => {
    expect(onArea).toHaveBeenCalledWith(
      expect.objectContaining({ kind: "circle", center: [107, 29], metres: 1112 }),
    );
  });
});

test("a walked line that is dropped on the map is gone round, or joined to be the outline", async () => {
  const onArea = vi.fn();
  const { cell, say } = await shown(onArea);
  const walked = [
    [107, 29],
    [107.01, 29],
    [107.01, 29.01],
  ];
  const text = JSON.stringify({ type: "LineString", coordinates: walked });
  const dataTransfer = { types: ["Files"], files: [new File([text], "巡查.json")] };
  fireEvent.dragOver(cell, { dataTransfer });
  screen.getByText("松开后，文件里的图形成为范围");
  fireEvent.drop(cell, { dataTransfer });
  expect(screen.queryByText("松开后，文件里的图形成为范围")).toBeNull();
  fireEvent.click(await screen.findByRole("button", { name: "首尾相连，作为边界" }));
  expect(say).toHaveBeenCalledWith("“巡查.json”只有线或点：请填写两侧距离");
  await waitFor(() => {
    expect(onArea).toHaveBeenCalledWith({
      kind: "polygon",
      parts: [[[...walked, walked[0]]]],
    });
  });
});

test("a saved area is renamed and shared with an organisation; a namesake's is only used", async () => {
  const saved = (id: string, name: string, by: string) => ({
    ...{ id, version: 3, name, area: { bbox: BOX.kind === "bbox" && BOX.bounds } },
    ...{
      sharedWithRole: "analyst",
      sharedWithOrganisation: null,
      updatedBy: by,
      updatedByName: "演示",
    },
  });
  const asked: [string, unknown][] = [];
  const shell = fakeShell();
  await renderInShell(
    <Tools onArea={vi.fn()} />,
    (query, variables) => {
      asked.push([/(?:query|mutation) (\w+)/.exec(query)![1]!, variables]);
      return query.includes("organisations(")
        ? { organisations: { nodes: [{ id: "o1", name: "东城物业" }] } }
        : {
            savedAreas: {
              nodes: [saved("1", "集市", "person:demo"), saved("2", "河边", "person:other")],
            },
          };
    },
    { shell },
  );
  press(/^范围/);
  await screen.findByText("共享给分析员");
  screen.getByText("演示 共享");
  expect(screen.queryByRole("button", { name: "改名、共享: 河边" })).toBeNull();
  press("改名、共享: 集市");
  fireEvent.change(screen.getByRole("textbox", { name: "名称" }), { target: { value: " 夜市 " } });
  fireEvent.change(screen.getByRole("combobox", { name: "共享给角色" }), { target: { value: "" } });
  await screen.findByRole("option", { name: "东城物业" });
  fireEvent.change(screen.getByRole("combobox", { name: "共享给机构" }), {
    target: { value: "o1" },
  });
  press("更改");
  await waitFor(() => {
    expect(asked).toContainEqual([
      "ChangeSavedArea",
      {
        id: "1",
        version: 3,
        changes: { name: "夜市", sharedWithRole: null, sharedWithOrganisationId: "o1" },
      },
    ]);
  });
  await waitFor(() => {
    expect(shell.say).toHaveBeenCalledWith("已更新“夜市”");
  });
});

test("a saved area is added to the present one by the shape that it has itself", async () => {
  const onArea = vi.fn();
  const shell = fakeShell();
  shell.view.area = { kind: "bbox", bounds: [107, 29, 107.01, 29.01] };
  const area = { bbox: [107.01, 29, 107.02, 29.01] };
  const one = { id: "1", version: 1, name: "河边", area, sharedWithRole: null };
  const kept = { ...one, sharedWithOrganisation: null, updatedByName: "乙", retiredAt: null };
  await renderInShell(
    <Tools onArea={onArea} />,
    (query) =>
      query.includes("query SavedArea(")
        ? { savedArea: kept }
        : { savedAreas: { nodes: [kept] }, organisations: { nodes: [] } },
    { shell },
  );
  press(/^范围/);
  fireEvent.click(await screen.findByRole("radio", { name: "加到现有范围" }));
  fireEvent.click(await screen.findByText("河边"));
  await waitFor(() => {
    expect(onArea).toHaveBeenCalledTimes(1);
  });
  const [joined] = onArea.mock.calls[0] as [Area];
  expect(boundsOf(areaPolygon(joined)!)).toEqual([107, 29, 107.02, 29.01]);
});

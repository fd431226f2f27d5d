// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { fakeShell, renderInShell } from "../shell/in-shell.fixture.js";
import type { Area } from "../state/area.js";
import { AreaHint } from "./area-hint.js";
import { AreaTools } from "./area-tools.js";
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
    </>
  );
}

const press = (name: RegExp | string) => fireEvent.click(screen.getByRole("button", { name }));
const none = () => ({ savedAreas: { nodes: [] } });

async function shown(onArea: (area: Area | null) => void) {
  const shell = fakeShell();
  await renderInShell(<Tools onArea={onArea} />, none, { shell });
  press(/范围/);
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
  await vi.waitFor(() => {
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

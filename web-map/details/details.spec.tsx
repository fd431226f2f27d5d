// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { ObjectForm } from "../forms/object-form.js";
import type { FullObject } from "../layers/layer-documents.js";
import { layer, renderInSession } from "../session/in-session.fixture.js";
import { Details } from "./details.js";

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
  version,
  centroid: null,
  geometry: null,
  retiredAt: null,
  updatedAt: "2026-03-01T00:00:00Z",
  updatedBy: null,
  updatedByName: null,
});
const nothing = () => {};

const details = (of: FullObject) => (
  <Details
    layer={street}
    one={{ object: of, fault: null, loading: false, retry: nothing }}
    onClose={nothing}
    onPurpose={nothing}
    onEdit={nothing}
    onZoom={nothing}
    onRetired={nothing}
  />
);

test("another object is shown by its fields, not by the tab that the last one was left at", async () => {
  const { show } = await renderInSession(details(object(1)), () => ({ history: [] }));
  fireEvent.mouseDown(screen.getByRole("tab", { name: "变更历史" }), { button: 0 });
  expect(screen.getByRole("tab", { name: "变更历史" }).getAttribute("aria-selected")).toBe("true");
  show(details(object(2)));
  expect(screen.getByRole("tab", { name: "变更历史" }).getAttribute("aria-selected")).toBe("false");
  await screen.findByText("2号路", { selector: "dd" });
});

const form = (current: FullObject) => (
  <ObjectForm
    layer={street}
    object={object(1)}
    current={current}
    map={null}
    onClose={nothing}
    onDone={nothing}
  />
);

test("a form says when its object was changed meanwhile, and the comparison takes the focus", async () => {
  const { show } = await renderInSession(form(object(1)), () => ({}));
  expect(screen.queryByText(/刚被他人修改/)).toBeNull();
  show(form({ ...object(1, 2), name: "新名路" }));
  fireEvent.click(screen.getByRole("button", { name: "查看差异" }));
  const conflict = screen.getByRole("alertdialog");
  expect(conflict.textContent).toContain("新名路");
  expect(document.activeElement).toBe(conflict);
});

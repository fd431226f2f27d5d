// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FullObject } from "../layers/layer-documents.js";
import { brokenLink, layer, Refused, renderInSession } from "../session/in-session.fixture.js";
import ObjectForm from "./object-form.js";

afterEach(cleanup);
beforeEach(() => {
  sessionStorage.clear();
});

const field = (name: string, labelZh: string, more: object = {}) => ({
  ...{ name, labelZh, labelEn: name, type: "text", of: null, required: false, editable: true },
  ...{ access: "clear", min: null, max: null, multiline: false, scale: [], ...more },
});
const incident = layer("INCIDENTS", "事件", {
  fields: [
    field("title", "标题"),
    field("address", "地点"),
    field("level", "等级", { type: "integer" }),
    field("reporterName", "上报人", { access: "onPurpose" }),
  ],
});
const object = (version: number, more: object = {}): FullObject => ({
  ...{ id: "510799-1", title: "路灯不亮", address: "东城街", level: 4, version },
  ...{ centroid: null, geometry: { type: "Point", coordinates: [107, 29] }, retiredAt: null },
  ...{ updatedAt: "2026-03-01T00:00:00Z", updatedBy: null, updatedByName: null, ...more },
});
const nothing = () => {};
const form = (current: FullObject, onDone: (id: string) => void = nothing) => (
  <ObjectForm
    layer={incident}
    object={object(1)}
    current={current}
    map={null}
    onClose={nothing}
    onDone={onDone}
  />
);
const input = (name: RegExp) => screen.getByLabelText<HTMLInputElement>(name);
const type = (name: RegExp, value: string) => {
  fireEvent.change(input(name), { target: { value } });
};
const save = () => {
  fireEvent.submit(document.querySelector("form")!);
};

test("a change by another is told at once, with what changed, and beside the field", async () => {
  const { show } = await renderInSession(form(object(1)), () => ({}));
  expect(screen.queryByText(/他人刚修改了/)).toBeNull();
  show(form(object(2, { level: 2 })));
  screen.getByText(/他人刚修改了等级（现为版本 2）/);
  expect(screen.getByText("对方改为：2")).toBeTruthy();
  expect(input(/等级/).getAttribute("aria-describedby")).toMatch(/-note$/);
});

test("both sides stand field by field; what is chosen is saved on the new version, theirs is not touched", async () => {
  const sent: Record<string, unknown>[] = [];
  const there = { type: "Point" as const, coordinates: [107.001, 29] };
  const { show } = await renderInSession(form(object(1)), (query, variables) => {
    if (query.startsWith("mutation")) sent.push(variables);
    return { done: { id: "510799-1" } };
  });
  type(/标题/, "路灯不亮两盏");
  type(/地点/, "东城街九号");
  show(form(object(2, { level: 2, address: "集市", geometry: there })));
  fireEvent.click(screen.getByRole("button", { name: "查看差异" }));
  const dialog = screen.getByRole("alertdialog");
  expect(document.activeElement).toBe(dialog);
  expect(
    within(dialog)
      .getAllByRole("group")
      .map((g) => g.textContent),
  ).toEqual([
    "标题您的路灯不亮两盏对方的未改",
    "地点您的东城街九号对方的集市",
    "等级您的未改对方的2",
    "位置您的未改对方的移动 97 米",
  ]);
  const address = within(within(dialog).getByRole("group", { name: "地点" }));
  fireEvent.click(address.getByRole("radio", { name: /对方的/ }));
  fireEvent.click(within(dialog).getByRole("button", { name: "按所选保存" }));
  await expect.poll(() => sent.length).toBe(1);
  expect(sent[0]).toMatchObject({ version: 2, changes: { title: "路灯不亮两盏" } });
  expect(Object.keys(sent[0]!["changes"] as object)).toEqual(["title"]);
});

test("what was not saved is there again after a reload, and nothing personal with it", async () => {
  const first = await renderInSession(form(object(1)), () => ({}));
  type(/地点/, "东城街九号");
  first.unmount();
  expect(JSON.stringify(sessionStorage)).not.toContain("reporterName");
  await renderInSession(form(object(2, { level: 2 })), () => ({}));
  expect(input(/地点/).value).toBe("东城街九号");
  // It was begun on the first version, and is compared with what came since.
  screen.getByText(/他人刚修改了等级/);
  fireEvent.click(screen.getByRole("button", { name: "丢弃" }));
  expect(input(/地点/).value).toBe("东城街");
});

test("out of reach it waits and is sent once the link is back; an answer that was lost is no conflict", async () => {
  const link = brokenLink();
  const sent: unknown[] = [];
  const done: string[] = [];
  let isUp = false;
  await renderInSession(
    form(object(1), (id) => done.push(id)),
    (query, variables) => {
      if (!query.startsWith("mutation")) return { one: object(2, { address: "东城街九号" }) };
      sent.push(variables["version"]);
      throw isUp ? new Refused("CONFLICT") : new Error("the line is cut");
    },
    { link },
  );
  type(/地点/, "东城街九号");
  save();
  await screen.findByText(/恢复连接后自动发送/);
  isUp = true;
  link.set(true);
  await expect.poll(() => done).toEqual(["510799-1"]);
  expect(sent).toEqual([1, 1]);
});

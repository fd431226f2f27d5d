// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { Dock } from "./dock.js";
import { fakeShell, renderInShell } from "./in-shell.fixture.js";

const dock = (workspace: string, side: "left" | "right" | "bottom" = "left") =>
  renderInShell(<Dock side={side}>inside</Dock>, undefined, { shell: fakeShell({ workspace }) });
const edge = () => screen.getByRole("separator");
const size = () => Number(edge().getAttribute("aria-valuenow"));

afterEach(() => {
  cleanup();
  localStorage.clear();
});

test("arrows draw the edge, Shift farther, Home and End to its bounds", async () => {
  await dock("explore");
  expect(size()).toBe(288);
  fireEvent.keyDown(edge(), { key: "ArrowRight" });
  expect(size()).toBe(304);
  fireEvent.keyDown(edge(), { key: "ArrowLeft", shiftKey: true });
  expect(size()).toBe(240);
  fireEvent.keyDown(edge(), { key: "Home" });
  fireEvent.keyDown(edge(), { key: "ArrowLeft" });
  expect(size()).toBe(220);
  fireEvent.keyDown(edge(), { key: "End" });
  expect(size()).toBe(480);
});

test("a wide screen has wider panels, until they are drawn otherwise", async () => {
  vi.stubGlobal("innerWidth", 1920);
  await dock("explore", "right");
  expect(size()).toBe(460);
  fireEvent.keyDown(edge(), { key: "ArrowLeft" });
  expect(size()).toBe(476);
  vi.unstubAllGlobals();
});

test("the edge follows the side it is on", async () => {
  await dock("explore", "right");
  fireEvent.keyDown(edge(), { key: "ArrowLeft" });
  expect(size()).toBe(384);
  cleanup();
  await dock("explore", "bottom");
  expect(edge().getAttribute("aria-orientation")).toBe("horizontal");
  fireEvent.keyDown(edge(), { key: "ArrowUp" });
  expect(size()).toBe(356);
});

test("a workspace finds its panel as it was left; another has its own; a double click forgets", async () => {
  await dock("explore");
  fireEvent.keyDown(edge(), { key: "End" });
  cleanup();
  await dock("plan");
  expect(size()).toBe(288);
  cleanup();
  await dock("explore");
  expect(size()).toBe(480);
  fireEvent.doubleClick(edge());
  expect(size()).toBe(288);
  expect(localStorage.length).toBe(0);
});

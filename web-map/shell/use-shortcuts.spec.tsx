// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { useShortcuts } from "./use-shortcuts.js";

const did = vi.fn();
const action = (id: string, key: string) => ({
  id,
  title: id,
  icon: "help" as const,
  key,
  run: () => did(id),
});

function Page({ letters }: { letters: boolean }) {
  useShortcuts({
    actions: () => [action("frame", "t"), action("workspace", "t"), action("slash", "/")],
    onEscape: () => () => did("escape"),
    onCommands: () => did("commands"),
    letters,
  });
  return <input aria-label="field" />;
}

const press = (key: string, more: KeyboardEventInit = {}, at: Element = document.body) =>
  fireEvent.keyDown(at, { key, bubbles: true, ...more });
const since = () => did.mock.calls.splice(0).map(([id]) => id);

afterEach(cleanup);

test("a key does what the last that declared it says", () => {
  render(<Page letters />);
  press("T");
  press("/");
  press("t", { ctrlKey: true });
  press("Escape");
  expect(since()).toEqual(["workspace", "slash", "escape"]);
});

test("keys of one letter can be switched off; the chord and Escape stay", () => {
  render(<Page letters={false} />);
  press("t");
  press("/");
  press("k", { metaKey: true });
  press("Escape");
  expect(since()).toEqual(["commands", "escape"]);
});

test("who types writes, and still opens the command menu", () => {
  render(<Page letters />);
  const field = screen.getByLabelText("field");
  press("t", {}, field);
  press("k", { ctrlKey: true }, field);
  press("k", { ctrlKey: true, altKey: true }, field);
  expect(since()).toEqual(["commands"]);
});

// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";

const STORED = "hearthgrid.theme";
let isDark: boolean;
let told: () => void;

/** The page as it is opened anew, on a system that is dark or not. */
async function opened() {
  vi.resetModules();
  const theme = await import("./theme.js");
  theme.startTheme();
  return theme;
}
const shown = () => document.documentElement.dataset["theme"];

beforeEach(() => {
  localStorage.clear();
  isDark = false;
  vi.stubGlobal("matchMedia", () => ({
    get matches() {
      return isDark;
    },
    addEventListener: (_: string, on: () => void) => {
      told = on;
    },
  }));
});

test("who wishes nothing gets what the system has, and follows it", async () => {
  await opened();
  expect(shown()).toBe("light");
  isDark = true;
  told();
  expect(shown()).toBe("dark");
});

test("a wish holds against the system and over a reload, until it is taken back", async () => {
  isDark = true;
  (await opened()).setThemeWish("light");
  expect(shown()).toBe("light");
  const again = await opened();
  told();
  expect(shown()).toBe("light");
  again.setThemeWish("system");
  expect(shown()).toBe("dark");
});

test("what another program wrote there is no wish", async () => {
  localStorage.setItem(STORED, "pink");
  await opened();
  expect(shown()).toBe("light");
});

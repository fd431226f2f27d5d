import { useSyncExternalStore } from "react";
import type { Theme } from "../map/night.js";

/** What the viewer wants the page to look like; `system`: as everything else on the screen. */
export type ThemeWish = Theme | "system";
export const THEME_WISHES: readonly ThemeWish[] = ["light", "dark", "system"];

const STORED = "hearthgrid.theme";

const stored = (): ThemeWish => {
  try {
    return THEME_WISHES.find((wish) => wish === localStorage.getItem(STORED)) ?? "system";
  } catch {
    return "system";
  }
};

let wish: ThemeWish = "system";
const dark = () => matchMedia("(prefers-color-scheme: dark)");
const heard = new Set<() => void>();

/** What an address asks for, as of a wall at night: over the wish, and kept nowhere. */
let asked: Theme | null = null;

const themeNow = (): Theme =>
  asked ?? (wish === "system" ? (dark().matches ? "dark" : "light") : wish);

function settle(): void {
  document.documentElement.dataset["theme"] = themeNow();
  for (const hear of heard) hear();
}

/** Before anything is drawn; from then on the page follows the system where it is wished. */
export function startTheme(): void {
  wish = stored();
  dark().addEventListener("change", settle);
  settle();
}

export function setThemeWish(next: ThemeWish): void {
  wish = next;
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // Nothing is kept in a private window.
  }
  settle();
}

export function askTheme(theme: Theme | null): void {
  asked = theme;
  settle();
}

const hear = (on: () => void) => {
  heard.add(on);
  return () => {
    heard.delete(on);
  };
};

export const useThemeWish = (): ThemeWish => useSyncExternalStore(hear, () => wish);
export const useTheme = (): Theme => useSyncExternalStore(hear, themeNow);

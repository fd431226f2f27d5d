import {
  readTodayAddress,
  TEMPLATES,
  type Template,
  type TodayAddress,
  writeTodayAddress,
} from "./today-address.js";

/** What the service keeps of a page: its tiles, and as `view` how it was looked at. */
export interface Layout {
  tiles: readonly string[];
  view: { text: string };
}

/** How a page is looked at, beside what it shows: it is kept with it. */
type Look = Pick<TodayAddress, "town" | "night" | "rotate">;

const NOWHERE = readTodayAddress("").address;

export const layoutOf = (tiles: readonly string[], { town, night, rotate }: Look): Layout => ({
  tiles,
  view: { text: writeTodayAddress({ ...NOWHERE, town, night, rotate }) },
});

/** As this page kept it, or another program: what cannot be meant is left out. */
export function readLayout(layout: unknown): { tiles: string[]; look: Partial<Look> } {
  const { tiles, view } = (layout ?? {}) as { tiles?: unknown; view?: { text?: unknown } | null };
  const ids = Array.isArray(tiles) ? tiles.filter((id) => typeof id === "string") : [];
  if (typeof view?.text !== "string") return { tiles: ids, look: {} };
  const { town, night, rotate } = readTodayAddress(view.text).address;
  return { tiles: ids, look: { town, night, rotate } };
}

/** As the service writes it; what it has and this page does not is a desk. */
export const templateNamed = (name: string): Template =>
  TEMPLATES.find((template) => template.toUpperCase() === name) ?? "desk";

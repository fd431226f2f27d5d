import type { IconName } from "../ui/icon.js";
import type { Tool } from "./use-area-tools.js";
import type { AreaWord } from "./words.js";

interface Drawn {
  word: AreaWord;
  icon: IconName;
  tool: Tool;
  /** The letter that begins it. */
  key?: string;
}

/** What an area is drawn by. */
export const DRAWN: readonly Drawn[] = [
  {
    word: "polygon",
    icon: "polygon",
    tool: { kind: "figure", figure: "polygon", use: "area" },
    key: "a",
  },
  ...(["rectangle", "circle"] as const).map(
    (figure): Drawn => ({
      word: figure,
      icon: figure,
      tool: { kind: "figure", figure, use: "area" },
    }),
  ),
  { word: "grids", icon: "grids", tool: { kind: "grids" } },
  { word: "line", icon: "edit", tool: { kind: "figure", figure: "line", use: "near" } },
];

export const MEASURED: readonly Drawn[] = [
  {
    word: "measureLine",
    icon: "edit",
    tool: { kind: "figure", figure: "line", use: "measure" },
    key: "m",
  },
  {
    word: "measureArea",
    icon: "polygon",
    tool: { kind: "figure", figure: "polygon", use: "measure" },
  },
];

export type DrawnWays = readonly Drawn[];

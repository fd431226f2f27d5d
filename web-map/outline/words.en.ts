import type { zh } from "./words.zh.js";

export const en: Record<keyof typeof zh, string> = {
  corners: "Corners",
  corner: "Corner {{n}} of {{of}}",
  before: "Previous corner",
  next: "Next corner",
  add: "Add corner",
  remove: "Remove corner",
  square: "Square corners",
  undo: "Undo",
  keys: "Arrow keys move the chosen corner (Shift: further), Insert adds one after it, Delete removes it, Ctrl+Z undoes.",
};

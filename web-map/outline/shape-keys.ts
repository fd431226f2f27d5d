import type { ShapeEditor } from "./use-shape-editor.js";

/** Pixels that an arrow moves a corner, with Shift ten times as many. */
const NUDGE = 2;

interface Pressed {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** Does what a key means for an outline; false where it means nothing. */
export function shapeKey(shape: ShapeEditor, { key, shiftKey, ctrlKey, metaKey }: Pressed) {
  const far = shiftKey ? NUDGE * 10 : NUDGE;
  const isCommand = ctrlKey || metaKey;
  const keys: Record<string, () => void> = isCommand
    ? { z: shape.undo }
    : {
        ArrowLeft: () => shape.nudge(-far, 0),
        ArrowRight: () => shape.nudge(far, 0),
        ArrowUp: () => shape.nudge(0, far),
        ArrowDown: () => shape.nudge(0, -far),
        PageUp: () => shape.choose(-1),
        PageDown: () => shape.choose(1),
        Insert: shape.add,
        "+": shape.add,
        Delete: shape.remove,
        Backspace: shape.remove,
      };
  keys[key]?.();
  return key in keys;
}

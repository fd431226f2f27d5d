import type { KeyboardEvent } from "react";
import { Icon } from "../ui/icon.js";
import type { ShapeEditor } from "./use-shape-editor.js";
import { useFormWords } from "./words.js";

/** Metres that an arrow moves a corner, with Shift ten times as many. */
const NUDGE = 0.2;

/** Corners one by one, by keys and by fingers: chosen, moved, removed; the whole made square. */
export function ShapeTools({ shape }: { shape: ShapeEditor }) {
  const t = useFormWords();
  const { corners } = shape;
  if (!corners) return null;
  const onKey = (event: KeyboardEvent) => {
    const far = event.shiftKey ? NUDGE * 10 : NUDGE;
    const keys: Record<string, () => void> = {
      ArrowLeft: () => shape.nudge(-far, 0),
      ArrowRight: () => shape.nudge(far, 0),
      ArrowUp: () => shape.nudge(0, far),
      ArrowDown: () => shape.nudge(0, -far),
      Delete: shape.remove,
      Backspace: shape.remove,
    };
    if (event.ctrlKey || event.metaKey) keys["z"] = shape.undo;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const button = (text: string, act: () => void, isOff = false) => (
    <button type="button" className="chip" onClick={act} disabled={isOff}>
      {text}
    </button>
  );
  return (
    <div className="shape-tools" role="group" aria-label={t("corners")} onKeyDown={onKey}>
      <div className="shape-corner">
        <button
          type="button"
          className="icon-button"
          aria-label={t("cornerBefore")}
          onClick={() => {
            shape.choose(-1);
          }}
        >
          <Icon name="back" size={15} />
        </button>
        <span role="status">{t("corner", { n: corners.chosen + 1, of: corners.count })}</span>
        <button
          type="button"
          className="icon-button next"
          aria-label={t("cornerNext")}
          onClick={() => {
            shape.choose(1);
          }}
        >
          <Icon name="back" size={15} />
        </button>
      </div>
      {button(t("cornerRemove"), shape.remove, !shape.canRemove)}
      {button(t("square"), shape.square)}
      {button(t("undo"), shape.undo, !shape.canUndo)}
      <p className="hint">{t("cornerKeys")}</p>
    </div>
  );
}

import { Icon } from "../ui/icon.js";
import { shapeKey } from "./shape-keys.js";
import type { ShapeEditor } from "./use-shape-editor.js";
import { useOutlineWords } from "./words.js";

interface ShapeToolsProps {
  shape: ShapeEditor;
  /** Whether its corners are made right at once: of what is built. */
  hasSquare?: boolean;
}

/** Corners one by one, by keys and by fingers: chosen, moved, added, removed. */
export function ShapeTools({ shape, hasSquare }: ShapeToolsProps) {
  const t = useOutlineWords();
  const { corners } = shape;
  if (!corners) return null;
  const button = (text: string, act: () => void, isOff = false) => (
    <button type="button" className="chip" onClick={act} disabled={isOff}>
      {text}
    </button>
  );
  return (
    <div
      className="shape-tools"
      role="group"
      aria-label={t("corners")}
      onKeyDown={(e) => {
        if (shapeKey(shape, e)) e.preventDefault();
      }}
    >
      <div className="shape-corner">
        <button
          type="button"
          className="icon-button"
          aria-label={t("before")}
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
          aria-label={t("next")}
          onClick={() => {
            shape.choose(1);
          }}
        >
          <Icon name="back" size={15} />
        </button>
      </div>
      {button(t("add"), shape.add)}
      {button(t("remove"), shape.remove, !shape.canRemove)}
      {hasSquare && button(t("square"), shape.square)}
      {button(t("undo"), shape.undo, !shape.canUndo)}
      <p className="hint">{t("keys")}</p>
    </div>
  );
}

import { Icon } from "../ui/icon.js";
import type { PlaceEditor } from "./use-place-editor.js";
import { useFormWords } from "./words.js";

/** Says that a place asked for from far out waits to be confirmed, and confirms it. */
export function PlaceAim({ editor }: { editor: PlaceEditor }) {
  const own = useFormWords();
  if (!editor.aiming) return null;
  return (
    <div className="place-aim" role="status">
      <span>{own("placeAim")}</span>
      <button type="button" className="button primary" onClick={editor.confirm}>
        <Icon name="target" size={15} />
        {own("placeConfirm")}
      </button>
    </div>
  );
}

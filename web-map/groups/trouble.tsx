import type { GroupEdits } from "./use-group-edits.js";
import { useGroupsWords } from "./words.js";

/** Why something could not be done, over the map. */
export function Trouble({ edits }: { edits: GroupEdits }) {
  const t = useGroupsWords();
  return (
    <div className="groups-say" role="alert">
      <span>{edits.trouble}</span>
      <button
        type="button"
        className="link"
        onClick={() => {
          edits.setTrouble(null);
        }}
      >
        {t("close")}
      </button>
    </div>
  );
}

import { keyCap } from "../shell/actions.js";
import { Icon } from "../ui/icon.js";
import type { Editing } from "./use-editing.js";
import { TOOLS, type Tools } from "./use-tools.js";
import { usePlanWords } from "./words.js";

interface ToolBarProps {
  tools: Tools;
  editing: Editing;
  canDraw: boolean;
  isNarrow: boolean;
}

/** Over the map: the tools, what the one in hand does, and what could not be done. */
export function ToolBar({ tools, editing, canDraw, isNarrow }: ToolBarProps) {
  const t = usePlanWords();
  const { trouble, busy } = editing;
  return (
    <>
      {canDraw && (
        <div
          className="plan-tools"
          role="toolbar"
          aria-label={t("tools")}
          aria-orientation="vertical"
        >
          {TOOLS.map(({ tool, key, word }) => (
            <button
              key={tool}
              type="button"
              aria-pressed={tools.tool === tool}
              title={`${t(word)} (${keyCap(key)})`}
              onClick={() => {
                tools.setTool(tool);
              }}
            >
              <kbd>{keyCap(key)}</kbd>
              {t(word)}
            </button>
          ))}
          <button type="button" title={`${t("undo")} (Z)`} onClick={editing.undo} disabled={busy}>
            <kbd>Z</kbd>
            {t("undo")}
          </button>
          <button
            type="button"
            title={`${t("redo")} (Shift Z)`}
            onClick={editing.redo}
            disabled={busy}
          >
            <kbd>⇧Z</kbd>
            {t("redo")}
          </button>
        </div>
      )}
      <div className="plan-say" role="status" data-wrong={!!trouble?.text}>
        {trouble?.text ? (
          <>
            <Icon name="report" />
            <span>{trouble.text}</span>
            <button
              type="button"
              className="link"
              onClick={() => {
                editing.setTrouble(null);
              }}
            >
              {t("close")}
            </button>
          </>
        ) : (
          <span>
            {busy ? t("saving") : canDraw ? t(tools.hint) : t(isNarrow ? "hintNarrow" : "hintLook")}
          </span>
        )}
        {tools.finish && (
          <button type="button" className="button small primary" onClick={tools.finish}>
            {t("finish")}
          </button>
        )}
      </div>
    </>
  );
}

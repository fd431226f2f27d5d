import { keyCap } from "../shell/actions.js";
import { Icon } from "../ui/icon.js";
import { TOOLS } from "./tools/all-tools.js";
import type { Editing } from "./use-editing.js";
import { type Tools, useShown } from "./use-tools.js";
import { useTurn } from "./use-turn.js";
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
  const { busy } = editing;
  return (
    <>
      {canDraw && (
        <div
          className="plan-tools"
          role="toolbar"
          aria-label={t("tools")}
          aria-orientation="vertical"
        >
          {TOOLS.map(({ name, key, word }) => (
            <button
              key={name}
              type="button"
              aria-pressed={tools.name === name}
              title={`${t(word)} (${keyCap(key)})`}
              onClick={() => {
                tools.take(name);
              }}
            >
              <kbd>{keyCap(key)}</kbd>
              {t(word)}
            </button>
          ))}
          <button
            type="button"
            title={`${t("undo")} (Z)`}
            onClick={() => editing.undo()}
            disabled={busy}
          >
            <kbd>Z</kbd>
            {t("undo")}
          </button>
          <button
            type="button"
            title={`${t("redo")} (Shift Z)`}
            onClick={() => editing.redo()}
            disabled={busy}
          >
            <kbd>⇧Z</kbd>
            {t("redo")}
          </button>
        </div>
      )}
      <Saying {...{ tools, editing, canDraw, isNarrow }} />
    </>
  );
}

/** What the tool in hand comes to, what it asks next, or what could not be done. */
function Saying({ tools, editing, canDraw, isNarrow }: ToolBarProps) {
  const t = usePlanWords();
  const { trouble, busy, draft } = editing;
  const shown = useShown(tools);
  useTurn(draft);
  const finish = tools.tool.finish?.();
  const isIdle = !canDraw && tools.name === "look";
  const hint = busy ? t("saving") : t(isIdle && isNarrow ? "hintNarrow" : shown.hint);
  return (
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
          {shown.told && <b>{t(...shown.told)} </b>}
          {hint}
        </span>
      )}
      {finish && (
        <button type="button" className="button small primary" onClick={finish}>
          {t("finish")}
        </button>
      )}
    </div>
  );
}

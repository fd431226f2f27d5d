import { Icon, type IconName } from "../ui/icon.js";
import type { Asking } from "./use-question.js";
import { type AnalyseWord, useAnalyseWords } from "./words.js";

/** What can be done with the question as a whole. */
export function QuestionTools({ asking }: { asking: Asking }) {
  const t = useAnalyseWords();
  const tool = (word: AnalyseWord, icon: IconName, isOn: boolean, run: () => void) => (
    <button
      type="button"
      className="icon-button"
      aria-label={t(word)}
      title={t(word)}
      disabled={!isOn}
      onClick={run}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <>
      {tool("undo", "undo", asking.canUndo, asking.undo)}
      {tool("redo", "redo", asking.canRedo, asking.redo)}
    </>
  );
}

import { lazy, Suspense, useState } from "react";
import { useReadArea } from "../areas/use-area-facts.js";
import { useShell } from "../shell/shell-context.js";
import { useCopy } from "../ui/copy-dialog.js";
import { Icon, type IconName } from "../ui/icon.js";
import { ExportMenu } from "./export-menu.js";
import type { Question } from "./question.js";
import type { Figures } from "./use-figures.js";
import type { Lens } from "./use-lens.js";
import type { Asking } from "./use-question.js";
import { type AnalyseWord, useAnalyseWords } from "./words.js";

/** Comes when somebody prints. */
const Note = lazy(() => import("./note.js"));

interface QuestionToolsProps {
  asking: Asking;
  /** As the service is asked. */
  question: Question;
  figures: Figures | null | undefined;
  points: readonly (readonly number[])[];
  lens: Lens;
  exporting: { open: boolean; onOpen(open: boolean): void };
}

/** What can be done with the question as a whole. */
export function QuestionTools({
  asking,
  question,
  figures,
  points,
  lens,
  exporting,
}: QuestionToolsProps) {
  const t = useAnalyseWords();
  const { say } = useShell();
  const copying = useCopy();
  const [isNote, setNote] = useState(false);
  const area = useReadArea(question.area);
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
      <button
        type="button"
        className="icon-button"
        aria-pressed={lens.isOn}
        aria-label={t("lens")}
        title={`${t("lens")} (B)`}
        disabled={!figures}
        onClick={lens.toggle}
      >
        <Icon name="columns" />
      </button>
      {tool("copyLink", "link", true, () => {
        void copying.copy(location.href).then((copied) => {
          if (copied) say(t("copied"));
        });
      })}
      {tool("note", "page", Boolean(figures), () => {
        setNote(true);
      })}
      <ExportMenu question={question} isOn={(figures?.total ?? 0) > 0} {...exporting} />
      {copying.dialog}
      {isNote && figures && (
        <Suspense fallback={null}>
          <Note
            question={{ ...question, area: area.drawn ?? question.area }}
            figures={figures}
            points={points}
            areaName={area.name ?? null}
            onClose={() => {
              setNote(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

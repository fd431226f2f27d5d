import { Popover } from "radix-ui";
import { useState } from "react";
import { KeepForm, type Kept } from "../areas/keep-form.js";
import { SavedRow } from "../areas/saved-row.js";
import {
  ChangeSavedQuestionDocument,
  RetireSavedQuestionDocument,
  type SavedQuestionChanges,
  SavedQuestionDocument,
  SavedQuestionsDocument,
  type SavedQuestionsQuery,
  SaveQuestionDocument,
} from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";
import { Icon } from "../ui/icon.js";
import type { Question } from "./question.js";
import { questionFromText, questionToText, textOfView } from "./question-text.js";
import { statsArguments } from "./stats-arguments.js";
import type { Asking } from "./use-question.js";
import { useSavedQuestion } from "./use-saved-question.js";
import { useAnalyseWords } from "./words.js";

type Saved = SavedQuestionsQuery["savedQuestions"]["nodes"][number];

interface SavedQuestionsProps {
  asking: Asking;
  /** As the service is asked. */
  question: Question;
  menu: { open: boolean; onOpen(open: boolean): void };
}

/** Which question this is, and all that are kept: opened, saved, renamed, shared, taken away. */
export function SavedQuestions({ asking, question, menu }: SavedQuestionsProps) {
  const t = useAnalyseWords();
  const [round, setRound] = useState(0);
  const opened = useSavedQuestion(asking.stands, round);
  return (
    <Popover.Root open={menu.open} onOpenChange={menu.onOpen}>
      <Popover.Trigger className="chip" data-on={opened !== null} title={t("questionsKey")}>
        <Icon name="page" size={16} />
        <b>{opened?.title ?? t("questions")}</b>
        {opened?.isChanged && <span className="muted">{t("questionChanged")}</span>}
        <Icon name="down" size={12} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover saved-popover"
          align="start"
          sideOffset={6}
          aria-label={t("questions")}
        >
          <SavedList
            {...{ asking, question, round }}
            isChanged={opened === null || opened.isChanged}
            onDone={() => {
              setRound((n) => n + 1);
            }}
            onClose={() => {
              menu.onOpen(false);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface SavedListProps {
  asking: Asking;
  question: Question;
  round: number;
  /** It is no saved one as it stands. */
  isChanged: boolean;
  onDone(): void;
  onClose(): void;
}

function SavedList({ asking, question, round, isChanged, onDone, onClose }: SavedListProps) {
  const t = useAnalyseWords();
  const { t: say } = useWords();
  const actions = useSavedActions(asking, question, onDone);
  const { data, fault } = useAsked(SavedQuestionsDocument, {}, { version: round, keeps: true });
  const saved = data?.savedQuestions.nodes ?? [];
  const more = (data?.savedQuestions.totalCount ?? 0) - saved.length;
  return (
    <>
      <h2 className="group-title">{t("questions")}</h2>
      {!data && !fault && <p className="muted small">{say("loading")}</p>}
      {fault && <p className="field-fault">{fault.message}</p>}
      {data && saved.length === 0 && <p className="muted small">{t("questionsNone")}</p>}
      <ul className="area-saved">
        {saved.map((one) => (
          <SavedRow
            key={one.id}
            saved={one}
            isOpen={asking.stands.saved === one.id}
            onUse={() => {
              void actions.open(one).then((isOpened) => {
                if (isOpened) onClose();
              });
            }}
            overwrite={
              isChanged
                ? {
                    text: t("questionOverwrite"),
                    sure: t("questionOverwriteSure"),
                    run: () => void actions.overwrite(one),
                  }
                : null
            }
            onChange={(kept) => actions.rename(one, kept)}
            onRemove={() => void actions.remove(one)}
          />
        ))}
      </ul>
      {more > 0 && <p className="muted small">{t("questionsMore", { count: more })}</p>}
      {isChanged && (
        <KeepForm submit={t("questionSave")} onKeep={(kept) => actions.save(kept).then(onClose)} />
      )}
    </>
  );
}

/** What is done with saved questions; each says how it went. */
function useSavedActions(asking: Asking, question: Question, onDone: () => void) {
  const t = useAnalyseWords();
  const { say } = useShell();
  const { connection, county } = useSession();
  const { client } = connection;
  const { ask: change, stands } = asking;
  const done = ({ fault }: { fault?: Fault }, text: string): boolean => {
    say(fault?.message ?? text);
    onDone();
    return fault === undefined;
  };
  const kept = () => ({
    question: statsArguments(question, county),
    view: { text: questionToText(stands) },
  });
  const changed = async ({ id, version, title }: Saved, changes: SavedQuestionChanges) => {
    const answer = await ask(client, ChangeSavedQuestionDocument, { id, version, changes });
    return done(answer, t("questionUpdated", { title: changes.title ?? title }));
  };
  return {
    async save({ name, ...shared }: Kept): Promise<void> {
      const input = { county: county.id, title: name, ...kept(), ...shared };
      const answer = await ask(client, SaveQuestionDocument, { input });
      if (!done(answer, t("questionSaved", { title: name }))) return;
      change({ saved: answer.data?.createSavedQuestion?.id ?? null });
    },
    async open({ id, title }: Saved): Promise<boolean> {
      const { data, fault } = await ask(client, SavedQuestionDocument, { id });
      const text = textOfView(data?.savedQuestion?.view);
      if (text === null) {
        say(fault?.message ?? t("questionForeign", { title }));
        return false;
      }
      change({ ...questionFromText(text), saved: id });
      return true;
    },
    async overwrite(saved: Saved): Promise<void> {
      if (await changed(saved, kept())) change({ saved: saved.id });
    },
    async rename(saved: Saved, { name, ...shared }: Kept): Promise<void> {
      await changed(saved, { title: name, ...shared });
    },
    async remove({ id, version, title }: Saved): Promise<void> {
      const answer = await ask(client, RetireSavedQuestionDocument, { id, version });
      if (done(answer, t("questionRemoved", { title })) && stands.saved === id)
        change({ saved: null });
    },
  };
}

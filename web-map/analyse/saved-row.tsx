import { useState } from "react";
import { KeepForm, type Kept } from "../areas/keep-form.js";
import type { SavedQuestionsQuery } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { ROLE_NAMES } from "../shell/role-names.js";
import { useAnalyseWords } from "./words.js";

export type Saved = SavedQuestionsQuery["savedQuestions"]["nodes"][number];

interface SavedRowProps {
  saved: Saved;
  isOpen: boolean;
  onUse(): void;
  /** Null: what is asked is what is kept. */
  onOverwrite: (() => void) | null;
  onChange(kept: Kept): Promise<void>;
  onRemove(): void;
}

/** A saved question: anybody who sees it opens it, its author changes it. */
export function SavedRow({ saved, isOpen, onUse, onOverwrite, onChange, onRemove }: SavedRowProps) {
  const t = useAnalyseWords();
  const { t: word } = useWords();
  const { viewer } = useSession();
  const [doing, setDoing] = useState<"change" | "remove" | "overwrite" | null>(null);
  const { title, sharedWithRole, sharedWithOrganisation } = saved;
  const isMine = saved.updatedBy === viewer.actor;
  const role = ROLE_NAMES.find((name) => name.toLowerCase() === sharedWithRole);
  const sharedWith = [
    ...(role ? [word(`role${role}`)] : []),
    ...(sharedWithOrganisation ? [sharedWithOrganisation.name] : []),
  ];
  const note = isMine
    ? sharedWith.length > 0 && t("questionSharedWith", { who: sharedWith.join(t("and")) })
    : saved.updatedByName && t("questionShared", { name: saved.updatedByName });
  const button = (text: string, act: () => void) => (
    <button type="button" className="button small" aria-label={`${text}: ${title}`} onClick={act}>
      {text}
    </button>
  );
  /** Once to say so, once to do it. */
  const twice = (what: "remove" | "overwrite", text: string, sure: string, act: () => void) =>
    doing === what
      ? button(sure, () => {
          setDoing(null);
          act();
        })
      : button(text, () => {
          setDoing(what);
        });
  return (
    <li>
      <button
        type="button"
        className="link"
        aria-current={isOpen ? "true" : undefined}
        onClick={onUse}
      >
        {title}
      </button>
      {note && <span className="muted small">{note}</span>}
      {isMine && (
        <span className="area-saved-tools">
          {onOverwrite &&
            twice("overwrite", t("questionOverwrite"), t("questionOverwriteSure"), onOverwrite)}
          {button(t("questionRename"), () => {
            setDoing(doing === "change" ? null : "change");
          })}
          {twice("remove", t("questionRemove"), t("questionRemoveSure"), onRemove)}
        </span>
      )}
      {doing === "change" && (
        <KeepForm
          kept={{
            name: title,
            sharedWithRole: sharedWithRole ?? null,
            sharedWithOrganisationId: sharedWithOrganisation?.id ?? null,
          }}
          submit={t("questionRenameDone")}
          onKeep={async (kept) => {
            await onChange(kept);
            setDoing(null);
          }}
          onCancel={() => {
            setDoing(null);
          }}
        />
      )}
    </li>
  );
}

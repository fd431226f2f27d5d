import { useState } from "react";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { ROLE_NAMES } from "../shell/role-names.js";
import { KeepForm, type Kept } from "./keep-form.js";
import { useAreaWords } from "./words.js";

/** Something kept under a title in a register whose rows are their author's own until shared. */
interface Saved {
  title: string;
  sharedWithRole?: string | null;
  sharedWithOrganisation?: { id: string; name: string } | null;
  /** The actor; null: not the viewer's to know. */
  updatedBy: string | null;
  updatedByName?: string | null;
}

interface SavedRowProps {
  saved: Saved;
  isOpen: boolean;
  onUse(): void;
  /** What stands takes its place; null: it is what is kept. */
  overwrite: { text: string; sure: string; run(): void } | null;
  onChange(kept: Kept): Promise<void>;
  onRemove(): void;
}

/** Anybody who sees it opens it, its author changes it. */
export function SavedRow({ saved, isOpen, onUse, overwrite, onChange, onRemove }: SavedRowProps) {
  const t = useAreaWords();
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
    ? sharedWith.length > 0 && t("savedSharedWith", { who: sharedWith.join(t("and")) })
    : saved.updatedByName && t("savedShared", { name: saved.updatedByName });
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
          {overwrite && twice("overwrite", overwrite.text, overwrite.sure, overwrite.run)}
          {button(t("change"), () => {
            setDoing(doing === "change" ? null : "change");
          })}
          {twice("remove", t("remove"), t("removeSure"), onRemove)}
        </span>
      )}
      {doing === "change" && (
        <KeepForm
          kept={{
            name: title,
            sharedWithRole: sharedWithRole ?? null,
            sharedWithOrganisationId: sharedWithOrganisation?.id ?? null,
          }}
          submit={t("changeDone")}
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

import type { Resend } from "./use-resend.js";
import { useFormWords } from "./words.js";

/** What was left unsaved is in the form again. */
export function DraftNote({ onDrop }: { onDrop(): void }) {
  const t = useFormWords();
  return (
    <p className="stale-note" role="status">
      {t("draftFound")}
      <button type="button" className="link" onClick={onDrop}>
        {t("draftDrop")}
      </button>
    </p>
  );
}

/** It could not be sent yet, and will be. */
export function WaitingNote({ resend }: { resend: Resend }) {
  const t = useFormWords();
  if (!resend.isWaiting) return null;
  return (
    <p className="stale-note" role="status">
      {t("waiting")}
      <button type="button" className="link" onClick={resend.stop}>
        {t("waitingStop")}
      </button>
    </p>
  );
}

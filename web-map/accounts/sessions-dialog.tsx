import { Dialog } from "radix-ui";
import { EndSessionsDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { DialogFrame } from "./dialog-frame.js";
import type { Account } from "./use-accounts.js";
import { useChange } from "./use-change.js";
import { useAccountWords } from "./words.js";

interface SessionsDialogProps {
  account: Account;
  onClose(): void;
  onEnded(): void;
}

/** Since when an account is signed in, and a way to sign it out everywhere. */
export function SessionsDialog({ account, onClose, onEnded }: SessionsDialogProps) {
  const t = useAccountWords();
  const { moment } = useWords();
  const { timeZone } = useSession().county;
  const shell = useShell();
  const { send, busy, fault } = useChange();
  const { login, sessions } = account;
  const end = async () => {
    if (!(await send(EndSessionsDocument, { login }))) return;
    shell.say(t("ended"));
    onEnded();
    onClose();
  };
  return (
    <DialogFrame title={`${t("sessions")} · ${login}`} text={t("sessionsText")} onClose={onClose}>
      <ul className="plain-list">
        {sessions.map(({ startedAt, expiresAt }) => (
          <li key={startedAt + expiresAt} className="number">
            {t("session", {
              started: moment(startedAt, timeZone),
              expires: moment(expiresAt, timeZone),
            })}
          </li>
        ))}
      </ul>
      {fault && (
        <p className="field-fault" role="alert">
          {fault.message}
        </p>
      )}
      <div className="row-end">
        <Dialog.Close className="button">{t("cancel")}</Dialog.Close>
        <button type="button" className="button primary" disabled={busy} onClick={() => void end()}>
          {t("endSessions")}
        </button>
      </div>
    </DialogFrame>
  );
}

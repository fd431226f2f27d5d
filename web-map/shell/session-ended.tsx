import { Dialog } from "radix-ui";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { SignIn } from "./sign-in.js";

/**
 * The session is over while the page is open: what is shown and typed stays below, and goes on when
 * the same person signs in again.
 */
export function SessionEnded({ open }: { open: boolean }) {
  const { t } = useWords();
  const session = useSession();
  return (
    <Dialog.Root open={open}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className="dialog"
          onEscapeKeyDown={(e) => {
            e.preventDefault();
          }}
          onInteractOutside={(e) => {
            e.preventDefault();
          }}
        >
          <Dialog.Title>{t("sessionEnded")}</Dialog.Title>
          <Dialog.Description className="muted">{t("sessionEndedText")}</Dialog.Description>
          <SignIn />
          <div className="row-end">
            <button type="button" className="button" onClick={session.renew}>
              {t("goOnAsVisitor")}
            </button>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

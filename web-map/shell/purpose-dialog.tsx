import { Dialog } from "radix-ui";
import { type FormEvent, useState } from "react";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";

/** Asks what personal data is needed for, and says that the reading is logged. */
export function PurposeDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  const { t } = useWords();
  const session = useSession();
  const [tooShort, setTooShort] = useState(false);
  const submit = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const purpose = String(new FormData(e.currentTarget).get("purpose")).trim();
    if ([...purpose].length < 4) return setTooShort(true);
    setTooShort(false);
    session.setPurpose(purpose);
    onOpenChange(false);
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog">
          <Dialog.Title>{t("purposeTitle")}</Dialog.Title>
          <Dialog.Description className="muted">{t("purposeText")}</Dialog.Description>
          <form onSubmit={submit}>
            <label className="field">
              <span>{t("purposeLabel")}</span>
              <input
                name="purpose"
                defaultValue={session.purpose ?? ""}
                placeholder={t("purposePlaceholder")}
                maxLength={200}
                // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type this
                autoFocus
                aria-invalid={tooShort}
              />
            </label>
            {tooShort && (
              <p className="field-fault" role="alert">
                {t("purposeTooShort")}
              </p>
            )}
            <div className="row-end">
              {session.purpose && (
                <button
                  type="button"
                  className="button"
                  onClick={() => {
                    session.setPurpose(null);
                    onOpenChange(false);
                  }}
                >
                  {t("purposeEnd")}
                </button>
              )}
              <Dialog.Close className="button">{t("cancel")}</Dialog.Close>
              <button type="submit" className="button primary">
                {t("purposeSet")}
              </button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

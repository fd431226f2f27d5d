import { Dialog } from "radix-ui";
import type { FormEvent, ReactNode } from "react";
import type { Fault } from "../session/ask.js";
import { DialogFrame } from "./dialog-frame.js";
import { useAccountWords } from "./words.js";

interface FormDialogProps {
  title: string;
  busy: boolean;
  fault: Fault | null;
  /** False: something is missing, and it cannot be sent. */
  complete: boolean;
  onSubmit(form: FormData): Promise<void>;
  onClose(): void;
  children: ReactNode;
}

/** A form in a dialog of its own: what was refused is said beside its buttons. */
export function FormDialog(props: FormDialogProps) {
  const { title, busy, fault, complete, onSubmit, onClose, children } = props;
  const t = useAccountWords();
  const submit = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    void onSubmit(new FormData(e.currentTarget));
  };
  return (
    <DialogFrame title={title} isWide onClose={onClose}>
      <form onSubmit={submit}>
        {children}
        {fault && (
          <p className="field-fault" role="alert">
            {fault.message}
          </p>
        )}
        <div className="row-end">
          <Dialog.Close className="button">{t("cancel")}</Dialog.Close>
          <button type="submit" className="button primary" disabled={busy || !complete}>
            {t("save")}
          </button>
        </div>
      </form>
    </DialogFrame>
  );
}

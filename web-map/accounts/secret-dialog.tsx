import { Dialog } from "radix-ui";
import { useState } from "react";
import { useCopy } from "../ui/copy-dialog.js";
import { DialogFrame } from "./dialog-frame.js";
import { useAccountWords } from "./words.js";

interface SecretDialogProps {
  title: string;
  text: string;
  secret: string;
  onClose(): void;
}

/** What is shown once: to be copied, not read aloud to the room. */
export function SecretDialog({ title, text, secret, onClose }: SecretDialogProps) {
  const t = useAccountWords();
  const { copy, dialog } = useCopy();
  const [copied, setCopied] = useState(false);
  return (
    <DialogFrame title={title} text={text} onClose={onClose}>
      <input
        className="page-find secret"
        readOnly
        value={secret}
        aria-label={title}
        onFocus={(e) => {
          e.target.select();
        }}
      />
      <div className="row-end">
        <button
          type="button"
          className="button primary"
          onClick={() => void copy(secret).then(setCopied)}
        >
          {copied ? t("copied") : t("copy")}
        </button>
        <Dialog.Close className="button">{t("close")}</Dialog.Close>
      </div>
      {dialog}
    </DialogFrame>
  );
}

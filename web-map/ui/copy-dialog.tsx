import { Dialog } from "radix-ui";
import { type ReactNode, useCallback, useState } from "react";
import { useWords } from "../i18n/use-words.js";
import { copyText } from "./secure-only.js";

interface Copying {
  /** Copies, or shows the text in a field to copy by hand; true when it was copied. */
  copy(text: string): Promise<boolean>;
  dialog: ReactNode;
}

/** Copying that works on every page: where the clipboard is shut, the text stands selected. */
export function useCopy(): Copying {
  const [byHand, setByHand] = useState<string | null>(null);
  const copy = useCallback(async (text: string) => {
    const copied = await copyText(text);
    if (!copied) setByHand(text);
    return copied;
  }, []);
  return {
    copy,
    dialog: (
      <CopyDialog
        text={byHand}
        onClose={() => {
          setByHand(null);
        }}
      />
    ),
  };
}

function CopyDialog({ text, onClose }: { text: string | null; onClose(): void }) {
  const { t } = useWords();
  return (
    <Dialog.Root
      open={text !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog">
          <Dialog.Title>{t("copyTitle")}</Dialog.Title>
          <Dialog.Description className="muted">{t("copyByHand")}</Dialog.Description>
          <textarea
            className="copy-text"
            readOnly
            rows={3}
            value={text ?? ""}
            aria-label={t("copyTitle")}
            onFocus={(e) => {
              e.target.select();
            }}
          />
          <div className="row-end">
            <Dialog.Close className="button">{t("close")}</Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

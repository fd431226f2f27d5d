import { AlertDialog } from "radix-ui";
import { useState } from "react";
import { useWords } from "../i18n/use-words.js";
import type { FullObject } from "../layers/layer-documents.js";
import { retireDocument } from "../layers/layer-documents.js";
import type { LayerInfo } from "../layers/layer-names.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useFormWords } from "./words.js";

export function RetireButton({
  layer,
  object,
  onDone,
}: {
  layer: LayerInfo;
  object: FullObject;
  onDone(): void;
}) {
  const { t } = useWords();
  const own = useFormWords();
  const session = useSession();
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<Fault | null>(null);
  const [open, setOpen] = useState(false);
  const retire = async () => {
    const asked = await ask(session.connection.client, retireDocument(layer), {
      id: object.id,
      version: object.version,
      reason: reason.trim() || null,
    });
    if (asked.fault) return setFault(asked.fault);
    setOpen(false);
    onDone();
  };
  return (
    <AlertDialog.Root open={open} onOpenChange={setOpen}>
      <AlertDialog.Trigger className="button">{own("retire")}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="overlay" />
        <AlertDialog.Content className="dialog">
          <AlertDialog.Title>{own("retire")}</AlertDialog.Title>
          <AlertDialog.Description className="muted">
            {own("retireConfirm")}
          </AlertDialog.Description>
          <label className="field">
            <span>{t("reason")}</span>
            <input
              value={reason}
              placeholder={own("reasonPlaceholder")}
              maxLength={200}
              onChange={(e) => {
                setReason(e.target.value);
              }}
            />
          </label>
          {fault && (
            <p className="field-fault" role="alert">
              {fault.message}
            </p>
          )}
          <div className="row-end">
            <AlertDialog.Cancel className="button">{t("cancel")}</AlertDialog.Cancel>
            <button type="button" className="button danger" onClick={() => void retire()}>
              {own("retireYes")}
            </button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

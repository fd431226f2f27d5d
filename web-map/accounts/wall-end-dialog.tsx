import { Dialog } from "radix-ui";
import { EndWallDocument } from "../gql/graphql.js";
import { useShell } from "../shell/shell-context.js";
import { DialogFrame } from "./dialog-frame.js";
import { useChange } from "./use-change.js";
import { useAccountWords } from "./words.js";

interface WallEndDialogProps {
  of: { id: string | number; name: string };
  onClose(): void;
  onEnded(): void;
}

/** Ending one cannot be taken back: another has to be made and opened there. */
export function WallEndDialog({ of, onClose, onEnded }: WallEndDialogProps) {
  const t = useAccountWords();
  const shell = useShell();
  const { send, busy, fault } = useChange();
  const end = async () => {
    if (!(await send(EndWallDocument, { id: String(of.id) }))) return;
    shell.say(t("wallRevoked", { name: of.name }));
    onEnded();
    onClose();
  };
  return (
    <DialogFrame
      title={t("revokeWall", { name: of.name })}
      text={t("revokeWallText")}
      onClose={onClose}
    >
      {fault && (
        <p className="field-fault" role="alert">
          {fault.message}
        </p>
      )}
      <div className="row-end">
        <Dialog.Close className="button">{t("cancel")}</Dialog.Close>
        <button type="button" className="button primary" disabled={busy} onClick={() => void end()}>
          {t("revoke")}
        </button>
      </div>
    </DialogFrame>
  );
}

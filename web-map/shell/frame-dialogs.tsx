import { Dialog } from "radix-ui";
import type { ReactNode } from "react";
import { useWords } from "../i18n/use-words.js";
import { DockBoundary } from "../ui/dock-boundary.js";
import { HelpSheet } from "./help-sheet.js";
import { PurposeDialog } from "./purpose-dialog.js";
import { SignIn } from "./sign-in.js";
import type { FrameDialog } from "./use-frame.js";

interface FrameDialogsProps {
  dialog: FrameDialog;
  setDialog(dialog: FrameDialog): void;
  letterKeys: boolean;
  setLetterKeys(on: boolean): void;
  copyDialog: ReactNode;
}

/** What asks over the page, in every workspace alike. */
export function FrameDialogs(props: FrameDialogsProps) {
  const { dialog, setDialog } = props;
  const { t } = useWords();
  const openAs = (name: FrameDialog) => ({
    open: dialog === name,
    onOpenChange: (open: boolean) => {
      setDialog(open ? name : null);
    },
  });
  return (
    <DockBoundary name="dialogs" resetKeys={[dialog]}>
      <PurposeDialog {...openAs("purpose")} />
      <HelpSheet
        {...openAs("help")}
        letterKeys={props.letterKeys}
        onLetterKeys={props.setLetterKeys}
      />
      <Dialog.Root {...openAs("signIn")}>
        <Dialog.Portal>
          <Dialog.Overlay className="overlay" />
          <Dialog.Content className="dialog" aria-describedby={undefined}>
            <Dialog.Title>{t("signInTitle")}</Dialog.Title>
            <SignIn />
            <div className="row-end">
              <Dialog.Close className="button">{t("close")}</Dialog.Close>
            </div>
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
      {props.copyDialog}
    </DockBoundary>
  );
}

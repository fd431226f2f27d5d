import { Dialog } from "radix-ui";
import { lazy, type ReactNode, Suspense } from "react";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { DockBoundary } from "../ui/dock-boundary.js";
import type { Action, KeyHint } from "./actions.js";
import { CommandMenu } from "./command-menu.js";
import { PurposeDialog } from "./purpose-dialog.js";
import { SignIn } from "./sign-in.js";
import type { FrameDialog } from "./use-frame.js";
import { useGoToHit } from "./use-go-to-hit.js";

const HelpSheet = lazy(async () => ({ default: (await import("./help-sheet.js")).HelpSheet }));

interface FrameDialogsProps {
  dialog: FrameDialog;
  setDialog(dialog: FrameDialog): void;
  letterKeys: boolean;
  setLetterKeys(on: boolean): void;
  /** What can be done now, the workspace's first. */
  actions(): Action[];
  /** Keys beside those of actions. */
  keys(): KeyHint[];
  copyDialog: ReactNode;
}

/** What asks over the page, in every workspace alike. */
export function FrameDialogs(props: FrameDialogsProps) {
  const { dialog, setDialog } = props;
  const { t } = useWords();
  const { viewer } = useSession();
  const goTo = useGoToHit();
  const actions = dialog === null ? [] : props.actions();
  const openAs = (name: FrameDialog) => ({
    open: dialog === name,
    onOpenChange: (open: boolean) => {
      setDialog(open ? name : null);
    },
  });
  return (
    <DockBoundary name="dialogs" resetKeys={[dialog]}>
      {/* What one viewer used is not offered to the next. */}
      <CommandMenu
        key={viewer.actor ?? viewer.kind}
        {...openAs("commands")}
        actions={actions}
        onHit={goTo}
      />
      <PurposeDialog {...openAs("purpose")} />
      {dialog === "help" && (
        <Suspense>
          <HelpSheet
            {...openAs("help")}
            actions={actions}
            keys={props.keys()}
            letterKeys={props.letterKeys}
            onLetterKeys={props.setLetterKeys}
          />
        </Suspense>
      )}
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

import { Dialog } from "radix-ui";
import type { ReactNode } from "react";

interface DialogFrameProps {
  title: string;
  /** What it is about, read with its title. */
  text?: string;
  isWide?: boolean;
  onClose(): void;
  children: ReactNode;
}

/** A dialog that is open as long as it is there. */
export function DialogFrame({ title, text, isWide, onClose, children }: DialogFrameProps) {
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className={isWide ? "dialog wide-dialog" : "dialog"}
          {...(text === undefined ? { "aria-describedby": undefined } : {})}
        >
          <Dialog.Title>{title}</Dialog.Title>
          {text !== undefined && <Dialog.Description className="muted">{text}</Dialog.Description>}
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

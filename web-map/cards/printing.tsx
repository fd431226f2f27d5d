import { type ReactNode, useEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { useCardWords } from "./words.js";

/** Sheets before the page; what prints is they alone. */
export function Printing({ children, onClose }: { children: ReactNode; onClose(): void }) {
  const t = useCardWords();
  const self = useRef<HTMLElement>(null);
  useEffect(() => self.current?.focus(), []);
  return createPortal(
    <section className="cards-print" aria-label={t("title")} tabIndex={-1} ref={self}>
      <div className="cards-tools">
        <button type="button" className="button" onClick={onClose}>
          {t("back")}
        </button>
        <button
          type="button"
          className="button primary"
          onClick={() => {
            window.print();
          }}
        >
          {t("print")}
        </button>
      </div>
      {children}
    </section>,
    document.body,
  );
}

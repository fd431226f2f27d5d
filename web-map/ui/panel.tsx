import { type ReactNode, useEffect, useRef } from "react";
import { useWords } from "../i18n/use-words.js";
import { Icon } from "./icon.js";

interface PanelProps {
  title: ReactNode;
  label: string;
  onClose?: (() => void) | undefined;
  children: ReactNode;
  footer?: ReactNode;
  className?: string;
  focus?: boolean;
}

/** A dock beside the map; on a phone a sheet below it. */
export function Panel({
  title,
  label,
  onClose,
  children,
  footer,
  className = "",
  focus = false,
}: PanelProps) {
  const { t } = useWords();
  const self = useRef<HTMLElement>(null);
  useEffect(() => {
    if (focus) self.current?.focus({ preventScroll: true });
  }, [focus]);
  return (
    <section className={`panel ${className}`} aria-label={label} ref={self} tabIndex={-1}>
      <header className="panel-head">
        <h2>{title}</h2>
        {onClose && (
          <button
            type="button"
            className="icon-button"
            onClick={onClose}
            aria-label={t("close")}
            title={t("close")}
          >
            <Icon name="close" />
          </button>
        )}
      </header>
      <div className="panel-body">{children}</div>
      {footer && <footer className="panel-foot">{footer}</footer>}
    </section>
  );
}

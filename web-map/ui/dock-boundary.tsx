import { type ReactNode, useMemo } from "react";
import { ErrorBoundary, type FallbackProps } from "react-error-boundary";
import { type MessageKey, useWords } from "../i18n/use-words.js";
import { useCopy } from "./copy-dialog.js";
import { Notice } from "./notice.js";

interface DockBoundaryProps {
  /** What the part is called, in the sentence that says it failed. */
  name: MessageKey;
  children: ReactNode;
  /** When one of these changes, what failed is tried again. */
  resetKeys?: unknown[];
}

/** A part of the page that may fail alone: the others stay, and this one can be tried again. */
export function DockBoundary({ name, children, resetKeys }: DockBoundaryProps) {
  return (
    <ErrorBoundary
      fallbackRender={(props) => <DockFault name={name} {...props} />}
      {...(resetKeys ? { resetKeys } : {})}
    >
      {children}
    </ErrorBoundary>
  );
}

/** The line a user can send to whoever runs the service: which part, when, what. */
function referenceOf(name: string, error: unknown, at: Date): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `${name} · ${at.toISOString()} · ${what}`.slice(0, 400);
}

function DockFault({ name, error, resetErrorBoundary }: FallbackProps & { name: MessageKey }) {
  const { t } = useWords();
  const { copy, dialog } = useCopy();
  const reference = useMemo(() => referenceOf(name, error, new Date()), [name, error]);
  return (
    <div className="dock-fault">
      <Notice
        icon="report"
        title={t("dockFault", { name: t(name) })}
        text={t("dockFaultText")}
        alert
      >
        <button type="button" className="button primary" onClick={resetErrorBoundary}>
          {t("retry")}
        </button>
        <button type="button" className="button" onClick={() => void copy(reference)}>
          {t("copyReference")}
        </button>
      </Notice>
      <code className="reference">{reference}</code>
      {dialog}
    </div>
  );
}

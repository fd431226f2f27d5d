import type { ReactNode } from "react";
import type { TypedDocumentString } from "../gql/graphql.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { useAnalyseWords } from "./words.js";

/** While others write, it is as old as this. */
const SELDOM_MS = 60_000;
const PAUSE_MS = 400;

interface ComputedProps<Data, Variables extends Record<string, unknown>> {
  document: TypedDocumentString<Data, Variables>;
  variables: Variables;
  children(data: Data): ReactNode;
}

/**
 * What is worked out for who opened it: that it is being computed, what went wrong, or the answer.
 */
export function Computed<Data, Variables extends Record<string, unknown>>({
  document,
  variables,
  children,
}: ComputedProps<Data, Variables>) {
  const t = useAnalyseWords();
  const { live } = useShell();
  const { data, fault, again, loading } = useAsked(document, variables, {
    version: live.version,
    seldomMs: SELDOM_MS,
    pauseMs: PAUSE_MS,
    keeps: true,
  });
  if (fault && !data) return <FaultNotice fault={fault} retry={again} />;
  if (!data)
    return (
      <p className="muted" role="status">
        {t("computing")}
      </p>
    );
  return <div data-old={loading}>{children(data)}</div>;
}

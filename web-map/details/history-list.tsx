import { useMachine } from "../forms/use-steps.js";
import { HistoryDocument, type HistoryQuery } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import type { LayerInfo } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Notice } from "../ui/notice.js";
import { FieldValue } from "./field-value.js";
import { whoOf } from "./who-of.js";
import { useDetailsWords } from "./words.js";

type Change = HistoryQuery["history"][number];

/** Who changed an object, when and why; newest first. */
export function HistoryList({
  layer,
  id,
  version,
}: {
  layer: LayerInfo;
  id: string;
  version: number;
}) {
  const { t, label, moment } = useWords();
  const own = useDetailsWords();
  const session = useSession();
  const machine = useMachine();
  const { data, fault, again } = useAsked(HistoryDocument, { id, first: 50 }, { version });
  if (fault && !data) return <FaultNotice fault={fault} retry={again} />;
  if (!data) return <p className="muted pad">{t("loading")}</p>;
  const changes = data.history;
  if (changes.length === 0) return <Notice icon="time" title={own("historyNone")} />;
  const fieldLabel = (name: string) => {
    const field = layer.fields.find((f) => f.name === name);
    return field ? label(field) : name === "geometry" ? t("place") : name;
  };
  const done = ({ action, step }: Change) => {
    const named = machine?.actions.find((one) => one.action === step);
    return named ? label(named) : t(action);
  };
  const shown = (values: unknown, name: string) => {
    const row = (values ?? {}) as Record<string, unknown>;
    const field = layer.fields.find((f) => f.name === name);
    if (field) return <FieldValue field={field} row={row} />;
    return row[name] === null || row[name] === undefined ? t("empty") : "…";
  };
  return (
    <ol className="history">
      {changes.map((c) => (
        <li key={c.id}>
          <div className="history-head">
            <b>{done(c)}</b>
            <span>{whoOf(own, c.actor, c.actorName)}</span>
            <time dateTime={c.at}>{moment(c.at, session.county.timeZone)}</time>
          </div>
          {c.reason && (
            <p className="history-reason">{own("historyReason", { reason: c.reason })}</p>
          )}
          {c.action === "UPDATED" && (
            <ul className="history-fields">
              {c.fields.map((f) => (
                <li key={f}>
                  <span>{fieldLabel(f)}</span>
                  {c.before && c.after ? (
                    <>
                      <del>{shown(c.before, f)}</del> → <ins>{shown(c.after, f)}</ins>
                    </>
                  ) : null}
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}

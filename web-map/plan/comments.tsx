import { type FormEvent, useState } from "react";
import { SayOfPlanDocument, SettleOfPlanDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { Icon } from "../ui/icon.js";
import type { Draft } from "./draft.js";
import type { PlanFacts } from "./plan-facts.js";
import { whoSaid } from "./who-said.js";
import { usePlanWords } from "./words.js";

interface CommentsProps {
  plan: string;
  draft: Draft;
  comments: PlanFacts["comments"];
  chosen: string | null;
  onChanged(): void;
}

/** What is said about a plan, about a grid of it where one is chosen. */
export function Comments({ plan, draft, comments, chosen, onChanged }: CommentsProps) {
  const t = usePlanWords();
  const { moment } = useWords();
  const { county, connection } = useSession();
  const { map } = useShell();
  const [fault, setFault] = useState<Fault | null>(null);
  const about = chosen !== null && draft.facts(chosen) ? chosen : null;
  const add = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = e.currentTarget;
    const text = String(new FormData(form).get("text")).trim();
    if (!text) return;
    const asked = await ask(connection.client, SayOfPlanDocument, {
      ...{ plan, text, grid: about, place: null },
    });
    setFault(asked.fault ?? null);
    if (asked.fault) return;
    form.reset();
    onChanged();
  };
  const settle = async (id: string) => {
    const { fault } = await ask(connection.client, SettleOfPlanDocument, { plan, id });
    setFault(fault ?? null);
    if (!fault) onChanged();
  };
  return (
    <section aria-label={t("comments")}>
      <h3 className="group-title">
        {t("comments")} {comments.length}
      </h3>
      {comments.length === 0 && <p className="muted">{t("noComments")}</p>}
      <ul className="plan-comments">
        {comments.map(
          ({ id, text, grid, place, actor, actorName, at, resolvedBy, resolvedByName }) => (
            <li key={id} data-settled={!!resolvedBy}>
              <p>{text}</p>
              <small className="muted">
                {whoSaid(actor, actorName)} · {moment(at, county.timeZone)}
                {grid && ` · ${draft.facts(grid)?.name ?? ""}`}
              </small>
              {place && (
                <button
                  type="button"
                  className="link"
                  aria-label={t("comments")}
                  onClick={() => {
                    map?.fly(place, 17);
                  }}
                >
                  <Icon name="pin" size={14} />
                </button>
              )}
              {resolvedBy ? (
                <small className="muted">
                  {t("settledBy", { name: whoSaid(resolvedBy, resolvedByName) })}
                </small>
              ) : (
                <button type="button" className="link" onClick={() => void settle(id)}>
                  {t("settle")}
                </button>
              )}
            </li>
          ),
        )}
      </ul>
      <form className="plan-comment" onSubmit={(e) => void add(e)}>
        {about && (
          <small className="muted">
            {t("commentOn", { name: draft.facts(about)?.name ?? "" })}
          </small>
        )}
        <textarea name="text" rows={2} maxLength={1000} required aria-label={t("commentText")} />
        {fault && (
          <p className="field-fault" role="alert">
            {fault.message}
          </p>
        )}
        <button type="submit" className="button small">
          {t("addComment")}
        </button>
      </form>
    </section>
  );
}

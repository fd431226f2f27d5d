import { type FormEvent, useEffect, useRef, useState } from "react";
import { SayOfPlanDocument, SettleOfPlanDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import type { LngLat } from "../map/map-adapter.js";
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
  /** The place that is spoken of. */
  place: LngLat | null;
  /** It is pointed at on the map. */
  onPoint(): void;
  onPlace(place: LngLat | null): void;
  onChanged(): void;
}

/** What is said about a plan, a grid of it where one is chosen, or a place. */
export function Comments(props: CommentsProps) {
  const { plan, draft, comments, chosen, place: here, onChanged } = props;
  const t = usePlanWords();
  const { moment } = useWords();
  const { county, connection } = useSession();
  const { map } = useShell();
  const [fault, setFault] = useState<Fault | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (here) form.current?.querySelector("textarea")?.focus();
  }, [here]);
  const about = chosen !== null && draft.facts(chosen) ? chosen : null;
  const add = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = e.currentTarget;
    const text = String(new FormData(form).get("text")).trim();
    if (!text) return;
    const asked = await ask(connection.client, SayOfPlanDocument, {
      ...{ plan, text, grid: about, place: here },
    });
    setFault(asked.fault ?? null);
    if (asked.fault) return;
    form.reset();
    props.onPlace(null);
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
                  aria-label={t("showPlace")}
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
      <form ref={form} className="plan-comment" onSubmit={(e) => void add(e)}>
        {about && (
          <small className="muted">
            {t("commentOn", { name: draft.facts(about)?.name ?? "" })}
          </small>
        )}
        <textarea
          name="text"
          rows={2}
          maxLength={1000}
          required
          aria-label={t("commentText")}
          placeholder={t("commentHint")}
        />
        {fault && (
          <p className="field-fault" role="alert">
            {fault.message}
          </p>
        )}
        <div className="row-end">
          <button
            type="button"
            className="button small"
            aria-pressed={here !== null}
            onClick={() => {
              if (here) props.onPlace(null);
              else props.onPoint();
            }}
          >
            <Icon name="pin" size={14} />
            {t(here ? "atPlace" : "pointAtPlace")}
          </button>
          <button type="submit" className="button small">
            {t("addComment")}
          </button>
        </div>
      </form>
    </section>
  );
}

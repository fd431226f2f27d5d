import type { FormEvent } from "react";
import { PlanGridsToldDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useAsked } from "../session/use-asked.js";
import type { Draft } from "./draft.js";
import type { Editing } from "./use-editing.js";
import type { InForce } from "./use-in-force.js";
import { useIsNarrow } from "./use-is-narrow.js";
import { useTurn } from "./use-turn.js";
import { usePlanWords } from "./words.js";

interface GridCardProps {
  plan: string;
  draft: Draft;
  chosen: string | null;
  inForce: InForce | null;
  editing: Editing;
  canDraw: boolean;
}

/** The chosen grid: what it comes to, and what it is called. */
export function GridCard({ plan, draft, chosen, inForce, editing, canDraw }: GridCardProps) {
  const t = usePlanWords();
  const isNarrow = useIsNarrow();
  const { language, number } = useWords();
  useTurn(draft);
  const asked = chosen === null ? null : { id: plan };
  const { data } = useAsked(PlanGridsToldDocument, asked, { version: draft.version, keeps: true });
  const told = data?.gridPlan?.grids.find(({ id }) => id === chosen);
  const facts = chosen === null ? null : draft.facts(chosen);
  const figures = chosen === null ? null : draft.figures(chosen);
  if (chosen === null || !facts || !figures)
    return <p className="muted plan-none">{t(isNarrow ? "noGridNarrow" : "noGrid")}</p>;
  const range = inForce?.rangeOf(facts.kind, facts.villageCode);
  const was = inForce?.byId.get(chosen)?.households;
  const { households, people, isExact } = figures;
  const counted = (n: number) => (isExact ? number(n) : t("about", { count: number(n) }));
  const rename = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const name = String(new FormData(e.currentTarget).get("name")).trim();
    if (name && name !== facts.name)
      void editing.draw([{ kind: "set-properties", grid: chosen, properties: { name } }]);
  };
  return (
    <section className="plan-grid" aria-label={facts.name}>
      <h3>
        {facts.name}
        {facts.locked && <span className="badge">{t("locked")}</span>}
      </h3>
      <dl>
        <dt>{t("households")}</dt>
        <dd>
          <b>
            {was !== undefined && was !== households ? `${number(was)} → ` : ""}
            {counted(households)}
          </b>{" "}
          {range && (
            <span className="muted">{t("range", { least: range[0], most: range[1] })}</span>
          )}
        </dd>
        <dt>{t("people")}</dt>
        <dd>{counted(people)}</dd>
        <dt>{t("area")}</dt>
        <dd>{t("hectares", { count: number(Math.round(figures.areaM2 / 1000) / 10) })}</dd>
        <dt>{t("compactness")}</dt>
        <dd>
          {figures.polsbyPopper === null
            ? t("parts", { count: figures.parts })
            : number(Math.round(figures.polsbyPopper * 100) / 100)}
        </dd>
        {told && (
          <>
            {told.walkParts > 1 && (
              <>
                <dt>{t("onFoot")}</dt>
                <dd>{t("walkParts", { count: told.walkParts })}</dd>
              </>
            )}
            {told.incidents !== null && (
              <>
                <dt>{t("incidents")}</dt>
                <dd>{number(told.incidents ?? 0)}</dd>
              </>
            )}
            <dt>{t("border")}</dt>
            <dd>{told.border[language]}</dd>
          </>
        )}
        <dt>{t("code")}</dt>
        <dd>{facts.code}</dd>
      </dl>
      {canDraw && (
        <form className="plan-name" onSubmit={rename}>
          <input
            name="name"
            key={`${chosen} ${facts.name}`}
            aria-label={t("name")}
            maxLength={100}
            defaultValue={facts.name}
          />
          <button type="submit" className="button small" disabled={editing.busy}>
            {t("rename")}
          </button>
          <button
            type="button"
            className="button small"
            disabled={editing.busy}
            onClick={() => {
              void editing.draw([{ kind: facts.locked ? "unlock" : "lock", grids: [chosen] }]);
            }}
          >
            {t(facts.locked ? "unlock" : "lock")}
          </button>
        </form>
      )}
    </section>
  );
}

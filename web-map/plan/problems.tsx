import { useState } from "react";
import { sayCoverage } from "../../civic/words/say.js";
import { gridGeometry } from "../../geo/coverage/browser.js";
import type { Said } from "../../geo/coverage/phrases.js";
import { boundsOf } from "../../geo/geometry.js";
import { useWords } from "../i18n/use-words.js";
import { useActions, useShell } from "../shell/shell-context.js";
import type { Draft } from "./draft.js";
import type { PlanFacts } from "./plan-facts.js";
import { withNames } from "./say-why.js";
import { type PlanWord, usePlanWords } from "./words.js";

type Finding = PlanFacts["findings"][number];

/** Findings of plans themselves; the others are the coverage's. */
const OWN: Readonly<Record<string, PlanWord>> = {
  "below-range": "findingBelow",
  "above-range": "findingAbove",
  "apart-on-foot": "findingApart",
  "no-grids": "findingNoGrids",
  "code-taken": "findingCodeTaken",
  "code-twice": "findingCodeTwice",
  "changed-elsewhere": "findingElsewhere",
  "border-costs": "findingBorder",
};

/** What a border costs, as far as it is told. */
const COSTS: readonly (readonly [string, PlanWord])[] = [
  ["parted", "borderParts"],
  ["grouped", "borderGrouped"],
  ["metres", "borderMetres"],
  ["isolated", "borderIsolated"],
];

/** Facts of a grid as `changed-elsewhere` names them. */
const FIELDS: Readonly<Record<string, PlanWord>> = {
  ...{ code: "code", name: "name", kind: "kind", complaintPhone: "complaintPhone" },
};

interface ProblemsProps {
  draft: Draft;
  findings: readonly Finding[];
  onChoose(grid: string | null): void;
}

/** What is wrong, one after the other, each looked at where it is. */
export function Problems({ draft, findings, onChoose }: ProblemsProps) {
  const t = usePlanWords();
  const { language } = useWords();
  const { map, announce } = useShell();
  const [at, setAt] = useState(-1);
  const nameOf = (id: string) => draft.facts(id)?.name;
  const textOf = ({ code, params, grids }: Finding): string => {
    const given = params as Record<string, unknown>;
    const own = OWN[code];
    if (!own)
      return sayCoverage({ code, params: withNames(given, nameOf) } as unknown as Said, language);
    const over = Number(given["households"]) - Number(given["most"]);
    const field = FIELDS[String(given["field"])];
    const facts = ["begun", "planned", "now"].map((key) => [key, given[key] ?? t("noOne")]);
    const costs = COSTS.flatMap(([key, word]) => {
      const count = Number(given[key] ?? 0);
      return count > 0 ? [t(word, { count })] : [];
    });
    const names = grids.map((id) => nameOf(id) ?? id).join(language === "zh" ? "、" : ", ");
    return t(own, {
      ...{ ...given, ...(field && { ...Object.fromEntries(facts), field: t(field) }) },
      ...{ over, grids: names, costs: costs.join(language === "zh" ? "，" : ", ") },
    });
  };
  const notes = findings.filter(({ severity }) => severity === "note").length;
  const go = (step: number) => {
    if (findings.length === 0) return;
    const next = (Math.max(at, step > 0 ? -1 : 0) + step + findings.length) % findings.length;
    setAt(next);
    const finding = findings[next]!;
    const [grid] = finding.grids;
    const face = grid === undefined ? undefined : draft.coverage.faces.get(grid);
    if (face) onChoose(face.id);
    const place = finding.geometry ?? (face && gridGeometry(draft.coverage, face));
    if (place) map?.fit(boundsOf(place), 17);
    announce(textOf(finding));
  };
  useActions([
    { id: "next-problem", title: t("nextProblem"), icon: "down", key: "]", run: () => go(1) },
    { id: "last-problem", title: t("lastProblem"), icon: "up", key: "[", run: () => go(-1) },
  ]);
  return (
    <section aria-label={t("problems")}>
      <h3 className="group-title">
        {t("problems")} {findings.length - notes}
        {notes > 0 && ` · ${t("notes", { count: notes })}`}
        {findings.length > 0 && (
          <span className="plan-pager">
            <button type="button" aria-label={t("lastProblem")} onClick={() => go(-1)}>
              ‹
            </button>
            {t("problemAt", { at: Math.max(at, 0) + 1, count: findings.length })}
            <button type="button" aria-label={t("nextProblem")} onClick={() => go(1)}>
              ›
            </button>
          </span>
        )}
      </h3>
      {findings[Math.max(at, 0)] && (
        <p className="plan-finding" data-severity={findings[Math.max(at, 0)]!.severity}>
          {textOf(findings[Math.max(at, 0)]!)}
        </p>
      )}
    </section>
  );
}

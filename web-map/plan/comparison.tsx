import { PlanComparisonDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useAsked } from "../session/use-asked.js";
import { FaultNotice } from "../ui/fault-notice.js";
import type { Draft } from "./draft.js";
import type { InForce } from "./use-in-force.js";
import { useTurn } from "./use-turn.js";
import { usePlanWords } from "./words.js";

interface ComparisonProps {
  id: string;
  draft: Draft;
  inForce: InForce | null;
  name: string;
}

const cell = (value: string | number) => `"${String(value).replaceAll('"', '""')}"`;

/** A table as spreadsheets read it, Chinese too. */
function keepCsv(name: string, rows: readonly (readonly (string | number)[])[]): void {
  const text = `\uFEFF${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** What changes hands between the grids in force and the plan. */
export default function Comparison({ id, draft, inForce, name }: ComparisonProps) {
  const t = usePlanWords();
  const { t: say, number } = useWords();
  useTurn(draft);
  const { data, fault, again } = useAsked(
    PlanComparisonDocument,
    { id },
    { version: draft.version },
  );
  const compared = data?.gridPlan?.compare;
  if (fault) return <FaultNotice fault={fault} retry={again} />;
  if (!compared) return <p className="muted">{say("loading")}</p>;
  const named = (grid: string | null | undefined) =>
    grid == null
      ? t("noOne")
      : (draft.facts(grid)?.name ?? inForce?.byId.get(grid)?.name ?? t("noOne"));
  const { households, buildings, transfers } = compared;
  const head = [
    ...[t("from"), t("to"), t("households"), t("people"), t("buildings"), t("incidents")],
  ];
  return (
    <section className="plan-comparison" aria-label={t("comparison")}>
      <h3 className="group-title">{t("comparison")}</h3>
      <p className="muted">{t("comparisonLines")}</p>
      {transfers.length === 0 ? (
        <p className="muted">{t("comparisonNone")}</p>
      ) : (
        <>
          <p>
            {t("comparisonSum", {
              households: number(households),
              buildings: number(buildings),
            })}
          </p>
          <table>
            <thead>
              <tr>
                {head.map((text) => (
                  <th key={text} scope="col">
                    {text}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {transfers.map((one) => (
                <tr key={`${one.from} ${one.to}`}>
                  <td>{named(one.from)}</td>
                  <td>{named(one.to)}</td>
                  <td className="number">{number(one.households)}</td>
                  <td className="number">{number(one.people)}</td>
                  <td className="number">{number(one.buildings)}</td>
                  <td className="number">{one.incidents == null ? "" : number(one.incidents)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <button
            type="button"
            className="button small"
            onClick={() => {
              keepCsv(name, [
                head,
                ...transfers.map((one) => [
                  named(one.from),
                  named(one.to),
                  one.households,
                  one.people,
                  one.buildings,
                  one.incidents ?? "",
                ]),
              ]);
            }}
          >
            {t("exportCsv")}
          </button>
        </>
      )}
    </section>
  );
}

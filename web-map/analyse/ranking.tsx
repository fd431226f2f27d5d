import { type CSSProperties, useState } from "react";
import { useWords } from "../i18n/use-words.js";
import type { Ranked } from "./figures.js";
import { useAnalyseWords } from "./words.js";

interface RankingProps {
  grids: readonly Ranked[];
  /** Told per 100 households; else by what they have. */
  isPerHousehold: boolean;
  chosen: readonly string[];
  onToggle(id: string): void;
  onHover(id: string | null): void;
}

/** Shown at once; the rest on demand. */
const FIRST = 8;

/**
 * Grids by how much they have for the households that live there, as ranges: those that overlap
 * share their places, because which of them is first is chance.
 */
export function Ranking({ grids, isPerHousehold, chosen, onToggle, onHover }: RankingProps) {
  const t = useAnalyseWords();
  const { number } = useWords();
  const [isWhole, setWhole] = useState(false);
  const sorted = grids.toSorted((a, b) => b.rate - a.rate);
  const most = Math.max(
    0.001,
    ...sorted.slice(0, FIRST).map(({ rate, range }) => range?.high ?? rate),
  );
  const shown = isWhole ? sorted : sorted.slice(0, FIRST);
  return (
    <>
      <table className="analyse-ranking" aria-label={t("ranking")}>
        <thead>
          <tr>
            <th scope="col">{t("place")}</th>
            <th scope="col">{t("grid")}</th>
            <th scope="col">{t(isPerHousehold ? "rate" : "count")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ key, name, rate, range, count, places }) => {
            const [first, last] = places;
            const style = {
              "--low": Math.min(1, (range?.low ?? rate) / most),
              "--high": Math.min(1, (range?.high ?? rate) / most),
              "--at": Math.min(1, rate / most),
            } as CSSProperties;
            return (
              <tr key={key} style={style} data-on={chosen.length === 0 || chosen.includes(key)}>
                <td className="number">{first === last ? first : `${first}–${last}`}</td>
                <th scope="row">
                  <button
                    type="button"
                    aria-pressed={chosen.includes(key)}
                    title={t("rankedTitle", { name, count: number(count) })}
                    onClick={() => {
                      onToggle(key);
                    }}
                    onPointerEnter={() => {
                      onHover(key);
                    }}
                    onPointerLeave={() => {
                      onHover(null);
                    }}
                  >
                    {name}
                  </button>
                </th>
                <td className="number">
                  <span className="analyse-range" aria-hidden="true">
                    <i />
                    <b />
                  </span>
                  <span title={range ? t("rateRange", told(range)) : undefined}>
                    {rounded(rate)}
                    {range && <span className="sr-only"> {t("rateRange", told(range))}</span>}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {sorted.length > FIRST && (
        <button
          type="button"
          className="link"
          onClick={() => {
            setWhole(!isWhole);
          }}
        >
          {isWhole ? t("fewer") : t("allGrids", { count: number(sorted.length) })}
        </button>
      )}
    </>
  );
}

const told = ({ low, high }: { low: number; high: number }) => ({
  low: rounded(low),
  high: rounded(high),
});
const rounded = (n: number) => (n >= 10 ? n.toFixed(0) : n.toFixed(1));

import { useWords } from "../i18n/use-words.js";
import type { Verdict } from "./model.js";
import { type SayGroups, useGroupsWords } from "./words.js";

interface VerdictBarProps {
  /** In rings it is each household's own nine that are counted, and there are no groups. */
  mode: "GROUPS" | "RINGS";
  verdict: Verdict;
  /** The list of those in no group, or far from it, is shown. */
  isListOpen: boolean;
  onList(): void;
}

const percent = (share: number) => (100 * share).toFixed(1);
const metres = (m: number) => Math.round(m);

/** How far the search may be from the best, without what the wishes cost. */
function sayGap({ searchGap, boundIs }: Verdict, t: SayGroups): string | null {
  if (searchGap === null || searchGap === undefined) return null;
  if (boundIs === "exact" && searchGap === 0) return t("gapNone");
  return t("gapAtMost", { percent: percent(searchGap) });
}

/** What a run came to; every number says what it counts. */
export function VerdictBar({ mode, verdict, isListOpen, onList }: VerdictBarProps) {
  const t = useGroupsWords();
  const { number } = useWords();
  const { isolated, thin, maxMetres, priceOfWishes, shareNearTarget } = verdict;
  const gap = sayGap(verdict, t);
  const isRings = mode === "RINGS";
  const count = (n: number) => ({ count: number(n) });
  const walks = [
    t("walkMean", { metres: metres(verdict.metresPerHousehold) }),
    t("walkP95", { metres: metres(verdict.p95Metres) }),
    ...(typeof maxMetres === "number" ? [t("walkMost", { metres: metres(maxMetres) })] : []),
  ];
  return (
    <section className="groups-verdict" aria-label={t("verdict")}>
      <p className="groups-verdict-main">
        <b>{t(isRings ? "countRings" : "countGroups", count(verdict.groups))}</b>
        {` · ${t("countHouseholds", count(verdict.households))} · `}
        {`${t("countPeople", count(verdict.people))} · `}
        {t("countRegisteredOnly", count(verdict.registeredOnly))}
      </p>
      <p className="groups-figures-line groups-walks">
        {walks.map((walk, i) => (
          <span key={walk}>
            {walk}
            {i < walks.length - 1 && " · "}
          </span>
        ))}
      </p>
      {!isRings && (
        <ul className="groups-facts">
          {typeof isolated === "number" && (
            <li data-wrong={isolated > 0}>
              <button type="button" className="link" aria-expanded={isListOpen} onClick={onList}>
                {t("countIsolated", count(isolated))}
              </button>
            </li>
          )}
          {typeof thin === "number" && thin > 0 && (
            <li data-wrong="true">{t("countThin", count(thin))}</li>
          )}
          <li data-wrong={verdict.violations > 0}>
            {t("countViolations", count(verdict.violations))}
          </li>
          {gap && <li title={t("gapMeans")}>{gap}</li>}
          {typeof priceOfWishes === "number" && (
            <li title={t("wishesMean")}>{t("wishes", { percent: percent(priceOfWishes) })}</li>
          )}
          {typeof shareNearTarget === "number" && (
            <li>{t("nearTarget", { percent: Math.round(100 * shareNearTarget) })}</li>
          )}
        </ul>
      )}
      {!verdict.complete && <p className="groups-warn">{t("incomplete")}</p>}
      <Sizes sizes={verdict.sizes} of={isRings ? "ringOf" : "sizeOf"} />
    </section>
  );
}

/** How many groups have so many households: a bar each, its figures as text. */
function Sizes({ sizes, of }: { sizes: Verdict["sizes"]; of: "sizeOf" | "ringOf" }) {
  const t = useGroupsWords();
  if (sizes.length === 0) return null;
  const most = Math.max(...sizes.map(({ count }) => count));
  return (
    <ol className="groups-sizes" aria-label={t("sizes")}>
      {sizes.map(({ size, count }) => (
        <li key={size} title={t(of, { size, count })}>
          <i style={{ height: `${(34 * count) / most}px` }} />
          <span className="groups-hidden">{t(of, { size, count })}</span>
          <span aria-hidden="true">{size}</span>
        </li>
      ))}
    </ol>
  );
}

import type { HotNowQuery } from "../../gql/graphql.js";
import { useWords } from "../../i18n/use-words.js";
import { useKindName } from "../use-kind-name.js";
import { useTodayWords } from "../words.js";

type HotArea = HotNowQuery["hotNow"]["areas"][number];

/** What stands behind each number on the map; `most`: as many as there is room for, the oldest. */
export function HotCards({ areas, most }: { areas: readonly HotArea[]; most: number }) {
  const w = useTodayWords();
  if (areas.length === 0) return null;
  return (
    <ol className="hot-cards">
      {areas.slice(0, most).map((area, i) => (
        <HotCard key={area.id} number={i + 1} area={area} />
      ))}
      {areas.length > most && (
        <li className="hot-more">{w("moreHot", { n: areas.length - most })}</li>
      )}
    </ol>
  );
}

function HotCard({ number: at, area }: { number: number; area: HotArea }) {
  const w = useTodayWords();
  const { number } = useWords();
  const kindName = useKindName();
  const { name, kind, kindLabel, day, incidents } = area;
  return (
    <li>
      <i aria-hidden="true">{at}</i>
      <b>
        {name ?? w("unnamedPlace")} · {kind ? kindName(kind, kindLabel) : w("allKinds")}
      </b>
      <span>{w("hotNeed", { n: number(incidents), day })}</span>
    </li>
  );
}

import type { HotNowQuery } from "../../gql/graphql.js";
import { useWords } from "../../i18n/use-words.js";
import { useKindName } from "../use-kind-name.js";
import { useTodayWords } from "../words.js";

type HotArea = HotNowQuery["hotNow"]["areas"][number];

/** What the map's plates say, each place a card: for a hand, and for who listens. */
export function HotCards({ areas }: { areas: readonly HotArea[] }) {
  return (
    <ul className="hot-cards">
      {areas.map((area) => (
        <HotCard key={area.id} {...area} />
      ))}
    </ul>
  );
}

function HotCard({ name, kind, kindLabel, day, incidents }: HotArea) {
  const w = useTodayWords();
  const { number } = useWords();
  const kindName = useKindName();
  return (
    <li>
      <b>{name ?? w("unnamedPlace")}</b>
      <span>
        {kind ? kindName(kind, kindLabel) : w("allKinds")} ·{" "}
        {w("hotNeed", { n: number(incidents), day })}
      </span>
    </li>
  );
}

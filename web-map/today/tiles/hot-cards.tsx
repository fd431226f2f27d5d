import { HotNowDocument, type HotNowQuery } from "../../gql/graphql.js";
import { useWords } from "../../i18n/use-words.js";
import { Tile } from "../tile.js";
import { useKindName } from "../use-kind-name.js";
import { useTile } from "../use-tile.js";
import { useTodayWords } from "../words.js";

type HotArea = HotNowQuery["hotNow"]["areas"][number];

/** Where it stands out now, each place a card: what the map's plates say, for a hand. */
export function HotCards() {
  const w = useTodayWords();
  const asked = useTile(HotNowDocument, "now");
  return (
    <Tile id="hotNow" title={w("hotNow")} asked={asked}>
      {({ hotNow }) => (
        <>
          {hotNow.areas.length === 0 && (
            <p className="tile-quiet">{w(hotNow.computedAt ? "nothingHot" : "hotNotYet")}</p>
          )}
          <ul className="hot-cards">
            {hotNow.areas.map((area) => (
              <HotCard key={area.id} {...area} />
            ))}
          </ul>
        </>
      )}
    </Tile>
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

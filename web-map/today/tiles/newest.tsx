import { useState } from "react";
import { NewestDocument, type NewestQuery } from "../../gql/graphql.js";
import { useWords } from "../../i18n/use-words.js";
import { CategorySign } from "../../layers/category-sign.js";
import { useSession } from "../../session/session-context.js";
import { Tile } from "../tile.js";
import { useKindName } from "../use-kind-name.js";
import { useTile } from "../use-tile.js";
import { useTodayWords } from "../words.js";

type Incident = NewestQuery["newestIncidents"]["incidents"][number];

/** What happens: kind, village and level of the last few; no name, no door, no title. */
export function Newest() {
  const w = useTodayWords();
  const asked = useTile(NewestDocument, "now");
  return (
    <Tile id="newest" title={w("newest")} asked={asked}>
      {({ newestIncidents: { incidents, delicate } }) => (
        <>
          {incidents.length === 0 && <p className="tile-quiet">{w("nothingNew")}</p>}
          <Incidents incidents={incidents} />
          {delicate > 0 && <p className="tile-small">{w("delicate", { n: delicate })}</p>}
        </>
      )}
    </Tile>
  );
}

/** The same moment, kind and place is the same line; two alike at once are told apart by their turn. */
function keysOf(incidents: readonly Incident[]): string[] {
  const turns = new Map<string, number>();
  return incidents
    .toReversed()
    .map(({ at, category, place, level }) => {
      const same = [at, category, place, level].join("|");
      const turn = (turns.get(same) ?? 0) + 1;
      turns.set(same, turn);
      return `${same}|${turn}`;
    })
    .reverse();
}

/**
 * One thing moves at a time: of lines that came at once the newest alone, until others come. What
 * moves up because a line above it went is not new.
 */
function useFresh(keys: readonly string[]): string | null {
  const [held, setHeld] = useState<{ keys: readonly string[]; fresh: string | null }>({
    ...{ keys, fresh: null },
  });
  if (held.keys.join("\n") === keys.join("\n")) return held.fresh;
  const before = new Set(held.keys);
  const last = before.size === 0 ? keys.length : keys.findLastIndex((key) => before.has(key));
  const fresh = keys.slice(0, Math.max(0, last)).find((key) => !before.has(key)) ?? null;
  setHeld({ keys, fresh });
  return fresh;
}

function Incidents({ incidents }: { incidents: readonly Incident[] }) {
  const w = useTodayWords();
  const { clock, day } = useWords();
  const { county, connection } = useSession();
  const kindName = useKindName();
  const keys = keysOf(incidents);
  const fresh = useFresh(keys);
  const dayOf = new Intl.DateTimeFormat("sv-SE", { timeZone: county.timeZone });
  const today = dayOf.format(connection.serverNow());
  return (
    <ol className="newest-list">
      {incidents.map(({ at, category, categoryLabel, place, level }, i) => (
        <li key={keys[i]} data-new={keys[i] === fresh} data-level={level}>
          <time dateTime={at}>
            {dayOf.format(Date.parse(at)) === today
              ? clock(new Date(at), county.timeZone)
              : day(at).slice(5)}
          </time>
          <CategorySign code={category} />
          <span>
            {kindName(category, categoryLabel)}
            {place && <small>{place}</small>}
          </span>
          {level !== null && level !== undefined && level <= 2 && <b>{w("level", { level })}</b>}
        </li>
      ))}
    </ol>
  );
}

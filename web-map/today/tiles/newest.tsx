import { useState } from "react";
import { NewestDocument, type NewestQuery } from "../../gql/graphql.js";
import { useWords } from "../../i18n/use-words.js";
import { CategorySign } from "../../layers/category-sign.js";
import { useSession } from "../../session/session-context.js";
import { dayOf } from "../../state/time-range.js";
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

/**
 * One thing moves at a time: of lines that came at once the newest alone, until others come. What
 * moves up because a line above it went is not new.
 */
function useFresh(ids: readonly string[]): string | null {
  const [held, setHeld] = useState<{ ids: readonly string[]; fresh: string | null }>({
    ...{ ids, fresh: null },
  });
  if (held.ids.join(" ") === ids.join(" ")) return held.fresh;
  const before = new Set(held.ids);
  const last = before.size === 0 ? ids.length : ids.findLastIndex((id) => before.has(id));
  const fresh = ids.slice(0, Math.max(0, last)).find((id) => !before.has(id)) ?? null;
  setHeld({ ids, fresh });
  return fresh;
}

function Incidents({ incidents }: { incidents: readonly Incident[] }) {
  const w = useTodayWords();
  const { clock } = useWords();
  const { county, connection } = useSession();
  const kindName = useKindName();
  const fresh = useFresh(incidents.map(({ id }) => id));
  const dayAt = (moment: number) => dayOf(new Date(moment), county.timeZone);
  const today = dayAt(connection.serverNow());
  return (
    <ol className="newest-list">
      {incidents.map(({ id, at, category, categoryLabel, place, level }) => (
        <li key={id} data-new={id === fresh} data-level={level}>
          <time dateTime={at}>
            {dayAt(Date.parse(at)) === today
              ? clock(new Date(at), county.timeZone)
              : dayAt(Date.parse(at)).slice(5)}
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

import type { TodayQuery } from "../../gql/graphql.js";
import { useWords } from "../../i18n/use-words.js";
import { useSession } from "../../session/session-context.js";
import { StateWord } from "../state-word.js";
import { Figure, Tile } from "../tile.js";
import { useTodayPage } from "../today-context.js";
import { useTodayWords } from "../words.js";

/** Is today unusual? So many so far, beside so many on such a weekday at this hour. */
export function TodayCount() {
  const w = useTodayWords();
  const { today } = useTodayPage();
  return (
    <Tile id="today" title={w("today")} asked={today}>
      {(data) => <Count {...data.today} />}
    </Tile>
  );
}

function Count({ at, count, usual, state }: TodayQuery["today"]) {
  const w = useTodayWords();
  const { number, clock } = useWords();
  const { county } = useSession();
  const until = clock(new Date(at), county.timeZone);
  const range = usual && { low: number(usual.low), high: number(usual.high) };
  const said = w("todaySaid", { until, n: number(count) });
  return (
    <>
      <Figure
        shown={number(count)}
        said={`${said} ${range ? w("usualSaid", range) : w("usualUnknown")} ${w(state)}`}
      />
      <StateWord state={state} />
      <p className="tile-under" aria-hidden="true">
        {range ? w("usualNow", range) : w("usualUnknown")}
      </p>
      {usual && <Range count={count} low={usual.low} high={usual.high} />}
    </>
  );
}

/** Where the count stands to what is usual: a bar, and a mark on it. */
function Range({ count, low, high }: { count: number; low: number; high: number }) {
  const end = Math.max(high * 1.5, count * 1.1, 4);
  const at = (n: number) => `${(100 * n) / end}%`;
  return (
    <div className="usual-range" aria-hidden="true">
      <i style={{ insetInlineStart: at(low), width: at(high - low) }} />
      <b style={{ insetInlineStart: at(count) }} />
    </div>
  );
}

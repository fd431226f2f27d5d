import { LastDaysDocument, type LastDaysQuery } from "../../gql/graphql.js";
import { useWords } from "../../i18n/use-words.js";
import { StateWord } from "../state-word.js";
import { Figure, Tile } from "../tile.js";
import { useTile } from "../use-tile.js";
import { useTodayWords } from "../words.js";

/** Where do four weeks lead, against the same days a year before, and is that more than chance? */
export function LastDays() {
  const w = useTodayWords();
  const asked = useTile(LastDaysDocument, "slow");
  return (
    <Tile id="lastDays" title={w("lastDays")} asked={asked}>
      {({ lastDays }) => <Days {...lastDays} />}
    </Tile>
  );
}

/** Minus as it is printed; nothing but a number would be read as one. */
const signed = (share: number): string => {
  const percent = Math.round(share * 100);
  return percent > 0 ? `+${percent}%` : percent < 0 ? `−${-percent}%` : "±0%";
};

function Days({ count, change, state, days }: LastDaysQuery["lastDays"]) {
  const w = useTodayWords();
  const { number } = useWords();
  const isKnown = change !== null && change !== undefined;
  const against = isKnown ? w("againstYear", { change: signed(change) }) : w("noYear");
  const chance = isKnown ? w(state === "USUAL" ? "withinChance" : "beyondChance") : "";
  return (
    <div className="last-days" data-chance={!isKnown || state === "USUAL"}>
      <div>
        <Figure
          shown={number(count)}
          said={`${w("lastDaysSaid", { n: number(count) })} ${against} ${chance}`}
        />
        {isKnown && state !== "USUAL" && <StateWord state={state} />}
        <p className="tile-under" aria-hidden="true">
          {against}
          {chance && ` · ${chance}`}
        </p>
      </div>
      <Bars days={days} />
    </div>
  );
}

function Bars({ days }: { days: readonly number[] }) {
  const most = Math.max(1, ...days);
  return (
    <svg
      className="day-bars"
      viewBox={`0 0 ${days.length * 10} 100`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {days.map((n, i) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a day is its place in the row
          key={i}
          x={i * 10 + 1}
          width={8}
          y={100 - (100 * n) / most}
          height={(100 * n) / most}
        />
      ))}
    </svg>
  );
}

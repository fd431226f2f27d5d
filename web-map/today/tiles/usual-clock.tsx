import type { CSSProperties } from "react";
import { UsualWeekDocument, type UsualWeekQuery } from "../../gql/graphql.js";
import { Tile } from "../tile.js";
import { useTile } from "../use-tile.js";
import { type TodayWord, useTodayWords } from "../words.js";

type Hour = UsualWeekQuery["usualWeek"]["hours"][number];
const DAYS = [1, 2, 3, 4, 5, 6, 7];
const MARKED = [0, 6, 12, 18];
const NAMED_MOST = 2;

/** When: four weeks by the hours of the week, those that differ from usual rimmed, and now marked. */
export function UsualClock() {
  const w = useTodayWords();
  const asked = useTile(UsualWeekDocument, "slow");
  return (
    <Tile id="clock" title={w("clock")} note={w("fourWeeks")} asked={asked}>
      {({ usualWeek }) => <Week {...usualWeek} />}
    </Tile>
  );
}

function Week({ hours, weekday, hour: hourNow, weeks }: UsualWeekQuery["usualWeek"]) {
  const w = useTodayWords();
  const most = Math.max(1, ...hours.map(({ count }) => count));
  const above = hours.filter(({ state }) => state === "ABOVE");
  const named = above
    .toSorted((a, b) => b.count - (b.expected ?? 0) - (a.count - (a.expected ?? 0)))
    .slice(0, NAMED_MOST);
  const sayHour = (one: Hour) =>
    w("hourIs", { day: w(`D${one.weekday}` as TodayWord), hour: one.hour });
  const said =
    weeks === 0
      ? w("weeksUnknown")
      : above.length === 0
        ? w("noHourAbove")
        : w("hoursAbove", {
            hours: named.map(sayHour).join(w("comma")),
            more:
              above.length > named.length ? w("andMore", { n: above.length - named.length }) : "",
          });
  return (
    <div className="usual-clock">
      <div className="week-grid" aria-hidden="true">
        <i />
        {Array.from({ length: 24 }, (_, hour) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place in the row
          <small key={hour}>{MARKED.includes(hour) ? hour : ""}</small>
        ))}
        {DAYS.map((day) => [
          <small key={day}>{day % 2 === 1 ? w(`D${day}` as TodayWord) : ""}</small>,
          ...hours
            .filter((one) => one.weekday === day)
            .map((one) => (
              <i
                key={`${day}.${one.hour}`}
                data-state={one.state}
                data-now={day === weekday && one.hour === hourNow}
                style={{ "--share": one.count / most } as CSSProperties}
              />
            )),
        ])}
      </div>
      <p className="tile-small">{said}</p>
    </div>
  );
}

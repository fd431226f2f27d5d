import type { ReactNode } from "react";
import { weekday } from "../../geo/time/day.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { dayOf } from "../state/time-range.js";
import type { Age } from "./use-freshness.js";
import { type TodayWord, useTodayWords } from "./words.js";

interface HeaderProps {
  isWall: boolean;
  /** Of the town; null: the county's own name. */
  place: string | null;
  age: Age;
  isPolling: boolean;
  /** What somebody who looks after the wall should know. */
  notes: readonly string[];
  children?: ReactNode;
}

/** Where, when by the clock of the service, and how fresh all below it is. */
export function Header({ isWall, place, age, isPolling, notes, children }: HeaderProps) {
  const w = useTodayWords();
  const { language, clock } = useWords();
  const { county } = useSession();
  const own = language === "zh" ? county.name : (county.nameEn ?? county.name);
  const at = (moment: number) => clock(new Date(moment), county.timeZone);
  const day = dayOf(new Date(age.now), county.timeZone);
  const Heading = isWall ? "h1" : "h2";
  return (
    <header className="today-head" data-freshness={age.freshness}>
      <Heading>
        {place ?? own} <span>{w("title")}</span>
      </Heading>
      <p className="today-when">
        <time dateTime={day}>
          {w("dayIs", {
            month: Number(day.slice(5, 7)),
            day: Number(day.slice(8)),
            weekday: w(`D${weekday(day)}` as TodayWord),
          })}
        </time>
        <b>{at(age.now)}</b>
      </p>
      <div className="today-fresh" role="status">
        <span>
          {age.readAt === null ? w("dataNone") : w("dataUntil", { time: at(age.readAt) })}
          {age.freshness !== "fresh" && ` · ${w("late", { minutes: age.minutes })}`}
        </span>
        {isPolling && <small>{w("polling")}</small>}
        {notes.map((note) => (
          <small key={note}>{note}</small>
        ))}
      </div>
      {children}
    </header>
  );
}

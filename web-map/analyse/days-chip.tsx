import { Popover } from "radix-ui";
import { type FormEvent, useState } from "react";
import type { Day } from "../../geo/time/day.js";
import { parseDay, type TimeRange } from "../state/time-range.js";
import { Icon } from "../ui/icon.js";
import { longOf, type Question } from "./question.js";
import { type AnalyseWord, useAnalyseWords } from "./words.js";

interface DaysChipProps {
  question: Question;
  today: Day;
  isOpen: boolean;
  onOpen(open: boolean): void;
  onTime(time: TimeRange): void;
}

/** Whole weeks, so that weekdays are compared with weekdays. */
const LAST_DAYS = [7, 28, 91, 364];

/** The window in words; typed, or one of the usual ones, which go on with the days. */
export function DaysChip({ question, today, isOpen, onOpen, onTime }: DaysChipProps) {
  const t = useAnalyseWords();
  const { days, time } = question;
  const [fault, setFault] = useState<{ key: AnalyseWord; text: string } | null>(null);
  const long = longOf(days);
  const choose = (next: TimeRange) => {
    setFault(null);
    onTime(next);
    onOpen(false);
  };
  const submit = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const typed = { from: "", to: "" };
    for (const side of ["from", "to"] as const) {
      const text = String(form.get(side)).trim();
      const day = parseDay(text, today);
      if (!day) return setFault({ key: "dayBad", text });
      typed[side] = day;
    }
    if (typed.from > typed.to) return setFault({ key: "dayOrder", text: "" });
    choose({ kind: "days", ...typed });
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={onOpen}>
      <Popover.Trigger
        className="chip"
        data-on="true"
        aria-label={`${t("when")}: ${days.from} – ${days.to}`}
      >
        <Icon name="time" size={16} />
        {t("wholeDays", {
          from: days.from,
          to: days.to.slice(days.to.slice(0, 4) === days.from.slice(0, 4) ? 5 : 0),
          days: long,
        })}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover" align="start" sideOffset={6} aria-label={t("when")}>
          <div className="presets">
            {LAST_DAYS.map((n) => (
              <button
                type="button"
                key={n}
                className="chip"
                data-on={time.kind === "last" && long === n}
                onClick={() => {
                  choose({ kind: "last", hours: n * 24 });
                }}
              >
                {t("lastDays", { days: n })}
              </button>
            ))}
          </div>
          <form onSubmit={submit} className="days">
            {(["from", "to"] as const).map((side) => (
              <label className="field" key={side}>
                <span>{t(side === "from" ? "dayFrom" : "dayTo")}</span>
                <input
                  name={side}
                  defaultValue={days[side]}
                  placeholder="2026-03-01"
                  autoComplete="off"
                />
              </label>
            ))}
            {fault && (
              <p className="field-fault" role="alert">
                {t(fault.key, { text: fault.text })}
              </p>
            )}
            <button type="submit" className="button primary wide">
              {t("apply")}
            </button>
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

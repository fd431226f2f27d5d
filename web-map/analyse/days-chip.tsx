import { Popover } from "radix-ui";
import type { Day } from "../../geo/time/day.js";
import type { TimeRange } from "../state/time-range.js";
import { Icon } from "../ui/icon.js";
import { DaysForm } from "./days-form.js";
import { longOf, type Question } from "./question.js";
import { useAnalyseWords } from "./words.js";

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
  const long = longOf(days);
  const choose = (next: TimeRange) => {
    onTime(next);
    onOpen(false);
  };
  const said = t("wholeDays", {
    from: days.from,
    to: days.to.slice(days.to.slice(0, 4) === days.from.slice(0, 4) ? 5 : 0),
    days: long,
  });
  return (
    <Popover.Root open={isOpen} onOpenChange={onOpen}>
      <Popover.Trigger className="chip" data-on="true" aria-label={`${t("when")}: ${said}`}>
        <Icon name="time" size={16} />
        {said}
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
          <DaysForm
            days={days}
            today={today}
            onDays={(typed) => {
              choose({ kind: "days", ...typed });
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

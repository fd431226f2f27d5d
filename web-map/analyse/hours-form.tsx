import { type FormEvent, useState } from "react";
import { ALL_DAYS, type ClockWindow, parseHours, WORK_DAYS } from "./clock-windows.js";
import { useAnalyseWords } from "./words.js";

const ON = {
  everyDay: ALL_DAYS,
  workDays: WORK_DAYS,
  weekEnd: [6, 7],
} as const;

/** A window of the clock, typed. */
export function HoursForm({ onWindow }: { onWindow(window: ClockWindow): void }) {
  const t = useAnalyseWords();
  const [bad, setBad] = useState<string | null>(null);
  const submit = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const text = String(form.get("hours"));
    const hours = parseHours(text);
    setBad(hours ? null : text);
    if (!hours) return;
    onWindow({ days: ON[String(form.get("on")) as keyof typeof ON], ...hours });
    e.currentTarget.reset();
  };
  return (
    <form className="analyse-hours" onSubmit={submit}>
      <select name="on" aria-label={t("when")}>
        {(["everyDay", "workDays", "weekEnd"] as const).map((on) => (
          <option key={on} value={on}>
            {t(on)}
          </option>
        ))}
      </select>
      <input
        name="hours"
        placeholder="22-6"
        aria-label={t("clockTyped")}
        autoComplete="off"
        aria-invalid={bad !== null}
      />
      <button type="submit" className="button small">
        {t("addHours")}
      </button>
      {bad !== null && (
        <p className="field-fault" role="alert">
          {t("clockBad", { text: bad })}
        </p>
      )}
    </form>
  );
}

import { type FormEvent, useState } from "react";
import type { Day } from "../../geo/time/day.js";
import { parseDay } from "../state/time-range.js";
import type { Days } from "./question.js";
import { type AnalyseWord, useAnalyseWords } from "./words.js";

interface DaysFormProps {
  days: Days;
  today: Day;
  onDays(days: Days): void;
}

/** From and to as people type days, both included. */
export function DaysForm({ days, today, onDays }: DaysFormProps) {
  const t = useAnalyseWords();
  const [fault, setFault] = useState<{ key: AnalyseWord; text: string } | null>(null);
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
    setFault(null);
    onDays(typed);
  };
  return (
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
  );
}

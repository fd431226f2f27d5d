import { type FormEvent, useState } from "react";
import { parseDay } from "../state/time-range.js";
import type { Asking } from "./use-question.js";
import { useAnalyseWords } from "./words.js";

const WAYS = ["were", "today", "day"] as const;
type Way = (typeof WAYS)[number];
const WORDS = { were: "gridsWere", today: "gridsToday", day: "gridsOfDay" } as const;

/** By which grids is counted: those in force when it happened, or those of one day for all. */
export function GridsOnChoice({ asking: { stands, today, ask } }: { asking: Asking }) {
  const t = useAnalyseWords();
  const { gridsOn } = stands;
  const [isGiving, setGiving] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const way: Way = isGiving
    ? "day"
    : gridsOn === null
      ? "were"
      : gridsOn === today
        ? "today"
        : "day";
  // Grids that were chosen are of the other kind, and may not be among these.
  const choose = (on: string | null) => {
    setGiving(false);
    setWrong(null);
    ask({ gridsOn: on, grids: [] });
  };
  const submit = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const text = String(new FormData(e.currentTarget).get("on")).trim();
    const day = parseDay(text, today);
    if (!day) return setWrong(text);
    choose(day);
  };
  return (
    <div className="analyse-against">
      <label>
        {t("gridsBy")}
        <select
          value={way}
          onChange={(e) => {
            const next = e.target.value as Way;
            if (next === "day") setGiving(true);
            else choose(next === "today" ? today : null);
          }}
        >
          {WAYS.map((one) => (
            <option key={one} value={one}>
              {t(WORDS[one])}
            </option>
          ))}
        </select>
      </label>
      {way === "day" && (
        <form className="analyse-hours" onSubmit={submit} key={gridsOn}>
          <input
            name="on"
            aria-label={t("gridsDay")}
            defaultValue={gridsOn ?? ""}
            placeholder="2026-03-01"
            autoComplete="off"
          />
          <button type="submit" className="button small">
            {t("apply")}
          </button>
          {wrong !== null && (
            <p className="field-fault" role="alert">
              {t("dayBad", { text: wrong })}
            </p>
          )}
        </form>
      )}
    </div>
  );
}

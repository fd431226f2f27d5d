import { useState } from "react";
import type { Against } from "./against.js";
import { DaysForm } from "./days-form.js";
import { before } from "./question.js";
import type { Asking } from "./use-question.js";
import { useAnalyseWords } from "./words.js";

const WAYS = ["PRECEDING", "LAST_YEAR", "CHOSEN"] as const;
type Way = (typeof WAYS)[number];
const WORDS = {
  PRECEDING: "comparePreceding",
  LAST_YEAR: "compareLastYear",
  CHOSEN: "compareChosen",
} as const;
const wayOf = (against: Against): Way => (typeof against === "string" ? against : "CHOSEN");

/** With which days those of the question are compared. */
export function AgainstChoice({ asking: { stands, today, ask } }: { asking: Asking }) {
  const t = useAnalyseWords();
  const { against, days } = stands;
  // Days are not chosen before they are given: the question stays as it is meanwhile.
  const [isGiving, setGiving] = useState(false);
  const way = isGiving ? "CHOSEN" : wayOf(against);
  return (
    <div className="analyse-against">
      <label>
        {t("compareWith")}
        <select
          value={way}
          onChange={(e) => {
            const next = e.target.value as Way;
            setGiving(next === "CHOSEN");
            if (next !== "CHOSEN") ask({ against: next });
          }}
        >
          {WAYS.map((one) => (
            <option key={one} value={one}>
              {t(WORDS[one])}
            </option>
          ))}
        </select>
      </label>
      {way === "CHOSEN" && (
        <DaysForm
          key={JSON.stringify(against)}
          days={typeof against === "string" ? before(days) : against}
          today={today}
          onDays={(chosen) => {
            setGiving(false);
            ask({ against: chosen });
          }}
        />
      )}
    </div>
  );
}

import { useWords } from "../i18n/use-words.js";
import type { ReleasedBoard } from "./released-board.js";
import { useSpanWords } from "./use-span-words.js";
import { useTodayWords } from "./words.js";

/** Spans that are read side by side. */
const SHOWN_MOST = 12;

interface PublicMonthsProps {
  months: ReleasedBoard["months"];
  /** Of whose length the others are shown. */
  newest: ReleasedBoard["newest"];
  heading: "h2" | "h3";
}

/**
 * Span by span of one length; what is told by another length stands below, for the two count other
 * categories and do not add.
 */
export function PublicMonths({ months, newest, heading: Heading }: PublicMonthsProps) {
  const w = useTodayWords();
  const spanOf = useSpanWords();
  const { number } = useWords();
  const shown = months.filter((m) => m.months === newest?.months).slice(-SHOWN_MOST);
  const other = months.findLast((m) => m.months !== newest?.months);
  const most = Math.max(1, ...shown.map((m) => m.atLeast));
  return (
    <section className="tile" data-tile="public-months" aria-labelledby="public-months">
      <Heading id="public-months" className="tile-title">
        {w("publicMonths")}
      </Heading>
      <ol className="month-bars">
        {shown.map((span) => (
          <li key={span.month}>
            <span className="sr-only">
              {w("atLeastSaid", { span: spanOf(span), n: number(span.atLeast) })}
            </span>
            <b aria-hidden="true">{number(span.atLeast)}</b>
            <i aria-hidden="true" style={{ blockSize: `${(100 * span.atLeast) / most}%` }} />
            <small aria-hidden="true">{spanOf(span)}</small>
          </li>
        ))}
      </ol>
      {other && (
        <p className="tile-small">
          {w("publicOther", { span: spanOf(other), n: number(other.atLeast) })}
        </p>
      )}
    </section>
  );
}

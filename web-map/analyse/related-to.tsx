import { useWords } from "../i18n/use-words.js";
import { layerNamed, useSession } from "../session/session-context.js";
import { type Question, STATISTICS, type Statistic } from "./question.js";
import type { HotSpots } from "./use-hot-spots.js";
import type { Asking } from "./use-question.js";
import { type AnalyseWord, useAnalyseWords } from "./words.js";

export const PER_WORDS: Readonly<Record<Statistic, AnalyseWord>> = {
  EB_RATE: "perHouseholds",
  EB_STREETS: "perStreets",
  GI_STAR: "perNothing",
};

/** What somebody has to see for a rate of it. */
const LAYER_OF: Readonly<Record<Statistic, string | null>> = {
  EB_RATE: "households",
  EB_STREETS: "streets",
  GI_STAR: null,
};

interface RelatedToProps {
  hot: HotSpots | undefined;
  question: Question;
  ask: Asking["ask"];
}

/** What incidents are related to: as somebody chose, else as the service did. */
export function RelatedTo({ hot, question, ask }: RelatedToProps) {
  const t = useAnalyseWords();
  const session = useSession();
  const taken = question.statistic ?? hot?.sheet.statistic ?? null;
  const offered = STATISTICS.filter((one) => {
    const layer = LAYER_OF[one];
    return layer === null || layerNamed(session, layer) !== undefined;
  });
  return (
    <fieldset className="analyse-kind">
      <legend className="sr-only">{t("relatedTo")}</legend>
      {offered.map((one) => (
        <label key={one} data-on={taken === one}>
          <input
            type="radio"
            className="sr-only"
            name="analyse-per"
            checked={taken === one}
            onChange={() => {
              ask({ statistic: one });
            }}
          />
          {t(PER_WORDS[one])}
        </label>
      ))}
    </fieldset>
  );
}

/** Said beside a map of counts; where nobody chose them, why it is no map of a rate. */
export function RawCounts({ hot }: { hot: HotSpots }) {
  const { language } = useWords();
  const said = hot.sheet.warnings.filter(
    ({ code }) => code === "raw-counts" || /^(households|streets)-/.test(code),
  );
  if (said.length === 0) return null;
  return <p className="analyse-few">{said.map((one) => one[language]).join(END[language])}</p>;
}

const END = { zh: "；", en: "; " } as const;

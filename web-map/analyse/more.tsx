import { Fold } from "../ui/fold.js";
import { Concentration } from "./concentration.js";
import { NearRepeat } from "./near-repeat.js";
import type { Question } from "./question.js";
import { useAnalyseWords } from "./words.js";

/** Views that are worked out when somebody opens them. */
export function More({ question }: { question: Question }) {
  const t = useAnalyseWords();
  return (
    <>
      <Fold title={t("nearRepeat")} hint={t("nearRepeatHint")}>
        {() => <NearRepeat question={question} />}
      </Fold>
      <Fold title={t("concentration")} hint={t("concentrationHint")}>
        {() => <Concentration question={question} />}
      </Fold>
    </>
  );
}

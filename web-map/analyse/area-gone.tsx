import { SavedAreaDocument } from "../gql/graphql.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { areaOfInput } from "../state/area.js";
import { dayOf } from "../state/time-range.js";
import { Notice } from "../ui/notice.js";
import type { Asking } from "./use-question.js";
import { useAnalyseWords } from "./words.js";

interface AreaGoneProps {
  asking: Asking;
  /** Id of the saved area. */
  id: string;
}

/** The saved area of the question was retired, or is shared no longer: what there is to do. */
export function AreaGone({ asking: { ask }, id }: AreaGoneProps) {
  const t = useAnalyseWords();
  const { county } = useSession();
  const { data } = useAsked(SavedAreaDocument, { id });
  const kept = data?.savedArea;
  const last = kept ? areaOfInput(kept.area) : null;
  const on = kept?.retiredAt && dayOf(new Date(kept.retiredAt), county.timeZone);
  return (
    <Notice
      icon="polygon"
      alert
      title={t("areaGone")}
      text={kept && on ? t("areaRetired", { name: kept.name, on }) : t("areaUnknown")}
    >
      {last && (
        <button
          type="button"
          className="button primary"
          onClick={() => {
            ask({ area: last });
          }}
        >
          {t("areaLast")}
        </button>
      )}
      <button
        type="button"
        className="button"
        onClick={() => {
          ask({ area: null });
        }}
      >
        {t("areaCounty")}
      </button>
    </Notice>
  );
}

import { useStateName } from "./use-state-name.js";
import { usePlanWords } from "./words.js";

interface OtherPlansProps {
  plans: readonly {
    id: string;
    name?: string | null;
    status?: string | null;
    begunByName?: string | null;
  }[];
  onOpen(plan: string): void;
}

const SHOWN = 5;

/** Other open plans of the same villages: whichever comes into force first overtakes the rest. */
export function OtherPlans({ plans, onOpen }: OtherPlansProps) {
  const t = usePlanWords();
  const stateName = useStateName();
  if (plans.length === 0) return null;
  return (
    <div className="plan-others" role="note">
      <p>{t("otherPlans", { count: plans.length })}</p>
      <ul>
        {plans.slice(0, SHOWN).map(({ id, name, status, begunByName }) => (
          <li key={id}>
            <button
              type="button"
              className="link"
              onClick={() => {
                onOpen(id);
              }}
            >
              {name}
            </button>{" "}
            <small className="muted">
              {[stateName(status), begunByName].filter(Boolean).join(" · ")}
            </small>
          </li>
        ))}
      </ul>
    </div>
  );
}

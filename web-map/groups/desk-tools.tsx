import { lazy, Suspense } from "react";
import { localClock } from "../../geo/time/local-clock.js";
import { useSession } from "../session/session-context.js";
import { Fold } from "../ui/fold.js";
import { Waiting } from "../ui/waiting.js";
import { Publish } from "./publish.js";
import type { GroupEdits } from "./use-group-edits.js";
import type { PlanFacts } from "./use-group-plan.js";
import { useGroupsWords } from "./words.js";

/** Come when somebody opens them. */
const History = lazy(() => import("./history.js"));

interface DeedsOfPlanProps {
  plan: PlanFacts;
  edits: GroupEdits;
  canEdit: boolean;
  onRepair(): void;
  onPrint(): void;
}

/** What is done with the whole plan: mended, taken back, published. */
export function DeedsOfPlan({ plan, edits, canEdit, onRepair, onPrint }: DeedsOfPlanProps) {
  const t = useGroupsWords();
  const { connection, county } = useSession();
  const today = localClock(county.timeZone).dayAt(connection.serverNow());
  return (
    <div className="groups-deeds">
      {canEdit && (
        <>
          <button type="button" className="button small" disabled={edits.busy} onClick={onRepair}>
            {t("repair")} <kbd>R</kbd>
          </button>
          <button
            type="button"
            className="button small"
            disabled={edits.busy}
            onClick={() => void edits.undo()}
          >
            {t("undo")} <kbd>Z</kbd>
          </button>
          <button
            type="button"
            className="button small"
            disabled={edits.busy}
            onClick={() => void edits.redo()}
          >
            {t("redo")} <kbd>⇧Z</kbd>
          </button>
          {plan.status === "EFFECTIVE" && (
            <button type="button" className="button small" onClick={onPrint}>
              {t("cards")}
            </button>
          )}
        </>
      )}
      {plan.can.publish && plan.status === "DRAFT" && <Publish edits={edits} today={today} />}
    </div>
  );
}

interface MoreOfPlanProps {
  plan: PlanFacts;
  stamp: string;
}

/** What is looked up now and then: what the presets cost, what the borders cost, who did what. */
export function MoreOfPlan({ plan, stamp }: MoreOfPlanProps) {
  const t = useGroupsWords();
  return (
    <Fold title={t("history")} hint={t("historyHint")}>
      {() => (
        <Suspense fallback={<Waiting />}>
          <History plan={plan.id} stamp={stamp} />
        </Suspense>
      )}
    </Fold>
  );
}

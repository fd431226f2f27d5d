import { lazy, Suspense, useEffect, useState } from "react";
import { localClock } from "../../geo/time/local-clock.js";
import {
  ComparePresetsDocument,
  GroupTradeOffsDocument,
  ProposalProgressDocument,
} from "../gql/graphql.js";
import { ask, watch } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Fold } from "../ui/fold.js";
import { Waiting } from "../ui/waiting.js";
import { Publish } from "./publish.js";
import { TradeOffCurve } from "./trade-off-curve.js";
import type { GroupEdits } from "./use-group-edits.js";
import { hasEnded, type PlanFacts } from "./use-group-plan.js";
import { useGroupsWords } from "./words.js";

/** Come when somebody opens them. */
const History = lazy(() => import("./history.js"));
const BorderPrices = lazy(() => import("./border-prices.js"));

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
  gridName(id: string | null | undefined): string;
  onFault(text: string): void;
}

/** What is looked up now and then: what the presets cost, what the borders cost, who did what. */
export function MoreOfPlan({ plan, stamp, gridName, onFault }: MoreOfPlanProps) {
  const t = useGroupsWords();
  return (
    <>
      {plan.mode !== "RINGS" && (
        <Fold title={t("tradeOff")} hint={t("tradeOffHint")}>
          {() => <TradeOffs {...{ plan, stamp, onFault }} />}
        </Fold>
      )}
      <Fold title={t("borders")} hint={t("bordersHint")}>
        {() => (
          <Suspense fallback={<Waiting />}>
            <BorderPrices plan={plan.id} stamp={stamp} gridName={gridName} />
          </Suspense>
        )}
      </Fold>
      <Fold title={t("history")} hint={t("historyHint")}>
        {() => (
          <Suspense fallback={<Waiting />}>
            <History plan={plan.id} stamp={stamp} />
          </Suspense>
        )}
      </Fold>
    </>
  );
}

function TradeOffs({ plan, stamp, onFault }: Pick<MoreOfPlanProps, "plan" | "stamp" | "onFault">) {
  const t = useGroupsWords();
  const { client } = useSession().connection;
  const [job, setJob] = useState<string | null>(null);
  const asked = job !== null;
  const { data, fault, again } = useAsked(
    GroupTradeOffsDocument,
    { id: plan.id },
    { version: stamp, keeps: true },
  );
  useEffect(() => {
    if (job === null) return;
    const { unsubscribe } = watch(client, ProposalProgressDocument, { id: job }).subscribe(
      ({ data }) => {
        if (data && hasEnded(data.jobProgress.state)) {
          setJob(null);
          again();
        }
      },
    );
    return unsubscribe;
  }, [client, job, again]);
  const runs = data?.groupPlan?.tradeOff ?? [];
  if (fault && !data) return <FaultNotice fault={fault} retry={again} />;
  if (runs.length > 0) return <TradeOffCurve runs={runs} held={plan.rules?.preset ?? null} />;
  const compare = async () => {
    const { data, fault } = await ask(client, ComparePresetsDocument, { plan: plan.id });
    if (data) setJob(data.compareGroupPresets.id);
    else onFault(fault.message);
  };
  return (
    <>
      <button
        type="button"
        className="button"
        disabled={asked}
        onClick={() => {
          void compare();
        }}
      >
        {t("compare")}
      </button>
      {asked && <p role="status">{t("comparing")}</p>}
    </>
  );
}

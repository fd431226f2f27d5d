import { useWords } from "../i18n/use-words.js";
import { useQuietMap } from "../map/use-quiet-map.js";
import { Dock } from "../shell/dock.js";
import { useNamedPage } from "../shell/page-title.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Panel } from "../ui/panel.js";
import { GroupDesk } from "./group-desk.js";
import { PlanTitle } from "./plan-title.js";
import { RunProgress } from "./run-progress.js";
import { useGroupGround } from "./use-group-ground.js";
import { useGroupPlan } from "./use-group-plan.js";
import { useGroupsWords } from "./words.js";

/** What would lie over groups and their numbers. */
const ASIDE = ["incidents", "cameras", "ties", "households"];

interface OpenPlanProps {
  id: string;
  group: string | null;
  onGroup(group: string | null): void;
  onClose(): void;
}

/** One plan of groups: being formed, or its verdict, its groups, and what is done with them. */
export function OpenPlan({ id, group, onGroup, onClose }: OpenPlanProps) {
  const t = useGroupsWords();
  const { t: say } = useWords();
  const held = useGroupPlan(id);
  const { plan, isGone, fault, running } = held;
  const { ground } = useGroupGround();
  useQuietMap(ASIDE);
  useNamedPage(plan?.name ?? t("title"));
  if (plan?.verdict && ground)
    return (
      <GroupDesk
        held={held}
        plan={plan}
        verdict={plan.verdict}
        ground={ground}
        chosen={group}
        onChoose={onGroup}
        onClose={onClose}
      />
    );
  return (
    <div className="explore groups" data-sheet="right">
      <Dock side="right">
        <Panel
          title={plan ? <PlanTitle plan={plan} /> : t("title")}
          label={plan?.name ?? t("title")}
          className="groups-plan"
          onClose={onClose}
        >
          {fault && !plan && <FaultNotice fault={fault} retry={held.again} />}
          {!plan && !fault && <p className="muted">{isGone ? t("gone") : say("loading")}</p>}
          {running && <RunProgress progress={running} job={plan?.job?.id ?? null} />}
          {plan?.status === "FAILED" && <RunFailed plan={plan} />}
        </Panel>
      </Dock>
    </div>
  );
}

/** Why nothing came of a run, and that it can be asked for anew. */
function RunFailed({ plan }: { plan: NonNullable<ReturnType<typeof useGroupPlan>["plan"]> }) {
  const t = useGroupsWords();
  return (
    <p className="groups-warn" role="alert">
      {t("runFailed")} {plan.job?.error}
    </p>
  );
}

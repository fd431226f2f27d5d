import { GroupPlanDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useAsked } from "../session/use-asked.js";
import { Dock } from "../shell/dock.js";
import { useNamedPage } from "../shell/page-title.js";
import { useShell } from "../shell/shell-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Panel } from "../ui/panel.js";
import { useStatusName } from "./plan-list.js";
import { useGroupsWords } from "./words.js";

interface OpenPlanProps {
  id: string;
  onClose(): void;
}

/** One plan of groups: how far it has come, and from when on. */
export function OpenPlan({ id, onClose }: OpenPlanProps) {
  const t = useGroupsWords();
  const { t: say } = useWords();
  const statusName = useStatusName();
  const { version } = useShell();
  const { data, fault, again } = useAsked(GroupPlanDocument, { id }, { version });
  const plan = data?.groupPlan;
  useNamedPage(plan?.name ?? t("title"));
  return (
    <div className="explore groups" data-sheet="right">
      <Dock side="right">
        <Panel
          title={
            <>
              {plan?.name ?? t("title")}
              {plan && (
                <small>
                  {[
                    statusName(plan.status),
                    ...(plan.effectiveOn ? [t("effectiveOn", { day: plan.effectiveOn })] : []),
                    ...(plan.endedOn ? [t("endedOn", { day: plan.endedOn })] : []),
                  ].join(" · ")}
                </small>
              )}
            </>
          }
          label={plan?.name ?? t("title")}
          className="groups-plan"
          onClose={onClose}
        >
          {fault && !data && <FaultNotice fault={fault} retry={again} />}
          {!plan && !fault && <p className="muted">{data ? t("gone") : say("loading")}</p>}
        </Panel>
      </Dock>
    </div>
  );
}

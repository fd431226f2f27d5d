import { lazy, Suspense, useState } from "react";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { Waiting } from "../ui/waiting.js";
import { DeedsOfPlan, MoreOfPlan } from "./desk-tools.js";
import { ExceptionsList } from "./exceptions-list.js";
import { GroupCard } from "./group-card.js";
import { HandCard } from "./hand-card.js";
import { RepairList } from "./repair-list.js";
import { sayRules } from "./rules.js";
import { RunProgress } from "./run-progress.js";
import type { GroupDeskProps, WholeDesk } from "./use-whole-desk.js";
import { VerdictBar } from "./verdict-bar.js";
import { useGroupsWords } from "./words.js";
import { WorstList } from "./worst-list.js";

/** Come when somebody prints. */
const PrintedCards = lazy(() => import("./printed-cards.js"));

type DeskPanelProps = GroupDeskProps & { desk: WholeDesk };

/** Beside the map: what the plan came to, what is done with it, what is to be looked at first. */
export function DeskPanel({ desk, ...props }: DeskPanelProps) {
  const { held, plan, verdict, ground, onChoose } = props;
  const t = useGroupsWords();
  const [isListOpen, setListOpen] = useState(false);
  const { edits, canEdit, repair } = desk;
  const mode = plan.mode === "RINGS" ? "RINGS" : "GROUPS";
  const here = { plan: plan.id, stamp: held.stamp, canEdit, edits };
  return (
    <>
      <VerdictBar
        mode={mode}
        verdict={verdict}
        isListOpen={isListOpen}
        onList={() => {
          setListOpen(!isListOpen);
        }}
      />
      <p className="muted small">
        {plan.villages.map(ground.villageName).join("、")}
        {plan.rules && ` · ${sayRules({ ...plan.rules, mode }, t)}`}
      </p>
      {held.running && <RunProgress progress={held.running} job={plan.job?.id ?? null} />}
      {desk.areMarksKnown && desk.marks.length === 0 && <NeedsPurpose />}
      <DeedsOfPlan
        {...{ plan, edits, canEdit }}
        onRepair={() => {
          void desk.openRepair();
        }}
        onPrint={() => {
          void desk.print(null);
        }}
      />
      {repair && (
        <RepairList
          {...{ plan: plan.id, version: plan.version, repair, edits }}
          numberOf={desk.numberOf}
          onRepair={desk.setRepair}
          onDone={held.again}
          onLook={desk.look}
        />
      )}
      <HandCard hand={desk.hand} busy={edits.busy} numberOf={desk.numberOf} onDrop={desk.drop} />
      <Chosen desk={desk} {...props} />
      {isListOpen && (
        <ExceptionsList
          {...here}
          marks={desk.marks}
          gridName={ground.gridName}
          onChoose={onChoose}
          onLook={desk.look}
        />
      )}
      {mode === "GROUPS" && <Listed desk={desk} {...props} />}
      {desk.cards && (
        <Suspense fallback={<Waiting />}>
          <PrintedCards cards={desk.cards} onClose={desk.closeCards} />
        </Suspense>
      )}
      <MoreOfPlan
        {...{ plan, stamp: held.stamp, gridName: ground.gridName }}
        onFault={edits.setTrouble}
      />
    </>
  );
}

const SEE_HOMES: readonly string[] = ["WORKER1", "WORKER2", "DISPATCHER", "ADMIN"];

/** Whose role would see homes is told what is missing; others see figures, as they should. */
function NeedsPurpose() {
  const t = useGroupsWords();
  const { viewer, purpose } = useSession();
  const { askPurpose } = useShell();
  if (purpose !== null || !viewer.roles.some((role) => SEE_HOMES.includes(role))) return null;
  return (
    <p className="groups-warn">
      {t("needsPurpose")}
      <button type="button" className="link" onClick={askPurpose}>
        {t("givePurpose")}
      </button>
    </p>
  );
}

function Chosen({ desk, ground, onChoose }: DeskPanelProps) {
  const { group, hand, edits, canEdit, isMerging } = desk;
  if (!group || hand.home) return null;
  return (
    <GroupCard
      gridName={ground.gridName(group.gridId)}
      {...{ group, edits, canEdit, isMerging }}
      onMerge={desk.setMerging}
      onPick={hand.pick}
      onPrint={() => {
        void desk.print([group.id]);
      }}
      onZoom={desk.zoom}
      onClose={() => {
        onChoose(null);
      }}
    />
  );
}

function Listed({ desk, ground, chosen }: DeskPanelProps) {
  const { groups, totalCount, order } = desk;
  const isMore = (groups?.length ?? 0) < totalCount;
  return (
    <WorstList
      {...{ groups, totalCount, order, chosen, gridName: ground.gridName }}
      onOrder={desk.setOrder}
      onChoose={desk.choose}
      onMore={isMore ? desk.more : undefined}
    />
  );
}

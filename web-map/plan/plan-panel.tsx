import { lazy, Suspense } from "react";
import type { LngLat } from "../map/map-adapter.js";
import { Panel } from "../ui/panel.js";
import { Waiting } from "../ui/waiting.js";
import { CleanUp } from "./clean-up.js";
import { Comments } from "./comments.js";
import type { Draft } from "./draft.js";
import { EditList } from "./edit-list.js";
import { GridCard } from "./grid-card.js";
import { OtherPlans } from "./other-plans.js";
import { PlanDeeds } from "./plan-deeds.js";
import type { PlanFacts } from "./plan-facts.js";
import { PlanSteps } from "./plan-steps.js";
import { PlanTitle } from "./plan-title.js";
import { Problems } from "./problems.js";
import { ProposeGrids } from "./propose-grids.js";
import type { Editing } from "./use-editing.js";
import type { InForce } from "./use-in-force.js";
import { usePlanWords } from "./words.js";

/** What must be cleaned away before anything is drawn. */
const UNCLEAN = new Set([
  "overlap",
  "crack",
  "vertex-lacking",
  "rings-cross",
  "ring-crosses-itself",
]);

/** Comes when somebody compares. */
const Comparison = lazy(() => import("./comparison.js"));

interface PlanPanelProps {
  id: string;
  draft: Draft;
  facts: PlanFacts | null;
  editing: Editing;
  canDraw: boolean;
  chosen: string | null;
  inForce: InForce | null;
  comparing: boolean;
  remark: LngLat | null;
  onRemark(place: LngLat | null): void;
  onPoint(): void;
  onOpen(plan: string): void;
  onCompare(on: boolean): void;
  onChoose(grid: string | null): void;
  onClose(): void;
  onCleaned(): void;
  /** Something was said or done that is no edit. */
  onChanged(): void;
}

/** Beside the map: the grid in hand, what is wrong, what was done, and what comes next. */
export function PlanPanel(props: PlanPanelProps) {
  const { id, draft, facts, chosen, inForce, comparing, editing, canDraw } = props;
  const t = usePlanWords();
  return (
    <Panel
      title={<PlanTitle facts={facts} />}
      label={facts?.name ?? t("title")}
      className="plan-panel"
      onClose={props.onClose}
    >
      {facts && (
        <>
          <PlanSteps facts={facts} onDone={props.onChanged} />
          <PlanDeeds facts={facts} onChanged={props.onChanged} onBegun={props.onOpen} />
          <OtherPlans plans={facts.otherPlans} onOpen={props.onOpen} />
        </>
      )}
      <button
        type="button"
        className="button wide"
        aria-pressed={comparing}
        onClick={() => {
          props.onCompare(!comparing);
        }}
      >
        {t("compare")}
      </button>
      <ProposeGrids plan={id} {...{ draft, chosen, inForce, canDraw }} />
      {comparing && (
        <Suspense fallback={<Waiting />}>
          <Comparison id={id} draft={draft} inForce={inForce} name={facts?.name ?? ""} />
        </Suspense>
      )}
      <GridCard
        plan={id}
        draft={draft}
        chosen={chosen}
        inForce={inForce}
        editing={editing}
        canDraw={canDraw}
      />
      {facts && (
        <>
          <Problems draft={draft} findings={facts.findings} onChoose={props.onChoose} />
          {canDraw && facts.findings.some(({ code }) => UNCLEAN.has(code)) && (
            <p>{t("notSeamless")}</p>
          )}
          {canDraw && facts.findings.some(({ severity }) => severity !== "note") && (
            <CleanUp
              plan={id}
              version={draft.version}
              nameOf={(grid) => draft.facts(grid)?.name}
              onCleaned={props.onCleaned}
            />
          )}
          <EditList draft={draft} edits={facts.editLog} editing={editing} canDraw={canDraw} />
          <Comments
            plan={id}
            draft={draft}
            comments={facts.comments}
            chosen={chosen}
            place={props.remark}
            onPlace={props.onRemark}
            onPoint={props.onPoint}
            onChanged={props.onChanged}
          />
        </>
      )}
    </Panel>
  );
}

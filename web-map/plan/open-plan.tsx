import { useEffect, useMemo, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { boundsOf } from "../../geo/geometry.js";
import { OpenPlanDocument, PlanFactsDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { Dock } from "../shell/dock.js";
import { useNamedPage } from "../shell/page-title.js";
import { useActions, useShell } from "../shell/shell-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Panel } from "../ui/panel.js";
import { BalanceStrip } from "./balance-strip.js";
import { Draft, type PlanAsRead } from "./draft.js";
import { DrawnPlan } from "./drawn-plan.js";
import { PlanPanel } from "./plan-panel.js";
import { ToolBar } from "./tool-bar.js";
import { useEditing } from "./use-editing.js";
import type { InForce } from "./use-in-force.js";
import { useIsNarrow } from "./use-is-narrow.js";
import { TOOLS, useTools } from "./use-tools.js";
import { usePlanWords } from "./words.js";

interface OpenPlanProps {
  id: string;
  chosen: string | null;
  inForce: InForce | null;
  onChoose(grid: string | null): void;
  onClose(): void;
}

/** One plan: its grids on the map, what they come to, and what is said of it. */
export function OpenPlan(props: OpenPlanProps) {
  const t = usePlanWords();
  const { t: say } = useWords();
  const { data, fault, again } = useAsked(OpenPlanDocument, { id: props.id });
  const plan = data?.gridPlan;
  const draft = useMemo(() => plan && Draft.of(plan), [plan]);
  if (plan && draft) return <Drawing {...props} plan={plan} draft={draft} again={again} />;
  return (
    <Dock side="right">
      <Panel title={t("title")} label={t("title")} onClose={props.onClose}>
        {fault ? (
          <FaultNotice fault={fault} retry={again} />
        ) : (
          <p className="muted">{data ? t(plan ? "notSeamless" : "gone") : say("loading")}</p>
        )}
      </Panel>
    </Dock>
  );
}

interface DrawingProps extends OpenPlanProps {
  plan: PlanAsRead;
  draft: Draft;
  again(): void;
}

function Drawing({ plan, draft, again, chosen, inForce, onChoose, onClose }: DrawingProps) {
  const t = usePlanWords();
  const { map, over } = useShell();
  const isNarrow = useIsNarrow();
  const [round, setRound] = useState(0);
  const { roles } = useSession().viewer;
  // Who approves sees first what would be otherwise.
  const [comparing, setComparing] = useState(
    roles.includes("APPROVER") && !roles.includes("PLANNER"),
  );
  const editing = useEditing(plan.id, draft, again);
  const asked = useAsked(
    PlanFactsDocument,
    { id: plan.id },
    { version: `${draft.version} ${round}` },
  );
  const facts = asked.data?.gridPlan ?? null;
  useEffect(() => {
    if (!facts || facts.version !== draft.version) return;
    editing.pending.aside(() => {
      draft.settle(facts.grids);
    });
  }, [facts, draft, editing.pending]);
  const canDraw = !isNarrow && facts?.status === "DRAFT" && !facts.overtaken;
  const tools = useTools({ editing, canDraw, onChoose });
  const opened = useRef(plan.grids);
  useNamedPage(facts?.name ?? t("title"));
  useEffect(() => {
    const [west, south, east, north] = [0, 1, 2, 3].map((side) => {
      const sides = opened.current.map(({ geometry }) => boundsOf(geometry)[side]!);
      return side < 2 ? Math.min(...sides) : Math.max(...sides);
    });
    if (opened.current.length > 0) map?.fit([west!, south!, east!, north!], 16);
  }, [map]);
  useActions([
    ...TOOLS.map(({ tool, key, word }) => ({
      id: `plan-${tool}`,
      title: t(word),
      icon: "edit" as const,
      key,
      isOffered: canDraw || tool === "look",
      run: () => {
        tools.setTool(tool);
      },
    })),
    {
      id: "plan-compare",
      title: t("compare"),
      icon: "columns",
      key: "c",
      run: () => {
        setComparing(!comparing);
      },
    },
    {
      id: "plan-undo",
      title: t("undo"),
      icon: "back",
      key: "z",
      isOffered: canDraw,
      run: editing.undo,
    },
    {
      id: "plan-redo",
      title: t("redo"),
      icon: "check",
      key: "Z",
      isOffered: canDraw,
      run: editing.redo,
    },
  ]);
  const parts = { draft, chosen, inForce, onChoose };
  return (
    <div className="explore plan" data-sheet="right">
      {over && createPortal(<ToolBar {...{ tools, editing, canDraw, isNarrow }} />, over)}
      <DrawnPlan {...parts} tools={tools} trouble={editing.trouble} comparing={comparing} />
      <Dock side="right">
        <PlanPanel
          {...parts}
          id={plan.id}
          facts={facts}
          editing={editing}
          canDraw={canDraw}
          comparing={comparing}
          onCompare={setComparing}
          onClose={onClose}
          onChanged={() => {
            setRound((n) => n + 1);
          }}
        />
      </Dock>
      {!isNarrow && <BalanceStrip {...parts} />}
    </div>
  );
}

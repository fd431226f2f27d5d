import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { boundsOf } from "../../geo/geometry.js";
import { OpenPlanDocument, PlanFactsDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import type { LngLat } from "../map/map-adapter.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { Dock } from "../shell/dock.js";
import { useNamedPage } from "../shell/page-title.js";
import { useActions, useKeyHints, useShell } from "../shell/shell-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Panel } from "../ui/panel.js";
import { BalanceStrip } from "./balance-strip.js";
import { Draft, type PlanAsRead } from "./draft.js";
import { DrawnPlan } from "./drawn-plan.js";
import { PlanPanel } from "./plan-panel.js";
import { ToolBar } from "./tool-bar.js";
import { TOOLS } from "./tools/all-tools.js";
import { UncleanPlan } from "./unclean-plan.js";
import { useEditing } from "./use-editing.js";
import { useGround } from "./use-ground.js";
import type { InForce } from "./use-in-force.js";
import { useIsNarrow } from "./use-is-narrow.js";
import { useTools } from "./use-tools.js";
import { usePlanWords } from "./words.js";

interface OpenPlanProps {
  id: string;
  chosen: string | null;
  inForce: InForce | null;
  onChoose(grid: string | null): void;
  onOpen(plan: string): void;
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
  if (plan) return <UncleanPlan {...props} plan={plan} again={again} />;
  return (
    <Dock side="right">
      <Panel title={t("title")} label={t("title")} onClose={props.onClose}>
        {fault ? (
          <FaultNotice fault={fault} retry={again} />
        ) : (
          <p className="muted">{data ? t("gone") : say("loading")}</p>
        )}
      </Panel>
    </Dock>
  );
}

/** Edits that are listed; who is further behind has older plans to look at. */
const EDITS = 500;
const noName = () => undefined;

interface DrawingProps extends OpenPlanProps {
  plan: PlanAsRead;
  draft: Draft;
  again(): void;
}

function Drawing(props: DrawingProps) {
  const { plan, draft, again, chosen, inForce, onChoose, onOpen, onClose } = props;
  const t = usePlanWords();
  const { map, over } = useShell();
  const isNarrow = useIsNarrow();
  const [round, setRound] = useState(0);
  const { roles } = useSession().viewer;
  // Who approves sees first what would be otherwise.
  const [comparing, setComparing] = useState(
    roles.includes("APPROVER") && !roles.includes("PLANNER"),
  );
  const [remark, setRemark] = useState<LngLat | null>(null);
  const version = useSyncExternalStore(draft.listen, () => draft.version);
  const asked = useAsked(
    PlanFactsDocument,
    { id: plan.id, editsAfter: Math.max(0, version - EDITS) },
    { version: `${version} ${round}`, keeps: true },
  );
  const facts = asked.data?.gridPlan ?? null;
  const canDraw = !isNarrow && facts?.status === "DRAFT" && !facts.overtaken;
  const ground = useGround(canDraw);
  const editing = useEditing(plan.id, draft, again, ground?.nameOf ?? noName);
  useEffect(() => {
    editing.pending.aside(() => {
      draft.ground = ground ?? {};
    });
  }, [draft, ground, editing.pending]);
  useEffect(() => {
    if (!facts) return;
    // A name, a day or a step makes a version too, and no edit.
    if (facts.editLog.every((edit) => edit.version <= draft.version)) draft.stand(facts.version);
    if (facts.version !== draft.version) return;
    editing.pending.aside(() => {
      draft.settle(facts.grids);
    });
  }, [facts, draft, editing.pending]);
  const tools = useTools({ editing, ground, canDraw, chosen, onChoose, onRemark: setRemark });
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
    ...TOOLS.map(({ name, key, word, isForAll }) => ({
      id: `plan-${name}`,
      title: t(word),
      icon: "edit" as const,
      key,
      isOffered: canDraw || isForAll === true,
      run: () => {
        tools.take(name);
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
      run: () => {
        editing.undo();
      },
    },
    {
      id: "plan-redo",
      title: t("redo"),
      icon: "check",
      key: "Z",
      isOffered: canDraw,
      run: () => {
        editing.redo();
      },
    },
  ]);
  useKeyHints([
    ["Tab", t("keysTab")],
    ["← ↑ → ↓", t("keysArrows")],
    ["Enter", t("keysEnter")],
    ["Backspace", t("keysBack")],
    ["Alt", t("keysAlt")],
    ["⌘Enter Ctrl+Enter", t("keysSubmit")],
  ]);
  const parts = { draft, chosen, inForce, onChoose };
  return (
    <div className="explore plan" data-sheet="right">
      {over && createPortal(<ToolBar {...{ tools, editing, canDraw, isNarrow }} />, over)}
      <DrawnPlan {...parts} {...{ tools, ground, remark, comparing }} trouble={editing.trouble} />
      <Dock side="right">
        <PlanPanel
          {...parts}
          id={plan.id}
          facts={facts}
          editing={editing}
          canDraw={canDraw}
          comparing={comparing}
          onOpen={onOpen}
          remark={remark}
          onRemark={setRemark}
          onPoint={() => {
            tools.take("remark");
          }}
          onCompare={setComparing}
          onClose={onClose}
          onCleaned={again}
          onChanged={() => {
            setRound((n) => n + 1);
          }}
        />
      </Dock>
      {!isNarrow && <BalanceStrip {...parts} />}
    </div>
  );
}

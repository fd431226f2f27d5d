import { lazy, Suspense, useMemo, useState } from "react";
import { useWords } from "../i18n/use-words.js";
import { useOverlay } from "../map/use-overlay.js";
import { useSession } from "../session/session-context.js";
import { Dock } from "../shell/dock.js";
import { useActions } from "../shell/shell-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Icon } from "../ui/icon.js";
import { Panel } from "../ui/panel.js";
import { Waiting } from "../ui/waiting.js";
import { CLASS_COLOURS, gridsOverlay, namesOverlay } from "./plan-overlay.js";
import type { Class } from "./ranges.js";
import type { GridNow, useInForce } from "./use-in-force.js";
import { type ListedPlan, usePlans } from "./use-plans.js";
import { useStateName } from "./use-state-name.js";
import { usePlanWords } from "./words.js";

/** Comes when somebody begins a plan. */
const NewPlan = lazy(() => import("./new-plan.js"));

interface FirstScreenProps {
  now: ReturnType<typeof useInForce>;
  onOpen(plan: string): void;
}

/** The grids in force against their range, and the plans that are open. */
export function FirstScreen({ now, onOpen }: FirstScreenProps) {
  const t = usePlanWords();
  const { viewer } = useSession();
  const [isNew, setNew] = useState(false);
  const { inForce, fault, again } = now;
  const plans = usePlans();
  const isPlanner = viewer.roles.includes("PLANNER");
  useActions([
    {
      id: "new-plan",
      title: t("newPlan"),
      icon: "plus",
      key: "n",
      isOffered: isPlanner,
      run: () => {
        setNew(true);
      },
    },
  ]);
  const drawn = useMemo(
    () => inForce?.grids.map((grid) => ({ ...grid, text: `${grid.name}\n${grid.households}` })),
    [inForce],
  );
  useOverlay(
    "plan-now",
    useMemo(() => (drawn ? gridsOverlay(drawn) : null), [drawn]),
  );
  useOverlay(
    "plan-now-names",
    useMemo(() => (drawn ? namesOverlay(drawn) : null), [drawn]),
  );
  return (
    <div className="explore" data-sheet="layers">
      <Dock side="left">
        <Panel title={t("title")} label={t("title")} className="left plan-first">
          {fault && <FaultNotice fault={fault} retry={again} />}
          {inForce && <Problems grids={inForce.grids} />}
          <h3 className="group-title">{t("plans")}</h3>
          {plans.fault && !plans.open && <FaultNotice fault={plans.fault} retry={plans.again} />}
          <PlanList plans={plans.open} onOpen={onOpen} />
          {isPlanner && !isNew && (
            <button
              type="button"
              className="button primary wide only-wide"
              onClick={() => {
                setNew(true);
              }}
            >
              <Icon name="plus" />
              {t("newPlan")}
            </button>
          )}
          {isNew && inForce && (
            <Suspense fallback={<Waiting />}>
              <NewPlan
                inForce={inForce}
                plans={plans.open}
                onClose={() => {
                  setNew(false);
                }}
                onOpen={onOpen}
              />
            </Suspense>
          )}
        </Panel>
      </Dock>
    </div>
  );
}

const CLASSES: readonly Class[] = ["above", "within", "below", "dedicated"];

/** How many grids are out of their range, and what the colours mean. */
function Problems({ grids }: { grids: readonly GridNow[] }) {
  const t = usePlanWords();
  const count = (of: Class) => grids.filter((grid) => grid.class === of).length;
  const problems = count("above") + count("below");
  return (
    <>
      <p className="plan-problems" data-none={problems === 0}>
        {problems === 0 ? t("noProblem") : t("problemCount", { count: problems })}
      </p>
      <ul className="plan-legend" aria-label={t("legend")}>
        {CLASSES.map((of) => (
          <li key={of}>
            <i style={{ background: CLASS_COLOURS[of] }} />
            {t(of)}
            <b>{count(of)}</b>
          </li>
        ))}
      </ul>
    </>
  );
}

interface PlanListProps {
  plans: readonly ListedPlan[] | undefined;
  onOpen(id: string): void;
}

function PlanList({ plans, onOpen }: PlanListProps) {
  const t = usePlanWords();
  const { t: say } = useWords();
  const stateName = useStateName();
  if (!plans) return <p className="muted">{say("loading")}</p>;
  if (plans.length === 0) return <p className="muted">{t("noPlans")}</p>;
  return (
    <ul className="plan-list">
      {plans.map(({ id, name, status, effectiveOn, overtaken }) => (
        <li key={id}>
          <button
            type="button"
            onClick={() => {
              onOpen(id);
            }}
          >
            <b>{name}</b>
            <span className="muted">
              {stateName(status)} ·{" "}
              {effectiveOn ? t("effectiveOn", { day: effectiveOn }) : t("noDay")}
              {overtaken && ` · ${t("overtaken")}`}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

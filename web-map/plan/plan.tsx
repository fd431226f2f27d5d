import "../styles/plan.css";
import { useOwn } from "../shell/shell-context.js";
import { FirstScreen } from "./first-screen.js";
import { OpenPlan } from "./open-plan.js";
import { PLAN_VIEW } from "./plan-view.js";
import { useInForce } from "./use-in-force.js";
import { useQuietMap } from "./use-quiet-map.js";

/** Grids redrawn: what is in force, what is planned, and one plan at a time to draw in. */
export default function Plan() {
  const [{ plan, grid }, change] = useOwn("plan", PLAN_VIEW);
  const now = useInForce();
  useQuietMap();
  return plan ? (
    <OpenPlan
      key={plan}
      id={plan}
      chosen={grid}
      inForce={now.inForce}
      onChoose={(id) => {
        change({ grid: id });
      }}
      onOpen={(id) => {
        change({ plan: id, grid: null });
      }}
      onClose={() => {
        change({ plan: null, grid: null });
      }}
    />
  ) : (
    <FirstScreen
      now={now}
      onOpen={(id) => {
        change({ plan: id, grid: null });
      }}
    />
  );
}

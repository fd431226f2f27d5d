import "../styles/plan.css";
import { useQuietMap } from "../map/use-quiet-map.js";
import { useOwn } from "../shell/shell-context.js";
import { FirstScreen } from "./first-screen.js";
import { OpenPlan } from "./open-plan.js";
import { PLAN_VIEW } from "./plan-view.js";
import { useInForce } from "./use-in-force.js";

/** What would lie over borders and their numbers; grids are drawn here in their own way. */
const ASIDE = ["grids", "incidents", "cameras", "households", "ties"];

/** Grids redrawn: what is in force, what is planned, and one plan at a time to draw in. */
export default function Plan() {
  const [{ plan, grid }, change] = useOwn("plan", PLAN_VIEW);
  const now = useInForce();
  useQuietMap(ASIDE);
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

import "../styles/groups.css";
import { useOwn } from "../shell/shell-context.js";
import { FirstScreen } from "./first-screen.js";
import { GROUPS_VIEW } from "./groups-view.js";
import { OpenPlan } from "./open-plan.js";

/** Households by tens: villages to be grouped, the plans there are, and one plan at a time. */
export default function Groups() {
  const [{ plan, group }, change] = useOwn("groups", GROUPS_VIEW);
  const open = (id: string | null) => {
    change({ plan: id, group: null });
  };
  return plan ? (
    <OpenPlan
      key={plan}
      id={plan}
      group={group}
      onGroup={(id) => {
        change({ group: id });
      }}
      onClose={() => {
        open(null);
      }}
    />
  ) : (
    <FirstScreen onOpen={open} />
  );
}

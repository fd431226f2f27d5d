import { OpenPlansDocument, type OpenPlansQuery } from "../gql/graphql.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";

export type ListedPlan = OpenPlansQuery["gridPlans"]["nodes"][number];

/** Neither in force any more nor ahead. */
const ENDED: readonly unknown[] = ["RETIRED", "WITHDRAWN", "EFFECTIVE"];

/** The county's plans that are neither in force nor over. */
export function usePlans() {
  const { county } = useSession();
  const { version } = useShell();
  const { data, fault, again } = useAsked(OpenPlansDocument, { county: county.id }, { version });
  const open = data?.gridPlans.nodes.filter(({ status }) => !ENDED.includes(status));
  return { open, fault, again };
}

/** Those that divide one of these villages too; a plan without villages divides the bare ground. */
export function sharing(
  plans: readonly ListedPlan[] | undefined,
  villages: readonly string[],
): ListedPlan[] {
  const mine = new Set(villages);
  return (plans ?? []).filter((plan) => plan.villages.some((code) => mine.has(code)));
}

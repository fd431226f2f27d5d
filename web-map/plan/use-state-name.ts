import { MachinesDocument, type MachinesQuery } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useAsked } from "../session/use-asked.js";

export type PlanMachine = MachinesQuery["machines"][number];

/** The machine of grid plans, by whose words its states and steps are called. */
export function usePlanMachine(): PlanMachine | null {
  const { data } = useAsked(MachinesDocument, {});
  return data?.machines.find(({ register }) => register === "GRID_PLANS") ?? null;
}

/** What a state of a plan is called. */
export function useStateName(): (status: string | null | undefined) => string {
  const { label } = useWords();
  const machine = usePlanMachine();
  return (status) => {
    const state = machine?.states.find(({ code }) => code === status);
    return state ? label(state) : "";
  };
}

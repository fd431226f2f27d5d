import {
  IncidentStepsDocument,
  type IncidentStepsQuery,
  MachinesDocument,
  type MachinesQuery,
} from "../gql/graphql.js";
import type { Fault } from "../session/ask.js";
import { useAsked } from "../session/use-asked.js";

export type Machine = MachinesQuery["machines"][number];
export type MachineAction = Machine["actions"][number];
export type Standing = NonNullable<IncidentStepsQuery["incident"]>;

export interface Steps {
  machine: Machine | null;
  standing: Standing | null;
  fault: Fault | undefined;
  again(): void;
}

/** The machine of incidents, by whose words its states and steps are called; null until it is known. */
export function useMachine(): Machine | null {
  const { data } = useAsked(MachinesDocument, {});
  return data?.machines.find((m) => m.layer === "INCIDENTS") ?? null;
}

/** Where an incident stands, what was done, and what can be done; asked anew with each version. */
export function useSteps(id: string, version: number): Steps {
  const machine = useMachine();
  const { data, fault, again } = useAsked(IncidentStepsDocument, { id }, { version });
  return { machine, standing: data?.incident ?? null, fault, again };
}

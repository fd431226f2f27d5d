import { useEffect, useState } from "react";
import {
  IncidentStepsDocument,
  type IncidentStepsQuery,
  MachinesDocument,
  type MachinesQuery,
} from "../gql/graphql.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useAgain } from "../session/use-again.js";

export type Machine = MachinesQuery["machines"][number];
export type MachineAction = Machine["actions"][number];
export type Standing = NonNullable<IncidentStepsQuery["incident"]>;

export interface Steps {
  machine: Machine | null;
  standing: Standing | null;
  fault: Fault | null;
  again(): void;
}

/** The machine of incidents, by whose words its states and steps are called; null until it is known. */
export function useMachine(): Machine | null {
  const { connection } = useSession();
  const [machine, setMachine] = useState<Machine | null>(null);
  useEffect(() => {
    let current = true;
    void ask(connection.client, MachinesDocument, {}).then((asked) => {
      if (current && asked.data)
        setMachine(asked.data.machines.find((m) => m.layer === "INCIDENTS") ?? null);
    });
    return () => {
      current = false;
    };
  }, [connection]);
  return machine;
}

/** Where an incident stands, what was done, and what can be done; asked anew with each version. */
export function useSteps(id: string, version: number): Steps {
  const { connection } = useSession();
  const machine = useMachine();
  const [standing, setStanding] = useState<Standing | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [round, again] = useAgain();
  // biome-ignore lint/correctness/useExhaustiveDependencies(version): a new version stands elsewhere
  // biome-ignore lint/correctness/useExhaustiveDependencies(round): asked again when told to
  useEffect(() => {
    let current = true;
    void ask(connection.client, IncidentStepsDocument, { id }).then((asked) => {
      if (!current) return;
      setFault(asked.fault ?? null);
      if (asked.data) setStanding(asked.data.incident ?? null);
    });
    return () => {
      current = false;
    };
  }, [connection, id, version, round]);
  return { machine, standing: standing?.id === id ? standing : null, fault, again };
}

import { useCallback, useEffect, useState } from "react";
import {
  GroupPlanChangesDocument,
  type GroupPlanChangesSubscription,
  GroupPlanDocument,
  type GroupPlanQuery,
} from "../gql/graphql.js";
import type { Fault } from "../session/ask.js";
import { watch } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";

export type PlanFacts = NonNullable<GroupPlanQuery["groupPlan"]>;
type Change = GroupPlanChangesSubscription["groupPlanChanged"];
export type RunProgress = Pick<NonNullable<Change["job"]>, "phase" | "done"> & {
  total?: number | null;
  metres?: number | null;
};

const ENDED: readonly string[] = ["DONE", "FAILED", "DEAD", "CANCELLED"];

export const hasEnded = (state: string): boolean => ENDED.includes(state);

export interface HeldPlan {
  /** Null: not known yet. */
  plan: PlanFacts | null;
  isGone: boolean;
  fault: Fault | undefined;
  /** What is at work on it now. */
  running: RunProgress | null;
  /** Another word whenever its groups may be others. */
  stamp: string;
  again(): void;
}

/** A plan of groups as it stands, told at once of runs and of what others do to it. */
export function useGroupPlan(id: string): HeldPlan {
  const { client } = useSession().connection;
  const { version } = useShell();
  const [round, setRound] = useState(0);
  const [told, setTold] = useState<RunProgress | null>(null);
  const again = useCallback(() => {
    setRound((n) => n + 1);
  }, []);
  useEffect(() => {
    const { unsubscribe } = watch(client, GroupPlanChangesDocument, { plan: id }).subscribe(
      ({ data }) => {
        if (!data) return;
        const { job } = data.groupPlanChanged;
        setTold(job && !hasEnded(job.state) ? job : null);
        again();
      },
    );
    return unsubscribe;
  }, [client, id, again]);
  const stamp = `${version} ${round}`;
  const { data, fault } = useAsked(
    GroupPlanDocument,
    { id },
    { version: stamp, keeps: true, seldomMs: 400 },
  );
  const plan = data?.groupPlan ?? null;
  const { job } = plan ?? {};
  const running = told ?? (job && !hasEnded(job.state) ? job : null);
  return { plan, isGone: data !== undefined && !plan, fault, running, stamp, again };
}

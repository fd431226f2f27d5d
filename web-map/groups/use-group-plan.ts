import { useCallback, useEffect, useState } from "react";
import {
  GroupPlanDocument,
  type GroupPlanQuery,
  GroupRunProgressDocument,
  type GroupRunProgressSubscription,
} from "../gql/graphql.js";
import type { Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";

export type PlanFacts = NonNullable<GroupPlanQuery["groupPlan"]>;
type Told = GroupRunProgressSubscription["jobProgress"];
export type RunProgress = Pick<Told, "phase" | "done"> & {
  total?: number | null;
  metres?: number | null;
};

const ENDED: readonly string[] = ["DONE", "FAILED", "DEAD", "CANCELLED"];

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
  const stamp = `${version} ${round}`;
  const { data, fault } = useAsked(
    GroupPlanDocument,
    { id },
    { version: stamp, keeps: true, seldomMs: 400 },
  );
  const plan = data?.groupPlan ?? null;
  const job = plan?.job ?? null;
  const jobId = job && !ENDED.includes(job.state) ? job.id : null;
  useEffect(() => {
    if (jobId === null) return;
    const { unsubscribe } = client
      .subscription(GroupRunProgressDocument, { job: jobId })
      .subscribe(({ data }) => {
        if (!data) return;
        const isOver = ENDED.includes(data.jobProgress.state);
        setTold(isOver ? null : data.jobProgress);
        if (isOver) again();
      });
    return unsubscribe;
  }, [client, jobId, again]);
  const running = told ?? (job && !ENDED.includes(job.state) ? job : null);
  return { plan, isGone: data !== undefined && !plan, fault, running, stamp, again };
}

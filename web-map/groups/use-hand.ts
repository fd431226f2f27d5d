import { useCallback, useEffect, useRef, useState } from "react";
import { GroupTargetsDocument, type GroupTargetsQuery } from "../gql/graphql.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import type { Home } from "./model.js";

export type Target = GroupTargetsQuery["groupTargets"][number];

export interface Hand {
  /** The household that is picked up; null: none. */
  home: Home | null;
  /** Groups that are near, the nearest first; null: not known yet. */
  targets: readonly Target[] | null;
  /** The one that it would go to. */
  aim: Target | null;
  pick(home: Home): void;
  aimAt(group: string | null): void;
  /** The next one near that may take it, or the one before. */
  step(by: number): void;
  letGo(): void;
}

/** A household picked up: what it would cost to put it down in each group near, asked at once. */
export function useHand(plan: string, stamp: string, onFault: (fault: Fault) => void): Hand {
  const { client } = useSession().connection;
  const [home, setHome] = useState<Home | null>(null);
  const [targets, setTargets] = useState<readonly Target[] | null>(null);
  const [aimed, setAimed] = useState<string | null>(null);
  const turn = useRef(0);
  const tell = useRef(onFault);
  tell.current = onFault;
  const letGo = useCallback(() => {
    turn.current++;
    setHome(null);
    setTargets(null);
    setAimed(null);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies(stamp): another plan, other prices
  useEffect(() => letGo, [stamp, letGo]);
  const pick = useCallback(
    (one: Home) => {
      letGo();
      setHome(one);
      const mine = turn.current;
      void ask(client, GroupTargetsDocument, { plan, household: one.id }).then((asked) => {
        if (mine !== turn.current) return;
        if (asked.data) return setTargets(asked.data.groupTargets);
        letGo();
        tell.current(asked.fault);
      });
    },
    [client, plan, letGo],
  );
  const aim = targets?.find(({ group }) => group === aimed) ?? null;
  return {
    ...{ home, targets, aim, pick, letGo },
    aimAt: setAimed,
    step: (by) => {
      const free = (targets ?? []).filter(({ refusals }) => refusals.length === 0);
      if (free.length === 0) return;
      const at = free.findIndex(({ group }) => group === aimed);
      const next = at < 0 ? (by > 0 ? 0 : free.length - 1) : at + by;
      setAimed(free[(next + free.length) % free.length]!.group);
    },
  };
}

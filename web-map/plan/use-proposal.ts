import { useEffect, useRef, useState } from "react";
import { v4 as newId } from "uuid";
import type { GridReason } from "../../geo/coverage/propose/model.js";
import {
  type GridProposalOptions,
  ProposalProgressDocument,
  ProposeGridsDocument,
  StopProposalDocument,
} from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { ask, type Fault, faultIn, watch } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import type { Draft } from "./draft.js";
import { sayFault } from "./say-fault.js";
import { usePlanWords } from "./words.js";

/** What the job answers. */
export interface Proposal {
  /** Number of the edit; null: the grids stay as they are. */
  edit: number | null;
  grids: number;
  reasons: (GridReason & { grid: string; range: readonly [number, number] })[];
}

export type ProposalState =
  | { kind: "idle" }
  | { kind: "running"; job: string | null; done: number; total: number | null }
  | ({ kind: "done" } & Proposal)
  | { kind: "failed"; why: string };

interface Wished {
  villages: string[] | null;
  options: GridProposalOptions;
}

/** A proposal asked for and followed to its end; its edit comes as anybody's does. */
export function useProposal(plan: string, draft: Draft, onDone: (done: Proposal) => void) {
  const t = usePlanWords();
  const { language, t: frame } = useWords();
  const { client } = useSession().connection;
  const [state, setState] = useState<ProposalState>({ kind: "idle" });
  const done = useRef(onDone);
  done.current = onDone;
  const job = state.kind === "running" ? state.job : null;
  const fail = (why: string) => {
    setState({ kind: "failed", why });
  };
  const say = (fault: Fault) => sayFault(fault, { t, language, offline: frame("offline") });
  const latest = useRef({ fail, say, t });
  latest.current = { fail, say, t };
  useEffect(() => {
    if (job === null) return;
    const { unsubscribe } = watch(client, ProposalProgressDocument, { id: job }).subscribe(
      ({ data }) => {
        if (!data) return;
        const { state, done: steps, total = null, result, error, fault } = data.jobProgress;
        const { fail, say, t } = latest.current;
        if (state === "DONE") {
          const found = result as Proposal;
          setState({ kind: "done", ...found });
          done.current(found);
        } else if (state === "CANCELLED") setState({ kind: "idle" });
        else if (state === "FAILED" || state === "DEAD")
          fail(t("proposeFailed", { why: say(faultIn(error ?? "", fault)) }));
        else setState({ kind: "running", job, done: steps, total });
      },
    );
    return unsubscribe;
  }, [client, job]);
  return {
    state,
    start: ({ villages, options }: Wished) => {
      setState({ kind: "running", job: null, done: 0, total: null });
      const variables = { plan, version: draft.version, villages, options, key: newId() };
      void ask(client, ProposeGridsDocument, variables).then(({ data, fault }) => {
        if (fault) fail(say(fault));
        else setState({ kind: "running", job: data.proposeGrids.id, done: 0, total: null });
      });
    },
    stop: () => {
      if (job !== null) void ask(client, StopProposalDocument, { id: job });
    },
  };
}

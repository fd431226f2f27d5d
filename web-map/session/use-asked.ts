import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { useEffect, useState } from "react";
import { ask, type Fault } from "./ask.js";
import { useSession } from "./session-context.js";
import { useAgain } from "./use-again.js";

export interface AskedState<T> {
  /** Undefined until there is an answer; the last one stays while it is asked again. */
  data: T | undefined;
  fault: Fault | undefined;
  loading: boolean;
  again(): void;
}

/** One question of a component: asked when it is shown, when its variables change, and after a break. */
export function useAsked<T, V extends Record<string, unknown>>(
  document: TypedDocumentNode<T, V>,
  variables: V,
): AskedState<T> {
  const { client } = useSession().connection;
  const [round, again] = useAgain();
  const key = JSON.stringify(variables);
  const [answer, setAnswer] = useState<{ key: string; data?: T; fault?: Fault }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies(round): asked again when told to
  useEffect(() => {
    let current = true;
    void ask(client, document, JSON.parse(key) as V).then((asked) => {
      if (current)
        setAnswer((old) => ({ key, ...(old?.data ? { data: old.data } : {}), ...asked }));
    });
    return () => {
      current = false;
    };
  }, [client, document, key, round]);
  return {
    data: answer?.data,
    fault: answer?.fault,
    loading: answer?.key !== key,
    again,
  };
}

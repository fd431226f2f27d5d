import { useState } from "react";
import type { TypedDocumentString } from "../gql/graphql.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";

/** Sends a change; while it runs the buttons wait, and what was refused is said beside them. */
export function useChange() {
  const { client } = useSession().connection;
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const send = async <T, V extends Record<string, unknown>>(
    document: TypedDocumentString<T, V>,
    variables: V,
  ): Promise<T | undefined> => {
    setBusy(true);
    const asked = await ask(client, document, variables);
    setBusy(false);
    setFault(asked.fault ?? null);
    return asked.data;
  };
  return { send, busy, fault };
}

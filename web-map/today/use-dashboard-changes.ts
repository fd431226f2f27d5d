import { useEffect, useState } from "react";
import { ChangesPositionDocument, DashboardChangedDocument } from "../gql/graphql.js";
import { ask, watch } from "../session/ask.js";
import { useSession } from "../session/session-context.js";

/**
 * Counts up whenever tiles of the county may show something else. After a time without a link it
 * goes on from the last position; what the service does not know any more is asked anew.
 */
export function useDashboardChanges(): number {
  const { connection, county } = useSession();
  const { client, link } = connection;
  const [count, setCount] = useState(0);
  useEffect(() => {
    let position: string | null = null;
    let leave = () => {};
    let isCurrent = true;
    const tell = () => {
      setCount((n) => n + 1);
    };
    const follow = () => {
      leave();
      const area = { county: county.id };
      leave = watch(client, DashboardChangedDocument, { area, after: position }).subscribe(
        ({ data, error }) => {
          if (error?.graphQLErrors[0]?.extensions["code"] === "POSITION_TOO_OLD") {
            position = null;
            tell();
            follow();
          }
          if (!data) return;
          position = data.dashboardChanged.position ?? position;
          tell();
        },
      ).unsubscribe;
    };
    follow();
    void ask(client, ChangesPositionDocument, {}).then(({ data }) => {
      if (isCurrent) position ??= data?.changesPosition ?? null;
    });
    const unlisten = link.listen((up) => {
      if (!up) return;
      if (position === null) tell();
      follow();
    });
    return () => {
      isCurrent = false;
      unlisten();
      leave();
    };
  }, [client, link, county.id]);
  return count;
}

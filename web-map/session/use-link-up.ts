import { useSyncExternalStore } from "react";
import { useSession } from "./session-context.js";

/** Whether the service is reached; while it is not, what is shown may be out of date. */
export function useLinkUp(): boolean {
  const { link } = useSession().connection;
  return useSyncExternalStore(
    (listener) => link.listen(listener),
    () => link.isUp(),
  );
}

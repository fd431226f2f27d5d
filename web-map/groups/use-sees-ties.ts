import { useSession } from "../session/session-context.js";

/** Who is told of acquaintance: the full-time grid worker, on purpose. */
export function useSeesTies(): boolean {
  const { viewer, purpose } = useSession();
  return purpose !== null && viewer.roles.includes("WORKER1");
}

import type { Role } from "../gql/graphql.js";
import type { Session } from "../session/session-context.js";
import { readTodayAddress } from "../today/today-address.js";
import type { Workspace } from "./workspace.js";

/** Who reads plans of household groups (docs/decisions/household-groups.md). */
const OF_GROUPS: readonly Role[] = [
  "WORKER1",
  "WORKER2",
  "STATION",
  "PLANNER",
  "APPROVER",
  "DISPATCHER",
  "ADMIN",
];

/**
 * All workspaces, in the order of the top bar. A viewer begins in his home, or else in the first.
 */
export const WORKSPACES: readonly Workspace[] = [
  {
    id: "explore",
    title: "explore",
    icon: "layers",
    isFor: () => true,
    map: "full",
    load: () => import("../explore/explore.js"),
  },
  {
    id: "today",
    title: "todayPage",
    icon: "time",
    isFor: ({ viewer }) => viewer.kind !== "anonymous",
    map: "placed",
    isBare: () => readTodayAddress(location.search).address.wall,
    load: () => import("../today/today.js"),
  },
  // At the same address, for everybody: what was released.
  {
    id: "today",
    title: "publicBoard",
    icon: "chart",
    isFor: ({ viewer }) => viewer.kind === "anonymous",
    map: "placed",
    isBare: () => readTodayAddress(location.search).address.wall,
    load: () => import("../today/public-board.js"),
  },
  {
    id: "plan",
    title: "plan",
    icon: "polygon",
    isFor: ({ viewer }) => viewer.roles.some((role) => role === "PLANNER" || role === "APPROVER"),
    map: "full",
    load: () => import("../plan/plan.js"),
  },
  {
    id: "groups",
    title: "groups",
    icon: "people",
    isFor: ({ viewer }) => viewer.roles.some((role) => OF_GROUPS.includes(role)),
    map: "full",
    load: () => import("../groups/groups.js"),
  },
  {
    id: "analyse",
    title: "analyse",
    icon: "chart",
    isFor: ({ viewer }) => viewer.roles.some((role) => role === "ANALYST" || role === "ADMIN"),
    map: "full",
    load: () => import("../analyse/analyse.js"),
  },
  {
    id: "posted",
    title: "posted",
    icon: "grids",
    isFor: () => true,
    map: "full",
    load: () => import("../posted/posted.js"),
  },
  {
    id: "my",
    title: "myGroup",
    icon: "people",
    isFor: ({ viewer }) => viewer.kind === "anonymous" || viewer.household !== null,
    map: "none",
    load: () => import("../my-group/my-group.js"),
  },
  {
    id: "cards",
    title: "cardsPage",
    icon: "page",
    isFor: ({ viewer }) => viewer.roles.includes("WORKER1"),
    map: "none",
    load: () => import("../cards/cards.js"),
  },
  {
    id: "accounts",
    title: "accounts",
    icon: "user",
    isFor: ({ viewer }) => viewer.roles.includes("ADMIN"),
    map: "none",
    load: () => import("../accounts/accounts.js"),
  },
  {
    id: "log",
    title: "log",
    icon: "lock",
    isFor: ({ viewer }) => viewer.roles.includes("AUDITOR"),
    isHomeOf: ({ viewer }) => viewer.roles.every((role) => role === "AUDITOR"),
    map: "none",
    load: () => import("../log/log.js"),
  },
];

/** A wall has what it hangs there for, and a household's phone what is the household's. */
export const workspacesFor = (session: Session): Workspace[] =>
  WORKSPACES.filter(
    (workspace) =>
      workspace.isFor(session) &&
      (session.viewer.kind !== "device" ||
        workspace.id === (session.viewer.household ? "my" : "today")),
  );

/** The one an address names, if it is for the viewer; else where he begins. */
export function workspaceAt(session: Session, id: string | null): Workspace {
  const offered = workspacesFor(session);
  return (
    offered.find((workspace) => workspace.id === id) ??
    offered.find((workspace) => workspace.isHomeOf?.(session)) ??
    offered[0]!
  );
}

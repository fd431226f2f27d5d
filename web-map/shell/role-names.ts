import type { Role } from "../gql/graphql.js";

/** All roles, in the order in which they are offered. */
export const ROLE_NAMES: Role[] = [
  "ADMIN",
  "PLANNER",
  "APPROVER",
  "ANALYST",
  "DISPATCHER",
  "STATION",
  "UNDERTAKER",
  "WORKER1",
  "WORKER2",
  "WORKER3",
  "PATROL",
  "MEDIATOR",
  "RESIDENT",
  "AUDITOR",
];

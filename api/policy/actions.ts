import { ROLE_LABELS, type RoleName } from "../../schema/roles.js";
import { Refusal } from "../core/refusal.js";
import { WORKS } from "./grants.js";
import { type Assignment, unknownViewer, type Viewer } from "./viewer.js";

/** Parts that somebody played in an earlier step, as the subject's steps tell. */
export type Part = "reporter" | "handler" | "creator" | "holder";

/** Where an action is done, and who did before what it depends on. */
export interface At {
  county: number;
  gridId?: string | null | undefined;
  villageCode?: string | null | undefined;
  /** The organisation that has the subject in hand. */
  orgId?: string | null | undefined;
  /** Actors, by the part they played; null: nobody did. */
  did?: Partial<Record<Part, string | null>> | undefined;
}

interface Action {
  /** Roles that may, within the areas or organisations they work in. */
  roles: readonly RoleName[];
  /** Whoever played the part may too, whatever their roles. */
  part?: Part;
  /** Four eyes: whoever played the part may not, whatever their roles. */
  notWho?: Part;
  /** Scope of an application with which it may. */
  scope?: string;
}

const STATION = ["station", "dispatcher"] as const;
const CENTRE = ["dispatcher"] as const;
const ABOVE = ["approver"] as const;
const UNDERTAKER = ["undertaker"] as const;

/**
 * What is done rather than written, and by whom: beside the rights of layers (grants.ts) the whole
 * of it (docs/decisions/roles.md). An action that is missing does not exist.
 */
const TABLE = {
  "incident.report": {
    roles: [
      ...["resident", "worker1", "worker2", "worker3", "patrol"],
      ...["station", "dispatcher", "admin"],
    ] as readonly RoleName[],
    scope: "incidents:write",
  },
  "incident.accept": { roles: STATION },
  "incident.askReporter": { roles: STATION },
  "incident.answerQuestion": { roles: [], part: "reporter" },
  "incident.reject": { roles: STATION },
  "incident.merge": { roles: STATION },
  "incident.handOver": { roles: STATION },
  "incident.file": { roles: STATION },
  "incident.toMediation": { roles: STATION },
  "incident.toPolice": { roles: STATION },
  "incident.dispatch": { roles: CENTRE },
  "incident.sign": { roles: UNDERTAKER },
  "incident.pushBack": { roles: UNDERTAKER },
  "incident.reportResult": { roles: UNDERTAKER },
  "incident.verify": {
    roles: ["worker1", "worker2", "station", "dispatcher"],
    notWho: "handler",
  },
  /** What came of an incident that was transferred. */
  "incident.noteResult": { roles: STATION },
  /** What was pushed back or reopened twice: decided one level up. */
  "incident.decideAbove": { roles: ABOVE },
  "incident.reopen": { roles: CENTRE, part: "reporter" },
  /** After the days in which its reporter may. */
  "incident.reopenLate": { roles: CENTRE },
  "incident.cancel": { roles: [], part: "reporter" },
  // Of people: a program draws with the session of whoever answers for it.
  "gridPlan.edit": { roles: ["planner"] },
  "gridPlan.submit": { roles: ["planner"] },
  /** Nobody approves what they began, drew in or handed in. */
  "gridPlan.approve": { roles: ["approver"], notWho: "handler" },
  "gridPlan.return": { roles: ["approver"] },
  "gridPlan.withdraw": { roles: ["planner", "approver"] },
  "gridPlan.comment": { roles: ["planner", "approver", "admin", "station"] },
  // Groups are formed by who knows the people (docs/decisions/household-groups.md): a planner forms
  // them too and sees figures; single households are moved by their full-time grid worker.
  "groupPlan.form": { roles: ["worker1", "station", "planner"] },
  "groupPlan.edit": { roles: ["worker1"] },
  /** Isolated homes, groups where few answer, groups that are to be mended. */
  "groupPlan.seeThin": { roles: ["worker1", "station", "planner", "dispatcher"] },
  "groupPlan.publish": { roles: ["worker1", "station", "planner"] },
  "groupCard.print": { roles: ["worker1"] },
  "consent.note": { roles: ["worker1"] },
  "householdCode.print": { roles: ["worker1"] },
  "release.publish": { roles: ["approver", "admin"] },
  "accessLog.read": { roles: ["auditor"] },
  "account.keep": { roles: ["admin"] },
  "job.list": { roles: ["admin"] },
  "job.follow": { roles: ["admin"], part: "creator" },
  // A household's by who knows it, and given back by who holds it; a wall's by administrators.
  "device.bind": { roles: ["admin", "worker1"] },
  "device.end": { roles: ["admin", "worker1"], part: "holder" },
} as const satisfies Record<string, Action>;

export type ActionName = keyof typeof TABLE;
export const ACTIONS: Readonly<Record<ActionName, Action>> = TABLE;
export const ACTION_NAMES = Object.keys(TABLE) as ActionName[];

/** May the viewer do this here? */
export const may = (viewer: Viewer, action: ActionName, at: At): boolean =>
  refusalOf(viewer, action, at) === null;

/** Throws the reason when the viewer may not. */
export function demand(viewer: Viewer, action: ActionName, at: At): void {
  const refusal = refusalOf(viewer, action, at);
  if (refusal) throw refusal;
}

/** Why the viewer may not do this here; null: they may. */
export function refusalOf(viewer: Viewer, action: ActionName, at: At): Refusal | null {
  const { part, notWho } = ACTIONS[action];
  // Who did the step before is for the caller to say: a subject that forgets it would be a hole.
  if (notWho && who(action, notWho, at) === viewer.actor) return fourEyes(action, notWho);
  if (part && viewer.kind !== "anonymous" && who(action, part, at) === viewer.actor) return null;
  return isAllowed(viewer, action, at) ? null : notAllowed(viewer, action);
}

function who(action: ActionName, part: Part, { did }: At): string | null {
  const actor = did?.[part];
  if (actor === undefined) throw new Error(`${action}: say who was the ${part}, or null`);
  return actor;
}

function isAllowed(viewer: Viewer, action: ActionName, at: At): boolean {
  const { roles, scope } = ACTIONS[action];
  switch (viewer.kind) {
    case "person":
      return viewer.assignments.some((a) => roles.includes(a.role) && covers(a, at));
    case "application":
      return (
        scope !== undefined && viewer.scopes.includes(scope) && viewer.counties.includes(at.county)
      );
    // Commands keep accounts and files; they play no part in what people decide.
    case "operator":
    case "anonymous":
    case "device":
      return false;
    default:
      return unknownViewer(viewer);
  }
}

/** Does a role's work reach there? One that works in areas and was given none works nowhere. */
function covers(a: Assignment, at: At): boolean {
  if (a.county !== at.county) return false;
  switch (WORKS[a.role]) {
    case "county":
      return true;
    case "area":
      return (
        (at.gridId != null && a.grids.includes(at.gridId)) ||
        (at.villageCode != null && a.villages.includes(at.villageCode))
      );
    case "organisation":
      return at.orgId != null && a.organisations.includes(at.orgId);
  }
}

/** Counties in which a person's roles let them do it somewhere. */
export function countiesWhere(viewer: Viewer, action: ActionName): number[] {
  if (viewer.kind !== "person") return [];
  const { roles } = ACTIONS[action];
  const held = viewer.assignments.filter((a) => roles.includes(a.role));
  return [...new Set(held.map((a) => a.county))].sort((a, b) => a - b);
}

const fourEyes = (action: ActionName, part: Part): Refusal =>
  new Refusal("FORBIDDEN", `${action}: you were the ${part}; somebody else has to do it.`, {
    action,
    reason: "FOUR_EYES",
    part,
  });

/** Refused for want of the right, in words that name who has it. */
function notAllowed(viewer: Viewer, action: ActionName): Refusal {
  const { roles, part, scope } = ACTIONS[action];
  if (viewer.kind === "anonymous")
    return new Refusal("UNAUTHENTICATED", `${action}: sign in first.`, { action });
  const those = [
    ...roles.map((r) => ROLE_LABELS[r].en.toLowerCase()),
    ...(part ? [`the ${part}`] : []),
    ...(scope ? [`keys with ${scope}`] : []),
  ];
  return new Refusal(
    "FORBIDDEN",
    `${action}: for ${those.join(", ")}, where they work; ask one of them.`,
    { action, reason: "ROLE", roles, ...(part ? { part } : {}) },
  );
}

import {
  type DeclaredName,
  LAYER_NAMES,
  type LayerName,
  REGISTER_NAMES,
  type Sensitivity,
} from "../../schema/declaration.js";
import { ROLES, type RoleName } from "../../schema/roles.js";
import type { Binding } from "./viewer.js";

/** What a grant can show. What is sealed is for those it is sealed to: no grant opens it. */
export type Shown = Exclude<Sensitivity, "sealed">;

/** What one role, or one kind of device, may do with one layer. */
export interface Grant {
  /** Sensitivities shown as they are. */
  clear: readonly Shown[];
  /** Sensitivities shown as they are once a purpose is given; masked without. */
  onPurpose: readonly Shown[];
  /** May create; may change and retire. */
  create: boolean;
  edit: boolean;
  /** Only rows the viewer wrote. */
  ownOnly?: boolean;
  /** Only what holds today, without its past, its future and its record of changes. */
  todayOnly?: boolean;
  /** Only rows that the viewer's own organisations have in hand. */
  handledOnly?: boolean;
  /** Only what is of the household that the device is bound to. */
  householdOnly?: boolean;
  /** Without what a layer calls delicate. */
  noDelicate?: boolean;
  /** Who did what when is not theirs: of history, steps and clocks there are figures at most. */
  pastCounted?: boolean;
}

export type Grants = Partial<Record<DeclaredName, Grant>>;

const GROUND = [
  "streets",
  "waters",
  "parcels",
  "barriers",
  "crossings",
] as const satisfies readonly LayerName[];
const TIERS = ["townships", "villages", "grids"] as const satisfies readonly LayerName[];
const AREAS = [...TIERS, "buildings"] as const satisfies readonly LayerName[];

/** Registers that everybody who works here may know; plans are for those who make them. */
const KNOWN = REGISTER_NAMES.filter((name) => name !== "gridPlans" && name !== "groupPlans");

const see = (...clear: Shown[]): Grant => ({
  clear,
  onPurpose: [],
  create: false,
  edit: false,
});
const withPurpose = (grant: Grant, ...onPurpose: Shown[]): Grant => ({ ...grant, onPurpose });
const writes = (grant: Grant): Grant => ({ ...grant, create: true, edit: true });
const reports = (grant: Grant): Grant => ({ ...grant, create: true });
const each = (layers: readonly DeclaredName[], grant: Grant): Grants =>
  Object.fromEntries(layers.map((l) => [l, grant]));

const OWN = writes(see("open", "internal"));

/** What somebody drew or asked is theirs, whatever their role: `sharedBy` says who else sees it. */
const withOwn = <R extends string>(grants: Record<R, Grants>): Record<R, Grants> =>
  Object.fromEntries(
    Object.entries<Grants>(grants).map(([role, its]) => [
      role,
      { ...its, savedAreas: OWN, savedQuestions: OWN, dashboards: OWN },
    ]),
  ) as Record<R, Grants>;

const counted = (grant: Grant): Grant => ({ ...grant, pastCounted: true });

const open = see("open");
const staff = see("open", "internal");
const withSectors = see("open", "internal", "sector");

/** What everybody sees, signed in or not. */
export const PUBLIC: Grants = { grids: { ...open, todayOnly: true } };

/**
 * The whole matrix, role by layer (docs/decisions/roles.md says why). A layer that is missing does
 * not exist for the role. With PUBLIC and DEVICE_GRANTS, and the actions beside it (actions.ts),
 * nothing else in the house decides who sees and does what.
 */
export const GRANTS: Record<RoleName, Grants> = withOwn({
  resident: {
    ...each([...AREAS, ...GROUND, ...KNOWN], open),
    incidents: {
      ...reports(withPurpose(staff)),
      clear: ["open", "internal", "personal"],
      ownOnly: true,
    },
  },
  admin: {
    ...each([...LAYER_NAMES.filter((l) => l !== "ties"), ...KNOWN], writes(staff)),
    cameras: writes(withSectors),
    ...each(["gridPlans", "groupPlans"], staff),
    households: withPurpose(writes(staff), "personal", "place"),
    incidents: withPurpose(writes(staff), "personal"),
  },
  planner: {
    gridPlans: writes(staff),
    groupPlans: staff,
    ...each([...AREAS, ...GROUND], writes(staff)),
    ...each(KNOWN, staff),
    households: staff,
    incidents: counted(staff),
  },
  approver: {
    ...each([...AREAS, ...GROUND, ...KNOWN, "households", "incidents"], staff),
    ...each(["gridPlans", "groupPlans"], staff),
  },
  analyst: {
    ...each([...AREAS, ...GROUND, ...KNOWN, "households", "cameras"], staff),
    incidents: counted(staff),
  },
  dispatcher: {
    groupPlans: staff,
    ...each([...AREAS, ...GROUND, ...KNOWN], staff),
    households: withPurpose(staff, "personal", "place"),
    cameras: writes(withSectors),
    incidents: withPurpose(writes(staff), "personal"),
  },
  station: {
    ...each(["gridPlans", "groupPlans"], staff),
    ...each([...AREAS, ...GROUND, ...KNOWN], staff),
    incidents: withPurpose(writes(staff), "personal"),
  },
  undertaker: {
    ...each([...TIERS, ...KNOWN], open),
    incidents: { ...staff, handledOnly: true },
  },
  worker1: {
    groupPlans: staff,
    ...each([...AREAS, ...GROUND, ...KNOWN], staff),
    buildings: writes(staff),
    households: withPurpose(writes(staff), "personal", "place"),
    cameras: staff,
    incidents: withPurpose(writes(staff), "personal"),
    ties: withPurpose(writes(staff), "personal", "place"),
  },
  worker2: {
    groupPlans: staff,
    ...each([...AREAS, ...GROUND, ...KNOWN], staff),
    households: withPurpose(staff, "personal", "place"),
    incidents: reports(staff),
  },
  worker3: { ...each([...AREAS, ...GROUND, ...KNOWN], open), incidents: reports(staff) },
  patrol: {
    ...each([...AREAS, ...GROUND, ...KNOWN], staff),
    cameras: withSectors,
    incidents: reports(staff),
  },
  mediator: {
    ...each([...AREAS, ...GROUND, ...KNOWN], open),
    incidents: counted(withPurpose(staff, "personal")),
  },
  auditor: { ...each([...TIERS, ...KNOWN], open) },
});

/** Where a role works: in whole counties, in its grids and villages, or for its organisations. */
export const WORKS: Readonly<Record<RoleName, "county" | "area" | "organisation">> = {
  admin: "county",
  planner: "county",
  approver: "county",
  analyst: "county",
  dispatcher: "county",
  station: "area",
  undertaker: "organisation",
  worker1: "area",
  worker2: "area",
  worker3: "area",
  patrol: "area",
  mediator: "area",
  resident: "county",
  auditor: "county",
};

export const AREA_ROLES = ROLES.filter((role) => WORKS[role] === "area");
export const ORGANISATION_ROLES = ROLES.filter((role) => WORKS[role] === "organisation");

/** A wall shows what may be read by whoever passes by; a household's device its own household. */
export const DEVICE_GRANTS: Record<Binding["to"], Grants> = {
  wall: {
    ...each([...TIERS, "streets", "waters"], staff),
    incidents: { ...staff, noDelicate: true },
  },
  household: {
    ...PUBLIC,
    households: { ...see("open", "internal", "personal", "place"), householdOnly: true },
  },
};

/**
 * What commands on the machine itself see once they give a reason: its user can read the files
 * anyway. Without one they see what administrators see without a purpose.
 */
export const OPERATOR_GRANT: Grant = {
  clear: ["open", "internal", "personal", "place", "sector"],
  onPurpose: [],
  create: true,
  edit: true,
};

/**
 * An application's scopes: `incidents:read` (open, internal), `households:personal` (names,
 * places), `cameras:sector`, `incidents:write`.
 */
export function grantOfScopes(layer: DeclaredName, scopes: readonly string[]): Grant | undefined {
  const has = (what: string) => scopes.includes(`${layer}:${what}`);
  if (!has("read")) return undefined;
  return {
    clear: ["open", "internal", ...(has("sector") ? ["sector" as const] : [])],
    onPurpose: has("personal") ? ["personal", "place"] : [],
    create: has("write"),
    edit: has("write"),
  };
}

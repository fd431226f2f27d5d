import type { LayerName, Sensitivity } from "../../schema/layers/index.js";
import { LAYER_NAMES } from "../../schema/layers/index.js";
import type { RoleName } from "../../schema/roles.js";

/** What one role may do with one layer. */
export interface Grant {
  /** Sensitivities shown as they are. */
  clear: readonly Sensitivity[];
  /** Sensitivities shown as they are once a purpose is given; masked without. */
  onPurpose: readonly Sensitivity[];
  /** May create; may change and retire. */
  create: boolean;
  edit: boolean;
  /** Only rows the viewer wrote. */
  ownOnly?: boolean;
  /** Only what holds today, without its past, its future and its record of changes. */
  todayOnly?: boolean;
  /** Creates and changes only what comes into force after today. */
  aheadOnly?: boolean;
}

type Grants = Partial<Record<LayerName, Grant>>;

const GROUND = [
  "streets",
  "waters",
  "parcels",
  "barriers",
  "crossings",
] as const satisfies readonly LayerName[];
const AREAS = ["villages", "grids", "buildings"] as const satisfies readonly LayerName[];

const see = (...clear: Sensitivity[]): Grant => ({
  clear,
  onPurpose: [],
  create: false,
  edit: false,
});
const withPurpose = (grant: Grant, ...onPurpose: Sensitivity[]): Grant => ({ ...grant, onPurpose });
const writes = (grant: Grant): Grant => ({ ...grant, create: true, edit: true });
const reports = (grant: Grant): Grant => ({ ...grant, create: true });
const each = (layers: readonly LayerName[], grant: Grant): Grants =>
  Object.fromEntries(layers.map((l) => [l, grant]));

const open = see("open");
const staff = see("open", "internal");
const withSectors = see("open", "internal", "sector");

/**
 * The whole matrix, role by layer (docs/decisions/roles.md says why). A layer that is missing does
 * not exist for the role.
 * Nothing else in the house decides who sees what.
 */
export const GRANTS: Record<RoleName | "anonymous", Grants> = {
  anonymous: { grids: { ...open, todayOnly: true } },
  resident: {
    ...each([...AREAS, ...GROUND], open),
    incidents: {
      ...reports(withPurpose(staff)),
      clear: ["open", "internal", "personal"],
      ownOnly: true,
    },
  },
  admin: {
    ...each(
      LAYER_NAMES.filter((l) => l !== "ties"),
      writes(staff),
    ),
    cameras: writes(withSectors),
    households: withPurpose(writes(staff), "personal", "place"),
    incidents: withPurpose(writes(staff), "personal"),
  },
  planner: {
    ...each([...AREAS, ...GROUND], writes(staff)),
    // Whoever moves a border in force across homes reads from their memberships where they are.
    grids: { ...writes(staff), aheadOnly: true },
    households: staff,
    incidents: staff,
  },
  approver: { ...each([...AREAS, ...GROUND, "households", "incidents"], staff) },
  analyst: { ...each([...AREAS, ...GROUND, "households", "cameras", "incidents"], staff) },
  dispatcher: {
    ...each([...AREAS, ...GROUND], staff),
    households: withPurpose(staff, "personal", "place"),
    cameras: writes(withSectors),
    incidents: withPurpose(writes(staff), "personal"),
  },
  worker1: {
    ...each([...AREAS, ...GROUND], staff),
    buildings: writes(staff),
    households: withPurpose(writes(staff), "personal", "place"),
    cameras: staff,
    incidents: withPurpose(writes(staff), "personal"),
    ties: withPurpose(writes(staff), "personal", "place"),
  },
  worker2: {
    ...each([...AREAS, ...GROUND], staff),
    households: withPurpose(staff, "personal", "place"),
    incidents: reports(staff),
  },
  worker3: { ...each([...AREAS, ...GROUND], open), incidents: reports(staff) },
  patrol: {
    ...each([...AREAS, ...GROUND], staff),
    cameras: withSectors,
    incidents: reports(staff),
  },
  mediator: { ...each([...AREAS, ...GROUND], open), incidents: withPurpose(staff, "personal") },
  auditor: { ...each(["villages", "grids"], open) },
};

/** Roles whose rows are those of their grids or villages; the others work county-wide. */
export const SCOPED: ReadonlySet<string> = new Set([
  "worker1",
  "worker2",
  "worker3",
  "patrol",
  "mediator",
]);

/**
 * Everything, unmasked even without a purpose: commands on the machine itself, whose user can read
 * the files anyway.
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
export function grantOfScopes(layer: LayerName, scopes: readonly string[]): Grant | undefined {
  const has = (what: string) => scopes.includes(`${layer}:${what}`);
  if (!has("read")) return undefined;
  return {
    clear: ["open", "internal", ...(has("sector") ? ["sector" as const] : [])],
    onPurpose: has("personal") ? ["personal", "place"] : [],
    create: has("write"),
    edit: has("write"),
  };
}

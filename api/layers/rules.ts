import type { Geometry } from "geojson";
import type { Layer, LayerName } from "../../schema/layers/index.js";
import { buildingRules } from "../buildings/buildings.rules.js";
import { cameraRules } from "../cameras/cameras.rules.js";
import type { Runner } from "../core/database.js";
import { badInput } from "../core/refusal.js";
import { gridRules } from "../grids/grids.rules.js";
import { householdRules } from "../households/households.rules.js";
import { incidentRules } from "../incidents/incidents.rules.js";
import type { LayerNotes } from "../policy/disclosures.js";
import { tieRules } from "../ties/ties.rules.js";
import { villageRules } from "../villages/villages.rules.js";
import type { Values, Visible } from "./values.js";

export interface Proposal {
  county: number;
  values: Values;
  geometry: Geometry | null;
  before: { id: string; values: Values } | null;
  moved?: boolean;
  visible: Visible;
}

/** A proposal with what follows from it: membership, defaults, a derived geometry. */
export interface Settled {
  values: Values;
  geometry: Geometry;
  gridId?: string | null;
  villageCode?: string | null;
}

export interface Written {
  county: number;
  id: string;
  before: Values | null;
  values: Values;
  geometry: Geometry;
  actor: string;
  /** Where the request notes what it opened of a layer. */
  notes(layer: LayerName): LayerNotes;
}

/**
 * What a domain adds to the common way of changing a layer. Runs inside the change's transaction.
 */
export interface LayerRules {
  defaults?(values: Values): Values;
  complete(tx: Runner, proposal: Proposal): Promise<Settled>;
  after?(tx: Runner, written: Written): Promise<void>;
  /** Retiring leaves nothing behind: neither row nor history. */
  forgets?: boolean;
  beforeRetire?(tx: Runner, at: { county: number; id: string }): Promise<void>;
}

export function requiredGeometry(geometry: Geometry | null): Geometry {
  if (!geometry) throw badInput("geometry", "geometry: is required.");
  return geometry;
}

const ground: LayerRules = {
  complete: async (_tx, p) => ({ values: p.values, geometry: requiredGeometry(p.geometry) }),
};

const RULES: Record<LayerName, LayerRules> = {
  villages: villageRules,
  grids: gridRules,
  buildings: buildingRules,
  households: householdRules,
  cameras: cameraRules,
  incidents: incidentRules,
  ties: tieRules,
  streets: ground,
  waters: ground,
  parcels: ground,
  barriers: ground,
  crossings: ground,
};

export const rulesFor = (layer: Layer): LayerRules => RULES[layer.name];

import type { Geometry } from "geojson";
import type { Declaration, DeclaredName } from "../../schema/declaration.js";
import { isLayer } from "../../schema/layers/index.js";
import type { Runner, Transaction } from "../core/database.js";
import { badInput } from "../core/refusal.js";
import type { LayerNotes } from "../policy/disclosures.js";
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
  geometry: Geometry | null;
  gridId?: string | null;
  villageCode?: string | null;
}

export interface Written {
  county: number;
  id: string;
  before: Values | null;
  values: Values;
  geometry: Geometry | null;
  actor: string;
  reason?: string | null | undefined;
  /** Where the request notes what it opened of a layer. */
  notes(layer: DeclaredName): LayerNotes;
}

/** What was just retired, as it was. */
export type Retired = Pick<Written, "county" | "id" | "geometry" | "actor" | "reason" | "notes">;

/**
 * What a domain adds to the common way of changing a layer. Runs inside the change's transaction.
 */
export interface LayerRules {
  defaults?(values: Values): Values;
  complete(tx: Runner, proposal: Proposal): Promise<Settled>;
  after?(tx: Transaction, written: Written): Promise<void>;
  beforeRetire?(tx: Transaction, at: { county: number; id: string; actor: string }): Promise<void>;
  afterRetire?(tx: Transaction, retired: Retired): Promise<void>;
}

export function requiredGeometry(geometry: Geometry | null): Geometry {
  if (!geometry) throw badInput("geometry", "geometry: is required.");
  return geometry;
}

const record: LayerRules = {
  complete: async (_tx, { values }) => ({ values, geometry: null }),
};

/** What needs no rule but a place. */
const ground: LayerRules = {
  complete: async (_tx, p) => ({ values: p.values, geometry: requiredGeometry(p.geometry) }),
};

const registered = new Map<DeclaredName, LayerRules>();

/** Called by api/domains.ts alone: the machine knows no domain, the domains know the machine. */
export function registerRules(rules: Partial<Record<DeclaredName, LayerRules>>): void {
  for (const [layer, its] of Object.entries(rules)) registered.set(layer as DeclaredName, its);
}

export const rulesFor = (layer: Declaration): LayerRules =>
  registered.get(layer.name) ?? (isLayer(layer) ? ground : record);

import type { DeclaredName } from "../../schema/declaration.js";
import type { Sizes } from "./layer-sizes.js";

/** Milliseconds of one object, by how much the counties hold. */
export type DearPrice = (sizes: Sizes) => number;

/**
 * Fields that are worked out object by object, such as all the grids of a plan with their figures
 * (docs/decisions/cost-before-execution.md). A domain says its own.
 */
const dear = new Map<string, DearPrice>();

/** Called by api/domains.ts alone: the mechanism knows no domain. */
export function registerDear(of: DeclaredName, prices: Readonly<Record<string, DearPrice>>): void {
  for (const [field, price] of Object.entries(prices)) dear.set(`${of}.${field}`, price);
}

export const dearWork = (of: DeclaredName, field: string, sizes: Sizes): number =>
  dear.get(`${of}.${field}`)?.(sizes) ?? 0;

/** Milliseconds of a question of the root, by its arguments as they were sent. */
export type RootPrice = (args: Readonly<Record<string, unknown>>, sizes: Sizes) => number;

const roots = new Map<string, RootPrice>();

/** Of a question whose work its arguments say; called by api/domains.ts alone too. */
export const registerRoot = (field: string, price: RootPrice): void => {
  roots.set(field, price);
};

export const rootPrice = (field: string): RootPrice | undefined => roots.get(field);

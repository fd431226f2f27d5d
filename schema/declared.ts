import type { Declaration, DeclaredName } from "./declaration.js";
import { LAYERS } from "./layers/index.js";
import { REGISTERS } from "./registers/index.js";

/** All that is declared: layers as they are drawn, then registers. */
export const DECLARED: readonly Declaration[] = [...LAYERS, ...REGISTERS];

const byName = new Map<string, Declaration>(DECLARED.map((d) => [d.name, d]));

export const declarationOf = (name: DeclaredName): Declaration => byName.get(name)!;

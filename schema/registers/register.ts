import type { Declaration, RegisterName } from "../declaration.js";

/**
 * Records without a place, declared as layers are. What is asked of an area is asked of what they
 * name (`through`), and what they are shown by, narrowed by and written by is what a layer is.
 */
export interface Register extends Declaration {
  name: RegisterName;
  geometry?: never;
}

import {
  type Declaration,
  type FieldSpecs,
  type Named,
  namedFields,
  type RegisterName,
  type Written,
} from "../declaration.js";

/**
 * Records without a place, declared as layers are. What is asked of an area is asked of what they
 * name (`through`), and what they are shown by, narrowed by and written by is what a layer is.
 */
export interface Register extends Declaration {
  name: RegisterName;
  geometry?: never;
}

/** Declares a register: its fields are named by the keys they stand under. */
export const register = <const F extends FieldSpecs>(
  written: Written<Register, F>,
): Register & Named<F> => ({ ...written, ...namedFields(written.fields) });

import type { Field, Label } from "../layers/layer.js";

/**
 * The form of one step, declared with the same fields as a layer's. From it come the mutation's
 * arguments, their checks, what a step keeps of them, and the form in the page.
 */
export interface ActionForm {
  /** The mutation that takes the step. */
  mutation: string;
  label: Label;
  /** What the step does, in English without a full stop: the Chinese label is put to it. */
  description: string;
  fields: readonly Field[];
  /** A reason is part of the step: whoever is told of it must learn why. */
  reasoned?: true;
}

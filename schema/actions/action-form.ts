import {
  type Field,
  type FieldOptions,
  type FieldType,
  field,
  fieldNamed,
  type Label,
} from "../declaration.js";

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
  /** Whoever reported the subject is told it all; of other steps only that they were taken. */
  told?: true;
}

/** What a form asks under a name. */
export const asked = (
  name: string,
  type: FieldType,
  zh: string,
  en: string,
  options: FieldOptions,
): Field => fieldNamed(name, field(type, zh, en, options));

/** By which field rows stand, and which way. */
export interface Order {
  field: string;
  descending: boolean;
}

/** As the address has it: `name`, and `-name` from the last to the first. */
export const orderToText = ({ field, descending }: Order): string =>
  `${descending ? "-" : ""}${field}`;

export function orderFromText(text: string): Order | null {
  const [, sign, field] = /^(-?)(\w{1,60})$/.exec(text) ?? [];
  return field ? { field, descending: sign === "-" } : null;
}

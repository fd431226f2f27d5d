import { badInput } from "./refusal.js";

/** What a GraphQL id says: the county and the uuid. */
export interface Identifier {
  county: number;
  id: string;
}

const FORM = /^(\d{1,9})-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

export function parseId(text: string, field = "id"): Identifier {
  const match = FORM.exec(text);
  if (!match || Number(match[1]) > 2147483647)
    throw badInput(field, `${field}: an id has the form county-uuid, as answers give it.`);
  return { county: Number(match[1]), id: match[2]! };
}

export const formatId = (county: number, id: string): string => `${county}-${id}`;

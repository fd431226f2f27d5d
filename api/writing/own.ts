import { type Declaration, isOpen } from "../../schema/declaration.js";
import { Refusal } from "../core/refusal.js";

/**
 * What its own domain alone writes has no common door: neither for a form nor for a file, but for
 * the fields that the declaration leaves open.
 * @param fields what a change names; without: a new row, a place, an end
 */
export function refuseOwn(
  { name, writes }: Pick<Declaration, "name" | "writes">,
  fields?: readonly string[],
): void {
  if (typeof writes !== "object") return;
  const closed = writes.but && fields?.find((field) => !isOpen({ writes }, field));
  if (writes.but && fields && closed === undefined) return;
  const what = closed === undefined ? `${name}: are` : `${closed}: is`;
  const wayOut = writes.wayOut === undefined ? "" : ` ${writes.wayOut}`;
  throw new Refusal(
    "FORBIDDEN",
    `${what} written by ${writes.own} alone.${wayOut}`,
    closed === undefined ? {} : { field: closed },
  );
}

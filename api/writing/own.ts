import type { Declaration } from "../../schema/declaration.js";
import { Refusal } from "../core/refusal.js";

/** What its own domain alone writes has no common door: neither for a form nor for a file. */
export function refuseOwn({ name, writes }: Pick<Declaration, "name" | "writes">): void {
  if (writes === undefined || writes === "anybody") return;
  throw new Refusal("FORBIDDEN", `${name}: are written by ${writes.own} alone.`);
}

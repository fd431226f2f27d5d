import type { Session } from "../session/session-context.js";

/** What somebody sees first where the address says nothing else. */

/** Has hardly anything else: the public statistics, as for a visitor. */
export const beginsInPublic = ({ roles }: Session["viewer"]): boolean =>
  roles.length > 0 && roles.every((role) => role === "RESIDENT");

export interface OwnArea {
  grids: string[];
  villages: string[];
}

/**
 * The grids and villages that all of a viewer's roles in the county are for; null for who works in
 * the whole of it.
 */
export function ownAreaOf({ viewer, county }: Session): OwnArea | null {
  if (beginsInPublic(viewer)) return null;
  const here = viewer.assignments.filter((a) => a.county === null || a.county === county.id);
  if (here.some((a) => a.grids.length + a.villages.length === 0)) return null;
  const [grids, villages] = [here.flatMap((a) => a.grids), here.flatMap((a) => a.villages)];
  return grids.length + villages.length === 0 ? null : { grids, villages };
}

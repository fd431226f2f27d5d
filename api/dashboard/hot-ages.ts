import { followedAreas } from "../../geo/hotspots/hot-areas.js";
import type { JoinedArea } from "./hot-cells.js";

/** Ages are looked for so far back. */
const DAYS_BACK = 28;

/**
 * Since when each of some areas stands out, looking back day by day as long as it is found there,
 * from what was found a day later. `foundAt` tells the areas of the window that ends so many days
 * ago, and when it ends.
 */
export async function agesOf(
  areas: readonly JoinedArea[],
  now: string,
  foundAt: (daysAgo: number) => Promise<{ end: string; areas: readonly JoinedArea[] }>,
): Promise<string[]> {
  const since = areas.map(() => now);
  let tracked = areas.map((cells, area) => ({ area, cells }));
  for (let daysAgo = 1; daysAgo <= DAYS_BACK && tracked.length > 0; daysAgo++) {
    const { end, areas: before } = await foundAt(daysAgo);
    const known = before.map((cells, id) => ({ id, since: end, cells }));
    const followed = followedAreas(
      known,
      tracked.map(({ cells }) => cells),
    );
    tracked = tracked.flatMap(({ area }, i) => {
      const { id, since: from } = followed[i]!;
      // What broke off from an area is as old as it, though another part goes on as it.
      if (from === null) return [];
      since[area] = from;
      return id === null ? [] : [{ area, cells: before[id]! }];
    });
  }
  return since;
}

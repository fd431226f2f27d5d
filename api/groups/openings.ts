import type { Transaction } from "../core/database.js";
import type { Consumer } from "../events/consumers.js";
import { happenedToAll, type LoggedEvent } from "../events/event-log.js";
import { householdsStanding } from "../households/households.service.js";
import { REGISTERED_ONLY } from "../households/residency.js";
import { groupPlanRows, publishedMembers } from "./groups.queries.js";
import { type Leaver, takeOut } from "./take-out.js";

/** What a household changes when it lives elsewhere; a corrected place alone is no move. */
const MOVES = new Set(["placeSince", "building", "stair", "unit"]);

/**
 * Opens groups of published plans for repair when a member moves away, is retired or lives there no
 * more, in the transaction that reads the event: each once.
 */
export const groupOpenings: Consumer = {
  name: "household-groups",
  only: happenedToAll("households"),
  async handle(tx, events) {
    const byCounty = new Map<number, LoggedEvent[]>();
    for (const e of events) byCounty.set(e.county, [...(byCounty.get(e.county) ?? []), e]);
    for (const [county, of] of byCounty) await openIn(tx, county, of);
  },
};

async function openIn(
  tx: Transaction,
  county: number,
  events: readonly LoggedEvent[],
): Promise<void> {
  // Of many at once the log tells how many, not which.
  const some = events.every(({ subject }) => subject !== null)
    ? events.map(({ subject }) => subject!)
    : null;
  const members = await publishedMembers(tx, county, some);
  if (members.length === 0) return;
  const moved = new Set(
    events
      .filter((e) => e.action !== "created" && e.fields.some((name) => MOVES.has(name)))
      .map(({ subject }) => subject),
  );
  const standing = new Map(
    (
      await householdsStanding(
        tx,
        county,
        members.map(({ household }) => household),
      )
    ).map((h) => [h.id, h]),
  );
  const leavers = new Map<string, Leaver[]>();
  for (const { plan, household, grid, since } of members) {
    const code = whyOut(standing.get(household), moved.has(household), grid);
    if (code === null || isOlder(events, household, since)) continue;
    const leaver = { household, reason: { code, params: {} } };
    leavers.set(plan, [...(leavers.get(plan) ?? []), leaver]);
  }
  const plans = await groupPlanRows(tx, county, [...leavers.keys()], { lock: true });
  for (const plan of plans)
    await takeOut(tx, plan, leavers.get(plan.id)!, {
      ...{ actor: "groups", actorName: null, cause: "job", key: null, code: "event" },
    });
}

/** It joined after what happened. */
const isOlder = (events: readonly LoggedEvent[], household: string, since: string): boolean => {
  const own = events.filter(({ subject }) => subject === household);
  return own.length > 0 && own.every(({ at }) => Date.parse(at) < Date.parse(since));
};

function whyOut(
  now: { gridId: string | null; residency: string | null; retired: boolean } | undefined,
  moved: boolean,
  grid: string | null,
): string | null {
  if (!now || now.retired) return "household-gone";
  if (now.residency === REGISTERED_ONLY) return "nobody-lives-here";
  if (moved) return "moved-away";
  return grid !== null && now.gridId !== grid ? "other-grid" : null;
}

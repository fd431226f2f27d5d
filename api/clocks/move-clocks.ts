import type { Transaction } from "../core/database.js";
import { publish } from "../events/publish.js";
import { enqueue } from "../jobs/enqueue.js";
import type { Handler } from "../jobs/handlers.js";
import { calendarOf } from "./calendars.js";
import { CLOCK_ACTOR } from "./clock-loop.js";
import { lockRunningClocks, updateClocks } from "./clocks.queries.js";
import { movedClock, runOf } from "./clocks.service.js";

export const MOVE_CLOCKS = "clocks.move";
/** Clocks of one transaction. */
const AT_ONCE = 500;
/**
 * A clock that was started by the calendar of before, in a transaction that was still open when its
 * county's clocks were moved, is found by looking again.
 */
const AGAIN_MS = 60_000;

/** Has the running clocks of a county moved once its calendar is what the caller makes it. */
export async function calendarChanged(
  tx: Transaction,
  county: number,
  actor: string,
): Promise<void> {
  const job = { kind: MOVE_CLOCKS, county, input: {}, actor };
  await enqueue(tx, { ...job, uniqueKey: "now" });
  const runAt = new Date(Date.now() + AGAIN_MS);
  await enqueue(tx, { ...job, uniqueKey: "again", runAt });
}

interface Moved {
  /** The last clock looked at; null: there are no more. */
  last: string | null;
  looked: number;
  moved: number;
}

/**
 * Works out anew the next running clocks of a county, by its calendar as it is now. Those that are
 * due at another moment move, each with an event; the others are left as they are.
 */
async function moveClocks(tx: Transaction, county: number, after: string | null): Promise<Moved> {
  const calendar = await calendarOf(tx, county);
  const now = Date.now();
  const rows = await lockRunningClocks(tx, county, after, AT_ONCE);
  const moved = rows
    .map((row) => ({ row, next: movedClock(row, runOf(row), calendar, now) }))
    .filter(({ row, next }) => next.dueAt !== row.dueAt || next.adviseBy !== row.adviseBy)
    .map(({ next }) => next);
  await updateClocks(tx, moved);
  await publish(
    tx,
    moved.map(({ subjectKind, subject, kind }) => ({
      county,
      kind: "clock.moved",
      subjectKind,
      subject,
      action: "updated",
      version: null,
      actor: CLOCK_ACTOR,
      fields: [`clock.${kind}`],
      place: null,
    })),
  );
  return {
    last: rows.length < AT_ONCE ? null : rows.at(-1)!.id,
    looked: rows.length,
    moved: moved.length,
  };
}

/** Moves all clocks of a county, part by part; answers how many it looked at and moved. */
export function moveClocksHandler(): Handler {
  return async ({ county }, progress) => {
    let { looked = 0, moved = 0, last = null } = (progress.cursor ?? {}) as Partial<Moved>;
    for (let more = true; more; more = last !== null)
      await progress.step(async (tx) => {
        const part = await moveClocks(tx, county, last);
        [looked, moved, last] = [looked + part.looked, moved + part.moved, part.last];
        return { done: looked, total: null, cursor: { looked, moved, last } };
      });
    return { looked, moved };
  };
}

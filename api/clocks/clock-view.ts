import { Clock, ClockLamp, type ClockState } from "../../schema/clocks.js";
import type { ClockRow } from "./clocks.queries.js";

const LAMP_AT_END: Partial<Record<ClockRow["state"], ClockLamp>> = {
  paused: ClockLamp.GREY,
  cancelled: ClockLamp.GREY,
  met: ClockLamp.GREEN,
  missed: ClockLamp.RED,
};

/** By the moment of asking, not by when the loop came by. */
function lampOf({ state, dueAt, warnAt }: ClockRow, now: number): ClockLamp {
  const ended = LAMP_AT_END[state];
  if (ended) return ended;
  if (dueAt !== null && now >= dueAt) return ClockLamp.RED;
  return warnAt !== null && now >= warnAt ? ClockLamp.YELLOW : ClockLamp.GREEN;
}

const instant = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : new Date(at).toISOString();

/** A clock as the contract shows it. */
export function clockView(row: ClockRow, now: number): Clock {
  return Object.assign(new Clock(), {
    kind: row.kind,
    state: row.state as ClockState,
    lamp: lampOf(row, now),
    startedAt: instant(row.startedAt)!,
    dueAt: instant(row.dueAt),
    adviseBy: row.adviseBy,
    pausedSince: row.state === "paused" ? instant(row.pauses.at(-1)?.from) : null,
    endedAt: instant(row.endedAt),
    seenLate: row.lateMs === null ? null : Math.round(row.lateMs / 1000),
    source: row.source,
    law: row.law,
  });
}

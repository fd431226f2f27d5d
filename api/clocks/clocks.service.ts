import { v7 as uuid } from "uuid";
import { nationalCalendar } from "../../civic/calendar/national-calendar.js";
import type { WorkingCalendar } from "../../civic/calendar/working-day.js";
import { type ClockRun, pause, rebase, resume } from "../../civic/steps/clock.js";
import type { Runner, Transaction } from "../core/database.js";
import { Calendars } from "./calendars.js";
import type { ClockRule } from "./clock-rules.js";
import {
  type ClockRow,
  clocksOfSubjects,
  endClocks,
  insertClocks,
  lockOpenClocks,
  type Subject,
  updateClocks,
} from "./clocks.queries.js";
import { countsDays, standingOf, UNTOLD } from "./standing.js";

export { type ClockRow, type LateSubject, lateSubjects, type Subject } from "./clocks.queries.js";

export interface NewClock extends Subject {
  rule: ClockRule;
  /** When it began: now, or when what it waits for happened. */
  from: Date;
}

/** What counts no days is counted by any calendar. */
const ANY_CALENDAR = nationalCalendar();

/** Rows of a statement. */
const AT_ONCE = 1000;

/**
 * Starts clocks in the caller's transaction, each with the rule that holds now: it keeps it. An
 * open clock of the same kind goes on. The loop of some process fires them (clock-loop.ts).
 */
export async function startClocks(tx: Transaction, clocks: readonly NewClock[]): Promise<void> {
  const calendars = new Calendars(tx);
  const now = Date.now();
  const rows: ClockRow[] = [];
  for (const { county, subjectKind, subject, rule, from } of clocks) {
    const calendar = countsDays(rule.term) ? await calendars.of(county) : ANY_CALENDAR;
    const run: ClockRun = { from: from.getTime(), term: rule.term, pauses: [] };
    rows.push({
      county,
      id: uuid(),
      subjectKind,
      subject,
      kind: rule.kind,
      ...partsOf(run),
      ...standingOf(run, rule.warnShare, calendar, UNTOLD, now),
      ...ruleOf(rule),
      endedAt: null,
    });
  }
  for (let i = 0; i < rows.length; i += AT_ONCE) insertClocks(tx, rows.slice(i, i + AT_ONCE));
}

export const startClock = (tx: Transaction, clock: NewClock): Promise<void> =>
  startClocks(tx, [clock]);

const partsOf = ({ from, term: { n, unit }, pauses }: ClockRun) => ({
  startedAt: from,
  n,
  unit,
  pauses: [...pauses],
});

const ruleOf = ({ id, warnShare, source, law, onOverdue }: ClockRule) => ({
  rule: id,
  warnShare,
  source,
  law,
  onOverdue,
});

export const runOf = ({ startedAt, n, unit, pauses }: ClockRow): ClockRun => ({
  from: startedAt,
  term: { n, unit },
  pauses,
});

/** A clock's row after it was moved, by the calendar it counts by. */
export function movedClock(
  row: ClockRow,
  run: ClockRun,
  calendar: WorkingCalendar,
  now: number,
): ClockRow {
  return { ...row, ...partsOf(run), ...standingOf(run, row.warnShare, calendar, row, now) };
}

/** Subjects of one kind in one county. */
export interface Subjects extends Omit<Subject, "subject"> {
  subjects: readonly string[];
}

const alone = ({ subject, ...of }: Subject): Subjects => ({ ...of, subjects: [subject] });

/** Moves the open clocks of subjects, all or those of some kinds. */
async function move(
  tx: Transaction,
  { county, subjectKind, subjects }: Subjects,
  kinds: readonly string[] | null,
  how: (row: ClockRow, now: number) => ClockRow,
): Promise<void> {
  const calendars = new Calendars(tx);
  const rows = await lockOpenClocks(tx, county, subjectKind, subjects, kinds);
  const now = Date.now();
  const moved: ClockRow[] = [];
  for (const row of rows) {
    const changed = how(row, now);
    if (changed === row) continue;
    const run = runOf(changed);
    const calendar = countsDays(run.term) ? await calendars.of(county) : ANY_CALENDAR;
    moved.push(movedClock(changed, run, calendar, now));
  }
  for (let i = 0; i < moved.length; i += AT_ONCE)
    await updateClocks(tx, moved.slice(i, i + AT_ONCE));
}

const withRun = (row: ClockRow, run: ClockRun): ClockRow =>
  run.pauses === row.pauses ? row : { ...row, pauses: [...run.pauses] };

/** Stops a subject's clocks for a while; what has gone by stays gone by. */
export const pauseClocks = (
  tx: Transaction,
  subject: Subject,
  kinds: readonly string[] | null = null,
): Promise<void> =>
  move(tx, alone(subject), kinds, (row, now) => withRun(row, pause(runOf(row), now)));

export const resumeClocks = (
  tx: Transaction,
  subject: Subject,
  kinds: readonly string[] | null = null,
): Promise<void> =>
  move(tx, alone(subject), kinds, (row, now) => withRun(row, resume(runOf(row), now)));

/**
 * Gives the open clocks of subjects the rules that fit them now, as when a category changed; what
 * has gone by and was paused is kept. A clock without such a rule keeps its own.
 */
export const rebaseClocks = (
  tx: Transaction,
  subjects: Subjects,
  ruleFor: (kind: string, subject: string) => ClockRule | null,
): Promise<void> =>
  move(tx, subjects, null, (row) => {
    const rule = ruleFor(row.kind, row.subject);
    if (!rule || rule.id === row.rule) return row;
    const { from, term, pauses } = rebase(runOf(row), rule.term);
    return { ...row, ...partsOf({ from, term, pauses }), ...ruleOf(rule) };
  });

/**
 * Ends a subject's open clocks: `done`, in time or not, or `cancelled`, when it is no longer to be
 * done.
 */
export const stopClocks = (
  tx: Transaction,
  { county, subjectKind, subject }: Subject,
  kinds: readonly string[] | null = null,
  outcome: "done" | "cancelled" = "done",
): Promise<void> => endClocks(tx, county, subjectKind, [subject], kinds, outcome);

/** Ends all open clocks of subjects: what was to be done no longer is. */
export const dropClocks = (
  tx: Transaction,
  county: number,
  subjectKind: string,
  subjects: readonly string[],
): Promise<void> => endClocks(tx, county, subjectKind, subjects, null, "cancelled");

/** The clocks of subjects, by subject, in the order in which they began. */
export async function clocksOf(
  run: Runner,
  county: number,
  subjectKind: string,
  subjects: readonly string[],
): Promise<Map<string, ClockRow[]>> {
  const bySubject = new Map<string, ClockRow[]>();
  if (subjects.length === 0) return bySubject;
  for (const row of await clocksOfSubjects(run, county, subjectKind, subjects))
    bySubject.set(row.subject, [...(bySubject.get(row.subject) ?? []), row]);
  return bySubject;
}

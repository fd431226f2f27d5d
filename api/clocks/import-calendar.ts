import { sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import { type CalendarRow, yearOf, yearsOf } from "../../civic/calendar/working-day.js";
import { holiday } from "../../db/tables/index.js";
import type { Day } from "../../geo/time/day.js";
import { registerOf } from "../../schema/registers/index.js";
import type { Transaction } from "../core/database.js";
import { Refusal } from "../core/refusal.js";
import type { Services } from "../core/services.js";
import type { ChangedRow, Command, Writer } from "../writing/command.js";
import { standardsOf } from "../writing/standards.js";
import { write } from "../writing/write.js";

export interface CalendarReport {
  county: number;
  /** Years that the file tells, and so tells whole. */
  years: number[];
  written: number;
  updated: number;
  unchanged: number;
  /** Days of those years that were rows and are none in the file. */
  retired: number;
}

type Kept = CalendarRow & { id: string };

const rowsOf = (tx: Transaction, county: number): Promise<Kept[]> =>
  tx.rows<Kept>(sql`
    select ${holiday.id} as id, ${holiday.day}::text as day, ${holiday.kind} as kind,
      ${holiday.source} as source
    from ${holiday} where ${holiday.countyId} = ${county} and ${holiday.retiredAt} is null
    order by ${holiday.day}`);

/** What makes a county's rows those of a file: its years are told by it whole, local days stay. */
function changesTo(kept: readonly Kept[], rows: readonly CalendarRow[], county: number) {
  const layer = registerOf("holidays");
  const before = new Map<Day, Kept>(kept.map((row) => [row.day, row]));
  const told = yearsOf(rows);
  const named = new Set(rows.map(({ day }) => day));
  const fresh = rows.filter(({ day }) => !before.has(day));
  const changed = rows.flatMap(({ day, kind, source }): ChangedRow[] => {
    const was = before.get(day);
    if (!was || (was.kind === kind && was.source === source)) return [];
    return [{ id: was.id, changes: { kind, source } }];
  });
  const gone = kept.filter(
    ({ day, kind }) => kind !== "local" && told.has(yearOf(day)) && !named.has(day),
  );
  const commands: Command[] = [];
  if (gone.length > 0)
    commands.push({ layer, county, action: "retire", rows: gone.map(({ id }) => ({ id })) });
  if (changed.length > 0) commands.push({ layer, county, action: "update", rows: changed });
  if (fresh.length > 0)
    commands.push({
      layer,
      county,
      action: "create",
      rows: fresh.map((row) => ({ id: uuid(), values: { ...row }, geometry: null })),
    });
  const report: CalendarReport = {
    county,
    years: [...told].sort((a, b) => a - b),
    written: fresh.length,
    updated: changed.length,
    unchanged: rows.length - fresh.length - changed.length,
    retired: gone.length,
  };
  return { commands, report };
}

/** Writes a calendar into counties, into each whole or not at all; running clocks move by it. */
export async function importCalendar(
  services: Services,
  rows: readonly CalendarRow[],
  counties: readonly number[],
  actor = "operator",
): Promise<CalendarReport[]> {
  if (counties.length === 0)
    throw new Refusal(
      "NOT_FOUND",
      "calendar import: there is no county here yet; import one first.",
    );
  const reports: CalendarReport[] = [];
  for (const county of counties) {
    const writer: Writer = {
      actor,
      cause: "import",
      standards: await standardsOf(services, county),
    };
    reports.push(
      await services.db.transaction(async (tx) => {
        const { commands, report } = changesTo(await rowsOf(tx, county), rows, county);
        if (commands.length > 0) await write(tx, writer, county, commands);
        return report;
      }),
    );
  }
  return reports;
}

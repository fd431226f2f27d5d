import path from "node:path";
import type { CalendarRow } from "../../civic/calendar/working-day.js";
import { parseDay } from "../../geo/time/parse-time.js";
import { badInput } from "../core/refusal.js";
import { openFile } from "../import/read/open-file.js";

const COLUMNS = ["day", "kind", "source"] as const;
type Column = (typeof COLUMNS)[number];
/** As a program writes it, and as a calendar on the wall does. */
const KINDS: Record<string, CalendarRow["kind"]> = {
  holiday: "holiday",
  休: "holiday",
  workday: "workday",
  班: "workday",
  local: "local",
};

/**
 * Holidays and make-up workdays of a CSV `day,kind,source`. All or nothing: a day that is read
 * wrongly moves deadlines. A row that names no source has the file for one.
 */
export async function readCalendar(file: string): Promise<CalendarRow[]> {
  const { columns = [], batches } = await openFile({
    file,
    format: "csv",
    layerName: "",
    encoding: null,
    knows: (column) => COLUMNS.includes(column.trim().toLowerCase() as Column),
  });
  const header = new Map(columns.map((name) => [name.trim().toLowerCase(), name]));
  for (const name of ["day", "kind"])
    if (!header.has(name))
      throw badInput(
        name,
        `${file}: header: there is no column '${name}'; the header is day,kind,source`,
      );
  const rows = new Map<string, CalendarRow>();
  for await (const batch of batches)
    for (const { row, properties, fault } of batch) {
      const refuse = (field: string, why: string) =>
        badInput(field, `${file}: row ${row}, ${field}: ${why}`);
      if (fault) throw refuse(fault.field, fault.reason);
      const text = (name: Column) => String(properties[header.get(name) ?? ""] ?? "").trim();
      const day = parseDay(text("day"));
      if (!day) throw refuse("day", `'${text("day")}' is no day; write 2026-02-14`);
      const kind = KINDS[text("kind").toLowerCase()];
      if (!kind) throw refuse("kind", `'${text("kind")}' is neither holiday nor workday`);
      if (rows.has(day)) throw refuse("day", `${day} is in the file twice; keep one row of it`);
      rows.set(day, { day, kind, source: text("source") || path.basename(file) });
    }
  return [...rows.values()];
}

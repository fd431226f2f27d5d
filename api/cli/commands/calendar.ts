import { type Command, Option } from "commander";
import type { PeriodUnit, Term } from "../../../civic/calendar/period.js";
import { badInput, Refusal } from "../../core/refusal.js";
import { type EngineOptions, withEngineOptions, withServices } from "../open.js";
import { print, say } from "../say.js";

interface PeriodFlags {
  from: string;
  days?: string;
  workingDays?: string;
  months?: string;
  years?: string;
  holidays?: string;
  timeZone: string;
}

/** A period of more than this is a slip of the pen, and would be counted day by day. */
const LONGEST: Record<Exclude<PeriodUnit, "minute" | "hour">, number> = {
  day: 36_500,
  workingDay: 10_000,
  month: 1_200,
  year: 100,
};

function termOf({ days, workingDays, months, years }: PeriodFlags): Term {
  const given = (
    [
      ["--days", "day", days],
      ["--working-days", "workingDay", workingDays],
      ["--months", "month", months],
      ["--years", "year", years],
    ] as const
  ).filter(([, , text]) => text !== undefined);
  const [one, two] = given;
  if (!one || two)
    throw badInput("days", "give one of --days, --working-days, --months and --years");
  const [flag, unit, text] = one;
  const n = /^\d+$/.test(text!.trim()) ? Number(text) : NaN;
  if (!(n >= 1 && n <= LONGEST[unit]))
    throw badInput(
      flag.slice(2),
      `${flag} is a whole number from 1 to ${LONGEST[unit]}; got '${text}'`,
    );
  return { n, unit };
}

async function printPeriod(flags: PeriodFlags): Promise<void> {
  const term = termOf(flags);
  const [{ period }, { nationalCalendar }, { workingCalendar }, { parseTime }, { readCalendar }] =
    await Promise.all([
      import("../../../civic/calendar/period.js"),
      import("../../../civic/calendar/national-calendar.js"),
      import("../../../civic/calendar/working-day.js"),
      import("../../../geo/time/parse-time.js"),
      import("../../clocks/read-calendar.js"),
    ]);
  const { timeZone, holidays } = flags;
  const zone = { timeZone, statutory: true };
  const rows = holidays === undefined ? undefined : await readCalendar(holidays);
  let calendar: ReturnType<typeof nationalCalendar>;
  try {
    calendar = rows ? workingCalendar(rows, zone) : nationalCalendar(timeZone);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw badInput(
      "timeZone",
      `--time-zone ${timeZone}: there is no such time zone; give one like Asia/Shanghai`,
    );
  }
  const from = parseTime(flags.from, calendar.clock);
  if (!from)
    throw badInput(
      "from",
      `--from '${flags.from}' is neither a day nor an instant; write 2026-02-14 or ` +
        "2026-02-14T23:59+08:00",
    );
  const at = new Date(from.kind === "day" ? from.from : from.at);
  const { nominal, deadline, adviseBy, warnings, sources } = period(at, term, calendar);
  print(JSON.stringify({ nominal, deadline, adviseBy, warnings, sources }));
}

interface ImportFlags extends EngineOptions {
  county?: string;
}

async function importDays(file: string, flags: ImportFlags): Promise<void> {
  const [{ readCalendar }, { importCalendar }] = await Promise.all([
    import("../../clocks/read-calendar.js"),
    import("../../clocks/import-calendar.js"),
  ]);
  const rows = await readCalendar(file);
  const reports = await withServices(flags, async (services) => {
    const counties = (await services.counties.all()).map(({ id }) => id);
    if (flags.county === undefined) return importCalendar(services, rows, counties);
    const county = counties.find((id) => String(id) === flags.county!.trim());
    if (county === undefined)
      throw new Refusal("NOT_FOUND", `--county ${flags.county}: there is no such county here`);
    return importCalendar(services, rows, [county]);
  });
  for (const { county, written, updated, unchanged, retired } of reports)
    say(
      `county ${county}: ${written} days written, ${updated} updated, ${unchanged} unchanged, ` +
        `${retired} retired`,
    );
  print(JSON.stringify(reports));
}

/** Adds `hearthgrid calendar period` and `calendar import`. */
export function registerCalendar(program: Command): void {
  const calendar = program
    .command("calendar")
    .summary("legal periods, and the days that a county works")
    .description("Legal periods, and the days that a county works.");
  calendar
    .command("period")
    .summary("when a legal period ends")
    .description(
      "The last lawful day of a period, the day to advise, whose rules decided, and what is " +
        "unknown, as JSON. The first day is out; an end on a rest day moves to the next working " +
        "day; a make-up workday is no rest day. Needs no database.",
    )
    .requiredOption("--from <day|instant>", "when it begins: 2026-02-14, 2026-02-14T23:59+08:00")
    .option("--days <n>", "natural days")
    .option("--working-days <n>", "working days")
    .option("--months <n>", "months, to the corresponding date")
    .option("--years <n>", "years, to the corresponding date")
    .option(
      "--holidays <file>",
      "CSV day,kind,source with kind holiday or workday, instead of the country's notices " +
        "that this version knows; a year without rows is counted by weekends and statutory days",
    )
    .addOption(new Option("--time-zone <tz>", "whose days they are").default("Asia/Shanghai"))
    .addHelpText(
      "after",
      "\nExample:\n  hearthgrid calendar period --from 2026-01-16 --days 30\n" +
        "  hearthgrid calendar period --from 2026-09-01 --working-days 30 --holidays 2026.csv\n",
    )
    .action(printPeriod);
  withEngineOptions(calendar.command("import"))
    .summary("load the holidays and make-up workdays of a year")
    .description(
      "Writes FILE (- reads standard input) into the register of holidays, whole or not at all. A " +
        "year that the file tells is told by it whole: what is no longer in it is retired; a " +
        "county's own days off (local) stay. Clocks that run are moved by it.",
    )
    .argument("<file>", "CSV day,kind,source with kind holiday, workday or local")
    .option("--county <code>", "only into this county (default: every county here)")
    .addHelpText("after", "\nExample:\n  hearthgrid calendar import 2027.csv\n")
    .action(importDays);
}

import { Refusal } from "../core/refusal.js";
import type { Services } from "../core/services.js";
import { addCounty, type CountyRow } from "../counties/counties.service.js";
import type { Reserve } from "../numbering/numbering.service.js";
import type { Writer } from "../writing/command.js";
import { draftRows } from "./draft-staged.js";
import { type Drafted, importRulesFor } from "./import-rules.js";
import { countWithout, type Staging, stagedMiddle } from "./stage.queries.js";
import { writeStaged } from "./write-staged.js";
import type { WrittenColumn } from "./written-columns.js";

/**
 * From so many rows the planner's knowledge of the table is out of date, and counting all tables
 * anew pays.
 */
const BULK = 1000;

export type Written = Omit<Drafted, "notes"> & Partial<Pick<Drafted, "notes">>;

export interface ToWrite {
  staging: Staging;
  /** Of the file, as it is called. */
  file: string;
  county: CountyRow;
  /** The county is there already. */
  isKnown: boolean;
  columns: readonly WrittenColumn[];
  writer: Writer;
  read: number;
  matched: number;
  states: { staged: number; changed: number; unchanged: number };
}

/** The one transaction of an import: all that it writes, or nothing. */
export async function writeImport(services: Services, what: ToWrite): Promise<Written> {
  const { staging, county, isKnown, columns, writer, read, matched, states } = what;
  const middle = isKnown ? null : await stagedMiddle(services.db, staging);
  // Nobody writes in a county that is yet to be made, and it has no clock to number by.
  const numbers = isKnown ? await reserveNumbers(services, staging) : undefined;
  const done = await services.db
    .transaction(async (tx): Promise<Written> => {
      if (middle) await addCounty(tx, writer.actor, { ...county, origin: middle });
      const { drafts } = importRulesFor(staging.layer);
      if (drafts) {
        const rows = await draftRows(tx, staging, drafts);
        return drafts.write(tx, { county: staging.county, writer, file: what.file, rows });
      }
      const applied = await writeStaged(tx, staging, columns, writer, {
        ...{ read, matched, isNew: states.staged > 0, isChanged: states.changed > 0 },
        ...(numbers ? { numbers } : {}),
      });
      return { ...applied, unchanged: states.unchanged };
    })
    .catch((error: unknown) => {
      if (isTaken(error))
        throw new Refusal(
          "CONFLICT",
          "Another change wrote some of the same rows meanwhile; nothing of this import was " +
            "written. Run it again.",
        );
      throw error;
    });
  services.counties.forget();
  if (done.written + done.updated >= BULK) await services.db.engine.vacuumAnalyze();
  return done;
}

/** Taken before: else nobody could be given a number until all rows of the import are written. */
async function reserveNumbers({ db }: Services, staging: Staging): Promise<Reserve | undefined> {
  const { numbered } = importRulesFor(staging.layer);
  const many = numbered ? await countWithout(db, staging, numbered.column) : 0;
  return many > 0 ? db.transaction((tx) => numbered!.reserve(tx, staging.county, many)) : undefined;
}

function isTaken(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause)
    if ((e as { code?: string }).code === "23505") return true;
  return false;
}

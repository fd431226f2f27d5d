import path from "node:path";
import { sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import { localClock } from "../../geo/time/local-clock.js";
import type { Transaction } from "../core/database.js";
import { formatId } from "../core/identifier.js";
import { zoneNamed } from "../counties/local-day.js";
import {
  FACTS,
  type GridInForce,
  gridsInForce,
  gridsKnownAs,
  noSuchVillage,
} from "../grids/grids.service.js";
import type { Drafted, DraftRow, Drafts, ImportRules } from "../import/import-rules.js";
import { isVillage, villageAt } from "../villages/villages.service.js";
import { write } from "../writing/write.js";
import { rememberBegun } from "./begun.queries.js";
import { insertVillages, type PlanGridRow, putGrids } from "./plan.queries.js";
import { NO_VILLAGE, plans } from "./plans.service.js";

const SINCE = "1900-01-01";
/** Rows of a statement: under a second on the embedded engine. */
const PART = 1000;

/** Facts of a grid that a file may tell, by column. */
const COLUMNS = {
  code: "code",
  name: "name",
  kind: "kind",
  villageCode: "village_code",
  complaintPhone: "complaint_phone",
} as const;

/**
 * Grids of a file become a draft plan of the villages they lie in: whatever their borders are like,
 * they are cleaned, judged and approved there. A grid that is in force under its code or its id
 * stays that grid.
 */
export const gridImport: ImportRules = {
  fills: () => ["code", "name", "validFrom"],
  fill(values, { row }) {
    values["code"] ??= String(row);
    values["name"] ??= values["code"];
    values["valid_from"] ??= SINCE;
  },
  drafts: {
    refuse: (county, value) => [
      {
        when: sql`${value("village_code")} is not null
          and not ${isVillage(county, value("village_code"))}`,
        fault: noSuchVillage,
      },
    ],
    at: villageAt,
    write: draftOf,
  },
};

async function draftOf(
  tx: Transaction,
  { county, writer, file, rows: found }: Parameters<Drafts["write"]>[1],
): Promise<Drafted> {
  const clock = localClock(await zoneNamed(tx, county));
  const today = clock.dayAt(Date.now());
  const codes = found.map(({ values }) => values["code"]!);
  const exported = found.flatMap(({ exported: id }) => (id === null ? [] : [id]));
  const present = await gridsKnownAs(tx, county, today, { codes, ids: exported });
  const rows = planned(found, present);
  const villages = [...new Set(rows.map(({ villageCode }) => villageCode ?? NO_VILLAGE))];
  const there = await gridsInForce(tx, county, villages, today);
  const kept = new Set(rows.map(({ gridId }) => gridId));
  const ending = there.filter(({ gridId }) => !kept.has(gridId)).length;
  const byId = new Map(there.map((grid) => [grid.gridId, grid]));
  const unchanged = rows.filter((row) => isSame(row, byId.get(row.gridId))).length;
  const updated = rows.filter(({ gridId }) => byId.has(gridId)).length - unchanged;
  const counts = { written: rows.length - updated - unchanged, updated, unchanged };
  if (unchanged === rows.length && ending === 0) return { ...counts, notes: [] };
  const id = uuid();
  const name = path.basename(file).slice(0, 100);
  const values = { name, baseOn: today, effectiveOn: null, forkOfId: null };
  const plan = [{ id, values, geometry: null }];
  await write(tx, writer, county, [{ action: "create", layer: plans, county, rows: plan }]);
  await insertVillages(tx, county, id, villages);
  for (let at = 0; at < rows.length; at += PART)
    await putGrids(tx, county, id, rows.slice(at, at + PART));
  await rememberBegun(
    ...[tx, county, id],
    present.filter(({ gridId }) => kept.has(gridId)),
  );
  const notes = [
    `the grids are those of a draft plan, ${formatId(county, id)} («${name}»): clean it, submit ` +
      "it, and have somebody else approve it; until its day the grids in force stay",
    ...(ending > 0
      ? [`${ending} grids in force in these villages are not in the file: the plan ends them`]
      : []),
  ];
  return { ...counts, plan: formatId(county, id), notes };
}

/** One row of the file keeps a grid in force; another that names the same one is a new grid. */
function planned(found: readonly DraftRow[], present: readonly GridInForce[]): PlanGridRow[] {
  const byId = new Map(present.map((grid) => [grid.gridId, grid]));
  const byCode = new Map(present.map((grid) => [grid.code, grid]));
  const taken = new Set<string>();
  return found.map(({ values, standsIn, exported, shape }) => {
    const known = byId.get(exported ?? "") ?? byCode.get(values["code"]!);
    const kept = known && !taken.has(known.gridId) ? known : undefined;
    if (kept) taken.add(kept.gridId);
    const told = (key: keyof typeof COLUMNS) =>
      COLUMNS[key] in values ? (values[COLUMNS[key]] ?? null) : (kept?.[key] ?? null);
    return {
      ...{ gridId: kept?.gridId ?? uuid(), shape, locked: false },
      ...{
        code: values["code"]!,
        name: values["name"]!,
        villageCode: values["village_code"] ?? standsIn,
      },
      ...{ kind: told("kind"), complaintPhone: told("complaintPhone") },
    };
  });
}

const isSame = (row: PlanGridRow, grid: GridInForce | undefined): boolean =>
  grid !== undefined && row.shape === grid.shape && FACTS.every((key) => row[key] === grid[key]);

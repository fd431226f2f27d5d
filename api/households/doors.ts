import { sql } from "drizzle-orm";
import { household } from "../../db/tables/index.js";
import { namesOfBuildings } from "../buildings/buildings.service.js";
import type { Runner } from "../core/database.js";

/** Where present households are found, as one says it to a neighbour, by their uuids. */
export async function doorsOf(
  run: Runner,
  county: number,
  households: readonly string[],
): Promise<Map<string, string>> {
  if (households.length === 0) return new Map();
  const { countyId, id, buildingId, retiredAt } = household;
  const rows = await run.rows<DoorRow>(sql`
    select ${id}::text as id, ${household.code} as code, ${buildingId}::text as building,
      ${household.stair} as stair, ${household.unit} as unit
    from ${household} where ${countyId} = ${county} and ${retiredAt} is null
      and ${id} = any(${sql.param([...households])}::uuid[])`);
  const names = await namesOfBuildings(
    run,
    county,
    rows.flatMap((row) => row.building ?? []),
  );
  return new Map(rows.map((row) => [row.id, doorOf(row, names)]));
}

interface DoorRow {
  id: string;
  code: string | null;
  building: string | null;
  stair: string | null;
  unit: string | null;
}

/** 东城小区1幢 2-502: building, stair, flat; the household's own number where it has none of them. */
function doorOf(
  { code, building, stair, unit }: DoorRow,
  names: ReadonlyMap<string, string>,
): string {
  const within = [stair, unit].filter(Boolean).join("-");
  const name = building === null ? undefined : names.get(building);
  return [name, within].filter(Boolean).join(" ") || (code ?? "");
}

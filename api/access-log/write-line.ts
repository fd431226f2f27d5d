import { sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import type { Runner } from "../core/database.js";

export interface Line {
  viewer: string;
  roles: readonly string[];
  purpose: string;
  outlet: string;
  /** Whose auditors read it; 0: those of no county, the operators. */
  counties: readonly number[];
  what: Record<string, unknown>;
}

/** One line of the access log, sealed into its chain later (access-log.service.ts). */
export async function writeLine(run: Runner, line: Line): Promise<void> {
  await run.rows(sql`
    insert into access_log (id, at, viewer, roles, purpose, outlet, counties, what)
    values (${uuid()}::uuid, clock_timestamp(), ${line.viewer}, ${sql.param([...line.roles])}::text[],
      ${line.purpose}, ${line.outlet}, ${sql.param([...line.counties])}::int[],
      ${JSON.stringify(line.what)}::jsonb)`);
}

import { sql } from "drizzle-orm";
import { vi } from "vitest";
import type { Services } from "../../api/core/services.js";
import { gridPlan, job } from "../../db/tables/index.js";

/** As if the day of an approved plan were today, and the job due; waits until it is in force. */
export async function itsDayComes({ db }: Services, plan: string, timeout = 20_000): Promise<void> {
  const uuid = plan.slice(plan.indexOf("-") + 1);
  await db.rows(sql`
    update ${gridPlan} set effective_on = (now() at time zone (select time_zone from county
        where id = county_id))::date
    where ${gridPlan.id} = ${uuid}::uuid`);
  await db.rows(sql`
    update ${job} set run_at = now() where ${job.kind} = 'gridPlan.takeEffect'
      and ${job.input} ->> 'plan' = ${uuid}`);
  await db.notify("hearthgrid_jobs_due", "heavy");
  await vi.waitUntil(
    async () => {
      const [row] = await db.rows<{ status: string }>(
        sql`select status from ${gridPlan} where ${gridPlan.id} = ${uuid}::uuid`,
      );
      return row?.status === "EFFECTIVE";
    },
    { timeout, interval: 100 },
  );
}

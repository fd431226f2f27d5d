import { sql } from "drizzle-orm";
import { generateCounty } from "../../db/demo/generate-county.js";
import { loadCounty } from "../../db/demo/load-county.js";
import { ROLE_LABELS, ROLES, type RoleName } from "../../schema/roles.js";
import { SCOPED } from "../policy/grants.js";
import { Refusal } from "../refusal.js";
import type { Services } from "../services.js";

export interface DemoOptions {
  incidents: number;
  seed: number;
  reset: boolean;
}

const DATA_TABLES = [
  "release_count",
  "release_area",
  "release",
  "tie",
  "household_place",
  "grid_membership",
  "household",
  "building",
  "camera",
  "incident",
  "grid",
  "village",
  "street",
  "water",
  "parcel",
  "barrier",
  "crossing",
  "history",
  "outbox",
  "idempotency",
  "numbering",
  "job",
  "import_row",
  "category",
  "county",
];

export async function isEmpty({ db }: Services): Promise<boolean> {
  const [row] = await db.rows(sql`select 1 as one from county limit 1`);
  return !row;
}

/**
 * Loads the demonstration county with its labelled accounts, one a role. All or nothing: a killed
 * load is loaded anew.
 */
export async function loadDemonstration(
  services: Services,
  o: DemoOptions,
  progress: (fraction: number, label: string) => void,
): Promise<void> {
  const { db } = services;
  if (!(await isEmpty(services))) {
    if (!o.reset && !(await isUnfinished(services)))
      throw new Refusal(
        "CONFLICT",
        "The database already holds data. Use --reset to empty it first, or another --data directory.",
      );
    await db.rows(
      sql`truncate ${sql.join(
        DATA_TABLES.map((t) => sql.identifier(t)),
        sql`, `,
      )}`,
    );
  }
  progress(0, "生成示范县 generating");
  const county = generateCounty({
    seed: o.seed,
    incidents: o.incidents,
    today: new Date().toISOString().slice(0, 10),
  });
  await db.rows(
    sql`insert into setting (name, value) values ('demo-load', '"unfinished"') on conflict (name) do update set value = '"unfinished"'`,
  );
  await loadCounty((text, params) => db.engine.pool.query(text, params), county, progress);
  services.counties.forget();
  const villages = await scopeOfWorkers(services);
  for (const role of ROLES) await addDemoAccount(services, role, county.county.id, villages);
  await db.engine.vacuumAnalyze();
  await db.rows(sql`update setting set value = '"done"' where name = 'demo-load'`);
  await services.jobs.enqueue("release", county.county.id, {}, "demo");
  progress(1, "示范县已就绪 ready");
}

async function isUnfinished({ db }: Services): Promise<boolean> {
  const [row] = await db.rows<{ value: string }>(
    sql`select value from setting where name = 'demo-load'`,
  );
  return row?.value === "unfinished";
}

export const demoWasInterrupted = isUnfinished;

/** The demonstration's area roles work in 凯涪社区 and 三湾村. */
async function scopeOfWorkers({ db }: Services): Promise<string[]> {
  const rows = await db.rows<{ code: string }>(
    sql`select code from village where name in ('凯涪社区', '三湾村') order by code`,
  );
  return rows.map((r) => r.code);
}

async function addDemoAccount(
  { accounts, db }: Services,
  role: RoleName,
  county: number,
  villages: readonly string[],
): Promise<void> {
  const login = `demo-${role}`;
  const [known] = await db.rows(sql`select 1 as one from account where login = ${login}`);
  if (known) return;
  await accounts.addAccount(login, `演示${ROLE_LABELS[role].zh}`, [role], {
    isDemo: true,
    county,
    villages: SCOPED.has(role) ? villages : [],
  });
}

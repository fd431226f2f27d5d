import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { generateCounty } from "../../db/demo/generate-county.js";
import { DECLARED } from "../../schema/declared.js";
import { ROLE_LABELS, ROLES, type RoleName } from "../../schema/roles.js";
import { Refusal } from "../core/refusal.js";
import type { Services } from "../core/services.js";
import { enqueue } from "../jobs/enqueue.js";
import { type NamedOrganisation, UNDERTAKERS } from "../organisations/named-organisations.js";
import { AREA_ROLES, ORGANISATION_ROLES } from "../policy/grants.js";
import { codesOfVillages } from "../villages/villages.service.js";
import { claimDemo, type DemoClaim, demoState } from "./demo-claim.js";
import { writeCounty } from "./write-county.js";

const WAIT_MS = 500;

export interface DemoOptions {
  incidents: number;
  seed: number;
  reset: boolean;
}

/** One statement empties them all, so their order is free. */
const DATA_TABLES = [
  ...DECLARED.map(({ table }) => table),
  "release_count",
  "release_area",
  "release",
  "household_place",
  "grid_membership",
  "change_set",
  "history",
  "event",
  "idempotency",
  "numbering",
  "job",
  "schedule",
  "clock",
  "step",
  "import_row",
  "county",
];

async function isEmpty({ counties }: Services): Promise<boolean> {
  counties.forget();
  return (await counties.all()).length === 0;
}

type Tell = (fraction: number, label: string) => void;

/** For the command: refuses a database that holds data, unless it is to be emptied. */
export async function loadDemonstration(
  services: Services,
  o: DemoOptions,
  progress: Tell,
): Promise<void> {
  const claim = await claimDemo(services.db);
  if (!claim)
    throw new Refusal(
      "CONFLICT",
      "Another process is loading the demonstration county. Wait until it has ended.",
    );
  const empty = await isEmpty(services);
  if (!empty && !o.reset && claim.before !== "unfinished") {
    await claim.release("done");
    throw new Refusal(
      "CONFLICT",
      "The database already holds data. Use --reset to empty it first, or another " +
        "--data directory.",
    );
  }
  await load(services, o, claim, empty, progress);
}

/**
 * For a start: fills an empty database, and one whose loading was interrupted. While another
 * process does it, waits until it is done.
 */
export async function offerDemonstration(
  services: Services,
  o: Omit<DemoOptions, "reset">,
  progress: Tell,
): Promise<void> {
  for (;;) {
    const state = await demoState(services.db);
    if (state !== "loading") {
      if (state !== "unfinished" && !(await isEmpty(services))) return;
      const claim = await claimDemo(services.db);
      if (claim) return loadIfEmpty(services, o, claim, progress);
    }
    await delay(WAIT_MS);
  }
}

/** What was seen before the claim may have changed until it was ours. */
async function loadIfEmpty(
  services: Services,
  o: Omit<DemoOptions, "reset">,
  claim: DemoClaim,
  progress: Tell,
): Promise<void> {
  const empty = await isEmpty(services);
  if (!empty && claim.before !== "unfinished") return claim.release("done");
  services.log("loading the demonstration county 加载示范县 …");
  return load(services, { ...o, reset: false }, claim, empty, progress);
}

/**
 * Loads the demonstration county with its labelled accounts, one a role. All or nothing: a killed
 * load is loaded anew.
 */
async function load(
  services: Services,
  o: DemoOptions,
  claim: DemoClaim,
  empty: boolean,
  progress: Tell,
): Promise<void> {
  const { db } = services;
  try {
    if (!empty)
      await db.rows(
        sql`truncate ${sql.join(
          DATA_TABLES.map((t) => sql.identifier(t)),
          sql`, `,
        )}`,
      );
    progress(0, "生成示范县 generating");
    const county = generateCounty({
      seed: o.seed,
      incidents: o.incidents,
      today: new Date().toISOString().slice(0, 10),
    });
    await writeCounty(services, county, progress);
    services.counties.forget();
    const villages = await codesOfVillages(services.db, WORKED_IN);
    // The demonstration's undertaker works for all of them.
    const bodies = county.organisations
      .filter((o) => UNDERTAKERS.includes(o.kind))
      .map(({ id, name }) => ({ id, code: name }));
    for (const role of ROLES)
      await addDemoAccount(services, role, { county: county.county.id, villages, bodies });
    await db.engine.vacuumAnalyze();
    await db.transaction((tx) =>
      enqueue(tx, {
        kind: "release",
        county: county.county.id,
        input: {},
        actor: "demo",
        lane: "heavy",
        uniqueKey: "release",
      }),
    );
  } catch (error) {
    await claim.release("unfinished").catch(() => undefined);
    throw error;
  }
  await claim.release("done");
  progress(1, "示范县已就绪 ready");
}

/** The demonstration's area roles work in 凯涪社区 and 三湾村. */
const WORKED_IN = ["凯涪社区", "三湾村"];

interface DemoScope {
  county: number;
  villages: readonly string[];
  bodies: readonly NamedOrganisation[];
}

async function addDemoAccount(
  { accounts }: Services,
  role: RoleName,
  { county, villages, bodies }: DemoScope,
): Promise<void> {
  const login = `demo-${role}`;
  if (await accounts.isKnown(login)) return;
  await accounts.addAccount(login, `演示${ROLE_LABELS[role].zh}`, [role], {
    isDemo: true,
    county,
    villages: AREA_ROLES.includes(role) ? villages : [],
    organisations: ORGANISATION_ROLES.includes(role) ? bodies : [],
  });
}

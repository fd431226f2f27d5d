import { KeptResults } from "./core/kept-results.js";
import "./domains.js"; // fills the tables by which the mechanisms find the domains
import type { Engine } from "../db/engine/engine.js";
import { Accounts } from "./accounts/accounts.service.js";
import { Administration } from "./accounts/administration.service.js";
import { ApiKeys } from "./accounts/api-keys.service.js";
import { SignInThrottle } from "./accounts/sign-in-throttle.js";
import { IncidentColumns } from "./analysis/columns/incident-columns.js";
import { ClockLoop } from "./clocks/clock-loop.js";
import { Database } from "./core/database.js";
import type { Log } from "./core/log.js";
import { passingSecret, type Secret } from "./core/secret.js";
import type { Services } from "./core/services.js";
import { DEFAULT_SETTINGS, type Settings } from "./core/settings.js";
import { LayerSizes } from "./cost/layer-sizes.js";
import { Categories } from "./counties/categories.service.js";
import { Counties } from "./counties/counties.service.js";
import { Consumers } from "./events/consumers.js";
import { EventReader } from "./events/event-reader.js";
import { Hearing } from "./events/hearing.js";
import { Jobs } from "./jobs/jobs.js";
import { Cursors } from "./layers/cursors.js";
import { Shapes } from "./shapes/shapes.js";
import { KeptCounts } from "./tiles/kept-counts.js";

/**
 * Makes the services over an open engine. Nothing runs by itself until `events`, `jobs` and
 * `clocks` are started.
 */
export function openServices(
  engine: Engine,
  log: Log,
  opening: { settings?: Settings; secret?: Secret } = {},
): Services {
  const settings = opening.settings ?? DEFAULT_SETTINGS;
  const db = new Database(engine, { log, slowMs: settings.slowStatementMs });
  const secret = opening.secret ?? passingSecret();
  const counties = new Counties(db);
  const throttle = new SignInThrottle(db, secret);
  const accounts = new Accounts(db, counties, throttle);
  const events = new EventReader(db, log);
  const sizes = new LayerSizes(engine);
  return {
    settings,
    db,
    counties,
    sizes,
    categories: new Categories(db),
    cursors: new Cursors(secret),
    keptCounts: new KeptCounts(),
    keptResults: new KeptResults(),
    incidentColumns: new IncidentColumns(db, sizes, log),
    accounts,
    administration: new Administration(db, counties, accounts),
    apiKeys: new ApiKeys(db, counties),
    events,
    hearing: new Hearing(db),
    consumers: new Consumers(db, events, log),
    clocks: new ClockLoop(db, log),
    jobs: new Jobs(db, log, () => counties.all()),
    secret,
    throttle,
    shapes: new Shapes(),
    log,
  };
}

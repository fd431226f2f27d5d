import type { Accounts } from "../accounts/accounts.service.js";
import type { Administration } from "../accounts/administration.service.js";
import type { ApiKeys } from "../accounts/api-keys.service.js";
import type { SignInThrottle } from "../accounts/sign-in-throttle.js";
import type { IncidentColumns } from "../analysis/columns/incident-columns.js";
import type { ClockLoop } from "../clocks/clock-loop.js";
import type { LayerSizes } from "../cost/layer-sizes.js";
import type { Categories } from "../counties/categories.service.js";
import type { Counties } from "../counties/counties.service.js";
import type { Consumers } from "../events/consumers.js";
import type { EventReader } from "../events/event-reader.js";
import type { Hearing } from "../events/hearing.js";
import type { Jobs } from "../jobs/jobs.js";
import type { Cursors } from "../layers/cursors.js";
import type { Shapes } from "../shapes/shapes.js";
import type { KeptCounts } from "../tiles/kept-counts.js";
import type { Database } from "./database.js";
import type { KeptResults } from "./kept-results.js";
import type { Log } from "./log.js";
import type { Secret } from "./secret.js";
import type { Settings } from "./settings.js";

/** What one process of the service has, made once at its start. */
export interface Services {
  settings: Settings;
  db: Database;
  counties: Counties;
  sizes: LayerSizes;
  categories: Categories;
  accounts: Accounts;
  administration: Administration;
  apiKeys: ApiKeys;
  events: EventReader;
  hearing: Hearing;
  consumers: Consumers;
  jobs: Jobs;
  clocks: ClockLoop;
  secret: Secret;
  throttle: SignInThrottle;
  cursors: Cursors;
  keptCounts: KeptCounts;
  keptResults: KeptResults;
  incidentColumns: IncidentColumns;
  shapes: Shapes;
  log: Log;
}

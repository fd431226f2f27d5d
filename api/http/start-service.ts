import { createServer } from "node:net";
import { hearsItself } from "../../db/engine/ask.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { migrate } from "../../db/migrate.js";
import { OPERATOR } from "../accounts/administrator.js";
import { linkFor } from "../accounts/sign-in-link.js";
import { listenForCommands } from "../control/control-server.js";
import { isForThisMachine, serviceAddress } from "../core/address.js";
import type { Log } from "../core/log.js";
import { Refusal } from "../core/refusal.js";
import { agreeOnSecret, openSecret } from "../core/secret.js";
import type { Services } from "../core/services.js";
import type { Settings } from "../core/settings.js";
import { offerDemonstration } from "../demo/demo.service.js";
import { askForWork, handleJobs } from "../domains.js";
import { openServices } from "../open-services.js";
import { renewSearchTexts } from "../search/search-form.js";
import { doorToken } from "./doors.js";
import { makeDrain } from "./drain.js";
import { keepHouse } from "./housekeeping.js";
import { buildServer } from "./server.js";
import { type Links, summary } from "./summary.js";

export interface RunningService {
  port: number;
  /** Stops as an operator wants it: running requests end, the database is closed in order. */
  close(): Promise<void>;
}

/**
 * Opens the database, brings it up to date, loads the demonstration county into an empty one where
 * that is wanted, and serves.
 */
export async function startService(
  settings: Settings,
  log: Log,
  progress: (fraction: number, label: string) => void,
  stopping: AbortSignal,
): Promise<RunningService> {
  await refuseBusyPort(settings.port, settings.host);
  const engine = await openEngine({
    ...settings,
    warm: true,
    servicePort: settings.port,
    log: (line) => log(line, "warn"),
  });
  // A stop while the demonstration is loading does not wait for it: what is half done is undone.
  const closeAtOnce = () => void engine.close();
  stopping.addEventListener("abort", closeAtOnce);
  try {
    const secret = await openSecret(settings.secret, settings.dataDir);
    const services = openServices(engine, log, { settings, secret });
    await prepare(services, progress);
    stopping.throwIfAborted();
    stopping.removeEventListener("abort", closeAtOnce);
    return await serve(services);
  } catch (error) {
    await engine.close().catch((e: Error) => log(e.message, "error"));
    throw error;
  }
}

async function prepare(
  services: Services,
  progress: (fraction: number, label: string) => void,
): Promise<void> {
  const { settings, db, log, secret, counties } = services;
  const ran = await migrate(db.engine);
  if (ran.length > 0) log(`migrated: ${ran.join(", ")}`);
  const lacked = await counties.completeCodes(OPERATOR.actor);
  if (lacked.length > 0) log(`standard code tables added to counties: ${lacked.join(", ")}`);
  if (db.engine.kind === "server") await agreeOnSecret(db, secret);
  if (settings.demo)
    await offerDemonstration(services, { incidents: settings.incidents, seed: 1 }, progress);
  handleJobs(services);
  await askForWork(services);
  keepHouse(services);
}

async function serve(services: Services): Promise<RunningService> {
  const { settings, db, log } = services;
  const { host } = settings;
  const drain = makeDrain();
  const app = await buildServer(services, drain);
  await services.events.start();
  services.consumers.start();
  await services.jobs.start();
  services.clocks.start();
  void warnIfDeaf(services);
  const renewing = startRenewingSearchTexts(services);
  await app.listen({ port: settings.port, host }).catch((error: NodeJS.ErrnoException) => {
    throw portRefusal(error, settings.port, host);
  });
  const { port } = app.server.address() as { port: number };
  db.engine.setServicePort(port);
  services.settings = { ...settings, port };
  const stopListening =
    db.engine.kind === "embedded"
      ? await listenForCommands(services, settings.dataDir)
      : async () => {};
  log(summary(settings, port, db.engine, await linksOf(services, port)));
  return {
    port,
    async close() {
      log("stopping 正在停止");
      const workEnded = Promise.all([
        services.jobs.stop(),
        services.clocks.stop(),
        renewing.stop(),
      ]);
      const cut = await drain.begin(settings.drainMs);
      if (cut > 0) log(`${cut} requests ran longer than --drain allows and were cut off`, "warn");
      await stopListening();
      await app.close();
      await workEnded;
      await services.consumers.stop();
      await services.events.stop();
      services.incidentColumns.close();
      await db.engine.close();
      log("stopped 已停止");
    },
  };
}

/** Beside the service's work: changes of other processes would be heard late, and nobody told. */
async function warnIfDeaf({ db, log, jobs }: Services): Promise<void> {
  const hears = await hearsItself(db.engine).catch(() => true); // a lost database is said elsewhere
  if (hears) return;
  jobs.hearsNothing();
  log(
    "notifications do not come through DATABASE_URL, as behind a pooler: changes of " +
      "other processes are heard some seconds late. Give the server's own address as " +
      "DIRECT_DATABASE_URL.",
    "warn",
  );
}

/** Beside the service's work: what an older version wrote is found a little later. */
function startRenewingSearchTexts({ db, log }: Services): { stop(): Promise<void> } {
  const ending = new AbortController();
  const done = renewSearchTexts(db, ending.signal).then(
    (rows) => {
      if (rows > 0) log(`search: ${rows} names written anew in this version's form`);
    },
    (error: Error) =>
      log(`search: names keep their older form until the next start: ${error.message}`, "warn"),
  );
  return {
    stop() {
      ending.abort();
      return done;
    },
  };
}

/**
 * The first administrator has no password but a link, and so has who looks at the demonstration
 * from elsewhere. A service that others reach gives a link that others can use.
 */
async function linksOf(services: Services, port: number): Promise<Links> {
  const { accounts, settings, secret } = services;
  const admin = await accounts.firstAdmin();
  const isElsewhere = !isForThisMachine(settings) && (await accounts.offersDemo());
  return {
    ...(admin ? { signIn: (await linkFor(services, OPERATOR, admin)).url } : {}),
    ...(isElsewhere ? { demo: `${serviceAddress(settings, port)}#demo=${doorToken(secret)}` } : {}),
  };
}

function portRefusal(error: NodeJS.ErrnoException, port: number, host: string): Error {
  switch (error.code) {
    case "EADDRINUSE":
      return new Refusal(
        "CONFLICT",
        `Port ${port} is in use by another program. Choose another with --port.`,
      );
    case "EACCES":
      return new Refusal(
        "CONFLICT",
        `Port ${port} may not be used by this user. Choose one above 1023 with --port.`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new Refusal("BAD_USER_INPUT", `--host: ${host} is not an address of this machine.`);
    default:
      return error;
  }
}

/** Said before a first start spends half a minute on the demonstration county. */
async function refuseBusyPort(port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => reject(portRefusal(error, port, host)));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

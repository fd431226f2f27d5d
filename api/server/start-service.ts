import { createServer } from "node:net";
import { openEngine } from "../../db/engine.js";
import { migrate } from "../../db/migrate.js";
import { agreeOnSecret, openSecret } from "../core/secret.js";
import type { Settings } from "../core/settings.js";
import { demoWasInterrupted, isEmpty, loadDemonstration } from "../demo/demo.service.js";
import { openServices } from "../open-services.js";
import { Refusal } from "../refusal.js";
import { releaseHandler } from "../release/release.service.js";
import { renewSearchTexts } from "../search/search-form.js";
import type { Services } from "../services.js";
import { startHousekeeping } from "./housekeeping.js";
import { buildServer } from "./server.js";

export interface RunningService {
  port: number;
  close(): Promise<void>;
}

/**
 * Opens the database, brings it up to date, loads the demonstration county into an empty one, and
 * serves.
 */
export async function startService(
  settings: Settings,
  log: (line: string) => void,
  progress: (fraction: number, label: string) => void,
): Promise<RunningService> {
  await refuseBusyPort(settings.port, settings.host);
  const engine = await openEngine({ ...settings, servicePort: settings.port, log });
  engine.onFault((fault) => log(fault.message));
  try {
    const secret = await openSecret(settings.secret, settings.dataDir);
    const services = openServices(engine, log, { settings, secret });
    const ran = await migrate(engine);
    if (ran.length > 0) log(`migrated: ${ran.join(", ")}`);
    if (engine.kind === "server") await agreeOnSecret(services.db, secret);
    if (settings.demo && ((await isEmpty(services)) || (await demoWasInterrupted(services)))) {
      log("loading the demonstration county 加载示范县 …");
      await loadDemonstration(
        services,
        { incidents: settings.incidents, seed: 1, reset: false },
        progress,
      );
    }
    services.jobs.handle("release", releaseHandler(services.db));
    const app = await buildServer(services);
    await services.changes.start();
    await services.jobs.start();
    const housekeeping = startHousekeeping(services);
    const renewing = startRenewingSearchTexts(services);
    await app
      .listen({ port: settings.port, host: settings.host })
      .catch((error: NodeJS.ErrnoException) => {
        throw portRefusal(error, settings.port, settings.host);
      });
    const { port } = app.server.address() as { port: number };
    engine.setServicePort(port);
    const url = `http://localhost:${port}`;
    const admin = await services.accounts.firstAdmin();
    if (admin)
      log(
        `sign in once as the administrator, from this machine, within half an hour 管理员一次性登录:\n  ${url}/?signin=${await services.accounts.link(admin, true)}`,
      );
    log(
      `Hearthgrid is at ${url} (${engine.kind === "embedded" ? "embedded database" : `PostgreSQL ${engine.capabilities.postgres}`}, PostGIS ${engine.capabilities.postgis})`,
    );
    return {
      port,
      async close() {
        housekeeping();
        await renewing.stop();
        await services.jobs.stop();
        await app.close();
        await services.changes.stop();
        await engine.close();
      },
    };
  } catch (error) {
    await engine.close().catch((e: Error) => log(e.message));
    throw error;
  }
}

/** Beside the service's work: what an older version wrote is found a little later. */
function startRenewingSearchTexts({ db, log }: Services): { stop(): Promise<void> } {
  const ending = new AbortController();
  const done = renewSearchTexts(db, ending.signal).then(
    (rows) => {
      if (rows > 0) log(`search: ${rows} names written anew in this version's form`);
    },
    (error: Error) =>
      log(`search: names keep their older form until the next start: ${error.message}`),
  );
  return {
    stop() {
      ending.abort();
      return done;
    },
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

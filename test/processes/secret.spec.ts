import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Database } from "../../api/core/database.js";
import { agreeOnSecret, makeSecret } from "../../api/core/secret.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { freshDatabase, freshDirectory } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { lacked } from "../harness/lacked.js";
import { type ServiceProcess, startProcess } from "../harness/service-process.js";

const available = findPostgres() !== undefined;
if (!available) lacked("postgis");

/** What one process seals, another must be able to read: a secret of its own would break that. */
describe.skipIf(!available)("processes on one server database", () => {
  const running: ServiceProcess[] = [];
  afterAll(async () => {
    for (const service of running) await service.stop();
  });

  it("refuse to start without the one secret, and start with it, also while it is changed", async () => {
    const databaseUrl = await freshDatabase("secret");
    const start = async (dataDir: string, secret = "") => {
      const service = await startProcess(["--no-demo", "--data", dataDir], {
        DATABASE_URL: databaseUrl,
        HEARTHGRID_SECRET: secret,
      });
      running.push(service);
    };
    const first = freshDirectory("first");
    await start(first);
    const kept = readFileSync(path.join(first, "secret"), "utf8").trim();
    const fresh = "a-new-secret-of-more-than-32-characters";

    const [stranger, changing] = await Promise.allSettled([
      start(freshDirectory("second")),
      start(freshDirectory("third"), `${fresh},${kept}`),
    ]);
    expect(String((stranger as PromiseRejectedResult).reason)).toMatch(
      /ended with 2:.*another secret.*HEARTHGRID_SECRET.*NEW,OLD/s,
    );
    expect(changing.status).toBe("fulfilled");

    const engine = await openEngine({ dataDir: "", databaseUrl, poolSize: 1 });
    const { rows } = await engine.pool.query("select value from setting where name = 'secret'");
    const db = new Database(engine);
    await expect(agreeOnSecret(db, makeSecret([kept]))).rejects.toThrow(/another secret/);
    await agreeOnSecret(db, makeSecret([kept, fresh]));
    await agreeOnSecret(db, makeSecret([kept]));
    await engine.close();
    expect(JSON.stringify(rows)).not.toContain(kept);
  });
});

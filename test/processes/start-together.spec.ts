import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { clusterUrl } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { runCommand, startProcess } from "../harness/service-process.js";

/** Generating and loading the county is what takes long. */
const WITH_DEMO = process.env["HEARTHGRID_SOAK"] !== undefined;
const SECRET = "two-processes-share-this-one-secret-0";

/** As an administrator makes it: without tables and extensions. */
async function bareDatabase(name: string): Promise<string> {
  const url = await clusterUrl();
  const database = `${name}_${process.pid}`;
  const admin = new pg.Client({ connectionString: `${url}/postgres` });
  await admin.connect();
  await admin.query(`create database ${database}`);
  await admin.end();
  return `${url}/${database}`;
}

async function rowsOf(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(text);
  await client.end();
  return rows;
}

describe.skipIf(!findPostgres())("services that start at once on one empty database", () => {
  // A checkout builds itself, one process at a time.
  beforeAll(() => runCommand(["start", "--print-config"]).ended);

  it(`all live, and one migrated it${WITH_DEMO ? " and filled it" : ""}`, async () => {
    const url = await bareDatabase("together");
    const env = { DATABASE_URL: url, HEARTHGRID_SECRET: SECRET };
    const args = WITH_DEMO ? ["--demo", "--incidents", "200"] : [];
    const services = await Promise.all([1, 2, 3].map(() => startProcess(args, env)));
    try {
      for (const service of services)
        expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
      expect(services.filter((s) => s.said().includes("migrated:")).length).toBe(1);
      // One administrator, to whom each of them offers a link.
      expect(services.filter((s) => s.said().includes("sign in once")).length).toBe(3);
      expect(await rowsOf(url, "select 1 from account where not is_demo")).toHaveLength(1);
      expect(
        await rowsOf(url, "select count(*)::int as migrations from migration having count(*) > 2"),
      ).toHaveLength(1);
      const [{ counties, releases }] = (await rowsOf(
        url,
        "select (select count(*)::int from county) as counties, " +
          "(select count(*)::int from job where kind = 'release') as releases",
      )) as [{ counties: number; releases: number }];
      expect({ counties, releases }).toEqual(
        WITH_DEMO ? { counties: 1, releases: 1 } : { counties: 0, releases: 0 },
      );
    } finally {
      await Promise.all(services.map((service) => service.stop()));
    }
  });
});

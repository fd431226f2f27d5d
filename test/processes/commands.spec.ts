import { writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { freshDatabase, freshDirectory } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { runCommand } from "../harness/service-process.js";

/** One command on a database; `out` and `err` without the lines of a checkout that builds. */
async function run(databaseUrl: string, ...args: string[]) {
  const command = runCommand(args, { DATABASE_URL: databaseUrl });
  const { code } = await command.ended;
  const err = command
    .err()
    .split("\n")
    .filter((l) => l !== "" && !/^(compiling|building|preparing) /.test(l));
  return { code, out: command.out(), err };
}

const asked = async (url: string, sql: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
};

/** Exit codes are 0 done or holds, 1 does not hold, 2 bad input with one line that names it. */
describe.skipIf(!findPostgres())("commands by their command line", () => {
  const files = freshDirectory("commands");
  let url: string, engine: Engine;

  beforeAll(async () => {
    url = await freshDatabase("commands");
    engine = await openEngine({ dataDir: "", databaseUrl: url, poolSize: 2 });
    await openSmallCounty(engine);
    await engine.pool.query(
      `insert into access_log (id, at, viewer, roles, purpose, outlet, county_id, what)
       values (gen_random_uuid(), now(), 'person:li', '{}', 'tests', 'graphql', $1, '{}')`,
      [COUNTY],
    );
  });
  afterAll(() => engine.close());

  it("migrate says what it ran, and runs nothing twice", async () => {
    const empty = await freshDatabase("migrate");
    expect(await run(empty, "migrate")).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^(ran \d{4}_\w+\n)+$/) as string,
    });
    expect(await run(empty, "migrate")).toMatchObject({
      code: 0,
      out: "the schema is up to date\n",
    });
  });

  it("export writes to standard output, and refuses what is no layer, county or ending", async () => {
    const [good, layer, county, ending] = await Promise.all([
      run(url, "export", "grids", "-", "--format", "csv", "--county", String(COUNTY)),
      run(url, "export", "gardens", "x.csv"),
      run(url, "export", "grids", "x.csv", "--county", "nowhere"),
      run(url, "export", "grids", "x.pdf"),
    ]);
    expect(good.code, good.err.join()).toBe(0);
    expect(good.out.trim().split("\n")).toHaveLength(4);
    for (const refused of [layer, county, ending])
      expect(refused).toMatchObject({ code: 2, out: "", err: [expect.any(String)] });
  });

  it("backup and restore carry a database over, and replace none that holds data", async () => {
    const file = path.join(files, "small.ndjson.gz");
    const made = await run(url, "backup", file);
    expect(made.code, made.err.join()).toBe(0);
    const other = await freshDatabase("restored");
    const [restored, again, full] = [
      await run(other, "restore", file),
      await run(url, "backup", file),
      await run(url, "restore", file),
    ];
    expect(restored.code, restored.err.join()).toBe(0);
    const count = "select count(*)::int as n from incident";
    expect(await asked(other, count)).toEqual(await asked(url, count));
    for (const refused of [again, full])
      expect(refused).toMatchObject({ code: 2, out: "", err: [expect.any(String)] });
    writeFileSync(path.join(files, "torn.ndjson.gz"), "not a backup");
    expect(
      await run(other, "restore", path.join(files, "torn.ndjson.gz"), "--force"),
    ).toMatchObject({
      code: 2,
      out: "",
    });
  });

  it("demo leaves a database that holds data alone", async () => {
    const refused = await run(url, "demo", "--incidents", "10");
    expect(refused).toMatchObject({ code: 2, out: "", err: [expect.any(String)] });
  });

  it("log verify is 0 while the chain holds and 1 once a line was altered", async () => {
    expect((await run(url, "log", "verify")).code).toBe(0);
    await asked(url, "update access_log set purpose = 'another' where batch is not null");
    const broken = await run(url, "log", "verify");
    expect(broken.code).toBe(1);
    expect(JSON.parse(broken.out)).toMatchObject({ valid: false });
  });
});

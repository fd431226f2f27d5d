import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "../../api/core/database.js";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { freshDatabase } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";

describe.skipIf(!findPostgres())("statements in one piece, on PostGIS", () => {
  let engine: Engine, db: Database;
  const kept = async () =>
    (await db.rows<{ n: number }>(sql`select n from t order by n`)).map((r) => r.n);

  beforeAll(async () => {
    const databaseUrl = await freshDatabase("batch");
    engine = await openEngine({ dataDir: "", databaseUrl, poolSize: 1 });
    db = new Database(engine);
    await db.rows(sql`create table t (n int primary key)`);
  });
  afterAll(() => engine.close());

  it("runs nothing behind one that fails, least of all the commit", async () => {
    const together = async (texts: string[]) => {
      const client = await engine.pool.connect();
      try {
        return await engine.together!(
          client,
          texts.map((text) => ({ text })),
        );
      } finally {
        await client.query("rollback");
        client.release();
      }
    };
    await expect(
      together(["begin", "insert into t values (1)", "select 1 / 0 from t", "commit"]),
    ).rejects.toMatchObject({ code: "22012" });
    expect(await kept()).toEqual([]);
    expect(await together(["select n from t", "select 1 as one", "select 2 as two"])).toEqual([
      [],
      [{ one: 1 }],
      [{ two: 2 }],
    ]);
  });

  it("what is sent ahead is written in order, and refuses with what it goes with", async () => {
    const write = (...numbers: number[]) =>
      db.transaction(async (tx) => {
        for (const n of numbers) tx.send(sql`insert into t values (${n})`);
        return await tx.rows(sql`select count(*)::int as n from t`);
      }, "kept");
    expect(await write(1, 2)).toEqual([{ n: 2 }]);
    await expect(write(3, 2)).rejects.toMatchObject({ code: "23505" });
    // Of names that the server never came to, because another failed before, none is believed.
    await expect(
      db.transaction(async (tx) => {
        tx.send(sql`insert into t values (${2})`);
        tx.send(sql`update t set n = n where n = ${1}`);
      }, "kept"),
    ).rejects.toMatchObject({ code: "23505" });
    await db.transaction(async (tx) => tx.send(sql`update t set n = n where n = ${1}`), "kept");
    expect(await write(3)).toEqual([{ n: 3 }]);
    expect(await kept()).toEqual([1, 2, 3]);
  });

  it("sends nothing for a transaction in which nothing was asked", async () => {
    expect(await db.transaction(async () => "nothing", "kept")).toBe("nothing");
    await expect(
      db.transaction(async () => {
        throw new Error("before anything");
      }),
    ).rejects.toThrow("before anything");
  });

  it("has one deadline, past which nothing of it stands", async () => {
    const slow = engine.withDeadline(300, () =>
      db.transaction(async (tx) => {
        tx.send(sql`insert into t values (${9})`);
        tx.send(sql`select pg_sleep(20)`);
      }),
    );
    await expect(slow).rejects.toMatchObject({ code: "57014" });
    expect(await kept()).toEqual([1, 2, 3]);
  });
});

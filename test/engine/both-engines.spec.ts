import { beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../db/engine/engine.js";
import type { EngineFault } from "../../db/engine/fault.js";
import { faultOf } from "../../db/engine/fault.js";
import { forEachEngine } from "../harness/engines.js";

const SLOW = "select count(*) from generate_series(1, 2000000000) n";

forEachEngine((makeEngine, kind) => {
  let engine: Engine;
  const faults: EngineFault[] = [];

  beforeAll(async () => {
    engine = await makeEngine();
    engine.onFault((fault) => {
      faults.push(fault);
    });
    await engine.pool.query(
      "create table place (id int primary key, name text, at geometry(Point, 4326))",
    );
  });

  it("says what it is", () => {
    expect(engine.kind).toBe(kind);
    expect(Number.parseInt(engine.capabilities.postgres, 10)).toBeGreaterThanOrEqual(15);
    expect(engine.capabilities.postgis).toMatch(/^3\.\d/);
    if (kind === "embedded")
      expect(engine.capabilities).toMatchObject({ asMvt: false, coverageInvalidEdges: true });
    else expect(engine.capabilities.asMvt).toBe(true);
  });

  it("answers spatial questions", async () => {
    const { rows } = await engine.pool.query<{ area: number }>(
      "select ST_Area(ST_GeomFromText($1)::geography) as area",
      ["POLYGON((113 28,113.01 28,113.01 28.01,113 28.01,113 28))"],
    );
    // 0.01° × 0.01° at 28° N on WGS 84: 1,108.1 m × 983.5 m
    expect(rows[0]!.area / 1e6).toBeCloseTo(1.0897, 2);
  });

  it("keeps its connection after an ordinary error, with code and constraint", async () => {
    await engine.pool.query("insert into place values (1, 'a', null)");
    const before = engine.pool.totalCount;
    const error = await engine.pool
      .query("insert into place values (1, 'b', null)")
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "23505", constraint: "place_pkey" });
    expect(faultOf(error)).toBeUndefined();
    expect(engine.pool.totalCount).toBe(before);
  });

  it("runs 20 read-modify-write transactions at once without losing one", async () => {
    await engine.pool.query("insert into place values (50, '0', null)");
    const add = async () => {
      const client = await engine.pool.connect();
      try {
        await client.query("begin");
        const { rows } = await client.query<{ name: string }>(
          "select name from place where id = 50 for update",
        );
        await client.query("update place set name = $1 where id = 50", [
          String(Number(rows[0]!.name) + 1),
        ]);
        await client.query("commit");
      } finally {
        client.release();
      }
    };
    await Promise.all(Array.from({ length: 20 }, add));
    expect((await engine.pool.query("select name from place where id = 50")).rows).toEqual([
      { name: "20" },
    ]);
  });

  it("gives nobody another caller's open transaction", async () => {
    const careless = await engine.pool.connect();
    await careless.query("begin");
    await careless.query("insert into place values (60, 'never committed', null)");
    careless.release();
    await engine.pool.query("insert into place values (61, 'own', null)");
    expect((await engine.pool.query("select id from place where id in (60, 61)")).rows).toEqual([
      { id: 61 },
    ]);
  });

  describe("deadlines", () => {
    it("stops only the slow statement; who waited goes on, and nothing acknowledged is lost", async () => {
      await engine.pool.query("insert into place values (70, 'acknowledged', null)");
      const slow = engine.withDeadline(300, () => engine.pool.query(SLOW)).catch((e: unknown) => e);
      const waiting = Array.from({ length: 5 }, (_, i) =>
        engine.pool.query("insert into place values ($1, 'waited', null)", [71 + i]),
      );
      const error = await slow;
      expect(error).toMatchObject({ code: "57014" });
      expect((error as Error).message).toContain("300 ms");
      expect(faultOf(error)).toBe("STATEMENT_DEADLINE");
      await Promise.all(waiting);
      const { rows } = await engine.pool.query(
        "select count(*)::int as n from place where id between 70 and 75",
      );
      expect(rows).toEqual([{ n: 6 }]);
      if (kind === "embedded") expect(faults.map((f) => f.code)).toContain("STATEMENT_DEADLINE");
    });

    it("rolls back the transaction of the slow statement and frees its locks", async () => {
      const client = await engine.pool.connect();
      await client.query("begin");
      await client.query("update place set name = 'half' where id = 70");
      const error = await engine
        .withDeadline(200, () => client.query(SLOW))
        .catch((e: unknown) => e);
      expect(error).toMatchObject({ code: "57014" });
      client.release(error as Error);
      await engine.pool.query("update place set name = name || '!' where id = 70");
      expect((await engine.pool.query("select name from place where id = 70")).rows).toEqual([
        { name: "acknowledged!" },
      ]);
    });

    it("does not leak a deadline to the next user of the connection", async () => {
      await engine.withDeadline(150, () => engine.pool.query("select 1"));
      const { rows } = await engine.pool.query("select pg_sleep(0.4), 1 as n");
      expect(rows[0]).toMatchObject({ n: 1 });
    });

    it("keeps each caller's own deadline while both wait for one connection", async () => {
      const long = engine.withDeadline(5_000, () => engine.pool.query("select pg_sleep(0.5)"));
      const alike = Array.from({ length: 6 }, () =>
        engine.withDeadline(5_000, () => engine.pool.query("select pg_sleep(0.2), 1 as n")),
      );
      const short = engine.withDeadline(400, () =>
        engine.pool.query("select pg_sleep(0.05), 2 as n"),
      );
      await expect(Promise.all([long, short, ...alike])).resolves.toHaveLength(8);
    });

    it("runs statements asked for at once on one client in order, each with its own time", async () => {
      const client = await engine.pool.connect();
      try {
        const answers = await engine.withDeadline(700, () =>
          Promise.all(
            [1, 2, 3].map((n) => client.query<{ n: number }>(`select pg_sleep(0.4), ${n} as n`)),
          ),
        );
        expect(answers.map((a) => a.rows[0]!.n)).toEqual([1, 2, 3]);
      } finally {
        client.release();
      }
    });
  });

  it("tells a channel's hearers, until they stop", async () => {
    const heard: string[] = [];
    const stop = await engine.listen("Changes of 430100", (payload) => {
      heard.push(payload);
    });
    await engine.notify("Changes of 430100", "网格 1");
    await engine.notify("another", "no");
    await expect.poll(() => heard).toEqual(["网格 1"]);
    await stop();
    await engine.notify("Changes of 430100", "2");
    await engine.pool.query("select pg_sleep(0.1)");
    expect(heard).toEqual(["网格 1"]);
  });

  it("counts the rows for the planner", async () => {
    await engine.pool.query(
      "create table many as select n, ST_SetSRID(ST_Point(113 + n / 1e5, 28), 4326) as at " +
        "from generate_series(1, 2000) n",
    );
    await engine.vacuumAnalyze();
    expect(
      (await engine.pool.query("select reltuples::int as n from pg_class where relname = 'many'"))
        .rows,
    ).toEqual([{ n: 2000 }]);
  });
});

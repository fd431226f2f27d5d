import { type ChildProcess, fork } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { whoHolds } from "../../db/engine/embedded/guard.js";
import type { Engine } from "../../db/engine/engine.js";
import type { EngineFault } from "../../db/engine/fault.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { freshDirectory } from "../harness/engines.js";

const BOW_TIE = "POLYGON((0 0,1 1,1 0,0 1,0 0))";
const CHILD = fileURLToPath(new URL("./holder.ts", import.meta.url));

/**
 * A process that opens a directory and says how it went; `write` makes it insert rows and say each
 * acknowledged id.
 */
function holder(
  dataDir: string,
  mode: "hold" | "write",
  engine: { databaseUrl?: string } = {},
): ChildProcess {
  return fork(CHILD, [dataDir, mode, engine.databaseUrl ?? ""], {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
}
const firstMessage = (child: ChildProcess) =>
  new Promise<string>((resolve) => {
    child.once("message", (m) => resolve(String(m)));
    child.once("exit", () => resolve("exit"));
  });
const gone = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode) resolve();
    else child.once("exit", () => resolve());
  });

const UNION_CRASH =
  "select ST_Area(ST_Union(g)) from (values ('POLYGON((0 0,10 10,10 0,0 10,0 0))'::geometry)," +
  "('POLYGON((1 0,9 10,9 0,1 10,5 3,2 0,1 0))'::geometry)) v(g)";

describe("the embedded engine", () => {
  let engine: Engine;
  const faults: EngineFault[] = [];
  const dataDir = freshDirectory("faults");

  beforeAll(async () => {
    engine = await openEngine({ dataDir, servicePort: 4000 });
    engine.onFault((fault) => {
      faults.push(fault);
    });
    await engine.pool.query("create table place (id int primary key, name text)");
    await engine.pool.query("insert into place select n, 'p' || n from generate_series(1, 100) n");
  });
  afterAll(() => engine.close());

  const count = async () =>
    (await engine.pool.query<{ n: number }>("select count(*)::int as n from place")).rows[0]!.n;

  it("outlives thousands of ordinary errors", async () => {
    // Without putting the stack pointer back it dies at about 1,500.
    for (let i = 0; i < 2_500; i++)
      await engine.pool.query("insert into place values (1, 'again')").catch(() => undefined);
    expect(await count()).toBe(100);
    expect(faults).toEqual([]);
  });

  it("refuses endless recursion as an error of that statement", async () => {
    await engine.pool.query(
      "create function endless(i int) returns int language plpgsql " +
        "as $$ begin return endless(i + 1); end $$",
    );
    for (const statement of ["select endless(1)", `select ${Array(30_000).fill("1").join("+")}`]) {
      await expect(engine.pool.query(statement)).rejects.toMatchObject({ code: "54001" });
      expect(await count()).toBe(100);
    }
    expect(faults).toEqual([]);
  });

  it("never answers a crash with empty rows: error, restart, right answers", async () => {
    await engine.pool.query("insert into place values (200, 'acknowledged')");
    for (const crash of [
      () =>
        engine.pool.query(
          `select ST_AsText(ST_Intersection('${BOW_TIE}', 'POLYGON((0 0,2 0,2 1,0 0))'))`,
        ),
      () =>
        engine.pool.query(
          "insert into place select 300 + n, ST_AsText(ST_Intersection(case n when 50 " +
            "then $1::geometry else 'POINT(0 0)' end, 'POLYGON((0 0,2 0,2 1,0 0))')) " +
            "from generate_series(1, 60) n",
          [BOW_TIE],
        ),
      // An aggregate that crashes ends as "SELECT 0", or as a suspended portal with parameters.
      () => engine.pool.query(UNION_CRASH),
      () => engine.pool.query(`${UNION_CRASH} where $1::int = 1`, [1]),
    ]) {
      faults.length = 0;
      const crashed = crash().then(
        (r) => r.rows,
        (e: unknown) => e,
      );
      const waiting = [count(), count()];
      expect(await crashed).toMatchObject({ code: "ENGINE_RESTARTED" });
      expect(await Promise.all(waiting)).toEqual([101, 101]);
      expect(faults.map((f) => f.code)).toEqual(["ENGINE_RESTARTED"]);
    }
  });

  it("tells a crash inside a transaction at its own statement, not at the commit", {
    timeout: 180_000, // an engine starts twice
  }, async () => {
    await engine.pool.query(
      "create table fragile (a text check (a not like 'POLYGON%' or " +
        "ST_Area(ST_Intersection(a::geometry, 'POLYGON((0 0,2 0,2 1,0 0))')) > -1))",
    );
    // Whole by its messages: "SELECT 0" of an aggregate, "INSERT 0 0" of an insert.
    for (const statement of [
      "with i as (insert into fragile values ($1) returning a) select count(*) from i",
      "insert into fragile values ($1) returning a",
    ]) {
      const client = await engine.pool.connect();
      try {
        await client.query("begin");
        await client.query("insert into fragile values ('fine')");
        await expect(client.query(statement, [BOW_TIE]), statement).rejects.toMatchObject({
          code: "ENGINE_RESTARTED",
        });
      } finally {
        client.release(true);
      }
      const left = await engine.pool.query("select 1 from fragile");
      expect(left.rowCount).toBe(0);
    }
  });

  it("names itself to a second process, and refuses it the directory", async () => {
    expect(await whoHolds(dataDir)).toEqual({ pid: process.pid, port: 4000 });
    await expect(openEngine({ dataDir })).rejects.toMatchObject({
      code: "DATA_DIR_IN_USE",
      message: expect.stringContaining("port 4000"),
    });
    expect(await whoHolds(freshDirectory())).toBeUndefined();
    const other = holder(dataDir, "hold");
    expect(await firstMessage(other)).toBe("DATA_DIR_IN_USE");
    await gone(other);
    expect(await count()).toBe(101);
  });
});

describe("a data directory", () => {
  it("goes to one of several racing processes, and is free again after kill -9", async () => {
    const dataDir = freshDirectory("race");
    const racers = Array.from({ length: process.env.HEARTHGRID_SOAK ? 8 : 3 }, () =>
      holder(dataDir, "hold"),
    );
    const results = await Promise.all(racers.map(firstMessage));
    expect(results.filter((r) => r === "open")).toHaveLength(1);
    expect(results.filter((r) => r === "DATA_DIR_IN_USE")).toHaveLength(racers.length - 1);
    for (const racer of racers) racer.kill("SIGKILL");
    await Promise.all(racers.map(gone));
    expect(await whoHolds(dataDir)).toBeUndefined();
  });

  it("loses no acknowledged row when the process is killed while it writes", {
    timeout: process.env.HEARTHGRID_SOAK ? 600_000 : 60_000,
  }, async () => {
    const dataDir = freshDirectory("kill");
    const acknowledged: number[] = [];
    for (let round = 0; round < (process.env.HEARTHGRID_SOAK ? 25 : 2); round++) {
      const child = holder(dataDir, "write");
      // Killed after a number of acknowledged rows, not after a time: the machine may be busy.
      const enough = acknowledged.length + 5 + ((round * 7919) % 60);
      const written = new Promise<void>((resolve) => {
        child.on("message", (m) => {
          if (typeof m === "number" && acknowledged.push(m) >= enough) resolve();
        });
      });
      expect(await firstMessage(child)).toBe("open");
      await written;
      child.kill("SIGKILL");
      await gone(child);
    }
    const engine = await openEngine({ dataDir });
    try {
      const { rows } = await engine.pool.query<{ id: number }>(
        "select id from written where at && ST_MakeEnvelope(-180, -90, 180, 90, 4326)",
      );
      const present = new Set(rows.map((r) => r.id));
      expect(acknowledged.length).toBeGreaterThan(0);
      expect(acknowledged.filter((id) => !present.has(id))).toEqual([]);
    } finally {
      await engine.close();
    }
  });

  describe("that cannot be used", () => {
    const made = freshDirectory("made");
    beforeAll(async () => {
      await (await openEngine({ dataDir: made })).close();
    });
    const copy = () => {
      const dir = freshDirectory("copy");
      cpSync(made, dir, { recursive: true });
      return dir;
    };
    const listing = (dir: string) =>
      (readdirSync(dir, { recursive: true }) as string[])
        .filter((f) => !f.includes("pg_stat"))
        .sort();

    const CASES: [string, string, (dir: string) => void][] = [
      [
        "has no version",
        "DATA_DIR_CORRUPT",
        (d) => {
          truncateSync(path.join(d, "database/PG_VERSION"));
        },
      ],
      [
        "has a version of garbage",
        "DATA_DIR_CORRUPT",
        (d) => {
          writeFileSync(path.join(d, "database/PG_VERSION"), "\u0000\u0001xx");
        },
      ],
      [
        "was written by another version",
        "DATA_DIR_OTHER_VERSION",
        (d) => {
          writeFileSync(path.join(d, "database/PG_VERSION"), "16\n");
        },
      ],
      [
        "has a truncated control file",
        "DATA_DIR_CORRUPT",
        (d) => {
          truncateSync(path.join(d, "database/global/pg_control"), 100);
        },
      ],
      [
        "has a control file of garbage",
        "DATA_DIR_CORRUPT",
        (d) => {
          writeFileSync(path.join(d, "database/global/pg_control"), Buffer.alloc(8192, 0xa5));
        },
      ],
      [
        "has a file where the database should be",
        "DATA_DIR_CORRUPT",
        (d) => {
          cpSync(path.join(d, "database/PG_VERSION"), path.join(d, "x"));
        },
      ],
    ];
    it.each(CASES)(
      "because it %s is refused in one sentence and left as it was",
      async (name, code, damage) => {
        let dir = copy();
        if (name.startsWith("has a file")) {
          dir = freshDirectory("file");
          writeFileSync(path.join(dir, "database"), "mine");
        } else damage(dir);
        const before = listing(dir);
        const error = (await openEngine({ dataDir: dir }).catch((e: unknown) => e)) as EngineFault;
        expect(error).toMatchObject({ name: "EngineFault", code });
        expect(error.message.split("\n")).toHaveLength(1);
        expect(listing(dir)).toEqual(before);
        expect(await whoHolds(dir)).toBeUndefined();
      },
    );

    it("is a file, or lies below one", async () => {
      const file = path.join(freshDirectory(), "file");
      appendFileSync(file, "mine");
      for (const dataDir of [file, path.join(file, "below")])
        await expect(openEngine({ dataDir })).rejects.toMatchObject({
          code: "DATA_DIR_UNWRITABLE",
        });
      expect(readFileSync(file, "utf8")).toBe("mine");
    });

    it("holds other things, which stay", async () => {
      const dir = freshDirectory("shared");
      mkdirSync(path.join(dir, "photos"));
      writeFileSync(path.join(dir, "photos/a"), "a");
      await (await openEngine({ dataDir: dir })).close();
      expect(readdirSync(dir).sort()).toEqual(["database", "photos"]);
    });
  });
});

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { backup, restore } from "../../db/backup.js";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { forEachEngine, freshDatabase, freshDirectory } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";

/**
 * Every kind of value the house stores, a table that refers to itself, and an order that the names
 * do not give.
 */
const SCHEMA = `
  create table z_parent (county_id int not null, id uuid not null, primary key (county_id, id));
  create table a_child (county_id int not null, id uuid not null, parent uuid, same uuid, name text,
    at timestamptz, day date, score float8, flags text[], body jsonb, raw bytea,
    geom geometry(Geometry, 4326), spot geometry(Point, 4326),
    doubled float8 generated always as (score * 2) stored, primary key (county_id, id),
    constraint a_child_parent foreign key (county_id, parent) references z_parent (county_id, id),
    constraint a_child_same foreign key (county_id, same) references a_child (county_id, id));
  create table numbered (id bigint generated always as identity primary key, name text)`;

const FILL = `
  insert into z_parent select 430100, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid
  from generate_series(1, 3) n;
  insert into a_child (county_id, id, parent, same, name, at, day, score, flags, body,
    raw, geom, spot)
    select 430100, ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid,
    ('00000000-0000-7000-8000-000000000001')::uuid,
      ('00000000-0000-7000-9000-' || lpad((1300 - n)::text, 12, '0'))::uuid,
      E'网格\\n"' || n || E'\\\\',
      '2026-11-23 08:00:00.123456+08'::timestamptz + n * interval '1 hour', '2026-02-28', 1.0 / n,
      array['a,b', null, '"', '网'], jsonb_build_object('n', n, 'text', E'\\u2028'),
      decode(md5(n::text), 'hex'),
      ST_SetSRID(ST_MakePolygon(ST_MakeLine(array[ST_Point(113 + n / 3e5, 28), ST_Point(113.1, 28),
        ST_Point(113.1, 28.1), ST_Point(113 + n / 3e5, 28)])), 4326), null
    from generate_series(1, 1299) n;
  insert into numbered (name) select 'n' || n from generate_series(1, 5) n`;

const DIGEST =
  "select md5(string_agg(c::text, '|' order by c.id)) as digest, count(*)::int as n, " +
  "sum(ST_Area(geom)) as area from a_child c";

async function open(engine: Engine, fill: boolean): Promise<void> {
  await engine.pool.query(SCHEMA);
  if (fill) await engine.pool.query(FILL);
}

forEachEngine((makeEngine, kind) => {
  let engine: Engine;
  const file = () => path.join(freshDirectory("backup"), "all.ndjson.gz");
  beforeAll(async () => {
    engine = await makeEngine({ empty: true });
    await open(engine, true);
    await engine.pool.query("set timezone = 'Asia/Shanghai'");
  });

  const hasOther = kind === "server" || findPostgres() !== undefined;
  it.skipIf(!hasOther)("restores on the other engine what this one held, by value", async () => {
    const to = file();
    expect(await backup(engine, to)).toEqual({ tables: 3, rows: 1_307 });
    const other = await openEngine(
      kind === "server"
        ? { dataDir: freshDirectory() }
        : { dataDir: "", databaseUrl: await freshDatabase() },
    );
    try {
      await open(other, false);
      expect(await restore(other, to)).toEqual({ tables: 3, rows: 1_307 });
      for (const e of [engine, other]) await e.pool.query("set timezone = 'UTC'");
      expect((await other.pool.query(DIGEST)).rows).toEqual((await engine.pool.query(DIGEST)).rows);
      const { rows } = await other.pool.query(
        "insert into numbered (name) values ('next') returning id::int",
      );
      expect(rows).toEqual([{ id: 6 }]);
      await expect(
        other.pool.query(
          "insert into a_child (county_id, id, same) values (430100, gen_random_uuid(), " +
            "gen_random_uuid())",
        ),
      ).rejects.toMatchObject({ constraint: "a_child_same" });
      const again = file();
      await backup(other, again);
      await expect(restore(other, again)).rejects.toThrow("not empty");
      await restore(other, to, { force: true });
      expect((await other.pool.query("select count(*)::int as n from numbered")).rows).toEqual([
        { n: 5 },
      ]);
    } finally {
      await other.close();
    }
  });

  it("passes over the column of tokens that older releases kept", async () => {
    const to = file();
    await backup(engine, to);
    const lines = gunzipSync(readFileSync(to)).toString().trimEnd().split("\n");
    const header = JSON.parse(lines[0]!);
    let row = 1;
    for (const table of header.tables) {
      if (table.name === "a_child")
        table.columns.splice(2, 0, { name: "search_tokens", type: "x" });
      for (let n = 0; n < table.rows; n++, row++)
        if (table.name === "a_child")
          lines[row] = JSON.stringify(JSON.parse(lines[row]!).toSpliced(2, 0, "{东,东城}"));
    }
    const body = `${[JSON.stringify(header), ...lines.slice(1, -1)].join("\n")}\n`;
    const sha256 = createHash("sha256").update(body).digest("hex");
    const older = file();
    writeFileSync(older, gzipSync(`${body}${JSON.stringify({ rows: row - 1, sha256 })}\n`));
    const before = (await engine.pool.query(DIGEST)).rows;
    await restore(engine, older, { force: true });
    expect((await engine.pool.query(DIGEST)).rows).toEqual(before);
  });

  describe("refuses, and changes nothing,", () => {
    let to: string;
    beforeAll(async () => {
      to = file();
      await backup(engine, to);
    });
    const rewritten = (change: (lines: string[]) => string[]) => {
      const path = file();
      writeFileSync(
        path,
        gzipSync(change(gunzipSync(readFileSync(to)).toString().split("\n")).join("\n")),
      );
      return path;
    };

    it.each<[string, () => string]>([
      [
        "a file that breaks off",
        () => {
          const f = file();
          writeFileSync(f, readFileSync(to).subarray(0, 5_000));
          return f;
        },
      ],
      ["a file without its end", () => rewritten((lines) => lines.slice(0, -2))],
      [
        "a file with a changed value",
        () => rewritten((lines) => lines.map((l, i) => (i === 9 ? l.replace("网格", "网络") : l))),
      ],
      ["a file without a row", () => rewritten((lines) => lines.filter((_, i) => i !== 9))],
      [
        "another file",
        () => {
          const f = file();
          writeFileSync(f, "hello");
          return f;
        },
      ],
      ["a file that is not there", () => file()],
    ])("%s", async (_name, damagedFile) => {
      const before = (await engine.pool.query(DIGEST)).rows;
      await expect(restore(engine, damagedFile(), { force: true })).rejects.toMatchObject({
        name: "BackupError",
        message: expect.stringContaining("nothing was changed"),
      });
      expect((await engine.pool.query(DIGEST)).rows).toEqual(before);
    });

    it("a file that exists, when it writes", async () => {
      const before = readFileSync(to);
      await expect(backup(engine, to)).rejects.toThrow("exists already");
      expect(readFileSync(to).equals(before)).toBe(true);
    });
  });
});

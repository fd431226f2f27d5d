import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { importLayer } from "../../api/import/import.service.js";
import { openServices } from "../../api/open-services.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { migrate } from "../../db/migrate.js";
import { layerOf } from "../../schema/layers/index.js";
import type { Bench } from "./bench.js";
import { dropDatabase, newDatabase } from "./cluster.js";

const ROWS = 140_056;
const RUNS = 3;

/**
 * A file of points to try by hand, named by HEARTHGRID_BENCH_POINTS (header lng,lat); seeded points
 * of its size without it.
 */
function pointsCsv(dir: string): { file: string; what: string } {
  const given = process.env["HEARTHGRID_BENCH_POINTS"];
  if (given && existsSync(given)) return { file: given, what: "the file given" };
  let state = 42;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  // Clusters as accidents have them: about towns, denser towards the middle.
  const towns = Array.from(
    { length: 300 },
    () => [-5 + 6.5 * random(), 50.5 + 5 * random()] as const,
  );
  const lines = Array.from({ length: ROWS }, () => {
    const [x, y] = towns[Math.floor(random() * towns.length)]!;
    const spread = 0.3 * random() * random();
    return (
      `${(x + spread * (random() - 0.5)).toFixed(6)},` +
      `${(y + spread * (random() - 0.5)).toFixed(6)}`
    );
  });
  const file = path.join(dir, "points.csv");
  writeFileSync(file, `lng,lat\n${lines.join("\n")}\n`);
  return { file, what: "seeded points" };
}

/** Sends text with COPY, pg's protocol spoken by hand: the floor needs no package. */
function copyIn(client: pg.Client, statement: string, text: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let failed: Error | undefined;
    const copy = {
      submit: (connection: { query(sql: string): void }) => {
        connection.query(statement);
      },
      handleCopyInResponse: (connection: {
        sendCopyFromChunk(b: Buffer): void;
        endCopyFrom(): void;
      }) => {
        for (let at = 0; at < text.length; at += 65_536)
          connection.sendCopyFromChunk(text.subarray(at, at + 65_536));
        connection.endCopyFrom();
      },
      handleCommandComplete: () => undefined,
      handleError: (error: Error) => {
        failed = error;
        reject(error);
      },
      handleReadyForQuery: () => {
        if (!failed) resolve();
      },
    };
    (client.query as unknown as (c: typeof copy) => void)(copy);
  });
}

/**
 * How much longer than a bare COPY of the finished rows into the same indexed table does an import
 * take, from the file's
 * first byte to the end of its VACUUM ANALYZE?
 */
const bench: Bench = async () => {
  const databaseUrl = await newDatabase("imported");
  const dir = mkdtempSync(path.join(tmpdir(), "hearthgrid-import-"));
  const engine = await openEngine({ databaseUrl, dataDir: "" });
  const client = new pg.Client({ connectionString: databaseUrl });
  try {
    await migrate(engine);
    await client.connect();
    const services = openServices(engine, () => undefined);
    const { file, what } = pointsCsv(dir);
    let best = Infinity,
      floor = Infinity,
      written = 0,
      refused = 0;
    for (let run = 0; run < RUNS; run++) {
      await client.query(
        "truncate incident, import_row, history, change_set, event, category; delete from county",
      );
      services.counties.forget();
      const begun = performance.now();
      const report = await importLayer(services, {
        layer: layerOf("incidents"),
        file,
        county: 826001,
        set: new Map([["occurredFrom", "2015-06-01T12:00:00Z"]]),
        skipRefused: true,
      });
      best = Math.min(best, performance.now() - begun);
      ({ written, refused } = report);
      const rows = await client.query<{ line: string }>(
        "select concat_ws(e'\\t', county_id, id, 'operator', 'operator', import_key, title, " +
          "category, occurred_from, occurred_until, reported_at, geom::text, search_text_e) " +
          "as line from (select *, replace(search_text, e'\\n', '\\n') " +
          "as search_text_e from incident order by id) i",
      );
      const text = Buffer.from(rows.rows.map((r) => `${r.line}\n`).join(""));
      await client.query("truncate incident");
      const copying = performance.now();
      await copyIn(
        client,
        "copy incident (county_id, id, created_by, updated_by, import_key, title, " +
          "category, occurred_from, occurred_until, reported_at, geom, search_text) " +
          "from stdin",
        text,
      );
      floor = Math.min(floor, performance.now() - copying);
      const [{ n }] = (await client.query<{ n: number }>("select count(*)::int as n from incident"))
        .rows as [{ n: number }];
      if (n !== written) throw new Error(`COPY wrote ${n} rows, the import ${written}`);
    }
    return [
      {
        what:
          `import of ${(written + refused).toLocaleString("en")} points ÷ COPY into the ` +
          "same indexed table",
        measured: `${(best / floor).toFixed(2)} ×`,
        reach: "3 ×",
        note:
          `${what}; ${(best / 1000).toFixed(1)} s against ${(floor / 1000).toFixed(1)} s, best ` +
          `of ${RUNS}; ${written} written, ${refused} refused`,
      },
    ];
  } finally {
    await client.end();
    await engine.close();
    rmSync(dir, { recursive: true, force: true });
    await dropDatabase("imported");
  }
};

export default bench;

import pg from "pg";
import type { Engine, EngineCapabilities } from "./engine.js";
import { withDeadline } from "./pool.js";

/** Asks the engine once what it can do. */
export async function askCapabilities(pool: pg.Pool): Promise<EngineCapabilities> {
  const { rows } = await pool.query<{ postgres: string; postgis: string; edges: boolean }>(
    "select current_setting('server_version') as postgres, PostGIS_Lib_Version() as postgis, " +
      "to_regproc('st_coverageinvalidedges') is not null as edges",
  );
  const { postgres, postgis, edges } = rows[0]!;
  // The function exists without protobuf-c too, and then fails: only a trial tells.
  const asMvt = await pool
    .query(
      "select ST_AsMVT(t, 'layer', 4096, 'g') from (select ST_AsMVTGeom(ST_Point(1, 1), " +
        "ST_MakeEnvelope(0, 0, 2, 2)) as g) t",
    )
    .then(
      () => true,
      () => false,
    );
  return { asMvt, coverageInvalidEdges: edges, postgis, postgres };
}

const HEARD_MS = 2_000;

/**
 * Does what this engine tells come back to it? Not behind a transaction pooler, where LISTEN stays
 * with a connection of the server that is given to others.
 */
export async function hearsItself(engine: Pick<Engine, "listen" | "notify">): Promise<boolean> {
  const channel = `hearthgrid_hears_${process.pid}`;
  let heard = () => {};
  const hearing = new Promise<boolean>((resolve) => {
    heard = () => resolve(true);
    setTimeout(() => resolve(false), HEARD_MS).unref();
  });
  const stop = await engine.listen(channel, () => heard());
  await engine.notify(channel, "");
  const answer = await hearing;
  await stop();
  return answer;
}

const VACUUM_DEADLINE_MS = 10 * 60 * 1000;

/**
 * VACUUM ANALYZE table by table, so that other statements pass in between. `changed` takes the
 * tables where a tenth
 * of the rows changed since the last time, autoanalyze's own rule.
 */
export async function vacuumAnalyze(pool: pg.Pool, which: "all" | "changed"): Promise<void> {
  const { rows } = await pool.query<{ schemaname: string; relname: string }>(
    `select schemaname, relname from pg_stat_user_tables
      where $1 or n_mod_since_analyze > 50 + 0.1 * n_live_tup order by 1, 2`,
    [which === "all"],
  );
  await withDeadline(VACUUM_DEADLINE_MS, async () => {
    for (const { schemaname, relname } of rows) {
      if (relname === "spatial_ref_sys") continue;
      await pool.query(
        `vacuum (analyze) ${pg.escapeIdentifier(schemaname)}.${pg.escapeIdentifier(relname)}`,
      );
    }
  });
}

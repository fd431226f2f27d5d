import { describe, expect, it } from "vitest";
import type { Engine } from "../../db/engine/engine.js";
import { openMigrated } from "../harness/engines.js";

/** What the next spec could meet of the one before. */
const LEFT = `select
  (select jsonb_agg(r order by r.name) from role r) as roles,
  (select string_agg(relname, ',' order by relname) from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'spatial_ref_sys'
      and relname not in ('migration', 'role')
      and (reltuples >= 0 or pg_relation_size(oid) > 0)) as used,
  (select count(*)::int from pg_statistic join pg_class c on c.oid = starelid
    where relnamespace = 'public'::regnamespace
      and relname not in ('migration', 'spatial_ref_sys')) as counted,
  (select count(*)::int from county) as counties`;

const one = async (engine: Engine, text: string) => (await engine.pool.query(text)).rows[0];
const begun = (engine: Engine) => one(engine, "select pg_postmaster_start_time()::text as at");

describe("the embedded engine that specs of a worker share", () => {
  it("comes to the next without rows, counts, settings or listeners of the one before", async () => {
    const first = await openMigrated();
    const clean = await one(first, LEFT);
    const at = await begun(first);
    await first.pool.query(
      `insert into county (id, name, name_en, time_zone, origin_lon, origin_lat, code_profile,
        grid_code_template, is_demo) values (1, '县', 'C', 'UTC', 107, 29, 'cn', '{seq:3}', true)`,
    );
    await first.vacuumAnalyze();
    await first.pool.query("set work_mem = '9MB'");
    await first.pool.query("update role set name_en = 'left over'");
    expect(await one(first, LEFT)).not.toEqual(clean);
    await first.close();
    await expect(first.pool.query("select 1")).rejects.toThrow();

    const next = await openMigrated();
    expect(await begun(next)).toEqual(at);
    expect(await one(next, LEFT)).toEqual(clean);
    expect(await one(next, "show work_mem")).not.toEqual({ work_mem: "9MB" });
    await next.close();
  }, 180_000);

  it.runIf(process.env["HEARTHGRID_SOAK"])(
    "is ended when a spec changed its tables",
    async () => {
      const first = await openMigrated();
      const at = await begun(first);
      await first.pool.query("alter table incident add column left_over int");
      await first.close();
      const next = await openMigrated();
      expect(await begun(next)).not.toEqual(at);
      await expect(next.pool.query("select left_over from incident")).rejects.toThrow("left_over");
      await next.close();
    },
    180_000,
  );
});

import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { verifyAccessLog } from "../../api/access-log/access-log.service.js";
import type { Services } from "../../api/core/services.js";
import { tidyUp } from "../../api/http/housekeeping.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

forEachEngine((makeEngine) => {
  let services: Services;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    await tokensOf(services);
  });

  it("housekeeping: what is over goes, what is not stays, and the access log is sealed", async () => {
    const { db } = services;
    // Links that the roles' tokens were made with.
    await db.rows(sql`delete from sign_in_link`);
    const account = sql`(select id from account order by login limit 1)`;
    for (const age of ["2 days", "1 minute"]) {
      const at = sql`now() - ${age}::interval`;
      await db.rows(sql`insert into sign_in_budget (subject, used, most, seconds, at)
        values (${age}, 5, 10, 900, ${at})`);
      await db.rows(sql`insert into sign_in_link (token_hash, account_id, loopback_only, expires_at)
        values (decode(md5(${age}), 'hex'), ${account}, true, ${at})`);
      await db.rows(sql`insert into session (token_hash, account_id, created_at, expires_at)
        values (decode(md5(${age}), 'hex'), ${account}, ${at}, ${at} + interval '12 hours')`);
    }
    for (const age of ["400 days", "1 minute"])
      await db.rows(sql`insert into idempotency (county_id, key, actor, request, subject_id, at)
        values (${COUNTY}, ${age}, 'a', 'r', gen_random_uuid(), now() - ${age}::interval)`);
    await db.rows(sql`
      insert into access_log (id, at, viewer, roles, purpose, outlet, counties, what)
      values (gen_random_uuid(), now(), 'person:a', '{}', 'test', 'graphql',
        array[${COUNTY}::int], '{}')`);
    await tidyUp(services);
    const count = async (table: string, where = sql`true`) =>
      (
        await db.rows<{ n: number }>(
          sql`select count(*)::int as n from ${sql.identifier(table)} where ${where}`,
        )
      )[0]!.n;
    expect({
      keys: await count("idempotency"),
      budgets: await count("sign_in_budget"),
      links: await count("sign_in_link"),
      over: await count("session", sql`expires_at < now()`),
      open: await count("session", sql`token_hash = decode(md5('1 minute'), 'hex')`),
    }).toEqual({ keys: 1, budgets: 1, links: 1, over: 0, open: 1 });
    expect(await verifyAccessLog(db)).toMatchObject({ valid: true, unsealed: 0 });
  });
});

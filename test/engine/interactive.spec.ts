import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "../../api/core/database.js";
import type { Lane } from "../../api/core/lanes.js";
import { beginRequest, runRequest } from "../../api/core/request.js";
import type { Engine } from "../../db/engine/engine.js";
import type { StatementDeadlineError } from "../../db/engine/fault.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { DeadlineClient, withDeadline } from "../../db/engine/pool.js";
import { clusterUrl, freshDirectory } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { lacked } from "../harness/lacked.js";

const ENDLESS = sql.raw("select count(*)::int as n from generate_series(1, 2000000000) n");
const ONE = sql.raw("select 1 as n");

describe("what somebody waits for, on the embedded engine", () => {
  let engine: Engine;
  let db: Database;
  const faults: string[] = [];
  const sent: string[] = [];
  const ask = (asker: string, lane: Lane, query = ONE) =>
    db.serve({ ...beginRequest(asker), asker }, () => db.rows<{ n: number }>(query, lane));
  /** On an overloaded machine the engine's new start takes longer than one may wait. */
  const served = async (asker: string, lane: Lane): Promise<{ n: number }[]> =>
    ask(asker, lane).catch((e: { extensions?: { code: string } }) => {
      if (e.extensions?.code === "RETRY") return served(asker, lane);
      throw e;
    });
  const codeOf = (answer: Promise<unknown>) =>
    answer.then(
      () => "served",
      (e: { code?: string; extensions?: { code: string } }) => e.extensions?.code ?? e.code,
    );

  beforeAll(async () => {
    engine = await openEngine({ dataDir: freshDirectory("interactive") });
    engine.onFault(({ code }) => faults.push(code));
    db = new Database(engine);
    db.watch = (text) => sent.push(text);
  });
  afterAll(() => engine.close());

  it("gets a second; who waited behind it is served by the next engine; it is not asked again", async () => {
    const slow = ask("rude", "page", ENDLESS).catch((e: unknown) => e);
    const waiting = [served("calm", "short"), served("calm", "page")];
    expect(await slow).toMatchObject({ code: "57014", deadlineMs: 1_000 });
    // For a while to whom it cost the engine, nothing but short reads; others' long ones wait too.
    sent.length = 0;
    expect(await codeOf(ask("rude", "page", ENDLESS))).toBe("TOO_COSTLY");
    expect(await codeOf(ask("rude", "long", ENDLESS))).toBe("TOO_COSTLY");
    expect(await codeOf(ask("calm", "long", ENDLESS))).toBe("RETRY");
    expect(sent).toEqual([]);
    // A write that broke the engine off was told to come again, so that is no excess but too soon.
    runRequest({ ...beginRequest("breaker"), asker: "breaker" }, () => db.lanes.brake("write"));
    expect(await codeOf(ask("breaker", "write"))).toBe("RETRY");
    expect(sent).toEqual([]);
    waiting.push(served("rude", "short"), served("rude", "write"), served("calm", "page"));
    expect(await Promise.all(waiting)).toEqual(Array.from({ length: 5 }, () => [{ n: 1 }]));
    expect(faults).toEqual(["STATEMENT_DEADLINE"]);
  });

  it("jobs, which nobody waits for, get more", async () => {
    const rows = await db.rows<{ n: number }>(sql.raw("select 2 as n from pg_sleep(1.2)"));
    expect(rows).toEqual([{ n: 2 }]);
  });

  it("is not stopped because this thread was late to hear its answer", async () => {
    const answer = engine.withDeadline(200, () => engine.pool.query("select 3 as n"));
    await new Promise((resolve) => setImmediate(resolve));
    for (const until = performance.now() + 600; performance.now() < until; );
    expect((await answer).rows).toEqual([{ n: 3 }]);
  });
});

const available = findPostgres() !== undefined;
if (!available) lacked("postgis");

describe.skipIf(!available)("a deadline counts the time in which the engine could work", () => {
  class Client extends DeadlineClient {
    share = 0;
    stopped = false;
    protected override withheldMs(): number {
      return performance.now() * this.share;
    }
    protected override stopStatement(error: StatementDeadlineError): Promise<void> {
      this.stopped = true;
      (
        this as unknown as { connection: { stream: { destroy(e: Error): void } } }
      ).connection.stream.destroy(error);
      return Promise.resolve();
    }
  }
  const took = async (share: number, seconds: number) => {
    const client = new Client({ connectionString: `${await clusterUrl()}/postgres` });
    client.on("error", () => undefined);
    await client.connect();
    client.share = share;
    const begun = performance.now();
    await withDeadline(200, async () => client.query(`select pg_sleep(${seconds})`)).catch(
      () => undefined,
    );
    const ms = performance.now() - begun;
    await client.end().catch(() => undefined);
    return { stopped: client.stopped, ms };
  };

  it("not what the machine withheld from it, and that five times over at most", async () => {
    const [plain, half, starved] = await Promise.all([took(0, 3), took(0.6, 0.35), took(1, 3)]);
    expect(plain.stopped).toBe(true);
    expect(half.stopped).toBe(false);
    expect(starved.stopped).toBe(true);
    expect(starved.ms).toBeGreaterThan(990);
    expect(starved.ms).toBeLessThan(2_800);
  });
});

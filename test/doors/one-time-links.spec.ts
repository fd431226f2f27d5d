import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { pruneIdempotencyKeys } from "../../api/writing/idempotency.js";
import type { Engine } from "../../db/engine/engine.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { post } from "./raw-request.js";

/** What signs in without a password, and what the service forgets by itself. */
forEachEngine((makeEngine) => {
  describe("what is good once, or for a time", () => {
    let engine: Engine;
    let services: Services;
    let service: RunningService;
    let admin: string;

    beforeAll(async () => {
      engine = await makeEngine();
      services = await openSmallCounty(engine);
      service = await serve(services);
      admin = (await tokensOf(services)).admin;
    });
    afterAll(() => service.close());

    const use = async (token: string, headers: Record<string, string> = {}) => {
      const query = `mutation { signInWithLink(token: "${token}") { viewer { name } } }`;
      const { text } = await post(service.url, query, headers);
      return text.includes('"planner"') ? "IN" : /"code":"(\w+)"/.exec(text)![1];
    };
    const link = async (loopbackOnly: boolean) =>
      (await services.accounts.link("demo-planner", loopbackOnly)).token;
    const elsewhere = { host: "grid.example" };

    it("a link signs in once, also when it is used twice at the same moment", async () => {
      const token = await link(true);
      const both = await Promise.all([use(token), use(token), use(token)]);
      expect(both.sort()).toEqual(["IN", "UNAUTHENTICATED", "UNAUTHENTICATED"]);
      expect(await use(token)).toBe("UNAUTHENTICATED");
    });

    it("a link out of date signs nobody in", async () => {
      const token = await link(true);
      await engine.pool.query("update sign_in_link set expires_at = now() where used_at is null");
      expect(await use(token)).toBe("UNAUTHENTICATED");
    });

    it("a link for this machine is not used up by another; one for any machine works there", async () => {
      const own = await link(true);
      expect(await use(own, elsewhere)).toBe("UNAUTHENTICATED");
      expect(await use(own)).toBe("IN");
      expect(await use(await link(false), elsewhere)).toBe("IN");
    });

    it("a disabled account has no link, no session and no password any more", async () => {
      const token = await link(true);
      const session = (await services.accounts.signInWithLink(await link(true), true)).token;
      const kind = () =>
        post(service.url, "{ viewer { kind } }", { authorization: `Bearer ${session}` });
      expect((await kind()).text).toContain("person");
      await engine.pool.query(
        "update account set disabled_at = now() where login = 'demo-planner'",
      );
      expect(await use(token)).toBe("UNAUTHENTICATED");
      await expect(link(true)).rejects.toThrow("no enabled account");
      await expect.poll(async () => (await kind()).status, { timeout: 1000 }).toBe(401);
    });

    it("keys of writes are kept a week, ended sessions and links are cleared away", async () => {
      const write = (key: string) =>
        service.as(admin)(
          `mutation { createIncident(idempotencyKey: "${key}",
            input: {county: ${COUNTY}, title: "一", category: "0603",
            occurredFrom: "2026-02-03T04:05:06Z",
            geometry: {type: "Point", coordinates: [107.003, 29.003]}}) { id } }`,
        );
      await write("a-key-of-last-week");
      await engine.pool.query("update idempotency set at = now() - interval '8 days'");
      await write("a-key-of-today");
      await engine.pool.query("update session set expires_at = now() where role is null");
      await pruneIdempotencyKeys(services.db);
      await services.accounts.prune();
      const { rows } = await engine.pool.query(
        "select array(select key from idempotency) as keys, (select count(*)::int " +
          "from session) as sessions",
      );
      expect(rows).toEqual([{ keys: ["a-key-of-today"], sessions: 0 }]);
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { openServices } from "../../api/open-services.js";
import type { RoleName } from "../../schema/roles.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { addKey } from "./keys.js";
import { askOn, openSocket } from "./socket.js";

const SUBSCRIPTION = "subscription { changes(layers: [INCIDENTS]) { id } }";

/** Each way in which what a subscription was allowed by can end, and how it is closed. */
const ENDS: { what: string; role: RoleName; code: number; sql: string }[] = [
  {
    what: "the session is signed out",
    role: "dispatcher",
    code: 4401,
    sql:
      "delete from session where account_id = (select id from account " +
      "where login = 'demo-dispatcher')",
  },
  {
    what: "the session expires",
    role: "analyst",
    code: 4401,
    sql:
      "update session set expires_at = now() where account_id = (select id from account " +
      "where login = 'demo-analyst')",
  },
  {
    what: "the account is disabled",
    role: "mediator",
    code: 4401,
    sql: "update account set disabled_at = now() where login = 'demo-mediator'",
  },
  {
    what: "the role is taken away",
    role: "approver",
    code: 4403,
    sql:
      "update assignment set ended_at = now() where account_id = (select id from account " +
      "where login = 'demo-approver')",
  },
  {
    what: "the area is changed",
    role: "worker1",
    code: 4403,
    sql:
      "update assignment set village_code = '510799100201' where account_id = (select id " +
      "from account where login = 'demo-worker1')",
  },
];

forEachEngine((makeEngine, kind) => {
  describe("what ends, ends its subscriptions within a second", () => {
    let services: Services;
    const running: RunningService[] = [];
    let tokens: Record<RoleName, string>;
    let key: string;

    beforeAll(async () => {
      const engine = await makeEngine();
      services = await openSmallCounty(engine);
      running.push(await serve(services));
      // On a server what one process ends must end in another: a second pool and caches.
      if (kind === "server") running.push(await serve(openServices(engine, () => {})));
      tokens = await tokensOf(services);
      key = await addKey(engine, { scopes: ["incidents:read"] });
    });
    afterAll(async () => {
      for (const service of running) await service.close();
    });

    const subscribe = async (token: string) => {
      const { socket } = await openSocket(running.at(-1)!.url, {
        authorization: `Bearer ${token}`,
      });
      const heard: string[] = [];
      socket.on("message", (data) => heard.push(String(data)));
      const closed = new Promise<{ code: number; at: number }>((resolve) =>
        socket.once("close", (code) => resolve({ code, at: Date.now() })),
      );
      socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: SUBSCRIPTION } }));
      return { socket, heard, closed };
    };

    it("sign-out, expiry, a disabled account, a changed role or area, a revoked key", async () => {
      const open = await Promise.all(ENDS.map(({ role }) => subscribe(tokens[role])));
      const application = await subscribe(key);
      const untouched = await subscribe(tokens.admin);
      await new Promise((resolve) => setTimeout(resolve, 500));
      const { pool } = services.db.engine;
      const begun = Date.now();
      for (const { sql } of ENDS) await pool.query(sql);
      await pool.query("update api_key set disabled_at = now()");
      const ended = [...open, application];
      const codes = [...ENDS.map((e) => e.code), 4401];
      for (const [i, { closed }] of ended.entries()) {
        const { code, at } = await closed;
        expect(code, ENDS[i]?.what ?? "the key is revoked").toBe(codes[i]);
        expect(at - begun, ENDS[i]?.what ?? "the key is revoked").toBeLessThan(1000);
      }
      const made = await running[0]!.as(tokens.admin)(
        `mutation { createIncident(input: {county: ${COUNTY}, title: "后", category: "0603",
          occurredFrom: "2026-02-03T04:05:06Z",
          geometry: {type: "Point", coordinates: [107.003, 29.003]}}) { id } }`,
      );
      await expect.poll(() => untouched.heard.length).toBe(1);
      expect(untouched.heard[0]).toContain(made.data!["createIncident"].id);
      for (const { heard } of ended) expect(heard).toEqual([]);
      untouched.socket.close();
    });

    it("the old socket answers nothing more, and a changed role comes back with the new policy", async () => {
      const { socket } = await openSocket(running.at(-1)!.url, {
        authorization: `Bearer ${tokens.resident}`,
      });
      expect(await askOn(socket, "{ viewer { kind } }")).toContain("person");
      await running[0]!.as(tokens.resident)("mutation { signOut }");
      await new Promise((resolve) => setTimeout(resolve, 1000));
      expect(socket.readyState).toBe(socket.CLOSED);

      const again = await openSocket(running.at(-1)!.url, {
        authorization: `Bearer ${tokens.approver}`,
      });
      expect(await askOn(again.socket, "{ viewer { roles } }")).toContain('"roles":[]');
      again.socket.close();
    });

    it.skipIf(kind === "server")("asks once for all subscriptions, not once for each", async () => {
      const open = await Promise.all([1, 2, 3, 4, 5, 6].map(() => subscribe(tokens.admin)));
      const asked: string[] = [];
      services.db.watch = (text) => void (text.includes("from session") && asked.push(text));
      await new Promise((resolve) => setTimeout(resolve, 900));
      services.db.watch = undefined;
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.length).toBeLessThan(5);
      for (const { socket } of open) socket.close();
    });
  });
});

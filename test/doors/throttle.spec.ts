import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { DEFAULT_SETTINGS } from "../../api/core/settings.js";
import { openServices } from "../../api/open-services.js";
import type { Engine } from "../../db/engine/engine.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { openSmallCounty } from "../fixtures/small-county.js";
import { forEachEngine } from "../harness/engines.js";
import { post, type RawAnswer } from "./raw-request.js";

const PASSWORD = "the right password";

/** Guessing is stopped, and stops nobody but who guesses. */
forEachEngine((makeEngine, kind) => {
  describe("the throttle of sign-in", () => {
    let engine: Engine;
    let services: Services;
    let service: RunningService;

    beforeAll(async () => {
      engine = await makeEngine();
      services = openServices(engine, () => {}, {
        settings: { ...DEFAULT_SETTINGS, trustedProxies: ["127.0.0.1"] },
        secret: (await openSmallCounty(engine)).secret,
      });
      service = await serve(services);
      for (const login of ["administrator", "carol", "dave"])
        await services.accounts.addAccount(login, login, ["analyst"], { password: PASSWORD });
    });
    beforeEach(() => engine.pool.query("truncate sign_in_budget, sign_in_place"));
    afterAll(async () => {
      await service.close();
    });

    const signIn = (login: string, password: string, from: string, cookie?: string) =>
      post(
        service.url,
        `mutation { signIn(login: "${login}", password: "${password}") { viewer { name } } }`,
        { "x-forwarded-for": from, ...(cookie ? { cookie } : {}) },
      );
    const codeOf = ({ text }: RawAnswer) => /"code":"(\w+)"/.exec(text)?.[1] ?? "IN";
    const fail = async (times: number, login: (i: number) => string, from: string) => {
      const codes: string[] = [];
      for (let i = 0; i < times; i++)
        codes.push(codeOf(await signIn(login(i), "a wrong password", from)));
      return codes;
    };
    /** Used budgets by kind, without verifying a password each: fast on a slow machine. */
    const use = (login: string, from: string, times: number) =>
      Promise.all(
        Array.from({ length: times }, () =>
          services.accounts["throttle"]
            .guard(login, { address: from }, async () => null)
            .catch(() => undefined),
        ),
      );

    it("counts before it verifies: of many at once no more than the limit are looked at", async () => {
      const many = process.env["HEARTHGRID_SOAK"] ? 300 : 60;
      let verified = 0;
      const tries = await Promise.allSettled(
        Array.from({ length: many }, () =>
          services.accounts["throttle"].guard("carol", { address: "203.0.113.1" }, async () => {
            verified++;
            return null;
          }),
        ),
      );
      expect(verified).toBe(10);
      expect(tries.filter((t) => t.status === "rejected")).toHaveLength(many - 10);
      // By the door itself, with the right password last, as A-M3 had it.
      await engine.pool.query("truncate sign_in_budget");
      const guesses = Array.from({ length: many - 1 }, (_, i) => `guess number ${i}`);
      const answers = await Promise.all(
        [...guesses, PASSWORD].map((guess) => signIn("carol", guess, "203.0.113.1")),
      );
      // A loaded machine may answer some RETRY: they were not looked at either.
      const lookedAt = answers.filter((a) => !["THROTTLED", "RETRY"].includes(codeOf(a) ?? ""));
      expect(lookedAt.length).toBeGreaterThan(0);
      expect(lookedAt.length).toBeLessThanOrEqual(10);
    });

    it("refuses with 429 and says when to come back, in the header and in the error", async () => {
      await use("carol", "203.0.113.1", 12);
      const refused = await signIn("carol", PASSWORD, "203.0.113.1");
      expect(refused.status).toBe(429);
      const wait = Number(refused.headers["retry-after"]);
      expect(wait).toBeGreaterThan(60);
      expect(wait).toBeLessThanOrEqual(900);
      expect(JSON.parse(refused.text).errors[0].extensions).toEqual({
        code: "THROTTLED",
        retryAfter: wait,
      });
    });

    it("opens again as time passes, and at once after the right password", async () => {
      await use("carol", "203.0.113.1", 9);
      expect(codeOf(await signIn("carol", PASSWORD, "203.0.113.1"))).toBe("IN");
      expect(await fail(10, () => "carol", "203.0.113.1")).toEqual(
        Array(10).fill("UNAUTHENTICATED"),
      );
      expect(codeOf(await signIn("carol", PASSWORD, "203.0.113.1"))).toBe("THROTTLED");
      await engine.pool.query("update sign_in_budget set at = at - interval '95 seconds'");
      expect(codeOf(await signIn("carol", PASSWORD, "203.0.113.1"))).toBe("IN");
    });

    it("an office behind one address is not closed by one colleague's typos", async () => {
      await use("dave", "203.0.113.7", 30);
      expect(codeOf(await signIn("dave", PASSWORD, "203.0.113.7"))).toBe("THROTTLED");
      expect(codeOf(await signIn("carol", PASSWORD, "203.0.113.7"))).toBe("IN");
    });

    it("nor by a stranger who tries many names there: the innocent's first tries still pass", async () => {
      for (let i = 0; i < 70; i++) await use(`nobody${i}`, "203.0.113.7", 1);
      expect(codeOf(await signIn("carol", "a typo", "203.0.113.7"))).toBe("UNAUTHENTICATED");
      expect(codeOf(await signIn("carol", PASSWORD, "203.0.113.7"))).toBe("IN");
      // But from such an address a name is guessed at three times, not ten.
      await use("dave", "203.0.113.7", 3);
      expect(codeOf(await signIn("dave", PASSWORD, "203.0.113.7"))).toBe("THROTTLED");
    });

    it("nobody locks the administrator out by name: from elsewhere, and where he was before", async () => {
      const first = await signIn("administrator", PASSWORD, "198.51.100.1");
      const device = String(first.headers["set-cookie"]).match(/hearthgrid_device=[^;]+/)![0];
      await use("administrator", "203.0.113.9", 50);
      expect(codeOf(await signIn("administrator", PASSWORD, "198.51.100.77"))).toBe("IN");
      // All addresses of a botnet together use up what strangers may try …
      for (let i = 0; i < 12; i++) await use("administrator", `192.0.2.${i}`, 10);
      expect(codeOf(await signIn("administrator", PASSWORD, "198.51.100.200"))).toBe("THROTTLED");
      // … but not what is his: his address, and his browser wherever it is, also at the botnet's.
      expect(codeOf(await signIn("administrator", PASSWORD, "198.51.100.1"))).toBe("IN");
      expect(codeOf(await signIn("administrator", PASSWORD, "192.0.2.3", device))).toBe("IN");
      const forged = device.replace(/\.[\w-]{4}/, ".AAAA");
      expect(codeOf(await signIn("administrator", PASSWORD, "192.0.2.3", forged))).toBe(
        "THROTTLED",
      );
      // His cookie is for his login, not for guessing another's.
      await use("carol", "192.0.2.3", 10);
      expect(codeOf(await signIn("carol", PASSWORD, "192.0.2.3", device))).toBe("THROTTLED");
    });

    it.skipIf(kind === "server")(
      "verifies two at a time, and lets no flood wait without end",
      async () => {
        let running = 0;
        let most = 0;
        const tries = await Promise.allSettled(
          Array.from({ length: 100 }, (_, i) =>
            services.accounts["throttle"].guard(
              `nobody${i}`,
              { address: "203.0.113.1" },
              async () => {
                most = Math.max(most, ++running);
                await new Promise((resolve) => setTimeout(resolve, 30));
                running--;
                return null;
              },
            ),
          ),
        );
        expect(most).toBe(2);
        const refused = tries.filter((t) => t.status === "rejected");
        expect(refused.length).toBeGreaterThan(0);
        expect(refused[0]!.reason).toMatchObject({
          extensions: { code: "THROTTLED", retryAfter: 3 },
        });
      },
    );

    it.skipIf(kind === "server")(
      "an IPv6 network is one caller, and no header moves one",
      async () => {
        for (let i = 0; i < 12; i++)
          await signIn("carol", "a wrong password", `2001:db8:1:2::${i.toString(16)}`);
        expect(codeOf(await signIn("carol", PASSWORD, "2001:db8:1:2:ffff::1"))).toBe("THROTTLED");
        expect(codeOf(await signIn("carol", PASSWORD, "2001:db8:1:3::1"))).toBe("IN");
        // What stands left of the last untrusted address anyone could have written.
        expect(codeOf(await signIn("carol", PASSWORD, "9.9.9.9, 2001:db8:1:2::5"))).toBe(
          "THROTTLED",
        );
      },
    );

    it.skipIf(kind === "server")(
      "says not who is guessed at, and forgets what is over",
      async () => {
        await signIn("carol", PASSWORD, "203.0.113.1");
        await use("dave", "203.0.113.1", 5);
        const rows = async () =>
          (
            await engine.pool.query(
              "select subject from sign_in_budget union all select digest from sign_in_place",
            )
          ).rows;
        expect(JSON.stringify(await rows())).not.toMatch(/carol|dave|203/);
        await engine.pool.query("update sign_in_budget set at = at - interval '2 hours'");
        await engine.pool.query("update sign_in_place set at = at - interval '91 days'");
        await services.accounts.prune();
        expect(await rows()).toEqual([]);
      },
    );
  });
});

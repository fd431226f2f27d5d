import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { answered, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

/** In 凯涪社区, grid 1, and in 三湾村. */
const [KAIFU, SANWAN] = [
  [107.004, 29.004],
  [107.004, 29.014],
];
const QUIET_MS = 700;

interface Heard {
  at: string;
  position: string | null;
  time: number;
}

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService;
  const tokens: Record<string, string> = {};
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    service = await serve(services);
    Object.assign(tokens, await tokensOf(services));
    await services.accounts.addAccount("sanwan", "网格员", ["worker1"], {
      county: COUNTY,
      villages: [VILLAGES.sanwan],
    });
    const { token } = await services.accounts.link("sanwan", false);
    tokens["sanwan"] = (await services.accounts.signInWithLink(token, false)).token;
  });
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });
  afterAll(() => service.close());

  const ask = (query: string, who = "admin") => answered(service.as(tokens[who]), query);
  const report = async (at = KAIFU): Promise<string> =>
    (
      await ask(`mutation { createIncident(input: { county: ${COUNTY}, title: "新",
        category: "0603", occurredFrom: "2026-03-03T08:00:00+08:00",
        geometry: { type: "Point", coordinates: [${at}] } }) { id } }`)
    )["createIncident"].id;

  /** Hears until `stop`; `ended` is how it ended by itself. */
  async function watch(who: string | undefined, args = "") {
    const before = services.events.open;
    const told = service.socket(who && tokens[who]).iterate<{ incidentStatsChanged: Heard }>({
      query: `subscription { incidentStatsChanged${args} { at position } }`,
    });
    const heard: Heard[] = [];
    const ended = (async () => {
      for await (const { data, errors } of told) {
        if (errors) return errors[0]!.extensions;
        heard.push({ ...data!.incidentStatsChanged, time: performance.now() });
      }
      return undefined;
    })().catch((error: unknown) => (Array.isArray(error) ? error[0].extensions : error));
    await Promise.race([
      ended,
      (async () => {
        while (services.events.open === before) await delay(10);
      })(),
    ]);
    const stop = async () => void (await told.return!());
    stops.push(stop);
    return { heard, ended, stop };
  }

  it("a burst of changes is told at once, then at most once a second, and asked again is there", async () => {
    const figure = async () =>
      (await ask("{ incidentStats { total { count } } }", "analyst"))["incidentStats"].total.count;
    const was = await figure();
    const { heard, stop } = await watch("analyst");
    for (let i = 0; i < 5; i++) await report();
    await expect.poll(() => heard.length, { timeout: 5000 }).toBeGreaterThan(0);
    await delay(1000 + QUIET_MS);
    await stop();
    // All five may have been there when the first was told; a slow machine takes seconds for them.
    for (const [i, { time }] of heard.entries())
      if (i > 0) expect(time - heard[i - 1]!.time).toBeGreaterThan(950);
    expect(await figure()).toBe(was + 5);
    await expect.poll(() => services.events.open).toBe(0);
  });

  it("nobody hears of what they may not see, nor of another area than the filter's", async () => {
    const own = await watch("sanwan");
    const body = await watch("undertaker");
    const area = await watch(
      "analyst",
      "(filter: { area: { bbox: [107.01, 29, 107.02, 29.01] } })",
    );
    const village = await watch(
      "analyst",
      `(filter: { area: { villages: ["${VILLAGES.kaifu}"] } })`,
    );
    await report(KAIFU);
    await expect.poll(() => village.heard.length, { timeout: 5000 }).toBe(1);
    await delay(QUIET_MS);
    expect([own, body, area].map(({ heard }) => heard.length)).toEqual([0, 0, 0]);
    await report(SANWAN);
    await expect.poll(() => own.heard.length, { timeout: 5000 }).toBe(1);
    await delay(QUIET_MS);
    expect([village, body, area].map(({ heard }) => heard.length)).toEqual([1, 0, 0]);
    for (const { stop } of [own, body, area, village]) await stop();
    await expect.poll(() => services.events.open).toBe(0);
  });

  it("an incident that leaves the filter, or its area, is told too", async () => {
    const incident = await report();
    const { heard, stop } = await watch(
      "analyst",
      '(filter: { categories: ["0603"], area: { bbox: [107, 29, 107.01, 29.01] } })',
    );
    await ask(`mutation { moveIncident(id: "${incident}", version: 1,
      geometry: { type: "Point", coordinates: [107.015, 29.004] }) { id } }`);
    await expect.poll(() => heard.length, { timeout: 5000 }).toBe(1);
    await stop();
    await expect.poll(() => services.events.open).toBe(0);
  });

  it("what happened after a position is told first, and households where rates are of them", async () => {
    const { changesPosition } = await ask("{ changesPosition }", "analyst");
    await report();
    const { heard, stop } = await watch("analyst", `(after: "${changesPosition}")`);
    await expect.poll(() => heard.length, { timeout: 5000 }).toBe(1);
    await stop();
    await expect.poll(() => services.events.open).toBe(0);
    const next = await watch("analyst", `(after: "${heard[0]!.position}")`);
    const rates = await watch("analyst", "(rate: HOUSEHOLDS)");
    await delay(QUIET_MS);
    expect(next.heard).toEqual([]);
    const changed = await service.as(
      tokens["admin"],
      "核实",
    )(
      `mutation { updateHousehold(id: "${id("household", 3)}", version: 1,
        changes: { members: 4 }) { id } }`,
    );
    expect(changed.errors).toBeUndefined();
    await expect.poll(() => rates.heard.length, { timeout: 5000 }).toBe(1);
    await delay(QUIET_MS);
    expect(next.heard).toEqual([]);
    await next.stop();
    await rates.stop();
  });

  it("refuses at the door whom and what the question itself refuses", async () => {
    const code = async (who: string | undefined, args = "") => await (await watch(who, args)).ended;
    expect(await code(undefined)).toMatchObject({ code: "UNAUTHENTICATED" });
    expect(await code("auditor")).toMatchObject({ code: "FORBIDDEN" });
    const bad = { code: "BAD_USER_INPUT" };
    expect(await code("analyst", '(filter: { categories: ["7777"] })')).toMatchObject(bad);
    expect(await code("analyst", '(after: "x")')).toMatchObject(bad);
  });

  it("ends with its viewer, within a second", async () => {
    const { ended, heard } = await watch("patrol");
    await services.accounts.signOut(tokens["patrol"]!);
    const begun = performance.now();
    expect(await ended).toMatchObject({ code: 4401 });
    expect(performance.now() - begun).toBeLessThan(2500);
    await report();
    await delay(QUIET_MS);
    expect(heard).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { openServices } from "../../api/open-services.js";
import { releaseHandler } from "../../api/release/release.service.js";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { openSocket } from "../doors/socket.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { freshDatabase } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";

/**
 * Two services with their own pools, listeners and caches on one database, as two processes have
 * them.
 */
describe.skipIf(!findPostgres())("two services on one PostGIS", () => {
  const engines: Engine[] = [],
    all: Services[] = [],
    services: RunningService[] = [];
  let tokens: Record<string, string>;

  beforeAll(async () => {
    const databaseUrl = await freshDatabase("two");
    for (let i = 0; i < 2; i++) {
      const engine = await openEngine({ dataDir: "", databaseUrl, poolSize: 3 });
      const own = i === 0 ? await openSmallCounty(engine) : openServices(engine, () => {});
      own.jobs.handle("release", releaseHandler(own.db));
      engines.push(engine);
      all.push(own);
      services.push(await serve(own));
    }
    tokens = await tokensOf(all[0]!);
  });
  afterAll(async () => {
    for (const s of services) await s.close();
    for (const e of engines) await e.close();
  });

  const report = (service: RunningService, title: string) =>
    service.as(tokens["admin"])(
      `mutation { createIncident(input: {county: ${COUNTY}, title: "${title}", category: "0603",
        occurredFrom: "2026-02-03T04:05:06Z",
        geometry: {type: "Point", coordinates: [107.003, 29.003]}}) { id } }`,
    );

  it("a sign-in at one is a sign-in at the other, and so is a sign-out", async () => {
    expect(
      (await services[1]!.as(tokens["patrol"])("{ viewer { roles } }")).data!["viewer"].roles,
    ).toEqual(["PATROL"]);
    await services[1]!.as(tokens["patrol"])("mutation { signOut }");
    await new Promise((r) => setTimeout(r, 1000));
    expect(
      (await services[0]!.as(tokens["patrol"])("{ viewer { roles } }")).errors![0]!.extensions,
    ).toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("a sign-out at one closes a socket at the other within a second", async () => {
    const { socket, acknowledged } = await openSocket(services[1]!.url, {
      authorization: `Bearer ${tokens["mediator"]}`,
    });
    expect(acknowledged).toBe(true);
    const begun = Date.now();
    const closed = new Promise((resolve) => socket.once("close", resolve));
    await services[0]!.as(tokens["mediator"])("mutation { signOut }");
    expect(await closed).toBe(4401);
    expect(Date.now() - begun).toBeLessThan(1000);
  });

  it("a change at one reaches a subscriber of the other within a second", async () => {
    const heard = new Map<string, number>();
    const client = services[1]!.socket(tokens["admin"]);
    const listening = (async () => {
      for await (const e of client.iterate({
        query: "subscription { changes(layers: [INCIDENTS]) { id action } }",
      })) {
        heard.set((e.data as { changes: { id: string } }).changes.id, Date.now());
        if (heard.size === 3) return;
      }
    })();
    await new Promise((r) => setTimeout(r, 300));
    const sent = new Map<string, number>();
    for (const title of ["一", "二", "三"]) {
      const began = Date.now();
      sent.set((await report(services[0]!, title)).data!["createIncident"].id as string, began);
    }
    await listening;
    // The middle one: another process of this machine may have the two cores for a moment.
    const delays = [...sent].map(([id, at]) => heard.get(id)! - at).sort((x, y) => x - y);
    expect(delays[1]).toBeLessThan(1000);
  });

  it("a job is done once, and followed from either", async () => {
    const job = (
      await services[0]!.as(tokens["approver"])(`mutation { publishRelease(county: ${COUNTY}) }`)
    ).data!["publishRelease"] as string;
    let state = "";
    for await (const e of services[1]!
      .socket(tokens["admin"])
      .iterate({ query: `subscription { jobProgress(id: "${job}") { state } }` }))
      state = (e.data as { jobProgress: { state: string } }).jobProgress.state;
    expect(state).toBe("DONE");
    const { rows } = await engines[0]!.pool.query(
      "select count(*)::int as n from release where county_id = $1",
      [COUNTY],
    );
    expect(rows[0]).toEqual({ n: 1 });
  });

  it("a key used at one is known at the other, also when both are asked at once", async () => {
    const create = (s: RunningService) =>
      s.as(tokens["admin"])(
        `mutation { createIncident(idempotencyKey: "same-key-twice",
          input: {county: ${COUNTY}, title: "一次", category: "0603",
          occurredFrom: "2026-02-03T04:05:06Z",
          geometry: {type: "Point", coordinates: [107.003, 29.003]}}) { id } }`,
      );
    const ids = (
      await Promise.all([create(services[0]!), create(services[1]!), create(services[0]!)])
    ).map((a) => a.data?.["createIncident"]?.id as string);
    expect(new Set(ids).size).toBe(1);
  });

  it("of two changes made from one version, one wins and the other hears of it", async () => {
    const id = (await report(services[0]!, "争改")).data!["createIncident"].id as string;
    const change = (s: RunningService, title: string) =>
      s.as(tokens["admin"])(
        `mutation { updateIncident(id: "${id}", version: 1, changes: {title: "${title}"})
          { version } }`,
      );
    const answers = await Promise.all([change(services[0]!, "甲"), change(services[1]!, "乙")]);
    expect(answers.filter((a) => a.data).length).toBe(1);
    expect(answers.find((a) => a.errors)!.errors![0]!.extensions).toMatchObject({
      code: "CONFLICT",
      currentVersion: 2,
    });
  });
});

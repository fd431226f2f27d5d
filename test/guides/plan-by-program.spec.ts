import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import type { Engine } from "../../db/engine/engine.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { answered } from "../grid-plans/plan-program.js";
import { openMigrated } from "../harness/engines.js";
import { lacked } from "../harness/lacked.js";
import { missingFor, PYTHON, runProgram, TYPESCRIPT } from "./programs.js";

describe("the guide's plan by a program", () => {
  let engine: Engine, services: Services, service: RunningService;
  let tokens: Record<string, string>;
  beforeAll(async () => {
    engine = await openMigrated();
    services = await openSmallCounty(engine);
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(async () => {
    await service.close();
    await engine.close();
  });

  /** A line on which somebody else draws in the plan just before the program does. */
  async function overtakingLine() {
    let overtaken = 0;
    const server = createServer((incoming, outgoing) => {
      void (async () => {
        let body = "";
        for await (const chunk of incoming) body += String(chunk);
        const plan = /"plan": ?"([\w-]+)"/.exec(body)?.[1];
        if (plan && body.includes("applyGridOperations") && overtaken++ === 0)
          await answered(
            service.as(tokens["planner"]),
            `mutation { applyGridOperations(plan: "${plan}", version: 1,
              operations: [{lock: {grids: ["${id("grid", 2)}"]}}]) { version } }`,
          );
        const { authorization } = incoming.headers;
        const answer = await fetch(`${service.url}${incoming.url}`, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: authorization! },
          body,
        });
        outgoing.writeHead(answer.status, { "content-type": "application/json" });
        outgoing.end(await answer.text());
      })();
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      close: () => new Promise((closed) => server.close(closed)),
    };
  }

  for (const language of [TYPESCRIPT, PYTHON]) {
    const missing = missingFor(language);
    missing.forEach(lacked);
    const run = (url: string, street: number[][]) =>
      runProgram("plan-by-program", language, {
        ...{ HEARTHGRID_URL: url, HEARTHGRID_TOKEN: tokens["planner"]! },
        ...{ HEARTHGRID_COUNTY: String(COUNTY), HEARTHGRID_VILLAGE: VILLAGES.kaifu },
        HEARTHGRID_STREET: JSON.stringify(street),
      });

    describe.skipIf(missing.length > 0)(`in ${language.name}`, () => {
      it("draws on top of what another drew, reads its grids, and hands it in", async () => {
        const line = await overtakingLine();
        const ended = await run(line.url, [
          [106.999, 29.006],
          [107.005, 29.006],
          [107.005, 29.011],
        ]);
        await line.close();
        expect(ended, ended.err).toMatchObject({ code: 0 });
        const plan = /^began (\S+)$/m.exec(ended.out)![1];
        expect(ended.out).toMatch(/^510799001001003 第三网格 0$/m);
        expect(ended.out).toMatch(/^now SUBMITTED$/m);
        const { gridPlan } = await answered(
          service.as(tokens["planner"]),
          `{ gridPlan(id: "${plan}") { version editLog { kind operations } } }`,
        );
        expect(gridPlan.editLog.map((e: any) => e.operations[0].kind)).toEqual([
          "lock",
          "split-grids",
        ]);
      });

      it("tells why a line through a house is none, and hands nothing in", async () => {
        const ended = await run(service.url, [
          [106.999, 29.00425],
          [107.011, 29.00425],
        ]);
        expect(ended.code).not.toBe(0);
        expect(ended.err).toMatch(/COVERAGE_REFUSED/);
        expect(ended.out).not.toMatch(/now/);
      });
    });
  }
});

import { expect, it } from "vitest";
import { buildHearthgridSchema } from "../../api/server/schema.js";
import { openEngine } from "../../db/engine.js";
import { serve } from "../fixtures/service.js";
import { openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { freshDatabase, freshDirectory } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { hostileRequest, seeded } from "./nonsense.js";

const soak = process.env["HEARTHGRID_SOAK"] !== undefined;
const REQUESTS = soak ? 20_000 : 600;
const CPU_LIMIT_S = 2;

async function storm(kind: "embedded" | "server", requests: number): Promise<void> {
  const engine = await openEngine(
    kind === "server"
      ? { dataDir: "", databaseUrl: await freshDatabase("hostile"), poolSize: 2 }
      : { dataDir: freshDirectory("hostile") },
  );
  const lines: string[] = [];
  const services = await openSmallCounty(engine, (line) => lines.push(line));
  const service = await serve(services);
  try {
    const tokens = await tokensOf(services);
    const random = seeded(20261123);
    const schema = buildHearthgridSchema();
    const roles = [
      undefined,
      "admin",
      "admin",
      "worker1",
      "analyst",
      "resident",
      "auditor",
    ] as const;
    const tally = { ok: 0, refused: 0, slowest: 0 };
    for (let i = 0; i < requests; i++) {
      const request = hostileRequest(random, schema);
      const role = roles[i % roles.length];
      const token = role ? tokens[role] : undefined;
      const began = process.cpuUsage();
      const response = await fetch(`${service.url}/graphql`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          "x-hearthgrid-purpose": "test",
        },
        body: JSON.stringify(request),
      });
      const text = await response.text();
      const spent = process.cpuUsage(began);
      const cpu = (spent.user + spent.system) / 1e6;
      tally.slowest = Math.max(tally.slowest, cpu);
      const about =
        `request ${i} as ${role}: ${JSON.stringify(request).slice(0, 1500)}\n` +
        `→ ${response.status} ${text.slice(0, 600)}\n${lines.slice(-1)[0]?.slice(0, 1500) ?? ""}`;
      expect(response.status, about).toBeLessThan(500);
      expect(text, about).not.toMatch(
        /INTERNAL_SERVER_ERROR|at .*\.(js|ts):\d+|select .* from |drop table/i,
      );
      expect(cpu, about).toBeLessThan(CPU_LIMIT_S);
      if (text.includes('"errors"')) {
        tally.refused++;
        for (const e of (
          JSON.parse(text) as { errors: { message: string; extensions?: { code?: string } }[] }
        ).errors) {
          expect(e.message.length, about).toBeGreaterThan(5);
          expect(e.extensions?.code, about).toBeTruthy();
        }
      } else tally.ok++;
    }
    // After the storm the service is whole: sane answers, and the fixture's tables are there.
    expect(
      (await service.as(tokens.analyst)("{ villages { totalCount } }")).data!["villages"]
        .totalCount,
    ).toBeGreaterThan(0);
    process.stderr.write(
      `hostile requests on ${kind}: ${requests}, refused ${tally.refused}, answered ` +
        `${tally.ok}, most CPU ${tally.slowest.toFixed(2)} s\n`,
    );
  } finally {
    await service.close();
    await engine.close();
  }
}

it(
  `answers ${REQUESTS} hostile requests with clear errors on the embedded engine`,
  () => storm("embedded", REQUESTS),
  soak ? 3_600_000 : 120_000,
);
it.runIf(findPostgres() !== undefined)(
  `answers hostile requests with clear errors on a server`,
  () => storm("server", soak ? REQUESTS : 200),
  soak ? 3_600_000 : 120_000,
);

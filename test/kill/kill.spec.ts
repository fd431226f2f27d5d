import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { openEngine } from "../../db/engine.js";
import { freshDatabase, freshDirectory } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { seeded } from "../hostile/nonsense.js";

const ROUNDS = process.env["HEARTHGRID_SOAK"] ? 25 : 2;

interface Acknowledged {
  version: number;
  retired: boolean;
}

/** Runs the writer, kills it -9 at a random moment, and gives what it had been told was done. */
async function writeAndKill(
  options: object,
  afterMs: number,
  acknowledged: Map<string, Acknowledged>,
): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      fileURLToPath(new URL("writer.ts", import.meta.url)),
      JSON.stringify(options),
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let count = 0;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  for await (const line of createInterface({ input: child.stdout })) {
    const told = JSON.parse(line) as { ready?: boolean; id: string } & Acknowledged;
    if (told.ready) continue;
    // From the first acknowledgement on: a slow machine must not be killed before it has written
    // anything.
    if (count === 0) setTimeout(() => child.kill("SIGKILL"), afterMs);
    acknowledged.set(told.id, told);
    count++;
  }
  await ended;
  return count;
}

async function noneIsLost(kind: "embedded" | "server"): Promise<void> {
  const where =
    kind === "server"
      ? { dataDir: "", databaseUrl: await freshDatabase("kill") }
      : { dataDir: freshDirectory("kill") };
  const random = seeded(99);
  const acknowledged = new Map<string, Acknowledged>();
  let writes = 0;
  for (let round = 0; round < ROUNDS; round++) {
    writes += await writeAndKill(
      { ...where, seed: round, fresh: round === 0 },
      300 + random() * 1200,
      acknowledged,
    );
    const engine = await openEngine(where);
    const { rows } = await engine.pool.query<{
      id: string;
      version: number;
      retired: boolean;
      history: number;
    }>(
      "select county_id || '-' || id as id, version, retired_at is not null as retired, (select count(*)::int from history h where h.county_id = i.county_id and h.subject_id = i.id) as history from incident i where created_by = 'person:demo-admin'",
    );
    await engine.close();
    const found = new Map(rows.map((r) => [r.id, r]));
    for (const [id, a] of acknowledged) {
      const row = found.get(id);
      expect(row, `acknowledged ${id}`).toBeDefined();
      // What was committed and not yet acknowledged when the process died may be there too: one
      // version more, never less.
      expect(row!.version).toBeGreaterThanOrEqual(a.version);
      if (a.retired) expect(row!.retired).toBe(true);
      expect(row!.history, "history is written with the change").toBe(row!.version);
    }
  }
  expect(writes).toBeGreaterThan(ROUNDS);
  process.stderr.write(
    `kill -9 on ${kind}: ${ROUNDS} kills, ${writes} acknowledged writes, none lost\n`,
  );
}

it(
  "kill -9 loses no acknowledged write of the embedded engine",
  () => noneIsLost("embedded"),
  600_000,
);
it.runIf(findPostgres() !== undefined)(
  "kill -9 of the service loses no acknowledged write of a server",
  () => noneIsLost("server"),
  600_000,
);

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { freshDatabase, freshDirectory } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { lacked } from "../harness/lacked.js";
import { MIGRATED } from "../harness/postgres-cluster.js";

const ROWS = 6000;
const program = fileURLToPath(new URL("./import-in-child.fixture.ts", import.meta.url));
const loader = import.meta.resolve("tsx");
const children: ReturnType<typeof spawn>[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** Imports in a process of its own, which kills itself when its progress reaches `until`. */
function importUntil(
  until: string,
  env: Record<string, string>,
): Promise<{ report: { written: number; unchanged: number } | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", loader, program, String(ROWS), until], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.push(child);
    let report: { written: number; unchanged: number } | null = null,
      errors = "";
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith("{")) report = JSON.parse(line) as typeof report;
    });
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.once("exit", (code, signal) =>
      code === 0 || signal === "SIGKILL" ? resolve({ report }) : reject(new Error(errors)),
    );
  });
}

describe("an import whose process is killed", () => {
  const available = findPostgres() !== undefined;
  if (!available) lacked("postgis");

  it.skipIf(!available)(
    "leaves nothing to see on a server, while staging and while writing, and can be run again",
    async () => {
      const url = await freshDatabase("killed", MIGRATED);
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const visible = async () =>
        (await client.query<{ n: number }>("select count(*)::int as n from incident")).rows[0]!.n;
      for (const until of ["4000 rows read", "writing"]) {
        expect((await importUntil(until, { DATABASE_URL: url })).report).toBeNull();
        // The server notices a dead client at its next message; until then the open transaction
        // shows nothing either.
        expect(await visible()).toBe(0);
        await expect
          .poll(
            async () =>
              (
                await client.query(
                  "select 1 from pg_stat_activity where datname = current_database() " +
                    "and pid <> pg_backend_pid() and state <> 'idle'",
                )
              ).rowCount,
            { timeout: 15_000 },
          )
          .toBe(0);
        expect(await visible()).toBe(0);
      }
      expect((await importUntil("never", { DATABASE_URL: url })).report).toMatchObject({
        written: ROWS,
      });
      expect(await visible()).toBe(ROWS);
      await client.end();
    },
    90_000,
  );

  it("leaves nothing to see on the embedded engine, and can be run again", async () => {
    const data = freshDirectory("killed");
    expect(
      (await importUntil("writing", { DATABASE_URL: "", HEARTHGRID_DATA: data })).report,
    ).toBeNull();
    expect(
      (await importUntil("never", { DATABASE_URL: "", HEARTHGRID_DATA: data })).report,
    ).toMatchObject({ written: ROWS, unchanged: 0 });
  }, 90_000);
});

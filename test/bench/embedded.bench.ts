import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Bench } from "./bench.js";

const PORT = 4791;
const root = fileURLToPath(new URL("../..", import.meta.url));

/** Starts the built service as a user does, and waits until it answers a question about places. */
async function start(data: string): Promise<{ child: ChildProcess; seconds: number }> {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [
      fileURLToPath(new URL("../../api/cli/hearthgrid.mjs", import.meta.url)),
      "start",
      "--port",
      String(PORT),
      "--data",
      data,
    ],
    {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, NODE_ENV: "production" },
    },
  );
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}`);
    const answer = (await fetch(`http://127.0.0.1:${PORT}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        query:
          "{ grids(filter: {area: {circle: {center: [107.39, 29.71], metres: 500}}}) { nodes { " +
          "name areaM2 } } }",
      }),
    }).then(
      (r) => r.json(),
      () => null,
    )) as { data?: { grids?: { nodes: unknown[] } } } | null;
    if (answer?.data?.grids) return { child, seconds: (performance.now() - began) / 1000 };
    await delay(50);
  }
}

/** Megabytes of a process from the kernel's own account. */
const memory = (child: ChildProcess, key: "VmRSS" | "VmHWM") =>
  Number(
    new RegExp(`${key}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))![1],
  ) / 1024;

async function stop(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}

const bench: Bench = async () => {
  const data = mkdtempSync(path.join(tmpdir(), "hearthgrid-embedded-"));
  try {
    const first = await start(data);
    await delay(5000);
    const peak = memory(first.child, "VmHWM");
    await stop(first.child);
    const later = await start(data);
    await delay(60_000);
    const idle = memory(later.child, "VmRSS");
    await stop(later.child);
    return [
      {
        what: "embedded: first start with the demonstration county, to the first geo answer",
        measured: `${first.seconds.toFixed(1)} s`,
        reach: "30 s",
      },
      {
        what: "embedded: later start to the first geo answer",
        measured: `${later.seconds.toFixed(1)} s`,
        reach: "4 s",
      },
      {
        what: "embedded: memory after 60 s idle",
        measured: `${idle.toFixed(0)} MB`,
        reach: "700 MB",
        note: "VmRSS of the one process",
      },
      {
        what: "embedded: peak memory of the first start",
        measured: `${(peak / 1024).toFixed(2)} GB`,
        reach: "1.1 GB",
        note: "VmHWM",
      },
    ];
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
};

export default bench;

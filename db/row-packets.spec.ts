import net from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clusterUrl, forEachEngine, freshDatabase } from "../test/harness/engines.js";
import { findPostgres } from "../test/harness/find-postgres.js";
import type { Engine } from "./engine/engine.js";
import { openEngine } from "./engine/open-engine.js";
import { type Packet, textCells } from "./row-packets.js";

async function packets(engine: Engine, text: string, values: unknown[] = []): Promise<Packet[]> {
  const statement = { text, values, packets: true };
  return (await engine.pool.query<never>(statement)).rows;
}

/** Texts of lengths around those at which a message or a piece of a stream may end. */
const TEXTS = "select repeat('网', i), null::text, i::text from generate_series(0, $1::int) i";

async function expectTexts(engine: Engine): Promise<void> {
  const rows = await packets(engine, TEXTS, [300]);
  expect(rows.map(textCells)).toEqual(
    Array.from({ length: 301 }, (_, i) => ["网".repeat(i), null, String(i)]),
  );
}

// What pg is relied on for, on both engines: fails when a new pg no longer reads its stream so.
forEachEngine((makeEngine, kind) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await makeEngine();
  });

  it("rows arrive as they were sent, also very long ones", async () => {
    await expectTexts(engine);
    const [row] = await packets(engine, "select repeat('长', 1000000), 7::int");
    const { bytes, start, end } = row!;
    expect([end - start, bytes.readInt32BE(end - 4)]).toEqual([2 + 4 + 3_000_000 + 8, 7]);
    expect(await packets(engine, "select 1 where false")).toEqual([]);
  });

  it("a statement that fails leaves rows to the next, which reads them as ever", async () => {
    await expect(
      packets(engine, "select 1 / (3 - i) from generate_series(1, 3) i"),
    ).rejects.toMatchObject({ code: "22012" });
    expect((await engine.pool.query("select 1 as one, '网' as net")).rows).toEqual([
      { one: 1, net: "网" },
    ]);
    await expectTexts(engine);
  });

  // The embedded engine stops a statement by starting anew, which embedded-faults.spec.ts covers.
  it.runIf(kind === "server")("is stopped at its deadline like any other", async () => {
    const slow = "select count(*)::text from generate_series(1, 100000000)";
    await expect(engine.withDeadline(60, () => packets(engine, slow))).rejects.toMatchObject({
      code: "57014",
    });
    await expectTexts(engine);
  });
});

describe.skipIf(!findPostgres())("over a line that cuts what it carries anywhere", () => {
  let engine: Engine, line: net.Server;
  beforeAll(async () => {
    const target = new URL(await clusterUrl());
    line = net.createServer((near) => {
      const far = net.connect(Number(target.port), target.hostname);
      near.pipe(far);
      far.on("data", (chunk) => {
        for (let at = 0, size = 1; at < chunk.length; at += size, size = (size * 3 + 1) % 61)
          near.write(chunk.subarray(at, at + size));
      });
      far.on("close", () => near.destroy());
      near.on("close", () => far.destroy());
    });
    await new Promise<void>((resolve) => line.listen(0, "127.0.0.1", resolve));
    const url = new URL(await freshDatabase("cut"));
    url.port = String((line.address() as net.AddressInfo).port);
    engine = await openEngine({ dataDir: "", databaseUrl: url.href, poolSize: 1 });
  });
  afterAll(async () => {
    await engine.close();
    line.close();
  });

  it("rows and ordinary answers are whole", async () => {
    await expectTexts(engine);
    expect((await engine.pool.query(TEXTS, [40])).rows).toHaveLength(41);
    await expectTexts(engine);
  });
});

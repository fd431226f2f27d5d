// The thread the embedded engine runs in: a long statement would stop every other callback of the
// service otherwise.
import { readlinkSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import type { FromWorker, ToWorker, WorkerOptions } from "./messages.js";
import { postgisFrom, type WasmInside } from "./postgis-bundle.js";
import { AnswerAudit, type Request, RequestReader } from "./protocol.js";

// Compilers of WebAssembly run side by side and give little of their memory back: one saves some
// 40 MB for good, for a start that takes as long (Node 20 and 22; 24 takes this at its command line
// alone).
setFlagsFromString("--wasm-num-compilation-tasks=1");

const port = parentPort!;
const options = workerData as WorkerOptions;
const say = (message: FromWorker, transfer: ArrayBuffer[] = []) =>
  port.postMessage(message, transfer);
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Bytes gathered before they are handed over: small answers go in one piece, large ones stream. */
const CHUNK = 256 * 1024;

let db: PGlite;
let inside: WasmInside | undefined;
let dead = false;
let connection = 0;
let reader = new RequestReader();

function die(reason: string): void {
  dead = true;
  say({ kind: "fatal", reason });
}

/**
 * Runs something in the engine and puts its stack pointer back where it was. An error leaves the
 * engine by a jump that
 * skips this: every SQL error costs about 1.2 KB of a stack that nothing gives back, and after some
 * 1,500 of them
 * (duplicate keys, bad input) the engine dies (measured:
 * docs/decisions/engine-embedded-crashes.md).
 */
async function onLevelStack<T>(run: () => Promise<T>): Promise<T> {
  const pointer = inside?.stackPointer();
  try {
    return await run();
  } finally {
    if (pointer !== undefined) inside?.setStackPointer(pointer);
  }
}

async function answer(request: Request): Promise<void> {
  const audit = new AnswerAudit();
  let pieces: Uint8Array[] = [];
  let size = 0;
  const to = connection;
  const flush = () => {
    if (size === 0) return;
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    pieces = [];
    size = 0;
    say({ kind: "bytes", connection: to, bytes }, [bytes.buffer]);
  };
  const execute = async (bytes: Uint8Array) => {
    await db.execProtocolRawStream(bytes, {
      syncToFs: false, // nothing to do on a real directory
      onRawData: (data) => {
        const copy = data.slice(); // a view into the engine's memory
        audit.feed(copy);
        pieces.push(copy);
        size += copy.length;
        if (size >= CHUNK) flush();
      },
    });
    if (inside?.exceptionEscaped()) audit.abandon();
  };
  // A statement that crashed half way must not reach its Sync: that would commit the half
  // (measured: 49 of 60 rows).
  if (request.syncAt > 0) {
    await execute(request.bytes.subarray(0, request.syncAt));
    const crashed = audit.missing({ ...request, wantsReady: false });
    if (crashed) return die(crashed);
  }
  await execute(request.bytes.subarray(request.syncAt));
  const missing = audit.missing(request);
  if (missing) return die(missing);
  flush();
}

/** Ends what the last connection left behind, so that the next one finds a fresh session. */
async function resetSession(): Promise<void> {
  if (db.isInTransaction()) await db.exec("rollback");
  await db.exec("discard all");
}

async function canary(): Promise<void> {
  if (!db.isInTransaction()) {
    const { rows } = await db.query<{ n: number }>("select 42 as n");
    if (rows[0]?.n !== 42) return die("the engine no longer answers");
  }
  say({ kind: "alive" });
}

async function handle(message: ToWorker): Promise<void> {
  if (dead) return;
  switch (message.kind) {
    case "open":
      connection = message.connection;
      reader = new RequestReader();
      return;
    case "bytes":
      if (message.connection !== connection) return;
      for (const request of reader.push(message.bytes)) {
        if (request.terminate || dead) return;
        await onLevelStack(() => answer(request));
      }
      return;
    case "close":
      if (message.connection !== connection) return;
      connection = 0;
      return resetSession();
    case "canary":
      return canary();
    case "shutdown":
      await db.exec("checkpoint");
      await db.close();
      say({ kind: "closed" });
      dead = true;
      port.close();
  }
}

/** A synchronous call runs on the thread that makes it. */
function ownThread(): string | undefined {
  try {
    return readlinkSync("/proc/thread-self");
  } catch {
    return undefined;
  }
}

let queue: Promise<void> = Promise.resolve();
port.on("message", (message: ToWorker) => {
  queue = queue
    .then(() => onLevelStack(() => handle(message)))
    .catch((error: unknown) => die(reasonOf(error)));
});

say({ kind: "loaded" });
try {
  db = await PGlite.create({
    dataDir: options.dataDir,
    extensions: {
      postgis: postgisFrom(pathToFileURL(options.bundle), (found) => {
        inside = found;
      }),
      btree_gist,
    },
  });
  const { rows } = await db.query<{ n: number }>(
    "select ST_X(ST_Point(42, 0))::int as n from (select count(*) from pg_class) c",
  );
  if (rows[0]?.n !== 42) throw new Error("the first query was not answered");
  say({ kind: "ready", thread: ownThread() });
} catch (error) {
  dead = true;
  say({ kind: "failed", reason: reasonOf(error) });
}

// The thread the embedded engine runs in: a long statement would stop every other callback of the service otherwise.
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import type { FromWorker, ToWorker, WorkerOptions } from "./messages.js";
import { postgisFrom } from "./postgis-bundle.js";
import { AnswerAudit, RequestReader, type Request } from "./protocol.js";

const port = parentPort!;
const options = workerData as WorkerOptions;
const say = (message: FromWorker, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Bytes gathered before they are handed over: small answers go in one piece, large ones stream. */
const CHUNK = 256 * 1024;

let db: PGlite;
let dead = false;
let connection = 0;
let reader = new RequestReader();

function die(reason: string): void {
  dead = true;
  say({ kind: "fatal", reason });
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
    for (const piece of pieces) { bytes.set(piece, at); at += piece.length; }
    pieces = [];
    size = 0;
    say({ kind: "bytes", connection: to, bytes }, [bytes.buffer]);
  };
  await db.execProtocolRawStream(request.bytes, {
    syncToFs: false, // nothing to do on a real directory
    onRawData: (data) => {
      const copy = data.slice(); // a view into the engine's memory
      audit.feed(copy);
      pieces.push(copy);
      size += copy.length;
      if (size >= CHUNK) flush();
    },
  });
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
        await answer(request);
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

let queue: Promise<void> = Promise.resolve();
port.on("message", (message: ToWorker) => {
  queue = queue.then(() => handle(message)).catch((error: unknown) => die(reasonOf(error)));
});

say({ kind: "loaded" });
try {
  db = await PGlite.create({ dataDir: options.dataDir, extensions: { postgis: postgisFrom(pathToFileURL(options.bundle)), btree_gist } });
  const { rows } = await db.query<{ n: number }>("select ST_X(ST_Point(42, 0))::int as n from (select count(*) from pg_class) c");
  if (rows[0]?.n !== 42) throw new Error("the first query was not answered");
  say({ kind: "ready" });
} catch (error) {
  dead = true;
  say({ kind: "failed", reason: reasonOf(error) });
}

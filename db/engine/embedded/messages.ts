/**
 * What the supervisor's thread says to the engine's. Bytes are PostgreSQL's wire protocol, one
 * connection at a time.
 */
export type ToWorker =
  | { kind: "open"; connection: number }
  | { kind: "bytes"; connection: number; bytes: Uint8Array }
  | { kind: "close"; connection: number }
  | { kind: "canary" }
  | { kind: "shutdown" };

/** What the engine's thread says back; `thread` is its own directory in Linux' /proc. After `fatal` nothing it says is to be believed. */
export type FromWorker =
  | { kind: "loaded" }
  | { kind: "ready"; thread: string | undefined }
  | { kind: "failed"; reason: string }
  | { kind: "bytes"; connection: number; bytes: Uint8Array }
  | { kind: "alive" }
  | { kind: "fatal"; reason: string }
  | { kind: "closed" };

export interface WorkerOptions {
  dataDir: string;
  bundle: string;
}

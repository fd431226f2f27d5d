/**
 * What can be wrong with a database engine as a whole, as opposed to one statement of one caller.
 */
export type EngineFaultCode =
  | "DATA_DIR_IN_USE"
  | "DATA_DIR_CORRUPT"
  | "DATA_DIR_UNWRITABLE"
  | "DATA_DIR_OTHER_VERSION"
  | "DISK_FULL"
  | "DATABASE_URL_INVALID"
  | "DATABASE_UNREACHABLE"
  | "DATABASE_AUTH"
  | "POSTGIS_MISSING"
  | "POSTGIS_TOO_OLD"
  | "POSTGRES_TOO_OLD"
  | "STATEMENT_DEADLINE"
  | "ENGINE_RESTARTED"
  | "ENGINE_START_FAILED"
  | "NOTIFICATIONS_MISSED"
  | "TEMPLATE_MISSING";

/**
 * A fault of the engine. `message` is one sentence that says what happened and the way out; no SQL,
 * no stack, no password.
 */
export class EngineFault extends Error {
  override readonly name = "EngineFault";
  constructor(
    readonly code: EngineFaultCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/**
 * The error of the one statement that passed its deadline. It carries PostgreSQL's own code for
 * this (57014,
 * query_canceled) on both engines, so that callers test one code.
 */
export class StatementDeadlineError extends Error {
  override readonly name = "StatementDeadlineError";
  readonly code = "57014";
  constructor(
    readonly deadlineMs: number,
    options?: { cause?: unknown },
  ) {
    super(
      `The database did not finish this within ${deadlineMs} ms, so it was stopped; ask for a ` +
        "smaller area or a shorter time.",
      options,
    );
  }
}

const BY_CODE: Record<string, EngineFaultCode> = {
  "57014": "STATEMENT_DEADLINE",
  "53100": "DISK_FULL",
  XX001: "DATA_DIR_CORRUPT",
  XX002: "DATA_DIR_CORRUPT",
  "28000": "DATABASE_AUTH",
  "28P01": "DATABASE_AUTH",
  "57P01": "DATABASE_UNREACHABLE",
  "57P02": "DATABASE_UNREACHABLE",
  "57P03": "DATABASE_UNREACHABLE",
  "53300": "DATABASE_UNREACHABLE",
  "08000": "DATABASE_UNREACHABLE",
  "08001": "DATABASE_UNREACHABLE",
  "08003": "DATABASE_UNREACHABLE",
  "08004": "DATABASE_UNREACHABLE",
  "08006": "DATABASE_UNREACHABLE",
  ECONNREFUSED: "DATABASE_UNREACHABLE",
  ECONNRESET: "DATABASE_UNREACHABLE",
  EPIPE: "DATABASE_UNREACHABLE",
  ENOTFOUND: "DATABASE_UNREACHABLE",
  EAI_AGAIN: "DATABASE_UNREACHABLE",
  ETIMEDOUT: "DATABASE_UNREACHABLE",
  ENOENT: "DATABASE_UNREACHABLE",
  EHOSTUNREACH: "DATABASE_UNREACHABLE",
};

/** pg and its pool give a lost, refused or closed connection no code of its own. */
const LOST =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout expired|timeout exceeded when trying to connect|Cannot use a pool after calling end)/;

/**
 * Which engine fault an error thrown by a query stands for, looking through wrappers such as
 * DrizzleQueryError; undefined for an ordinary SQL error.
 */
export function faultOf(error: unknown): EngineFaultCode | undefined {
  for (let e = error, depth = 0; e instanceof Error && depth < 8; e = e.cause, depth++) {
    if (e instanceof EngineFault) return e.code;
    const code = (e as { code?: unknown }).code;
    if (typeof code === "string" && code in BY_CODE) return BY_CODE[code];
    if (LOST.test(e.message)) return "DATABASE_UNREACHABLE";
  }
  return undefined;
}

/** The text of an error for a log line or a `cause`. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error
    ? error.message || String((error as { code?: string }).code ?? error.name)
    : String(error);

import { randomBytes } from "node:crypto";
import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { EngineFault, faultOf } from "../../db/engine/fault.js";
import type { Log } from "../core/log.js";
import { Refusal, type RefusalCode } from "../core/refusal.js";
import { requestNow } from "../core/request.js";

interface PgError {
  code: string;
  constraint?: string;
}

const isPgError = (e: unknown): e is PgError & Error =>
  e instanceof Error &&
  typeof (e as Partial<PgError & Error>).code === "string" &&
  /^[0-9A-Z]{5}$/.test((e as unknown as PgError).code);

/** What a caller can do about an error of the database; undefined: nothing, it is ours. */
function fromDatabase(error: PgError): [RefusalCode, string] | undefined {
  const constraint = error.constraint?.replace(/_\d+$/, "");
  switch (error.code) {
    case "57014":
      return [
        "TOO_COSTLY",
        "This took longer than a request may. Ask for a smaller area, a shorter time " +
          "or fewer rows.",
      ];
    case "23505":
      return [
        "CONFLICT",
        constraint?.endsWith("_code")
          ? "code: another object has this code."
          : "Another object like this exists already.",
      ];
    case "23503":
      return ["BAD_USER_INPUT", "A reference names an object that does not exist."];
    case "23514":
      return [
        "BAD_USER_INPUT",
        `A value is outside what is allowed here${constraint ? ` (${constraint})` : ""}.`,
      ];
    case "40001":
    case "40P01":
      return ["RETRY", "Others were changing the same at the same moment. Try again."];
    case "22021":
    case "22P05":
      return ["BAD_USER_INPUT", "A text contains a character that no field can hold."];
    case "22003":
    case "22008":
    case "22P02":
    case "22007":
      return ["BAD_USER_INPUT", "A number or date is outside what can be stored."];
    case "53100":
      return ["UNAVAILABLE", "The database's disk is full. Nothing was changed."];
    default:
      return undefined;
  }
}

/** Faults that pass when the database is back; what a statement did before is unknown. */
const AWAY = new Set<string | undefined>(["DATABASE_UNREACHABLE", "DATABASE_AUTH"]);
const DATABASE_AWAY =
  "The database cannot be reached at the moment. Send it again in some seconds, a write with the " +
  "same idempotency key: if it was done already, it is recognised.";

/** A fault of ours: the caller gets a number, the log gets the rest. */
function internal(error: unknown, log: Log): Refusal {
  const reference = requestNow()?.id ?? randomBytes(8).toString("hex");
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log(`internal error ${reference}: ${text}`, "error");
  return new Refusal(
    "UNAVAILABLE",
    `An internal error. Its number is ${reference}; the service's log has the rest.`,
    { code: "INTERNAL_SERVER_ERROR", reference },
  );
}

/** Any error → one a caller may see: the user's mistakes as they are, the rest by its number. */
export function refusalOf(error: unknown, log: Log): GraphQLError {
  let cause = unwrapResolverError(error);
  while (cause instanceof GraphQLError && !(cause instanceof Refusal) && cause.originalError)
    cause = cause.originalError;
  if (cause instanceof Error && cause.name === "DrizzleQueryError" && cause.cause)
    cause = cause.cause;
  if (cause instanceof Refusal) return cause;
  if (cause instanceof EngineFault && cause.code !== "DATABASE_UNREACHABLE")
    return new Refusal(cause.code === "STATEMENT_DEADLINE" ? "TOO_COSTLY" : "RETRY", cause.message);
  // graphql-js recurses into whatever is written inside one another, tens of thousands deep.
  if (cause instanceof RangeError && cause.message.includes("call stack"))
    return new Refusal("TOO_COSTLY", "This request is nested too deep to be read.");
  if (isPgError(cause)) {
    const known = fromDatabase(cause);
    if (known) return new Refusal(...known);
  }
  // Nobody hears this, and nothing was wrong.
  if (cause instanceof Error && cause.name === "AbortError" && requestNow()?.gone.signal.aborted)
    return new Refusal("RETRY", "Whoever asked is gone, and what was asked was ended.");
  if (AWAY.has(faultOf(cause))) return new Refusal("RETRY", DATABASE_AWAY);
  // Errors of the language itself (parse, validation, variables) are GraphQLErrors that nothing
  // else caused.
  if (cause instanceof GraphQLError) return cause;
  return internal(cause, log);
}

export function makeFormatError(log: Log) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const refusal = refusalOf(error, log);
    // `http` is what Apollo tells HTTP; it is no part of the error that is shown.
    const {
      stacktrace: _,
      http: __,
      ...extensions
    } = {
      ...formatted.extensions,
      ...refusal.extensions,
    } as Record<string, unknown>;
    requestNow()?.codes.add(String(extensions["code"]));
    return {
      message: refusal.message.slice(0, 1000),
      ...(formatted.locations ? { locations: formatted.locations } : {}),
      ...(formatted.path ? { path: formatted.path } : {}),
      extensions,
    };
  };
}

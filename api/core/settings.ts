import { isIP } from "node:net";
import { resolve } from "node:path";
import { type BackgroundMap, readBackgroundMaps } from "./background-maps.js";
import { LEVELS, type Level, type LogOptions } from "./log.js";
import { badInput } from "./refusal.js";

/** Where the data are; what every command that opens the database needs. */
export interface DatabaseSettings {
  /** The service's directory: the embedded database, the secret, the socket of commands. */
  dataDir: string;
  /** A PostgreSQL server; without one the database is embedded. */
  databaseUrl?: string;
  /** The same server without a pooler between. */
  directUrl?: string;
  poolSize?: number;
}

/** What the operator decided, read once at the start. */
export interface Settings extends DatabaseSettings {
  port: number;
  host: string;
  /** Where callers reach the service. Its path ends in `/`, so that addresses resolve below it. */
  publicUrl?: URL;
  /** Addresses or CIDR ranges of proxies whose forwarding headers are believed. */
  trustedProxies: string[];
  /** Origins of other sites' pages that may call; `*` is every one. */
  allowOrigins: string[];
  /** Origins of other sites' pages that may show walls, by a wall's own credential. */
  wallOrigins: string[];
  /** Whether an empty database is filled with the demonstration county. */
  demo: boolean;
  incidents: number;
  log: LogOptions["form"];
  logLevel: Level;
  /** A statement that takes longer is a warning in the log. */
  slowStatementMs: number;
  /** Addresses or CIDR ranges that may read `/metrics`. */
  metrics: string[];
  /** How long requests that run may go on when the service is told to stop. */
  drainMs: number;
  /** Maps of others that the page may lay under ours. */
  backgroundMaps: BackgroundMap[];
  /** The text of `HEARTHGRID_SECRET`; without it the secret is a file in `dataDir`. */
  secret?: string;
}

/** One option of `start`: its flag, what it does, and how its text becomes a value. */
export interface SettingDeclaration {
  flags: string;
  says: string;
  fallback?: unknown;
  read?: (text: string) => unknown;
}

/** Reads a whole number from a text, or refuses it with the range. */
export const wholeNumber =
  (name: string, least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isInteger(value) || value < least || value > most)
      throw badInput(name, `Write a whole number from ${least} to ${most}.`);
    return value;
  };

const oneOf =
  <T extends string>(name: string, ...choices: T[]) =>
  (text: string): T => {
    const found = choices.find((choice) => choice === text);
    if (!found) throw badInput(name, `Write ${choices.join(" or ")}.`);
    return found;
  };

const listOf =
  (read: (entry: string) => string) =>
  (text: string): string[] =>
    text
      .split(",")
      .map((entry) => entry.trim())
      .filter((entry) => entry !== "")
      .map(read);

/** `https://grid.example/grid` → the same with a `/` at its end. */
export function readPublicUrl(text: string): URL {
  const way = "Write the address callers use, like https://grid.example or https://example/grid.";
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw badInput("public-url", way);
  }
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw badInput("public-url", way);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/`;
  return url;
}

const readAddressRange =
  (name: string) =>
  (entry: string): string => {
    const [address = "", bits, ...rest] = entry.split("/");
    const version = isIP(address);
    const most = version === 4 ? 32 : 128;
    if (
      version === 0 ||
      rest.length > 0 ||
      (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most))
    )
      throw badInput(
        name,
        `${entry} is neither an address nor a CIDR range; write 10.0.0.7 or 10.0.0.0/8.`,
      );
    return entry;
  };

const readOrigin =
  (name: string) =>
  (entry: string): string => {
    if (entry === "*") return entry;
    let url: URL | undefined;
    try {
      url = new URL(entry);
    } catch {
      // said below
    }
    if (!url || !/^https?:$/.test(url.protocol) || entry.replace(/\/$/, "") !== url.origin)
      throw badInput(
        name,
        `${entry} is not an origin; write scheme, host and port only, like https://app.example.`,
      );
    return url.origin;
  };

export const INCIDENTS_MOST = 20_000_000;

/** Options of every command that opens the database. */
export const DATABASE_SETTINGS: SettingDeclaration[] = [
  {
    flags: "--data <dir>",
    says: "the service's directory: embedded database, secret, socket of commands",
    fallback: "data",
  },
  {
    flags: "--pool <connections>",
    says: "connections to a database server (10); the embedded engine has one",
    read: wholeNumber("pool", 1, 1000),
  },
];

/** Options of `start`, besides those of the database. */
export const SERVICE_SETTINGS: SettingDeclaration[] = [
  {
    flags: "--port <port>",
    says: "port to serve on; 0 takes a free one",
    fallback: 4000,
    read: wholeNumber("port", 0, 65_535),
  },
  { flags: "--host <address>", says: "address to serve on", fallback: "127.0.0.1" },
  {
    flags: "--public-url <url>",
    says: "address by which callers reach the service, with its path prefix",
    read: readPublicUrl,
  },
  {
    flags: "--trusted-proxies <cidr,...>",
    says: "proxies whose forwarding headers are believed",
    fallback: [],
    read: listOf(readAddressRange("trusted-proxies")),
  },
  {
    flags: "--allow-origin <origin,...>",
    says: "origins of other sites' pages that may call (CORS); * is every one",
    fallback: [],
    read: listOf(readOrigin("allow-origin")),
  },
  {
    flags: "--wall-origin <origin,...>",
    says: "origins of other sites' pages that may show walls; none: our own page alone",
    fallback: [],
    read: listOf(readOrigin("wall-origin")),
  },
  {
    flags: "--demo",
    says: "fill an empty database with the demonstration county (embedded: the default)",
  },
  { flags: "--no-demo", says: "leave an empty database empty (server: the default)" },
  {
    flags: "--incidents <n>",
    says: "incidents of the demonstration county",
    fallback: 50_000,
    read: wholeNumber("incidents", 0, INCIDENTS_MOST),
  },
  {
    flags: "--log <form>",
    says: "form of the log on standard error: text or json",
    fallback: "text",
    read: oneOf("log", "text", "json"),
  },
  {
    flags: "--log-level <level>",
    says: "least level that is written: debug, info, warn or error; debug has every request",
    fallback: "info",
    read: oneOf("log-level", ...LEVELS),
  },
  {
    flags: "--slow-statement <ms>",
    says: "a statement that takes longer is a warning in the log, without its values",
    fallback: 1000,
    read: wholeNumber("slow-statement", 1, 3_600_000),
  },
  {
    flags: "--metrics <cidr,...>",
    says: "addresses that may read /metrics; none: nobody",
    fallback: ["127.0.0.0/8", "::1"],
    read: (text) => (text === "none" ? [] : listOf(readAddressRange("metrics"))(text)),
  },
  {
    flags: "--drain <seconds>",
    says: "how long running requests may go on when the service is told to stop",
    fallback: 10,
    read: wholeNumber("drain", 0, 3600),
  },
  {
    flags: "--background-maps <file>",
    says: "JSON list of maps that the page may lay under ours; their hosts enter its policy",
    fallback: [],
    read: readBackgroundMaps,
  },
];

/** Settings that hold a secret, so no option shows them in a list of processes. */
export const SECRET_SETTINGS: { variable: string; says: string }[] = [
  {
    variable: "DATABASE_URL",
    says: "postgres://user:password@host:5432/database; without it the database is embedded",
  },
  {
    variable: "DIRECT_DATABASE_URL",
    says: "the same database without a pooler between, for notifications",
  },
  {
    variable: "HEARTHGRID_SECRET",
    says: "the service's one secret; without it a file `secret` in the service's directory",
  },
];

type Environment = Record<string, string | undefined>;

/** Values of the options `DATABASE_SETTINGS` declares, as commander names them. */
export interface DatabaseOptions {
  data: string;
  pool?: number;
}

export function databaseSettings(
  options: DatabaseOptions,
  env: Environment = process.env,
): DatabaseSettings {
  return {
    dataDir: resolve(options.data),
    ...(env["DATABASE_URL"] ? { databaseUrl: env["DATABASE_URL"] } : {}),
    ...(env["DIRECT_DATABASE_URL"] ? { directUrl: env["DIRECT_DATABASE_URL"] } : {}),
    ...(options.pool === undefined ? {} : { poolSize: options.pool }),
  };
}

/** Values of the options `SERVICE_SETTINGS` declares. */
export interface ServiceOptions extends DatabaseOptions {
  port: number;
  host: string;
  publicUrl?: URL;
  trustedProxies: string[];
  allowOrigin: string[];
  wallOrigin: string[];
  demo?: boolean;
  incidents: number;
  log: Settings["log"];
  logLevel: Level;
  slowStatement: number;
  metrics: string[];
  drain: number;
  backgroundMaps: BackgroundMap[];
}

export function serviceSettings(o: ServiceOptions, env: Environment = process.env): Settings {
  const database = databaseSettings(o, env);
  return {
    ...database,
    port: o.port,
    host: o.host,
    ...(o.publicUrl ? { publicUrl: o.publicUrl } : {}),
    trustedProxies: o.trustedProxies,
    allowOrigins: o.allowOrigin,
    wallOrigins: o.wallOrigin,
    // Nobody wants invented households in the database people depend on unless they say so.
    demo: o.demo ?? database.databaseUrl === undefined,
    incidents: o.incidents,
    log: o.log,
    logLevel: o.logLevel,
    slowStatementMs: o.slowStatement,
    metrics: o.metrics,
    drainMs: o.drain * 1000,
    backgroundMaps: o.backgroundMaps,
    ...(env["HEARTHGRID_SECRET"] ? { secret: env["HEARTHGRID_SECRET"] } : {}),
  };
}

/** What a service has that nobody configured: tests and commands. */
export const DEFAULT_SETTINGS: Settings = serviceSettings(
  {
    data: "data",
    port: 4000,
    host: "127.0.0.1",
    trustedProxies: [],
    allowOrigin: [],
    wallOrigin: [],
    demo: false,
    incidents: 50_000,
    log: "text",
    logLevel: "info",
    slowStatement: 1000,
    metrics: ["127.0.0.0/8", "::1"],
    drain: 10,
    backgroundMaps: [],
  },
  {},
);

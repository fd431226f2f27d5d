import { EventEmitter } from "node:events";
import net from "node:net";
import path from "node:path";
import pg from "pg";
import { askCapabilities, vacuumAnalyze } from "./ask.js";
import type { Engine, EngineOptions } from "./engine.js";
import { EngineFault, faultOf, reasonOf, type StatementDeadlineError } from "./fault.js";
import { Listener } from "./listener.js";
import { DeadlineClient, EnginePool, whileWanted, withDeadline } from "./pool.js";

const CONNECT_LIMIT_MS = 10_000;
/**
 * After a cancel request a healthy server answers at once; past this the connection is given up.
 */
const CANCEL_GRACE_MS = 5_000;
const CANCEL_REQUEST = 80877102;
const NOTIFY_BYTES = 7_999;

/**
 * Session settings, the same for every connection of ours: JIT costs more than it gives on
 * statements of milliseconds; a generic plan forgets the spatial index; PostGIS's functions are so
 * dear to the planner that it forks parallel workers to read 100 rows (all measured:
 * docs/decisions/engine-deadlines.md); a server whose client died stops its
 * statement; a transaction that its holder forgot ends.
 */
const SESSION = {
  jit: "off",
  plan_cache_mode: "force_custom_plan",
  max_parallel_workers_per_gather: "0",
  client_connection_check_interval: "5s",
  idle_in_transaction_session_timeout: "60s",
};
const SET_SESSION = Object.entries(SESSION)
  .map(([name, value]) => `set ${name} = '${value}'`)
  .join("; ");

/**
 * The first spatial statement of a connection loads the libraries of PostGIS and PROJ: it is one
 * that nobody waits for.
 */
const WARM =
  "select ST_Intersects(p, ST_MakeEnvelope(0, 0, 1, 1, 4326)), ST_Distance(p::geography, " +
  "ST_Point(1, 1)::geography), ST_AsGeoJSON(ST_Transform(p, 3857)) " +
  "from (select ST_SetSRID(ST_Point(0, 0), 4326) as p) q";

/**
 * Opens half of the pool, one after the other, so that the other half serves meanwhile; the rest is
 * opened when it is needed.
 */
async function warm(pool: pg.Pool): Promise<void> {
  const clients: pg.PoolClient[] = [];
  try {
    // What it holds meanwhile is idle, and it never waits for a full pool.
    while (pool.totalCount < pool.options.max / 2) clients.push(await pool.connect());
  } finally {
    for (const client of clients) client.release();
  }
}

/**
 * A transaction pooler sets what a client sets on one of its connections and lends us others. Then
 * the settings become the defaults of our role in this database, which every connection begins
 * with. A pooler is known by naming another process than the one that answers; tells whether there
 * is one.
 */
async function setBehindPooler(pool: pg.Pool): Promise<boolean> {
  const client = await pool.connect();
  try {
    const {
      rows: [here],
    } = await client.query<{ pid: number; role: string; database: string; set: string[] }>(
      `select pg_backend_pid() as pid, current_user as role, current_database() as database,
        array(select unnest(s.setconfig) from pg_db_role_setting s
          join pg_roles r on r.oid = s.setrole join pg_database d on d.oid = s.setdatabase
          where r.rolname = current_user and d.datname = current_database()) as set`,
    );
    const { pid, role, database, set } = here!;
    if (pid === (client as unknown as { processID: number }).processID) return false;
    const place = `role ${pg.escapeIdentifier(role)} in database ${pg.escapeIdentifier(database)}`;
    for (const [name, value] of Object.entries(SESSION))
      if (!set.includes(`${name}=${value}`))
        await client.query(`alter ${place} set ${name} = '${value}'`);
    return true;
  } finally {
    client.release();
  }
}

class ServerClient extends DeadlineClient {
  protected override readonly stopsOne = true;

  constructor(config?: string | pg.ClientConfig) {
    super({
      ...(typeof config === "object" ? config : { connectionString: config }),
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
    });
  }

  /**
   * Sends the protocol's own CancelRequest, which also passes through poolers, and waits until the
   * server has taken
   * it: after that it can no longer hit the next statement of this connection.
   */
  protected override async stopStatement(
    _error: StatementDeadlineError,
    isRunning: () => boolean,
  ): Promise<void> {
    const { processID, secretKey, host, port } = this as unknown as {
      processID: number;
      secretKey: number;
      host: string;
      port: number;
    };
    setTimeout(() => {
      if (isRunning())
        (this as unknown as { connection: { stream: net.Socket } }).connection.stream.destroy(
          new Error("Connection terminated: the server did not answer a cancel request"),
        );
    }, CANCEL_GRACE_MS).unref();
    const request = Buffer.alloc(16);
    request.writeInt32BE(16, 0);
    request.writeInt32BE(CANCEL_REQUEST, 4);
    request.writeInt32BE(processID, 8);
    request.writeInt32BE(secretKey, 12);
    await new Promise<void>((resolve) => {
      const socket = host.startsWith("/")
        ? net.connect(path.join(host, `.s.PGSQL.${port}`))
        : net.connect(port, host);
      socket.setTimeout(CANCEL_GRACE_MS, () => socket.destroy());
      socket.on("connect", () => socket.end(request));
      socket.on("error", () => undefined);
      socket.on("close", () => resolve());
      socket.resume();
    });
  }
}

/** Node's codes for a certificate that does not hold (OpenSSL's X509_V_ERR_*). */
const CERTIFICATE =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*|CERT_.*|ERR_TLS_CERT_.*)$/;

interface Place {
  host: string;
  database: string;
}

/**
 * Host and database of a URL for sentences: never the password. Throws EngineFault
 * DATABASE_URL_INVALID.
 */
function placeOf(databaseUrl: string): Place {
  const invalid = new EngineFault(
    "DATABASE_URL_INVALID",
    "DATABASE_URL is not a PostgreSQL address; it looks like " +
      "postgres://user:password@host:5432/database. Characters that mean something in " +
      "addresses are written percent-encoded in user and password: @ %40, / %2F, : %3A, ? " +
      "%3F, # %23, % %25.",
  );
  if (!/^postgres(ql)?:\/\//.test(databaseUrl)) throw invalid;
  // What follows the first / ? or # of a password that is not encoded is read as host, port or
  // database, and its end, the @ before the host, stands where no @ belongs: a piece of the
  // password would be named in sentences as a host.
  if (/^[^/]*\/\/[^/?#]*[/?#].*@/.test(databaseUrl)) throw invalid;
  try {
    const { host, port, database } = new pg.Client({ connectionString: databaseUrl });
    return { host: host.startsWith("/") ? host : `${host}:${port}`, database: database ?? "" };
  } catch {
    throw invalid;
  }
}

/** Makes one sentence of what went wrong at the first connection. */
function openingFault(error: unknown, { host, database }: Place): EngineFault {
  if (error instanceof EngineFault) return error;
  const code = (error as { code?: string }).code;
  const options = { cause: error };
  if (code === "3D000")
    return new EngineFault(
      "DATABASE_AUTH",
      `There is no database ${database} on ${host}; create it (createdb ${database}), or ` +
        "correct DATABASE_URL.",
      options,
    );
  if (faultOf(error) === "DATABASE_AUTH")
    return new EngineFault(
      "DATABASE_AUTH",
      `The database server ${host} refused the user or password of DATABASE_URL; correct it, ` +
        "or the server's pg_hba.conf.",
      options,
    );
  if (code !== undefined && CERTIFICATE.test(code))
    return new EngineFault(
      "DATABASE_UNREACHABLE",
      `The certificate of the database server ${host} cannot be verified (${reasonOf(error)}); ` +
        "name its authority with sslmode=verify-full&sslrootcert=FILE in DATABASE_URL, or take " +
        "any certificate with sslmode=no-verify.",
      options,
    );
  if (reasonOf(error).includes("does not support SSL"))
    return new EngineFault(
      "DATABASE_UNREACHABLE",
      `The database server ${host} speaks no TLS; turn it on there (ssl = on), or take sslmode ` +
        "out of DATABASE_URL.",
      options,
    );
  return new EngineFault(
    "DATABASE_UNREACHABLE",
    `The database server ${host} cannot be reached (${reasonOf(error)}); start it, or ` +
      "correct DATABASE_URL.",
    options,
  );
}

async function checkServer(pool: pg.Pool, { host, database }: Place): Promise<void> {
  const {
    rows: [version],
  } = await pool.query<{ number: number; name: string }>(
    "select current_setting('server_version_num')::int as number, " +
      "current_setting('server_version') as name",
  );
  if (version!.number < 150000) {
    throw new EngineFault(
      "POSTGRES_TOO_OLD",
      `The database server ${host} runs PostgreSQL ${version!.name}; Hearthgrid needs 15 or newer.`,
    );
  }
  const installed = async () =>
    (
      await pool.query<{ v: string }>(
        "select extversion as v from pg_extension where extname = 'postgis'",
      )
    ).rows[0]?.v;
  let postgis = await installed();
  if (!postgis) {
    try {
      await pool.query("create extension if not exists postgis");
    } catch (cause) {
      // Another process may have added it at the same moment.
      if (!(await installed()))
        throw new EngineFault(
          "POSTGIS_MISSING",
          `Database ${database} on ${host} has no PostGIS and this user may not add it; ` +
            "install PostGIS on the server and run CREATE EXTENSION postgis in this database.",
          { cause },
        );
    }
    postgis = await installed();
  }
  const [major = 0, minor = 0] = (postgis ?? "").split(".").map(Number);
  if (major < 3 || (major === 3 && minor < 3)) {
    throw new EngineFault(
      "POSTGIS_TOO_OLD",
      `Database ${database} on ${host} has PostGIS ${postgis}; Hearthgrid needs 3.3 or newer: ` +
        "update it and run SELECT postgis_extensions_upgrade().",
    );
  }
}

/**
 * Connects to a PostgreSQL server with PostGIS. Throws EngineFault (DATABASE_*, POSTGIS_*,
 * POSTGRES_TOO_OLD).
 */
export async function openServer(o: EngineOptions & { databaseUrl: string }): Promise<Engine> {
  const log = o.log ?? (() => undefined);
  const place = placeOf(o.databaseUrl);
  const faults = new EventEmitter();
  const emit = (fault: EngineFault) => {
    log(fault.message);
    faults.emit("fault", fault);
  };

  const pool = new EnginePool({
    connectionString: o.databaseUrl,
    max: o.poolSize ?? 10,
    // A new connection is dear, so it is kept.
    idleTimeoutMillis: 0,
    keepAlive: true,
    application_name: "hearthgrid",
    Client: ServerClient,
    onConnect: async (client: pg.ClientBase) => {
      await client.query(SET_SESSION);
      // Before PostGIS is there it fails, and harms nothing.
      await client.query(WARM).catch(() => undefined);
    },
  } as pg.PoolConfig);
  // A connection that dies while idle is replaced by the next query; without a listener it would
  // end the process.
  pool.on("error", (error) =>
    emit(
      new EngineFault(
        "DATABASE_UNREACHABLE",
        `A connection to the database server ${place.host} was lost (${reasonOf(error)}); new ` +
          "ones are tried as needed.",
        { cause: error },
      ),
    ),
  );

  let pooled: boolean;
  try {
    await checkServer(pool, place);
    pooled = await setBehindPooler(pool).catch((error: unknown) => {
      log(`The session settings could not be kept behind a pooler: ${reasonOf(error)}`);
      return true;
    });
  } catch (error) {
    await pool.end();
    throw openingFault(error, place);
  }
  const listener = new Listener(o.directUrl ?? o.databaseUrl, log, () =>
    emit(
      new EngineFault(
        "NOTIFICATIONS_MISSED",
        "The connection that hears changes of other processes was lost and is back; what " +
          "happened in between was not heard.",
      ),
    ),
  );
  let closed: Promise<void> | undefined;
  const capabilities = await askCapabilities(pool).catch(async (error: unknown) => {
    await pool.end();
    throw openingFault(error, place);
  });
  // A server that goes away now is heard of by the first statement.
  const warming = o.warm ? warm(pool).catch(() => undefined) : undefined;

  return {
    kind: "server",
    pool,
    together: pooled
      ? undefined
      : (client, statements) => (client as unknown as ServerClient).together(statements),
    capabilities,
    interactiveMs: 10_000,
    withDeadline,
    whileWanted,
    listen: (channel, onPayload) => listener.listen(channel, onPayload),
    notify: async (channel, payload) => {
      if (Buffer.byteLength(payload) > NOTIFY_BYTES)
        throw new RangeError(
          `a notification carries at most ${NOTIFY_BYTES} bytes, got ${Buffer.byteLength(payload)}`,
        );
      await pool.query("select pg_notify($1, $2)", [channel, payload]);
    },
    onFault: (fn) => {
      faults.on("fault", fn);
    },
    vacuumAnalyze: () => vacuumAnalyze(pool, "all"),
    setServicePort: () => undefined,
    close: () =>
      (closed ??= (async () => {
        await listener.close();
        await warming;
        await pool.end();
      })()),
  };
}

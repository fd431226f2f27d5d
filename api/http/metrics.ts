import { BlockList, isIPv6 } from "node:net";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Services } from "../core/services.js";
import { VERSION } from "../core/version.js";
import { countJobs } from "../jobs/jobs.queries.js";
import { isForwarded } from "./doors.js";

/** Jobs are counted by asking the database: not for every reader of the metrics anew. */
const JOBS_FRESH_MS = 5_000;
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export interface Metrics {
  readonly registry: Registry;
  answered(outlet: string, status: number, seconds: number, codes: readonly string[]): void;
}

/** Counts and durations; no label holds anything of a person, a place or a request. */
export function makeMetrics(services: Services): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Counter({
    name: "hearthgrid_requests_total",
    help: "Requests answered, by outlet and HTTP status",
    labelNames: ["outlet", "status"],
    registers,
  });
  const errors = new Counter({
    name: "hearthgrid_errors_total",
    help: "Requests answered with an error, by outlet and error code",
    labelNames: ["outlet", "code"],
    registers,
  });
  const durations = new Histogram({
    name: "hearthgrid_request_seconds",
    help: "From a request's head to the end of its answer",
    labelNames: ["outlet"],
    buckets: SECONDS,
    registers,
  });
  engineMetrics(services, registry);
  laneMetrics(services, registry);
  workMetrics(services, registry);
  columnMetrics(services, registry);
  return {
    registry,
    answered: (outlet, status, seconds, codes) => {
      requests.inc({ outlet, status });
      durations.observe({ outlet }, seconds);
      for (const code of codes) errors.inc({ outlet, code });
    },
  };
}

function engineMetrics({ db }: Services, registry: Registry): void {
  const { engine } = db;
  const registers = [registry];
  new Gauge({
    name: "hearthgrid_build_info",
    help: "What runs; the value is 1",
    labelNames: ["version", "node", "engine", "postgres", "postgis"],
    registers,
  }).set(
    {
      version: VERSION,
      node: process.version,
      engine: engine.kind,
      postgres: engine.capabilities.postgres,
      postgis: engine.capabilities.postgis,
    },
    1,
  );
  const faults = new Counter({
    name: "hearthgrid_engine_faults_total",
    help: "Faults of the database engine by code; on the embedded engine each is a restart",
    labelNames: ["code"],
    registers,
  });
  engine.onFault(({ code }) => faults.inc({ code }));
  new Gauge({
    name: "hearthgrid_pool_connections",
    help: "Connections to the database, and requests that wait for one",
    labelNames: ["state"],
    registers,
    collect() {
      const { totalCount, idleCount, waitingCount } = engine.pool;
      this.set({ state: "in_use" }, totalCount - idleCount);
      this.set({ state: "idle" }, idleCount);
      this.set({ state: "waiting" }, waitingCount);
    },
  });
}

function laneMetrics({ db }: Services, registry: Registry): void {
  const registers = [registry];
  new Gauge({
    name: "hearthgrid_turns_running",
    help: "Statements and transactions of requests that have a connection, by lane",
    labelNames: ["lane"],
    registers,
    collect() {
      for (const [lane, n] of Object.entries(db.lanes.figures.running)) this.set({ lane }, n);
    },
  });
  new Gauge({
    name: "hearthgrid_turns_waiting",
    help: "Statements and transactions of requests that wait for their turn",
    registers,
    collect() {
      this.set(db.lanes.figures.waiting);
    },
  });
  new Counter({
    name: "hearthgrid_turns_refused_total",
    help: "Those that waited too long or found the queue full, and were refused",
    registers,
    collect() {
      this.reset();
      this.inc(db.lanes.figures.refused);
    },
  });
}

function columnMetrics({ incidentColumns }: Services, registry: Registry): void {
  const registers = [registry];
  new Gauge({
    name: "hearthgrid_incident_columns_rows",
    help: "Incidents whose columns are held in memory, for figures",
    registers,
    collect() {
      this.set(incidentColumns.figures.rows);
    },
  });
  new Gauge({
    name: "hearthgrid_incident_columns_bytes",
    help: "Memory that they take",
    registers,
    collect() {
      this.set(incidentColumns.figures.bytes);
    },
  });
}

function workMetrics({ db, events, jobs }: Services, registry: Registry): void {
  const registers = [registry];
  new Gauge({
    name: "hearthgrid_subscriptions_open",
    help: "Open subscriptions",
    labelNames: ["to"],
    registers,
    collect() {
      this.set({ to: "changes" }, events.open);
      this.set({ to: "jobs" }, jobs.open);
    },
  });
  let asked = 0;
  new Gauge({
    name: "hearthgrid_jobs",
    help: "Jobs in the database by state",
    labelNames: ["state"],
    registers,
    async collect() {
      if (Date.now() - asked < JOBS_FRESH_MS) return;
      asked = Date.now();
      // While the database is away the last known figures stand.
      const rows = await countJobs(db).catch(() => undefined);
      if (!rows) return;
      this.reset();
      for (const { state, n } of rows) this.set({ state }, n);
    },
  });
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/**
 * `/metrics` in Prometheus' text format, for the addresses of the setting. Behind a proxy that is
 * not trusted the caller's address is unknown, so a forwarded request is refused.
 */
export function metricsRoute(
  app: FastifyInstance,
  { settings }: Services,
  { registry }: Metrics,
): void {
  const readers = listOf(settings.metrics);
  const mayRead = (request: FastifyRequest): boolean => {
    const byTrustedProxy = request.ip !== request.socket.remoteAddress;
    if (!byTrustedProxy && isForwarded(request.raw)) return false;
    const address = request.ip.replace(/^::ffff:/, "");
    return readers.check(address, isIPv6(address) ? "ipv6" : "ipv4");
  };
  app.get("/metrics", async (request, reply) => {
    if (!mayRead(request))
      return reply.code(403).send({
        error: {
          code: "FORBIDDEN",
          message: "Metrics are for the addresses of the setting --metrics (HEARTHGRID_METRICS).",
        },
      });
    return reply
      .header("Cache-Control", "no-store")
      .type(registry.contentType)
      .send(await registry.metrics());
  });
}

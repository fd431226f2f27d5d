import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import Fastify from "fastify";
import { Context } from "../../api/context.js";
import { openServices } from "../../api/open-services.js";
import type { Viewer } from "../../api/policy/viewer.js";
import { tileRoutes } from "../../api/tiles/tiles.routes.js";
import { tile } from "../../api/tiles/tiles.service.js";
import { type Engine, openEngine } from "../../db/engine.js";
import { migrate } from "../../db/migrate.js";
import { layerOf } from "../../schema/layers/index.js";
import { findPostgres } from "../harness/find-postgres.js";
import { startCluster, TEMPLATE } from "../harness/postgres-cluster.js";
import type { Bench } from "./bench.js";

const COUNTY = 320505;
const ROWS = 200_000;
const ROUNDS = 25;
/** The tile at zoom 12 around 120.63 E, 31.30 N; about a tenth of the rows lie in it. */
const [Z, X, Y] = [12, 3420, 1672];

/**
 * Incidents on a Weyl sequence: the same even scatter every time, over a box of about ten such
 * tiles.
 */
const seed = async (engine: Engine) => {
  await migrate(engine);
  await engine.pool.query(
    "insert into county (id, name, time_zone, origin_lon, origin_lat, code_profile, " +
      "grid_code_template) values ($1, '吴中区', 'Asia/Shanghai', 120.6, 31.3, 'cn', " +
      "'{village}{n3}')",
    [COUNTY],
  );
  await engine.withDeadline(300_000, () =>
    engine.pool.query(
      `insert into incident (county_id, id, created_by, updated_by, title, category, level, status,
       occurred_from, occurred_until, reported_at, geom)
     select $1, md5(i::text)::uuid, 'person:a', 'person:a', '事件',
     '0' || 1 + i % 4 || '0' || 1 + i % 7, 1 + i % 4, 'REPORTED', t, t, t,
       ST_SetSRID(ST_MakePoint(round((120.5 + 0.28 * (i * 0.7548776662466927 % 1))::numeric,
         7)::float8, round((31.16 + 0.24 * (i * 0.5698402909980532 % 1))::numeric, 7)::float8),
         4326)
     from (select i, timestamptz '2025-01-01' + i * interval '2 minutes' as t
       from generate_series(1, $2::int) i) s`,
      [COUNTY, ROWS],
    ),
  );
  await engine.vacuumAnalyze();
};

/** What one would write by hand for the same tile and attributes. */
const FLOOR = `
  select ST_AsMVT(f, 'incidents', 4096, 'geom') as tile from (
    select county_id || '-' || id as id, category, level, status,
    extract(epoch from occurred_from)::int8 as t,
      ST_AsMVTGeom(ST_Transform(geom, 3857), ST_TileEnvelope($1, $2, $3), 4096, 64) as geom
    from incident where county_id = $4 and retired_at is null
      and geom && ST_Transform(ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096), 4326)) f`;

const fetchBytes = (port: number, agent: http.Agent) =>
  new Promise<number>((resolve, reject) => {
    http
      .get({ port, agent, path: `/tiles/incidents/${Z}/${X}/${Y}.mvt` }, (response) => {
        let length = 0;
        response.on("data", (chunk: Buffer) => {
          length += chunk.length;
        });
        response.on("end", () => {
          resolve(length);
        });
        response.on("error", reject);
      })
      .on("error", reject);
  });

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[values.length >> 1]!;

async function measure(
  engine: Engine,
): Promise<{ floor: number; own: number; http: number; points: number; notModified: number }> {
  const services = openServices(engine, () => undefined);
  const viewer: Viewer = {
    kind: "person",
    actor: "person:a",
    name: null,
    assignments: [{ role: "analyst", county: COUNTY, grids: [], villages: [] }],
  };
  const app = Fastify();
  tileRoutes(app, async () => new Context(services, viewer, "tile"));
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;
  const agent = new http.Agent({ keepAlive: true });
  const ways: Record<"floor" | "own" | "http", () => Promise<unknown>> = {
    floor: () => engine.pool.query(FLOOR, [Z, X, Y, COUNTY]),
    own: () => tile(new Context(services, viewer, "tile"), layerOf("incidents"), Z, X, Y, {}),
    http: () => fetchBytes(port, agent),
  };
  const times = { floor: [] as number[], own: [] as number[], http: [] as number[] };
  // In turn, round by round, so that whatever else the machine does falls on all alike.
  for (let round = -3; round < ROUNDS; round++) {
    for (const name of ["floor", "own", "http"] as const) {
      const start = performance.now();
      await ways[name]();
      if (round >= 0) times[name].push(performance.now() - start);
    }
  }
  const first = await app.inject({ url: `/tiles/incidents/${Z}/${X}/${Y}.mvt` });
  const unchanged: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const start = performance.now();
    await app.inject({
      url: `/tiles/incidents/${Z}/${X}/${Y}.mvt`,
      headers: { "if-none-match": String(first.headers["etag"]) },
    });
    unchanged.push(performance.now() - start);
  }
  const {
    rows: [counted],
  } = await engine.pool.query<{ n: number }>(
    "select count(*)::int as n from incident where geom && ST_Transform(ST_TileEnvelope($1, " +
      "$2, $3), 4326)",
    [Z, X, Y],
  );
  agent.destroy();
  await app.close();
  return {
    floor: median(times.floor),
    own: median(times.own),
    http: median(times.http),
    notModified: median(unchanged),
    points: counted!.n,
  };
}

/** How much does a tile of about 20,000 points cost over the same ST_AsMVT written by hand? */
const tilesBench: Bench = async () => {
  const binaries = findPostgres();
  if (!binaries)
    return [
      {
        what: "Tile of 20,000 points ÷ raw ST_AsMVT",
        measured: "not measured: no PostgreSQL with PostGIS here",
        reach: "≤ 1.15",
      },
    ];
  const dir = mkdtempSync(path.join(tmpdir(), "hearthgrid-bench-"));
  chmodSync(dir, 0o755); // PostgreSQL runs as another user when we are root
  const cluster = await startCluster(binaries, path.join(dir, "postgres"));
  try {
    const engine = await openEngine({
      databaseUrl: `${cluster.url}/${TEMPLATE}`,
      dataDir: "",
      poolSize: 2,
    });
    try {
      await seed(engine);
      const m = await measure(engine);
      const ms = (v: number) => `${v.toFixed(1)} ms`;
      return [
        {
          what:
            `Tile of ${m.points.toLocaleString("en")} points over HTTP ÷ raw ` +
            "ST_AsMVT through pg",
          measured: (m.http / m.floor).toFixed(2),
          reach: "≤ 1.15",
          note:
            `medians of ${ROUNDS} rounds in turn: raw ${ms(m.floor)}, service ` +
            `${ms(m.own)}, over HTTP with policy and ETag, uncompressed ${ms(m.http)}; ` +
            `${ROWS.toLocaleString("en")} rows`,
        },
        {
          what: "The same tile when the client's is current (304)",
          measured: ms(m.notModified),
          note: "no tile SQL: policy, data version, digest",
        },
      ];
    } finally {
      await engine.close();
    }
  } finally {
    await cluster.stop();
    rmSync(dir, { recursive: true, force: true });
  }
};

export default tilesBench;

import type { Position } from "geojson";
import type { Engine } from "../../db/engine/engine.js";
import { migrate } from "../../db/migrate.js";
import { mulberry32 } from "../../geo/random.js";

export const COUNTY = 320505;
/** South-west corner of the town and the side of its lattice's cells, degrees. */
const [WEST, SOUTH] = [120.55, 31.28];
const CELL = 0.004;
const [COLUMNS, ROWS] = [12, 10];

/** 𠮷, U+20BB7, beyond the plane that most encoders were tried with. */
export const RARE = "\u{20BB7}祥里";

export const idOf = (kind: number, n: number): string =>
  `00000000-0000-7000-8${String(kind).padStart(3, "0")}-${String(n).padStart(12, "0")}`;

const round = (v: number) => Math.round(v * 1e7) / 1e7;

/**
 * Cells of a warped lattice with crooked shared borders; one has a hole that the last grid fills.
 */
function gridPolygons(): Position[][][] {
  const next = mulberry32(7);
  const jitter = (p: Position): Position => [
    round(p[0]! + (next() - 0.5) * CELL * 0.2),
    round(p[1]! + (next() - 0.5) * CELL * 0.2),
  ];
  const known = new Map<string, Position>();
  const vertex = (i: number, j: number) => {
    const key = `${i} ${j}`;
    if (!known.has(key)) known.set(key, jitter([WEST + i * CELL, SOUTH + j * CELL]));
    return known.get(key)!;
  };
  const edges = new Map<string, Position[]>();
  /** Positions from one corner to before the other; both neighbours get the same ones. */
  const edge = (a: [number, number], b: [number, number]): Position[] => {
    const turned = a[0] > b[0] || a[1] > b[1];
    const [from, to] = turned ? [b, a] : [a, b];
    const key = `${from.join()} ${to.join()}`;
    if (!edges.has(key)) {
      const [p, q] = [vertex(...from), vertex(...to)];
      const [dx, dy] = [q[0]! - p[0]!, q[1]! - p[1]!];
      const bend = (t: number): Position => {
        const aside = (next() - 0.5) * 0.4 * t * (1 - t);
        return [p[0]! + t * dx - aside * dy, p[1]! + t * dy + aside * dx].map(round);
      };
      edges.set(key, [p, ...[0.13, 0.31, 0.5, 0.52, 0.78].map(bend), q]);
    }
    const line = edges.get(key)!;
    return (turned ? [...line].reverse() : line).slice(0, -1);
  };
  const polygons: Position[][][] = [];
  for (let j = 0; j < ROWS; j++) {
    for (let i = 0; i < COLUMNS; i++) {
      const ring = [
        ...edge([i, j], [i + 1, j]),
        ...edge([i + 1, j], [i + 1, j + 1]),
        ...edge([i + 1, j + 1], [i, j + 1]),
        ...edge([i, j + 1], [i, j]),
      ];
      polygons.push([[...ring, ring[0]!]]);
    }
  }
  const [x, y] = [WEST + 5.5 * CELL, SOUTH + 4.5 * CELL];
  const enclave = [
    [x, y],
    [x + 0.0007, y + 0.0001],
    [x + 0.0006, y + 0.0006],
    [x, y + 0.0005],
    [x, y],
  ].map((p) => p.map(round));
  polygons[4 * COLUMNS + 5]!.push([...enclave].reverse());
  polygons.push([enclave]);
  return polygons;
}

type Row = Record<string, unknown>;

/** Inserts rows; `geom` is GeoJSON. The columns' types are the table's own. */
async function insert(engine: Engine, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0]!);
  const values = columns.map((c) =>
    c === "geom" || c === "coarse"
      ? `ST_SetSRID(ST_GeomFromGeoJSON(r->>'${c}'), 4326)`
      : `p."${c}"`,
  );
  await engine.pool.query(
    `insert into ${table} (county_id, created_by, updated_by,
       ${columns.map((c) => `"${c}"`).join(", ")})
     select ${COUNTY}, 'person:somebody', 'person:somebody', ${values.join(", ")}
     from json_array_elements($1::json) r,
     json_populate_record(null::${table}, (r::jsonb - 'geom' - 'coarse')::json) p`,
    [JSON.stringify(rows)],
  );
}

/** What the town holds, so that a spec can count without the code it tests. */
export interface Town {
  points: Record<"households" | "cameras" | "incidents", Position[]>;
  grids: Position[][][];
}

/**
 * Migrates a fresh database and builds a small seeded town in it, with the shapes that trouble
 * encoders.
 */
export async function buildTown(
  engine: Engine,
  counts = { households: 300, cameras: 40, incidents: 500 },
): Promise<Town> {
  await migrate(engine);
  await engine.pool.query(
    "insert into county (id, name, time_zone, origin_lon, origin_lat, code_profile, " +
      "grid_code_template) values ($1, '吴中区', 'Asia/Shanghai', 120.57, 31.3, 'cn', " +
      "'{village}{n3}')",
    [COUNTY],
  );
  const next = mulberry32(11);
  const place = (): Position => [
    round(WEST + next() * COLUMNS * CELL),
    round(SOUTH + next() * ROWS * CELL),
  ];
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const points = (n: number) => Array.from({ length: n }, place);
  const point = (coordinates: Position) => ({ type: "Point", coordinates });
  const multi = (polygons: Position[][][]) => ({ type: "MultiPolygon", coordinates: polygons });
  const grids = gridPolygons();
  await insert(
    engine,
    "grid",
    grids.map((p, n) => ({
      id: idOf(1, n),
      code: `G${n}`,
      name: n === 3 ? RARE : `第${n}网格`,
      kind: n % 2 ? "A" : null,
      village_code: `V${n % 4}`,
      valid_from: "2020-01-01",
      valid_to: null,
      geom: multi([p]),
    })),
  );
  await insert(engine, "grid", [
    {
      id: idOf(1, 900),
      code: "OLD",
      name: "旧网格",
      kind: null,
      village_code: "V0",
      valid_from: "2010-01-01",
      valid_to: "2020-01-01",
      geom: multi([grids[0]!]),
    },
  ]);
  for (const n of [0, 1]) {
    await engine.pool.query(
      `insert into village (county_id, id, created_by, updated_by, code, name, geom)
       select $1, $2, 'person:somebody', 'person:somebody', $3, $4, ST_Multi(ST_Union(geom))
       from grid where valid_to is null and substr(code, 2)::int / 60 = $5`,
      [COUNTY, idOf(2, n), `V${n}`, `${n}村`, n],
    );
  }
  const square = ([x, y]: Position, a: number, turned = false): Position[] => {
    const ring = [
      [x!, y!],
      [x! + a, y!],
      [x! + a, y! + a],
      [x!, y! + a],
      [x!, y!],
    ].map((p) => p.map(round));
    return turned ? ring.reverse() : ring;
  };
  await insert(
    engine,
    "building",
    points(200).map((p, n) => ({
      id: idOf(3, n),
      name: n % 5 === 0 ? RARE : `${n}号楼`,
      use: pick(["residential", "school"]),
      floors: n % 7 === 0 ? null : 1 + (n % 30),
      grid_id: idOf(1, n % 8),
      geom: multi([
        // Wound either way, with a courtyard, with a second wing, and one that no pixel shows.
        n % 3 === 0
          ? [
              square(p, 0.0008, n % 2 === 0),
              square([p[0]! + 0.0002, p[1]! + 0.0002], 0.0003, n % 2 === 1),
            ]
          : [square(p, n === 4 ? 1e-7 : 0.0004, n % 2 === 0)],
        ...(n % 4 === 0 ? [[square([p[0]! + 0.001, p[1]!], 0.0003)]] : []),
      ]),
    })),
  );
  const line = (steps: number): Position[] => {
    const walk = [place()];
    for (let i = 0; i < steps; i++)
      walk.push([
        round(walk[i]![0]! + (next() - 0.5) * 0.006),
        round(walk[i]![1]! + (next() - 0.5) * 0.006),
      ]);
    return walk;
  };
  await insert(
    engine,
    "street",
    Array.from({ length: 40 }, (_, n) => ({
      id: idOf(4, n),
      name: `${n}路`,
      kind: pick(["primary", "secondary", "residential"]),
      geom: { type: "MultiLineString", coordinates: n % 5 === 0 ? [line(9), line(4)] : [line(12)] },
    })),
  );
  await insert(
    engine,
    "water",
    Array.from({ length: 12 }, (_, n) => ({
      id: idOf(5, n),
      name: `${n}浜`,
      kind: null,
      geom:
        n % 2
          ? { type: "LineString", coordinates: line(8) }
          : {
              type: "Polygon",
              coordinates: [square(place(), 0.006), square(place(), 0.0001)].slice(0, 1),
            },
    })),
  );
  const households = points(counts.households);
  const coarse = (p: Position): Position => [
    round(Math.floor(p[0]! * 1000) / 1000 + 0.0005),
    round(Math.floor(p[1]! * 1000) / 1000 + 0.0005),
  ];
  await insert(
    engine,
    "household",
    households.map((p, n) => ({
      id: idOf(6, n),
      head_name: `户主${n}`,
      phone: "13800001234",
      members: 3,
      grid_id: idOf(1, n % 8),
      geom: point(p),
      coarse: point(coarse(p)),
    })),
  );
  const cameras = points(counts.cameras);
  await insert(
    engine,
    "camera",
    cameras.map((p, n) => ({
      id: idOf(7, n),
      name: `${RARE}${n}`,
      kind: "fixed",
      heading: n * 7.5,
      field_of_view: 60,
      range_m: n % 3 ? 40.25 : 30,
      grid_id: idOf(1, n % 8),
      geom: point(p),
    })),
  );
  const incidents = points(counts.incidents);
  await insert(
    engine,
    "incident",
    incidents.map((p, n) => {
      const at = new Date(Date.UTC(2026, 0, 1 + (n % 90), n % 24)).toISOString();
      return {
        id: idOf(8, n),
        title: "事件",
        category: pick(["0101", "0102", "0201", "03"]),
        level: 1 + (n % 4),
        status: "REPORTED",
        occurred_from: at,
        occurred_until: at,
        reported_at: at,
        grid_id: idOf(1, n % 8),
        geom: point(p),
      };
    }),
  );
  return { points: { households, cameras, incidents }, grids };
}

/**
 * How fast is geo/coverage: the drag, the build, the check against PostGIS. CPU seconds of one core.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { postgis } from "@electric-sql/pglite-postgis";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { applyChange } from "../../geo/coverage/apply.js";
import { buildCoverage, isCoverage, toFeatureCollection } from "../../geo/coverage/build.js";
import { checkCoverage } from "../../geo/coverage/check.js";
import { cleanCoverage } from "../../geo/coverage/clean.js";
import type { GridCollection } from "../../geo/coverage/collection.js";
import { measureCoverage, updateMeasures } from "../../geo/coverage/measures.js";
import { type Coverage, isRefusal } from "../../geo/coverage/model.js";
import { moveNode } from "../../geo/coverage/operations/move-node.js";
import { randomCoverage } from "../../geo/coverage/testing/random-coverage.js";
import { mulberry32 } from "../../geo/random.js";
import type { Bench, BenchRow } from "./bench.js";

function cpuMs(work: () => unknown): number {
  const from = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const repeat = (times: number, work: () => unknown): number =>
  median(Array.from({ length: times }, () => cpuMs(work)));

/**
 * Taiwan's villages, cleaned (one ring of 7,701 runs back on itself), or a generated coverage of
 * like size.
 */
function villages(): { name: string; data: GridCollection } {
  const file = path.join(process.env.HEARTHGRID_BENCH_DATA ?? "", "taiwan_villages.topojson");
  if (!process.env.HEARTHGRID_BENCH_DATA || !existsSync(file)) {
    const data = randomCoverage(mulberry32(1), { columns: 88, rows: 88, between: 9 });
    return {
      name: `${data.features.length} generated cells (HEARTHGRID_BENCH_DATA is not set)`,
      data,
    };
  }
  const topology = JSON.parse(readFileSync(file, "utf8")) as Topology<{
    villages: GeometryCollection<{ VILLCODE: string }>;
  }>;
  const read = feature(topology, topology.objects.villages);
  const seen = new Set<string>();
  const features = read.features.flatMap((f, i) => {
    if (f.geometry.type !== "Polygon" && f.geometry.type !== "MultiPolygon") return [];
    const id = seen.has(f.properties.VILLCODE)
      ? `${f.properties.VILLCODE}#${i}`
      : f.properties.VILLCODE;
    seen.add(id);
    return [{ ...f, id, geometry: f.geometry }];
  });
  return {
    name: `${features.length} villages of Taiwan`,
    data: toFeatureCollection(cleanCoverage({ type: "FeatureCollection", features }).coverage),
  };
}

function built(data: GridCollection, trusted: boolean): Coverage {
  const coverage = buildCoverage(data, { trusted });
  if (!isCoverage(coverage)) throw new Error(coverage.findings[0]?.code);
  return coverage;
}

function dragRow(name: string, data: GridCollection): BenchRow {
  const coverage = built(data, true),
    measures = measureCoverage(coverage);
  const random = mulberry32(7),
    nodes = [...coverage.nodes.values()].filter((n) => n.edges.length >= 3);
  const drags = 120,
    frames = 25,
    each: number[] = [];
  let refused = 0;
  for (let d = 0; d < drags; d++) {
    const { x, y } = nodes[Math.floor(random() * nodes.length)]!;
    let at: [number, number] = [x / 1e7, y / 1e7];
    each.push(
      cpuMs(() => {
        for (let f = 1; f <= frames; f++) {
          const to: [number, number] = [
            (x + Math.round(200 * Math.sin(f / 4))) / 1e7,
            (y + Math.round(200 * (1 - Math.cos(f / 4)))) / 1e7,
          ];
          const outcome = moveNode(coverage, at, to);
          if (isRefusal(outcome)) {
            refused++;
            continue;
          }
          applyChange(coverage, outcome);
          updateMeasures(measures, coverage, outcome);
          at = to;
        }
      }) / frames,
    );
  }
  const sorted = [...each].sort((a, b) => a - b);
  return {
    what: `drag a vertex among ${name}: model and measures, a frame`,
    measured:
      `${median(each).toFixed(2)} ms (p95 ` +
      `${sorted[Math.floor(sorted.length * 0.95)]!.toFixed(2)})`,
    reach: "4 ms",
    stretch: "1 ms",
    note: `${drags} drags of ${frames} frames, ${refused} frames refused`,
  };
}

/** CPU of ST_CoverageInvalidEdges over the same polygons, without loading them. */
async function oracleMs(data: GridCollection): Promise<{ ms: number; invalid: number }> {
  const engine = await PGlite.create({ extensions: { postgis } });
  await engine.exec("create extension postgis; create table villages (geom geometry)");
  for (let i = 0; i < data.features.length; i += 500) {
    await engine.query(
      "insert into villages select ST_GeomFromGeoJSON(g #>> '{}') " +
        "from json_array_elements($1::json) g",
      [JSON.stringify(data.features.slice(i, i + 500).map((f) => JSON.stringify(f.geometry)))],
    );
  }
  const times: number[] = [];
  let invalid = 0;
  for (let k = 0; k < 3; k++) {
    const from = process.cpuUsage();
    const { rows } = await engine.query<{ n: number }>(
      "select count(*)::int n from (select ST_CoverageInvalidEdges(geom) over () e " +
        "from villages) t where e is not null",
    );
    const { user, system } = process.cpuUsage(from);
    times.push((user + system) / 1000);
    invalid = rows[0]!.n;
  }
  await engine.close();
  return { ms: median(times), invalid };
}

const bench: Bench = async () => {
  const { name, data } = villages();
  const five = randomCoverage(mulberry32(2), { columns: 25, rows: 20, between: 11 });
  const rows: BenchRow[] = [dragRow(name, data)];
  const trusted = repeat(5, () => built(data, true));
  rows.push({
    what: `build the model from ${name}`,
    measured: `${(repeat(5, () => built(data, false)) / 1000).toFixed(2)} s`,
    reach: "1.5 s",
    stretch: "0.7 s",
    note: `with the full check; ${trusted.toFixed(0)} ms for polygons saved from a coverage`,
  });
  const small = repeat(9, () => built(five, true));
  rows.push({
    what: "build the model from 500 grids of 48 vertices",
    measured: `${repeat(9, () => built(five, false)).toFixed(0)} ms`,
    reach: "60 ms",
    stretch: "25 ms",
    note: `with the full check; ${small.toFixed(0)} ms for saved polygons`,
  });
  const ours = repeat(5, () => checkCoverage(data)),
    { ms: theirs, invalid } = await oracleMs(data);
  rows.push({
    what: `full check of ${name}, over ST_CoverageInvalidEdges in PGlite`,
    measured: (ours / theirs).toFixed(2),
    reach: "1",
    stretch: "0.5",
    note: `${ours.toFixed(0)} ms over ${theirs.toFixed(0)} ms; PostGIS finds ${invalid} invalid`,
  });
  return rows;
};

export default bench;

import { pipeline, Readable } from "node:stream";
import { pick } from "stream-json/filters/pick.js";
import { streamArray } from "stream-json/streamers/stream-array.js";
import {
  badFile,
  type FileSource,
  inBatches,
  type RawFile,
  type RawRow,
  rawOfFeature,
} from "./raw-row.js";

const HEAD_BYTES = 65_536;

/**
 * Names of coordinate systems by which GeoJSON of before RFC 7946 says that its coordinates are
 * degrees of WGS 84 or CGCS2000.
 */
const DEGREES = /CRS84|EPSG:{1,2}(4326|4490)\b/i;

/**
 * A GeoJSON FeatureCollection, read as a stream: 100 MB need no 100 MB of memory. An old `crs`
 * member that names metres is
 * refused, since RFC 7946 knows degrees only.
 */
export async function readGeoJson(source: FileSource): Promise<RawFile> {
  const input = source.open();
  const chunks = input[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const kept: Buffer[] = [];
  for (let size = 0; size < HEAD_BYTES; ) {
    const next = await chunks.next();
    if (next.done) break;
    kept.push(Buffer.from(next.value));
    size += next.value.length;
  }
  const text = Buffer.concat(kept)
    .toString("utf8")
    .replace(/^\uFEFF/, "");
  const head = text.slice(0, HEAD_BYTES);
  if (!head.trimStart().startsWith("{"))
    throw badFile(source, "", "is not a GeoJSON FeatureCollection.");
  const crs = /"crs"\s*:\s*\{[^}]*\}?[^}]*"name"\s*:\s*"([^"]+)"/.exec(
    head.split('"features"')[0]!,
  )?.[1];
  if (crs && !DEGREES.test(crs))
    throw badFile(
      source,
      "crs",
      `is ${crs.slice(0, 80)}; GeoJSON is in degrees (RFC 7946). Convert it first: ogr2ogr -t_srs EPSG:4326 -lco RFC7946=YES out.geojson FILE.`,
    );
  if (/^\s*\{\s*"type"\s*:\s*"Topology"/.test(head))
    throw badFile(source, "", "is TopoJSON; name it .topojson or give --format topojson.");
  return { batches: inBatches(features(source, kept, chunks, head)), notes: [] };
}

async function* features(
  source: FileSource,
  kept: Buffer[],
  chunks: AsyncIterator<Buffer>,
  head: string,
): AsyncGenerator<RawRow> {
  async function* bytes() {
    const bom = kept[0]?.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]));
    for (const [i, chunk] of kept.entries()) yield i === 0 && bom ? chunk.subarray(3) : chunk;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  }
  const items = streamArray.asStream();
  // A failure reaches the loop below through the destroyed last stream.
  pipeline(
    Readable.from(bytes()),
    pick.withParserAsStream({ filter: "features" }),
    items,
    () => undefined,
  );
  const stream = items as AsyncIterable<{ key: number; value: unknown }>;
  let row = 0;
  try {
    for await (const { value } of stream) {
      row++;
      const raw = rawOfFeature(value, row);
      if (typeof raw === "string") throw badFile(source, `feature ${row}`, `${raw}.`);
      yield raw;
    }
  } catch (error) {
    if ((error as Error).name === "Refusal") throw error;
    throw badFile(
      source,
      row === 0 ? "" : `after feature ${row}`,
      `is not valid JSON (${(error as Error).message.split("\n")[0]!.replace(/\.$/, "").slice(0, 100)}).`,
    );
  }
  if (row === 0 && !/"features"\s*:/.test(head))
    throw badFile(source, "", "is not a GeoJSON FeatureCollection: it has no features.");
}

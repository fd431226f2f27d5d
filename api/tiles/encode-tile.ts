import { PbfWriter } from "pbf";
import { EXTENT } from "./tile-address.js";
import type { PropertyKind } from "./tile-properties.js";

type Position = readonly [number, number];

/**
 * A geometry in whole units of the tile, y downwards. Rings are closed, outer ones with positive
 * area.
 */
export type TileGeometry =
  | { type: "Point"; coordinates: Position }
  | { type: "MultiPoint" | "LineString"; coordinates: readonly Position[] }
  | { type: "MultiLineString" | "Polygon"; coordinates: readonly (readonly Position[])[] }
  | { type: "MultiPolygon"; coordinates: readonly (readonly (readonly Position[])[])[] };

export type TileValue = string | number | boolean | null;

/** A feature as SQL writes it: the values of the properties in their order, then the geometry. */
export type TileRow = readonly [...TileValue[], TileGeometry];

export interface TileKey {
  name: string;
  kind: PropertyKind;
}

const [MOVE, LINE, CLOSE] = [1, 2, 7];
const [POINT, LINES, POLYGON] = [1, 2, 3];
const VARINT = 0;
const BYTES = 2;

/**
 * Commands of one feature (MVT 2.1 section 4.3): command words, and zig-zag steps from the cursor.
 */
class Pen {
  readonly words: number[] = [];
  private x = 0;
  private y = 0;

  points(points: readonly Position[]): void {
    this.words.push((points.length << 3) | MOVE);
    for (const p of points) this.step(p);
  }

  line(line: readonly Position[], length = line.length): void {
    this.points(line.slice(0, 1));
    this.words.push(((length - 1) << 3) | LINE);
    for (let i = 1; i < length; i++) this.step(line[i]!);
  }

  /** A ring's last position repeats its first: closing the path says so. */
  ring(ring: readonly Position[]): void {
    this.line(ring, ring.length - 1);
    this.words.push((1 << 3) | CLOSE);
  }

  private step([x, y]: Position): void {
    const dx = x - this.x;
    const dy = y - this.y;
    this.words.push((dx << 1) ^ (dx >> 31), (dy << 1) ^ (dy >> 31));
    this.x = x;
    this.y = y;
  }
}

function draw(geometry: TileGeometry, pen: Pen): number {
  switch (geometry.type) {
    case "Point":
      pen.points([geometry.coordinates]);
      return POINT;
    case "MultiPoint":
      pen.points(geometry.coordinates);
      return POINT;
    case "LineString":
      pen.line(geometry.coordinates);
      return LINES;
    case "MultiLineString":
      for (const line of geometry.coordinates) pen.line(line);
      return LINES;
    case "Polygon":
      for (const ring of geometry.coordinates) pen.ring(ring);
      return POLYGON;
    case "MultiPolygon":
      for (const rings of geometry.coordinates) for (const ring of rings) pen.ring(ring);
      return POLYGON;
  }
}

/**
 * pbf 5.1.2's writeString loses a bit of characters from U+20000 on (U+20BB7 becomes U+10BB7): Node
 * writes the UTF-8.
 */
const writeText = (tag: number, text: string, pbf: PbfWriter) =>
  pbf.writeBytesField(tag, Buffer.from(text, "utf8"));

function writeValue(value: string | number | boolean, kind: PropertyKind, pbf: PbfWriter): void {
  if (typeof value === "string") writeText(1, value, pbf);
  else if (typeof value === "boolean") pbf.writeBooleanField(7, value);
  else if (kind === "double") pbf.writeDoubleField(3, value);
  else if (value >= 0) pbf.writeVarintField(5, value);
  else pbf.writeSVarintField(6, value);
}

/**
 * One layer as a Mapbox vector tile 2.1, for engines without ST_AsMVT. Writes the same bytes as
 * ST_AsMVT does for the
 * same rows in the same order (test/tiles/encoders.spec.ts): none for no rows.
 */
export function encodeTile(
  name: string,
  keys: readonly TileKey[],
  rows: readonly TileRow[],
): Buffer {
  if (rows.length === 0) return Buffer.alloc(0);
  const pbf = new PbfWriter(new Uint8Array(Math.max(1024, rows.length * 64)));
  const values = new Map<string, number>();
  const used: { value: string | number | boolean; kind: PropertyKind }[] = [];
  const indexOf = (value: string | number | boolean, kind: PropertyKind): number => {
    const key = `${typeof value === "string" ? "s" : kind}${value}`;
    let index = values.get(key);
    if (index === undefined) {
      values.set(key, (index = used.length));
      used.push({ value, kind });
    }
    return index;
  };
  const writeFeature = (row: TileRow, out: PbfWriter) => {
    const tags: number[] = [];
    keys.forEach(({ kind }, k) => {
      const value = row[k] as TileValue;
      if (value !== null) tags.push(k, indexOf(value, kind));
    });
    const pen = new Pen();
    const type = draw(row[keys.length] as TileGeometry, pen);
    out.writePackedVarint(2, tags);
    out.writeTag(3, VARINT);
    out.writeVarint(type);
    out.writeTag(4, BYTES);
    out.writeRawMessage((words: number[], w: PbfWriter) => {
      for (const word of words) w.writeVarint(word);
    }, pen.words);
  };
  pbf.writeMessage(
    3,
    (_: null, layer: PbfWriter) => {
      writeText(1, name, layer);
      for (const row of rows) layer.writeMessage(2, writeFeature, row);
      for (const key of keys) writeText(3, key.name, layer);
      for (const { value, kind } of used)
        layer.writeMessage(4, (v: typeof value, out: PbfWriter) => writeValue(v, kind, out), value);
      layer.writeVarintField(5, EXTENT);
      layer.writeVarintField(15, 2);
    },
    null,
  );
  return Buffer.from(pbf.finish());
}

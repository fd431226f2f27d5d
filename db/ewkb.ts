import type { Geometry, Position } from "geojson";

const WKB: Record<string, number> = {
  Point: 1,
  LineString: 2,
  Polygon: 3,
  MultiPoint: 4,
  MultiLineString: 5,
  MultiPolygon: 6,
};
const SRID_FLAG = 0x20000000;

/**
 * Hex EWKB, little endian, SRID 4326: what a geometry column takes as text, several times faster
 * than GeoJSON.
 */
export function ewkbHex(geometry: Geometry): string {
  if (geometry.type === "GeometryCollection") throw new Error("no layer has geometry collections");
  const bytes: Buffer[] = [];
  const word = (n: number) => {
    const b = Buffer.alloc(4);
    b.writeUInt32LE(n);
    bytes.push(b);
  };
  const positions = (list: readonly Position[]) => {
    const b = Buffer.alloc(16 * list.length);
    list.forEach((p, i) => {
      b.writeDoubleLE(p[0]!, 16 * i);
      b.writeDoubleLE(p[1]!, 16 * i + 8);
    });
    bytes.push(b);
  };
  const head = (type: string, srid: boolean) => {
    bytes.push(Buffer.from([1]));
    word(WKB[type]! + (srid ? SRID_FLAG : 0));
    if (srid) word(4326);
  };
  const body = (g: Exclude<Geometry, { type: "GeometryCollection" }>, srid: boolean): void => {
    head(g.type, srid);
    switch (g.type) {
      case "Point":
        positions([g.coordinates]);
        break;
      case "LineString":
        word(g.coordinates.length);
        positions(g.coordinates);
        break;
      case "Polygon":
        word(g.coordinates.length);
        for (const ring of g.coordinates) {
          word(ring.length);
          positions(ring);
        }
        break;
      case "MultiPoint":
        word(g.coordinates.length);
        for (const p of g.coordinates) body({ type: "Point", coordinates: p }, false);
        break;
      case "MultiLineString":
        word(g.coordinates.length);
        for (const l of g.coordinates) body({ type: "LineString", coordinates: l }, false);
        break;
      case "MultiPolygon":
        word(g.coordinates.length);
        for (const p of g.coordinates) body({ type: "Polygon", coordinates: p }, false);
        break;
    }
  };
  body(geometry, true);
  return Buffer.concat(bytes).toString("hex");
}

/** Longitude and latitude of a point as `ewkbHex` writes it. */
export function pointOfEwkb(hex: string): [lon: number, lat: number] {
  const bytes = Buffer.from(hex.slice(-32), "hex");
  return [bytes.readDoubleLE(0), bytes.readDoubleLE(8)];
}

// @vitest-environment happy-dom
import { area as squareMetres } from "@turf/area";
import type { Polygon, Position } from "geojson";
import { expect, test } from "vitest";
import { toGcj02 } from "../../geo/gcj02.js";
import { metresBetween } from "../state/area.js";
import { type Datum, readAreaFile } from "./read-file.js";
import { boundaryOf } from "./sketch.js";

const read = (value: unknown, datum: Datum = "wgs84") =>
  readAreaFile(
    new File([typeof value === "string" ? value : JSON.stringify(value)], "图.geojson"),
    datum,
  );
const ringAt = (x: number, y: number, side = 0.01): Position[] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
];
const square = (x: number, y: number, side?: number): Polygon => ({
  type: "Polygon",
  coordinates: [ringAt(x, y, side)],
});
const km2 = (shape: Parameters<typeof squareMetres>[0]) => squareMetres(shape) / 1e6;
const feature = (geometry: unknown) => ({ type: "Feature", properties: {}, geometry });
const collection = (...geometries: unknown[]) => ({
  type: "FeatureCollection",
  features: geometries.map(feature),
});
const xml = (ring: Position[]) => ring.map(([x, y]) => `${x},${y},300`).join(" ");
const kml = (inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>` +
  `<Placemark><name>片区</name>${inside}</Placemark></Document></kml>`;
const boundary = (ring: Position[]) =>
  `<LinearRing><coordinates>${xml(ring)}</coordinates></LinearRing>`;

test("a file gives its areas put together, or its lines, or a reason", async () => {
  const both = await read(collection(square(107, 29), square(107.005, 29)));
  expect(km2(both.shape!)).toBeCloseTo(km2(square(107, 29)) * 1.5, 3);
  const line = { type: "LineString", coordinates: ringAt(107, 29) };
  expect((await read(collection(line))).lines).toBeDefined();
  expect((await read("<gml/>")).word).toBe("fileBroken");
  expect((await read("<kml><Placemark>")).word).toBe("fileNothing");
  expect((await read("PK\u0003\u0004…")).word).toBe("fileZip");
  expect((await read(collection())).word).toBe("fileNothing");
  expect((await read(square(500_000, 3_200_000, 100))).word).toBe("fileRange");
  const [p, q, r, s] = ringAt(107, 29);
  const bow = { type: "Polygon", coordinates: [[p, r, q, s, p]] };
  expect((await read(bow)).word).toBe("fileShape");
});

test("KML gives its polygons with their holes, whatever their heights", async () => {
  const hole = ringAt(107.002, 29.002, 0.002);
  const { shape } = await read(
    kml(
      `<Polygon><outerBoundaryIs>${boundary(ringAt(107, 29))}</outerBoundaryIs>` +
        `<innerBoundaryIs>${boundary(hole)}</innerBoundaryIs></Polygon>`,
    ),
  );
  expect(km2(shape!)).toBeCloseTo(km2(square(107, 29)) - km2(square(107.002, 29.002, 0.002)), 3);
});

test("a GPX track is a line, and a boundary where it stands alone", async () => {
  const points = ringAt(107, 29).slice(0, 4);
  const track = points.map(([x, y]) => `<trkpt lon="${x}" lat="${y}"><ele>300</ele></trkpt>`);
  const gpx = (more: string) =>
    `<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">${more}` +
    `<trk><trkseg>${track.join("")}</trkseg></trk></gpx>`;
  const { lines } = await read(gpx('<wpt lon="107" lat="29"/>'));
  expect(boundaryOf(lines!)?.coordinates.map((p) => p.slice(0, 2))).toEqual(points);
  const two = await read(gpx(`<trk><trkseg>${track.join("")}</trkseg></trk>`));
  expect(boundaryOf(two.lines!)).toBeNull();
});

test("what was drawn on a shifted map is shifted back, to a decimetre", async () => {
  const ring = ringAt(107.38, 29.71);
  const shifted = { type: "Polygon", coordinates: [ring.map(toGcj02)] };
  const [asIs, back] = [await read(shifted), await read(shifted, "gcj02")];
  const corner = (shape: unknown) => (shape as Polygon).coordinates[0]![0]!;
  expect(metresBetween(corner(asIs.shape), ring[0]!)).toBeGreaterThan(300);
  expect(metresBetween(corner(back.shape), ring[0]!)).toBeLessThan(0.1);
});

test("a system that the file names is read, one that is unknown is told", async () => {
  const named = (name: string) => ({ crs: { type: "name", properties: { name } } });
  // Chongqing's usual one: zone of three degrees around 108° E, without the zone's number.
  const metres = square(450_000, 3_290_000, 1000);
  const { shape } = await read({ ...metres, ...named("urn:ogc:def:crs:EPSG::4545") });
  expect(km2(shape!)).toBeCloseTo(1, 2);
  expect(shape!.coordinates.flat(2)[0] as number).toBeCloseTo(107.48, 1);
  expect((await read({ ...metres, ...named("EPSG:2345678") })).word).toBe("fileUnknownCrs");
});

import type { Geometry, Position } from "geojson";
import { boundsOf } from "../../geo/geometry.js";

/** Points drawn with this many pixels of the sketch's 100. */
const DOT = 5;
const MARGIN = 12;

const ringsOf = (g: Geometry): Position[][] =>
  g.type === "Polygon" ? g.coordinates : g.type === "MultiPolygon" ? g.coordinates.flat() : [];

/** Two places in one small drawing, this one in the accent colour, the other dashed. */
export function PlaceSketch({ place, other }: { place: Geometry; other: Geometry }) {
  const [a, b] = [boundsOf(place), boundsOf(other)];
  const [w, s] = [Math.min(a[0], b[0]), Math.min(a[1], b[1])];
  const [e, n] = [Math.max(a[2], b[2]), Math.max(a[3], b[3])];
  // A degree of longitude is shorter than one of latitude.
  const squeeze = Math.cos((((s + n) / 2) * Math.PI) / 180);
  const size = Math.max((e - w) * squeeze, n - s, 1e-7);
  const at = ([x, y]: Position): [number, number] => [
    50 + (((x! - (w + e) / 2) * squeeze) / size) * (100 - 2 * MARGIN),
    50 - ((y! - (s + n) / 2) / size) * (100 - 2 * MARGIN),
  ];
  const draw = (g: Geometry, className: string) => {
    if (g.type === "Point") {
      const [cx, cy] = at(g.coordinates);
      return <circle className={className} cx={cx} cy={cy} r={DOT} />;
    }
    const path = ringsOf(g).map((ring) => `M${ring.map((p) => at(p).join(" ")).join("L")}Z`);
    return <path className={className} d={path.join("")} />;
  };
  return (
    <svg className="place-sketch" viewBox="0 0 100 100" aria-hidden="true">
      {draw(other, "other")}
      {draw(place, "this")}
    </svg>
  );
}

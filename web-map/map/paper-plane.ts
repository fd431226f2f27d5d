import type { Geometry, Position } from "geojson";

/** Units of a drawing's longer side. */
export const PAPER_SIDE = 1000;
const METRES_PER_DEGREE = 111_320;

interface PaperPlane {
  width: number;
  height: number;
  metresPerUnit: number;
  place(at: Position): [number, number];
}

/** A plane for a drawing on paper, about what is at most a county wide. */
export function paperPlane(boxes: readonly (readonly number[])[]): PaperPlane {
  const [w, s] = [0, 1].map((i) => Math.min(...boxes.map((b) => b[i]!))) as [number, number];
  const [e, n] = [2, 3].map((i) => Math.max(...boxes.map((b) => b[i]!))) as [number, number];
  const narrow = Math.cos((((s + n) / 2) * Math.PI) / 180);
  const unit = PAPER_SIDE / Math.max((e - w) * narrow, n - s);
  return {
    ...{ width: (e - w) * narrow * unit, height: (n - s) * unit },
    metresPerUnit: METRES_PER_DEGREE / unit,
    place: ([lon, lat]) => [(lon! - w) * narrow * unit, (n - lat!) * unit],
  };
}

const ringsOf = (geometry: Geometry): Position[][] =>
  geometry.type === "Polygon"
    ? geometry.coordinates
    : geometry.type === "MultiPolygon"
      ? geometry.coordinates.flat()
      : [];

/** The outline of a polygon as a path of SVG. */
export const paperPath = (geometry: Geometry, place: PaperPlane["place"]): string =>
  ringsOf(geometry)
    .map(
      (ring) =>
        `M${ring
          .map((p) =>
            place(p)
              .map((n) => n.toFixed(1))
              .join(" "),
          )
          .join("L")}Z`,
    )
    .join("");

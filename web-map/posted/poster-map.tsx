import type { Geometry, Position } from "geojson";
import { boundsOf } from "../../geo/geometry.js";
import { useWords } from "../i18n/use-words.js";
import { middleOf } from "../map/middle-of.js";
import type { PostedVillage } from "./use-posted.js";
import { usePostedWords } from "./words.js";

/** Units of the drawing's longer side. */
const SIDE = 1000;
/** Pale, and told apart when printed in grey by their numbers. */
const COLOURS = ["#dfe8d8", "#f1e3cc", "#d9e4ee", "#efdcdc", "#e6e0ee", "#e9e9d2"];
const METRES_PER_DEGREE = 111_320;

interface Drawn {
  width: number;
  height: number;
  metresPerUnit: number;
  place(at: Position): [number, number];
}

/** A plane about the village: its shapes are a few kilometres wide. */
function planeOf(geometries: readonly Geometry[]): Drawn {
  const boxes = geometries.map(boundsOf);
  const [w, s] = [0, 1].map((i) => Math.min(...boxes.map((b) => b[i]!))) as [number, number];
  const [e, n] = [2, 3].map((i) => Math.max(...boxes.map((b) => b[i]!))) as [number, number];
  const narrow = Math.cos((((s + n) / 2) * Math.PI) / 180);
  const unit = SIDE / Math.max((e - w) * narrow, n - s);
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

/** A round length of about a fifth of the drawing. */
function scaleOf(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres));
  return [5, 2, 1].map((n) => n * power).find((n) => n <= metres)!;
}

/** The village stands in the title: «第一网格» of «凯涪社区第一网格». */
const shortOf = (name: string, village: string): string =>
  name.startsWith(village) && name !== village ? name.slice(village.length) : name;

/** The outlines of a village's grids with their numbers. */
export function PosterMap({ village }: { village: PostedVillage }) {
  const t = usePostedWords();
  const { number } = useWords();
  const grids = village.grids.flatMap(({ geometry, ...grid }) =>
    geometry ? [{ ...grid, geometry }] : [],
  );
  if (grids.length === 0) return null;
  const { width, height, metresPerUnit, place } = planeOf(grids.map((g) => g.geometry));
  const scale = scaleOf((SIDE / 5) * metresPerUnit);
  const bar = scale / metresPerUnit;
  const path = (geometry: Geometry) =>
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
  return (
    <svg
      className="poster-map"
      viewBox={`-12 -12 ${width + 24} ${height + 72}`}
      role="img"
      aria-label={t("posterMap", { village: village.name ?? "" })}
    >
      {grids.map(({ id, geometry }, i) => (
        <path
          key={id}
          d={path(geometry)}
          fillRule="evenodd"
          fill={COLOURS[i % COLOURS.length]}
          stroke="#3d463f"
          strokeWidth={3}
          strokeLinejoin="round"
        />
      ))}
      {grids.map(({ id, name, geometry }, i) => {
        const at = middleOf(geometry);
        const [x, y] = at ? place(at) : [0, 0];
        return (
          <g key={id} transform={`translate(${x} ${y})`} textAnchor="middle">
            <circle r={20} fill="#fff" stroke="#3d463f" strokeWidth={2} />
            <text y={8} className="poster-number">
              {i + 1}
            </text>
            <text y={44} className="poster-name">
              {shortOf(name ?? "", village.name ?? "")}
            </text>
          </g>
        );
      })}
      <g transform={`translate(0 ${height + 36})`}>
        <path d={`M0 -8V0H${bar}V-8`} fill="none" stroke="#3d463f" strokeWidth={3} />
        <text x={bar + 12} y={2} className="poster-name">
          {t("metres", { count: number(scale) })}
        </text>
        <g transform={`translate(${width - 14} 4)`} textAnchor="middle">
          <path d="M0 -38L-10 -12H10Z" fill="#3d463f" />
          <text y={12} className="poster-name">
            {t("north")}
          </text>
        </g>
      </g>
    </svg>
  );
}

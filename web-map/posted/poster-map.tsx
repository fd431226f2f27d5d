import { boundsOf } from "../../geo/geometry.js";
import { useWords } from "../i18n/use-words.js";
import { middleOf } from "../map/middle-of.js";
import { PAPER_SIDE, paperPath, paperPlane } from "../map/paper-plane.js";
import type { PostedVillage } from "./use-posted.js";
import { usePostedWords } from "./words.js";

/** Pale, and told apart when printed in grey by their numbers. */
const COLOURS = ["#dfe8d8", "#f1e3cc", "#d9e4ee", "#efdcdc", "#e6e0ee", "#e9e9d2"];

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
  const { width, height, metresPerUnit, place } = paperPlane(
    grids.map((g) => boundsOf(g.geometry)),
  );
  const scale = scaleOf((PAPER_SIDE / 5) * metresPerUnit);
  const bar = scale / metresPerUnit;
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
          d={paperPath(geometry, place)}
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

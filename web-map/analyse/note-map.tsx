import type { Geometry } from "geojson";
import { useMemo } from "react";
import { boundsOf } from "../../geo/geometry.js";
import { NoteVillagesDocument } from "../gql/graphql.js";
import { paperPath, paperPlane } from "../map/paper-plane.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { type Area, areaPolygon } from "../state/area.js";
import { useAnalyseWords } from "./words.js";

interface NoteMapProps {
  area: Area | null;
  points: readonly (readonly number[])[];
}

/** Incidents on the outlines of the villages: drawn anew, so that it prints sharp and without tiles. */
export function NoteMap({ area, points }: NoteMapProps) {
  const t = useAnalyseWords();
  const { county } = useSession();
  const { data } = useAsked(NoteVillagesDocument, { county: county.id });
  const villages = useMemo(
    () => (data?.villages.nodes ?? []).flatMap(({ geometry }) => (geometry ? [geometry] : [])),
    [data],
  );
  const shape = area && areaPolygon(area);
  const shown: Geometry[] = shape ? [shape] : villages;
  if (shown.length === 0) return null;
  const { width, height, place } = paperPlane(shown.map(boundsOf));
  return (
    <svg
      className="poster-map analyse-note-map"
      viewBox={`-12 -12 ${width + 24} ${height + 24}`}
      role="img"
      aria-label={t("noteMap")}
    >
      {villages.map((geometry) => {
        const path = paperPath(geometry, place);
        return <path key={path} d={path} className="village" />;
      })}
      {shape && <path d={paperPath(shape, place)} className="area" />}
      {points.map((at, i) => {
        const [x, y] = place([...at]);
        // biome-ignore lint/suspicious/noArrayIndexKey: several stand on one place, and none moves
        return <circle key={i} cx={x.toFixed(1)} cy={y.toFixed(1)} r={5} />;
      })}
    </svg>
  );
}

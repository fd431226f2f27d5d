import type { Feature } from "geojson";
import type { FilterSpecification } from "maplibre-gl";
import { useEffect, useMemo } from "react";
import { boundsOf } from "../../geo/geometry.js";
import { useWords } from "../i18n/use-words.js";
import { ACCENT } from "../layers/legend.js";
import { label, stroke, tint } from "../map/presets.js";
import { collection } from "../map/sectors.js";
import { useOverlay } from "../map/use-overlay.js";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { PlacedMap } from "./placed-map.js";
import type { ReleasedBoard } from "./released-board.js";
import { useTodayWords } from "./words.js";

const TOLD: FilterSpecification = ["get", "told"];

interface PublicMapProps {
  areas: ReleasedBoard["areas"];
  /** What months the numbers are of. */
  span: string;
  heading: "h2" | "h3";
  isFar: boolean;
}

/**
 * The released areas, each with its number or with none. No colour by number: what is left out
 * differs from area to area, so that side by side they would be ranked by what is not told.
 */
export function PublicMap({ areas, span, heading: Heading, isFar }: PublicMapProps) {
  const w = useTodayWords();
  const { number } = useWords();
  useReleased(areas);
  return (
    <section className="tile" data-tile="public-map" aria-labelledby="public-map">
      <Heading id="public-map" className="tile-title">
        {w("publicAreas")}
        <small>{span}</small>
      </Heading>
      <PlacedMap isFar={isFar} />
      <p className="hot-legend">
        <span>
          <i className="told" aria-hidden="true" /> {w("publicTold")}
        </span>
        <span>
          <i className="withheld" aria-hidden="true" /> {w("publicWithheld")}
        </span>
      </p>
      <ul className="sr-only">
        {areas.map(({ id, name, atLeast }) => (
          <li key={id}>
            {w("publicArea", { name })}{" "}
            {atLeast === null ? w("publicWithheld") : w("atLeast", { n: number(atLeast) })}
          </li>
        ))}
      </ul>
    </section>
  );
}

function useReleased(areas: ReleasedBoard["areas"]): void {
  const { number } = useWords();
  const { map } = useShell();
  const { county } = useSession();
  useEffect(() => {
    if (county.bounds) map?.fit(county.bounds);
  }, [map, county.bounds]);
  const numbers = areas
    .map(({ atLeast }) => (atLeast === null ? "" : `≥ ${number(atLeast)}`))
    .join("|");
  useOverlay(
    "public-board",
    useMemo(() => {
      const said = numbers.split("|");
      const features = areas.map(
        ({ id, geometry, atLeast }): Feature => ({
          type: "Feature",
          geometry,
          properties: { id, told: atLeast !== null },
        }),
      );
      const plates = features.map((feature, i): Feature => {
        const [west, south, east, north] = boundsOf(feature.geometry);
        const coordinates = [(west + east) / 2, (south + north) / 2];
        return {
          type: "Feature",
          geometry: { type: "Point", coordinates },
          properties: { name: said[i] },
        };
      });
      return {
        slot: "top",
        sources: { areas: collection(features), plates: collection(plates) },
        layers: [
          stroke({ id: "line", source: "areas", colour: ACCENT, width: 1, opacity: 0.3 }),
          tint({ id: "fill", source: "areas", colour: ACCENT, opacity: 0.2, filter: TOLD }),
          stroke({ id: "told", source: "areas", colour: ACCENT, width: 2, filter: TOLD }),
          label({ id: "plate", source: "plates", width: 12 }),
        ],
      };
    }, [areas, numbers]),
  );
}

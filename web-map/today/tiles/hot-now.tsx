import type { Feature } from "geojson";
import { useEffect, useMemo, useState } from "react";
import { boundsOf } from "../../../geo/geometry.js";
import { HotNowDocument, type HotNowQuery, TownShapeDocument } from "../../gql/graphql.js";
import { useWords } from "../../i18n/use-words.js";
import type { Overlay } from "../../map/map-adapter.js";
import { label, ring, stroke, tint } from "../../map/presets.js";
import { collection } from "../../map/sectors.js";
import { useOverlay } from "../../map/use-overlay.js";
import { useQuietMap } from "../../map/use-quiet-map.js";
import { useSession } from "../../session/session-context.js";
import { useAsked } from "../../session/use-asked.js";
import { useShell } from "../../shell/shell-context.js";
import { useTheme } from "../../shell/theme.js";
import { PlacedMap } from "../placed-map.js";
import { Tile } from "../tile.js";
import { useTodayPage } from "../today-context.js";
import { useTile } from "../use-tile.js";
import { useTodayWords } from "../words.js";
import { HotCards } from "./hot-cards.js";

type HotArea = HotNowQuery["hotNow"]["areas"][number];

/** The rim of what is hot, as Analyse has it. */
const HOT = { light: "#b3261e", dark: "#ff7a6b" } as const;
/**
 * Dwellings, doors and single incidents are nothing for whoever passes by; names of towns lie over
 * those of villages, which are what the page speaks of.
 */
const ASIDE = ["incidents", "cameras", "households", "ties", "townships-names"];
const ON_HOT = { light: "#ffffff", dark: "#1c1210" } as const;
const PLATE_PX = 13;
/** Beside the map; a phone has them one below the other. */
const CARDS_MOST = { wall: 3, desk: 3, phone: 10 } as const;

/** Where it stands out now, outlined, each place with a plate: what, and for how many days. */
export function HotNow() {
  const w = useTodayWords();
  const { clock } = useWords();
  const { county } = useSession();
  const { template, today } = useTodayPage();
  const [isOpen, setOpen] = useState(false);
  const asked = useTile(HotNowDocument, "now");
  // Figures first: the map is most of what is fetched. On a phone it waits to be asked for.
  const isWanted =
    template === "phone" ? isOpen : today.data !== undefined || today.fault !== undefined;
  const at = (moment: string) => clock(new Date(moment), county.timeZone);
  return (
    <Tile id="hotNow" title={w("hotNow")} asked={asked}>
      {({ hotNow: { areas, computedAt, windowEnd } }) => (
        <>
          {isWanted && <HotMap areas={areas} />}
          {template === "phone" && (
            <button
              type="button"
              className="button hot-open"
              aria-expanded={isOpen}
              onClick={() => {
                setOpen(!isOpen);
              }}
            >
              {w(isOpen ? "closeMap" : "openMap")}
            </button>
          )}
          <div className="hot-beside" data-some={areas.length > 0}>
            <HotCards areas={areas} most={CARDS_MOST[template]} />
            <p className="hot-legend">
              {areas.length > 0 && (
                <span>
                  <i aria-hidden="true" /> {w("hotLegend")}
                </span>
              )}
              <span>
                {computedAt && windowEnd
                  ? w(areas.length > 0 ? "hotComputed" : "nothingHotAt", {
                      at: at(computedAt),
                      until: at(windowEnd),
                    })
                  : w("hotNotYet")}
              </span>
            </p>
          </div>
        </>
      )}
    </Tile>
  );
}

function HotMap({ areas }: { areas: readonly HotArea[] }) {
  const { template } = useTodayPage();
  useQuietMap(ASIDE);
  useShownPlace();
  useHotOverlay(areas);
  return <PlacedMap isFar={template === "wall"} />;
}

/** The county, or the town with its outline. */
function useShownPlace(): void {
  const { map } = useShell();
  const { county } = useSession();
  const { town } = useTodayPage();
  const { data } = useAsked(TownShapeDocument, town && { county: county.id, codes: [town.code] });
  const shape = town ? (data?.display.towns[0]?.shape ?? null) : null;
  useEffect(() => {
    const bounds = shape ? boundsOf(shape) : town ? null : county.bounds;
    if (bounds) map?.fit(bounds);
  }, [map, shape, town, county.bounds]);
  useOverlay(
    "today-town",
    useMemo(
      () =>
        shape && {
          slot: "objects" as const,
          sources: { town: collection([{ type: "Feature", geometry: shape, properties: {} }]) },
          layers: [stroke({ id: "line", source: "town", width: 2.4 })],
        },
      [shape],
    ),
  );
}

function useHotOverlay(areas: readonly HotArea[]): void {
  const theme = useTheme();
  const overlay = useMemo(() => hotOverlay(areas, HOT[theme], ON_HOT[theme]), [areas, theme]);
  useOverlay("today-hot", overlay);
}

/** Each outlined, and on its upper edge the number of its card. */
function hotOverlay(areas: readonly HotArea[], colour: string, ink: string): Overlay {
  const features = areas.map(
    ({ id, shape }, i): Feature => ({
      type: "Feature",
      geometry: shape,
      properties: { id, name: String(i + 1) },
    }),
  );
  const plated = features.map((feature): Feature => {
    const [west, , east, north] = boundsOf(feature.geometry);
    return { ...feature, geometry: { type: "Point", coordinates: [(west + east) / 2, north] } };
  });
  const number = label({
    id: "number",
    source: "plates",
    colour: ink,
    width: PLATE_PX,
    halo: colour,
  });
  return {
    slot: "top",
    sources: { areas: collection(features), plates: collection(plated) },
    layers: [
      tint({ id: "fill", source: "areas", colour, opacity: 0.1 }),
      stroke({ id: "line", source: "areas", colour, width: 2.6 }),
      ring({ id: "plate", source: "plates", colour, opacity: 1, width: PLATE_PX * 0.8 }),
      // None is left out for another, and names of the map stand aside.
      { ...number, layout: { ...number.layout, "text-allow-overlap": true } } as typeof number,
    ],
  };
}

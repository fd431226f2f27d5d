import {
  type PlaceCheck as Found,
  LEAST_INCIDENTS,
  placeCheck,
} from "../../geo/hotspots/place-check.js";
import { streetOf } from "../../geo/hotspots/street-of.js";
import type { DefaultPlace, PlaceCheck } from "../../schema/hot-spots.js";
import type { Context } from "../core/context.js";
import { Refusal } from "../core/refusal.js";
import {
  type CrowdedSpot,
  countListed,
  crowdedSpots,
} from "../incidents/incident-places.service.js";
import type { Filter } from "../layers/filter.js";
import { keptFor, readHotQuestion } from "./hot-question.js";
import { placeNames } from "./place-names.js";

const SPOTS_MOST = 50_000;

/** Whether places are the incidents' or a geocoder's. */
export async function checkPlaces(
  context: Context,
  filter: Filter | null | undefined,
): Promise<PlaceCheck> {
  const question = await readHotQuestion(context, filter);
  return keptFor(context, question, ["place check"], async () => {
    const { n: incidents, named: withAddress } = await countListed(context.db, question);
    const spots = await crowdedSpots(context.db, question, LEAST_INCIDENTS, SPOTS_MOST);
    if (spots.length > SPOTS_MOST)
      throw new Refusal(
        "TOO_COSTLY",
        `filter: more than ${SPOTS_MOST} addresses have five incidents or more. Ask for less by ` +
          "area, time or category.",
        { field: "filter" },
      );
    const found = foundIn(spots, incidents, withAddress);
    const value = {
      ...{ share: found.share, incidents },
      places: await named(context, question.county, found, spots),
    };
    return { value, bytes: 200 * value.places.length };
  });
}

function foundIn(spots: readonly CrowdedSpot[], total: number, withStreet: number): Found {
  const of = (key: "x" | "y" | "n") => Float64Array.from(spots, (spot) => spot[key]);
  const streets = spots.map(({ address }) => address && streetOf(address));
  return placeCheck(of("x"), of("y"), streets, { counts: of("n"), total, named: withStreet });
}

async function named(
  { db }: Context,
  county: number,
  { places }: Found,
  spots: readonly CrowdedSpot[],
): Promise<DefaultPlace[]> {
  const points = places.map(({ x, y, rows }): [number, number] => {
    const spot = spots[rows.find((row) => spots[row]!.x === x && spots[row]!.y === y)!]!;
    return [spot.lon, spot.lat];
  });
  const names = await placeNames(db, county, points);
  return places.map(({ incidents, streets, without, rows }, k) => ({
    ...{ point: points[k]!, name: names[k]! },
    ...{ incidents, streets, without },
    addresses: new Set(rows.flatMap((row) => spots[row]!.address ?? [])).size,
  }));
}

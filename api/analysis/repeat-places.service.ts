import type { RepeatPlace, RepeatPlaces } from "../../schema/repeat-places.js";
import type { Context } from "../core/context.js";
import { Refusal } from "../core/refusal.js";
import { spotsOf } from "../incidents/incident-places.service.js";
import type { Filter } from "../layers/filter.js";
import { keptFor, readHotQuestion } from "./hot-question.js";
import { placeNames } from "./place-names.js";

const SPOTS_MOST = 2000;
const PLACES_MOST = 20;

/** Places that had more than one incident, as they may be called. */
export async function repeatPlacesOf(
  context: Context,
  filter: Filter | null | undefined,
): Promise<RepeatPlaces> {
  const question = await readHotQuestion(context, filter);
  return keptFor(context, question, ["repeat places"], async () => {
    const spots = await spotsOf(context.db, question, SPOTS_MOST);
    if (spots.length > SPOTS_MOST)
      throw new Refusal(
        "TOO_COSTLY",
        `filter: incidents are on more than ${SPOTS_MOST} places. Ask for less by area, time or ` +
          "category.",
        { field: "filter" },
      );
    const points = spots.map(({ lon, lat }): [number, number] => [lon, lat]);
    const names = await placeNames(context.db, question.county, points);
    const all = together(spots.map(({ n }, k) => ({ name: names[k]!, incidents: n })));
    const repeats = all.filter(({ incidents }) => incidents > 1);
    const value: RepeatPlaces = {
      incidents: sum(all),
      placeCount: all.length,
      repeatIncidents: sum(repeats),
      places: repeats.slice(0, PLACES_MOST),
    };
    return { value, bytes: 60 * value.places.length };
  });
}

const sum = (places: readonly RepeatPlace[]) => places.reduce((n, p) => n + p.incidents, 0);

/** All that bears one name is one place (of one question, so near by); what has none is its own. */
function together(spots: readonly RepeatPlace[]): RepeatPlace[] {
  const named = new Map<string, RepeatPlace>();
  const places: RepeatPlace[] = [];
  for (const { name, incidents } of spots) {
    const known = name === null ? undefined : named.get(name);
    if (known) known.incidents += incidents;
    else {
      const place = { name, incidents };
      places.push(place);
      if (name !== null) named.set(name, place);
    }
  }
  return places.sort((a, b) => b.incidents - a.incidents);
}

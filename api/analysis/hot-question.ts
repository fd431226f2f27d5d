import { localClock } from "../../geo/time/local-clock.js";
import { type Layer, layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import type { Kept } from "../core/kept-results.js";
import { badInput, Refusal } from "../core/refusal.js";
import { requestNow } from "../core/request.js";
import { stableText } from "../core/stable-text.js";
import { versionsOf } from "../events/data-versions.js";
import { type Filter, rowsOf } from "../layers/filter.js";
import { readFilter } from "../layers/read-filter.js";
import { type Access, policyKey } from "../policy/policy.js";

/** What is asked of the incidents of one county, whose plane it is computed in. */
export interface HotQuestion {
  access: Access<Layer>;
  filter: Filter & { county: number };
  county: number;
  /** Of the plane: longitude and latitude in degrees. */
  origin: readonly [lon: number, lat: number];
}

/** A question as the policy lets it be asked; a plane is a county's, so it is of one county. */
export async function readHotQuestion(
  context: Context,
  asked: Filter | null | undefined,
): Promise<HotQuestion> {
  const layer = layerOf("incidents");
  const access = context.access(layer);
  const filter = (await readFilter(context, layer, asked)) ?? {};
  const county = filter.county ?? filter.area?.county ?? onlyOf(access.counties);
  if (!access.counties.includes(county))
    throw new Refusal("FORBIDDEN", "county: you may not see incidents of this county.", {
      field: "county",
    });
  if (!access.seesGround(county))
    throw new Refusal(
      "FORBIDDEN",
      "incidents: where they stand out is told of all incidents of an area; you see those that you " +
        "wrote or handle. Their numbers are incidentStats.",
    );
  if (filter.from != null && filter.to != null && filter.from >= filter.to)
    throw badInput("to", "to: must lie after from; between them nothing can have happened.");
  const [lon, lat] = (await context.services.counties.get(county)).origin;
  return { access, filter: { ...filter, county }, county, origin: [lon!, lat!] };
}

function onlyOf(counties: readonly number[]): number {
  if (counties.length === 1) return counties[0]!;
  throw badInput("county", "county: name one; places are measured in the plane of one county.");
}

/** Layers that an answer may depend on. */
const DEPENDS = [
  ...["incidents", "villages", "grids", "barriers", "crossings"],
  ...["parcels", "streets", "buildings", "households"],
];

/**
 * A text that is another once anything has changed that an answer to it may depend on, the day too:
 * grids come into force at midnight.
 */
export async function versionFor(context: Context, { county }: HotQuestion): Promise<string> {
  const { timeZone } = await context.services.counties.get(county);
  const day = localClock(timeZone).dayAt(Date.now());
  return `${day} ${await versionsOf(context.db, [county], DEPENDS)}`;
}

/**
 * What was worked out for the same question, policy and data before, or is worked out now; it ends
 * when nobody who asked is there any more.
 */
export async function keptFor<T>(
  context: Context,
  asked: HotQuestion,
  how: readonly unknown[],
  make: (signal: AbortSignal) => Promise<Kept<T>>,
): Promise<T> {
  // What a filter tells is noted, and refused, whether its answer is kept or not.
  rowsOf(asked.access, asked.filter);
  const version = await versionFor(context, asked);
  const policy = policyKey(context.viewer);
  const key = stableText([policy, version, asked.filter, ...how]);
  return context.services.keptResults.get(key, requestNow()?.gone.signal, (signal) =>
    context.db.whileWanted(signal, () => make(signal)),
  );
}

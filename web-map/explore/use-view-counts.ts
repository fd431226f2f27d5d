import { useEffect, useState } from "react";
import type { Narrowing } from "../layers/filter-of.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { useSession } from "../session/session-context.js";
import type { ViewState } from "../state/view-state.js";
import { type Counts, useCounts } from "./use-counts.js";

/** A map on the move asks once, when it rests. */
const REST_MS = 400;

type Bounds = [number, number, number, number];
const holds = (outer: Bounds, inner: readonly number[]) =>
  outer[0] <= inner[0]! && outer[1] <= inner[1]! && outer[2] >= inner[2]! && outer[3] >= inner[3]!;

/**
 * How many objects of each layer are in the part of the county that is seen. Null while an area is
 * chosen, which is what is counted then; `whole` where all of the county is seen.
 */
export function useViewCounts(
  map: MapAdapter | null,
  { area, camera }: ViewState,
  narrowing: Narrowing,
  version: string,
  whole: Counts,
): Counts | null {
  const county = useSession().county.bounds;
  const [seen, setSeen] = useState<Bounds | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies(camera): what is seen follows the camera
  useEffect(() => {
    // To a metre: the same view is the same question.
    if (map) setSeen(map.bounds().map((d) => Math.round(d * 1e5) / 1e5) as Bounds);
  }, [map, camera]);
  const isWhole = !seen || !county || holds(seen, county);
  const counts = useCounts(
    area || isWhole ? null : { ...narrowing, area: { kind: "bbox", bounds: seen } },
    version,
    REST_MS,
  );
  if (area) return null;
  return isWhole ? whole : counts;
}

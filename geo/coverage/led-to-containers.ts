/** Leads vertices that all but lie on a container's outline to it: else noding would bend it. */
import Flatbush from "flatbush";
import type { Position } from "geojson";
import type { GridCollection, GridFeature } from "./collection.js";
import { STEP } from "./locate.js";

/** Metres in a degree from south to north. */
const METRES_PER_DEGREE = STEP * 1e7;

type Segment = readonly [Position, Position];

const ringsOf = ({ geometry }: GridFeature): Position[][] =>
  geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();

/** @param reach metres */
export function ledToContainers(
  grids: GridCollection,
  containers: GridCollection,
  reach: number,
): GridCollection {
  const segments = containers.features
    .flatMap(ringsOf)
    .flatMap((ring) => ring.slice(1).map((end, i): Segment => [ring[i], end]));
  if (segments.length === 0 || reach <= 0) return grids;
  const tree = new Flatbush(segments.length);
  for (const [[ax, ay], [bx, by]] of segments)
    tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  tree.finish();
  const led = (at: Position): Position => {
    const squeeze = Math.cos((at[1] * Math.PI) / 180);
    const [dx, dy] = [reach / METRES_PER_DEGREE / squeeze, reach / METRES_PER_DEGREE];
    const near = tree.search(at[0] - dx, at[1] - dy, at[0] + dx, at[1] + dy);
    let best = at;
    let least = dy;
    for (const s of near) {
      const foot = nearestOn(segments[s], at, squeeze);
      const away = Math.hypot((foot[0] - at[0]) * squeeze, foot[1] - at[1]);
      if (away >= least) continue;
      least = away;
      best = foot;
    }
    return best;
  };
  const ring = (line: Position[]): Position[] => line.map(led);
  const features = grids.features.map((feature): GridFeature => {
    const { geometry } = feature;
    return geometry.type === "Polygon"
      ? { ...feature, geometry: { ...geometry, coordinates: geometry.coordinates.map(ring) } }
      : {
          ...feature,
          geometry: { ...geometry, coordinates: geometry.coordinates.map((p) => p.map(ring)) },
        };
  });
  return { ...grids, features };
}

function nearestOn([[ax, ay], [bx, by]]: Segment, [x, y]: Position, squeeze: number): Position {
  const dx = (bx - ax) * squeeze;
  const dy = by - ay;
  const long = dx * dx + dy * dy;
  const share = long === 0 ? 0 : ((x - ax) * squeeze * dx + (y - ay) * dy) / long;
  const t = Math.max(0, Math.min(1, share));
  return [ax + (bx - ax) * t, ay + (by - ay) * t];
}

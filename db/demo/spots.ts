import { type Random, randomOf } from "../../geo/random.js";
import type { Countryside } from "./countryside.js";
import type { Ground } from "./ground.js";
import type { Dwelling } from "./households.js";
import type { Spot, Spots } from "./incidents.js";
import { add, distance, left, minus, mix, times, unit, type XY } from "./plane.js";
import type { House, Town } from "./town.js";

/**
 * Where incidents can be: homes and shops, some quarters hit far more than others; streets, more at
 * junctions; the river, the hills.
 */
export function spotsOf(
  seed: number,
  g: Ground,
  town: Town,
  land: Countryside,
  dwellings: readonly Dwelling[],
  houses: readonly House[],
  inCounty: (p: XY) => boolean,
): Spots {
  const random = randomOf(seed, "spots");
  const homes = dwellings.map((d): Spot => ({ at: d.at, address: houses[d.house]!.address }));
  const quarters = Array.from({ length: 9 }, (_, k) => ({
    at: random.pick(k < 6 ? dwellings.filter((d) => !d.village.endsWith("村")) : dwellings).at,
    reach: random.between(90, 220),
    force: random.between(2.5, 8),
  }));
  const force = (p: XY) =>
    quarters.reduce((s, q) => s + q.force * Math.exp(-((distance(p, q.at) / q.reach) ** 2)), 1);
  const shops = town.houses
    .filter((h) => h.use === "06" || h.use === "02")
    .map((h): Spot => ({ at: h.stairs[0]!, address: h.address }));
  const plots = (kind: string) => town.plots.filter((p) => p.kind === kind);
  const inside = (kind: string, count: number) =>
    plots(kind).flatMap((p) =>
      Array.from({ length: count }, (): Spot => ({ at: scatter(p.ring, random), address: p.name })),
    );
  const night = town.houses
    .filter((h) => h.address.startsWith(town.nightStreet))
    .map((h): Spot => ({ at: h.stairs[0]!, address: h.address }));
  const roads = roadSpots(g, random).filter((r) => inCounty(r.spot.at));
  const centre = plots("market")[0]?.gate ?? [0, 0];
  const weigh = (spots: Spot[], of: (spot: Spot, index: number) => number) => {
    const kept = spots.filter((s) => inCounty(s.at));
    return { spots: kept, weights: kept.map(of) };
  };
  return {
    home: weigh(homes, (s) => force(s.at)),
    shop: weigh(shops, (s) => force(s.at)),
    market: weigh(inside("market", 60), () => 1),
    station: weigh(inside("station", 50), () => 1),
    night: weigh(
      night.length ? night : shops,
      (_, k) => 1 + 4 * Math.exp(-(((k % 60) - 20) ** 2) / 90),
    ),
    road: weigh(
      roads.map((r) => r.spot),
      (s, k) => roads[k]!.weight * (1 + 3 * Math.exp(-((distance(s.at, centre) / 700) ** 2))),
    ),
    river: weigh(
      g.river.flatMap((p): Spot[] =>
        [1, -1].map((side) => ({ at: [p[0], p[1] + side * 52], address: "凯江河边" })),
      ),
      (s) => Math.exp(-((Math.hypot(s.at[0], s.at[1]) / 2500) ** 2)) + 0.05,
    ),
    wild: weigh(
      land.hamlets.flatMap((h) =>
        Array.from(
          { length: 8 },
          (): Spot => ({
            at: add(g.lattice.nodes[h.node]!, [random.gaussian() * 130, random.gaussian() * 130]),
            address: `${h.name}后山`,
          }),
        ),
      ),
      () => 1,
    ),
    school: weigh(
      plots("school").flatMap((p) =>
        Array.from(
          { length: 12 },
          (): Spot => ({
            at: add(p.gate, [random.gaussian() * 12, random.gaussian() * 6]),
            address: `${p.name}门口`,
          }),
        ),
      ),
      () => 1,
    ),
  };
}

const scatter = (quad: readonly XY[], random: Random): XY =>
  mix(
    mix(quad[0]!, quad[1]!, random.between(0.05, 0.95)),
    mix(quad[3]!, quad[2]!, random.between(0.05, 0.95)),
    random.between(0.08, 0.92),
  );

const TRAFFIC = { trunk: 5, main: 4, secondary: 1.6, lane: 0.6, village: 0.16 } as const;

/**
 * Along every street each 40 m; the ends of its pieces, where streets meet, weigh three times as
 * much.
 */
function roadSpots(g: Ground, random: Random): { spot: Spot; weight: number }[] {
  const found: { spot: Spot; weight: number }[] = [];
  for (const street of g.streets) {
    for (const line of street.lines) {
      for (let i = 0; i + 1 < line.length; i++) {
        const a = line[i]!,
          b = line[i + 1]!,
          reach = distance(a, b),
          n = left(unit(minus(b, a)));
        if (g.river.some((p) => distance(p, a) < 40)) continue;
        for (let s = 0; s < reach; s += 40)
          found.push({
            spot: {
              at: add(mix(a, b, s / reach), times(n, random.between(-5, 5))),
              address: street.name,
            },
            weight: TRAFFIC[street.kind] * (i === 0 && s === 0 ? 3 : 1),
          });
      }
    }
  }
  return found;
}

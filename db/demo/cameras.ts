import { type Random, randomOf } from "../../geo/random.js";
import type { Countryside } from "./countryside.js";
import { DEMO_COUNTY_ID, dayBefore, type Frame } from "./frame.js";
import type { HeldBy } from "./grid-rows.js";
import type { Ground } from "./ground.js";
import { add, left, minus, mix, times, unit, type XY } from "./plane.js";
import { DAY } from "./rhythm.js";
import type { CameraRow } from "./rows.js";
import type { Plot, Town } from "./town.js";

interface Eye {
  name: string;
  at: XY;
  heading: number;
  view: number;
  range: number;
  owner: string;
  basis: string;
  industry: string;
  network: number;
}

const bearing = (d: XY) => (Math.round((Math.atan2(d[0], d[1]) * 180) / Math.PI) + 360) % 360;

/**
 * 74 cameras of 东城小区, then gates, bridges, crossroads, main roads, schools and the mouths of
 * villages: about 420.
 */
export function placeCameras(
  seed: number,
  g: Ground,
  town: Town,
  land: Countryside,
  total: number,
  inside: (p: XY) => boolean,
): Eye[] {
  const random = randomOf(seed, "cameras");
  const east = town.plots.find((p) => p.name === "东城小区")!;
  const eyes = compoundEyes(east, town, 74, random);
  for (const plot of town.plots) {
    if (plot === east || plot.kind === "park") continue;
    const inward = unit(minus(mix(plot.ring[0]!, plot.ring[2]!, 0.5), plot.gate)),
      home = plot.kind === "compound";
    const gate = (suffix: string, direction: XY) =>
      eyes.push({
        name: `${plot.name}大门${suffix}`,
        at: add(plot.gate, times(inward, 1.5)),
        heading: bearing(direction),
        view: 80,
        range: 35,
        owner: home ? "03" : plot.kind === "school" ? "01" : "04",
        basis: home ? "art33" : plot.kind === "factory" ? "art33" : "art9",
        industry: home ? "01" : plot.kind === "school" ? "11" : "02",
        network: 8,
      });
    gate("外", times(inward, -1));
    gate("内", inward);
    if (plot.kind === "market" || plot.kind === "hospital" || plot.kind === "station")
      for (const n of [1, 2, 3]) gate(`通道${n}`, [Math.cos(n * 2), Math.sin(n * 2)]);
  }
  for (const bridge of [...g.bridges, ...land.bridges.slice(0, 12)])
    for (const [side, d] of [
      ["东", [1, 0]],
      ["西", [-1, 0]],
    ] as const)
      eyes.push(road(`${bridge.name}${side}侧`, bridge.at, d, random));
  for (const hamlet of land.hamlets)
    if (eyes.length < total - 70)
      eyes.push(
        road(
          `${hamlet.name}路口`,
          add(g.lattice.nodes[hamlet.node]!, [5, 4]),
          [random.gaussian(), random.gaussian()],
          random,
        ),
      );
  const town1 = g.streets.filter((s) => s.kind === "main" || s.kind === "secondary");
  for (let n = 1; eyes.length < total; n++) {
    const street = random.pick(town1),
      line = random.pick(street.lines),
      k = random.integer(0, line.length - 2),
      d = minus(line[k + 1]!, line[k]!);
    const at = add(mix(line[k]!, line[k + 1]!, 0.5), times(left(unit(d)), 6));
    if (inside(at)) eyes.push(road(`${street.name}${String(n).padStart(2, "0")}号`, at, d, random));
  }
  return eyes;
}

const road = (name: string, at: XY, d: XY, random: Random): Eye => ({
  name,
  at,
  heading: bearing(d),
  view: random.pick([60, 70, 90]),
  range: random.pick([50, 60, 80, 100]),
  owner: random.chance(0.7) ? "01" : "02",
  basis: "art7",
  industry: random.chance(0.6) ? "00" : "04",
  network: random.integer(0, 1),
});

/** At stairs, along the inner ways and at the gate of a compound, numbered. */
function compoundEyes(plot: Plot, town: Town, count: number, random: Random): Eye[] {
  const spots: { at: XY; d: XY; view: number; range: number }[] = [];
  const outward = unit(minus(plot.gate, mix(plot.ring[0]!, plot.ring[2]!, 0.5)));
  for (const d of [outward, times(outward, -1), left(outward), times(left(outward), -1)])
    spots.push({ at: add(plot.gate, times(outward, -2)), d, view: 80, range: 40 });
  for (const h of town.houses.filter((x) => x.place === plot.name && x.units > 0)) {
    const depth = unit(minus(h.ring[3]!, h.ring[0]!));
    for (const s of h.stairs)
      spots.push({ at: add(s, times(depth, 2.2)), d: depth, view: 90, range: 22 });
    spots.push(
      { at: add(h.ring[1]!, times(depth, -0.6)), d: times(depth, -1), view: 70, range: 40 },
      {
        at: add(h.ring[3]!, times(depth, 0.6)),
        d: unit(minus(h.ring[3]!, h.ring[2]!)),
        view: 70,
        range: 45,
      },
    );
  }
  for (let k = 0; spots.length < count; k++) {
    const a = plot.ring[k % 4]!,
      b = plot.ring[(k + 1) % 4]!,
      d = unit(minus(b, a));
    spots.push({
      at: add(mix(a, b, random.between(0.08, 0.92)), times(left(d), 1)),
      d,
      view: 60,
      range: 50,
    });
  }
  // An even choice, so that no stair's corner of the compound is without.
  return Array.from(
    { length: count },
    (_, k) => spots[Math.floor((k * spots.length) / count)]!,
  ).map((s, k) => ({
    name: `东城小区${String(k + 1).padStart(2, "0")}号`,
    at: s.at,
    heading: bearing(s.d),
    view: s.view,
    range: s.range,
    owner: "03",
    basis: "art33",
    industry: "01",
    network: 8,
  }));
}

export function cameraRows(frame: Frame, eyes: readonly Eye[], now: HeldBy): CameraRow[] {
  const random = randomOf(frame.seed, "filing");
  return eyes.map((e, k) => {
    const geom = frame.point(e.at),
      installed = dayBefore(frame.today, random.integer(0, 5), random.integer(1, 11));
    const filed = e.basis === "art7" ? random.chance(0.93) : random.chance(0.78);
    const filedOn = new Date(
      Math.min(frame.end - DAY, Date.parse(installed) + random.integer(5, 90) * DAY),
    )
      .toISOString()
      .slice(0, 10);
    return {
      county_id: DEMO_COUNTY_ID,
      id: frame.id(),
      code: `${DEMO_COUNTY_ID}00${e.industry}132${e.network}${String(k + 1).padStart(6, "0")}`,
      name: e.name,
      kind: random.chance(0.1) ? "131" : "132",
      owner: e.owner,
      legal_basis: e.basis,
      heading: e.heading,
      field_of_view: e.view,
      range_m: e.range,
      installed_on: installed,
      filing_number: filed
        ? `炉公视备${filedOn.slice(0, 4)}${String(k + 1).padStart(4, "0")}`
        : null,
      filed_on: filed ? filedOn : null,
      sign_posted: random.chance(0.88),
      retention_days: random.pick([30, 30, 30, 60, 90, 15]),
      grid_id: now(geom.coordinates).id,
      geom,
    };
  });
}

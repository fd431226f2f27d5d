import type { Geometry, MultiLineString, MultiPolygon, Point, Position } from "geojson";
import { OFFICIAL_DAYS } from "../../civic/calendar/national-calendar.js";
import { localProjection, snapCoordinate } from "../../geo/projection.js";
import { randomOf } from "../../geo/random.js";
import { placeCameras } from "./cameras.js";
import { categoryRows } from "./code-tables.js";
import { settle } from "./countryside.js";
import { drawGrids, multiPolygon, twinsOf, type Village } from "./coverage.js";
import { gridLookup } from "./grid-lookup.js";
import { type Ground, layGround, RIVER_HALF } from "./ground.js";
import { fillHouseholds, tieHouseholds } from "./households.js";
import { idsOf } from "./ids.js";
import { makeEvents } from "./incidents.js";
import { cellCentre, type Lattice } from "./lattice.js";
import { COMMUNITY_NAMES, personName, phoneNumber, VILLAGE_NAMES } from "./names.js";
import { organisationsOf } from "./organisations.js";
import { band, type XY } from "./plane.js";
import { growRegions } from "./regions.js";
import { DAY } from "./rhythm.js";
import type { DemoCounty, GridRow, GroundRow, HouseholdRow } from "./rows.js";
import { spotsOf } from "./spots.js";
import { buildTown, type House, type Plot } from "./town.js";

export type { DemoCounty } from "./rows.js";

/**
 * No county has this code: GB/T 2260 gives 5107 (a real city) no county 99.
 * docs/decisions/demo-county.md.
 */
const DEMO_COUNTY_ID = 510799;
const ORIGIN: readonly [lon: number, lat: number] = [107.39, 29.71];
/** Asia/Shanghai has kept UTC+8 without summer time since 1992. */
const CLOCK = 8 * 3_600_000;
const COUNTRY_HOUSEHOLDS = 8400,
  SAN_WAN = 228,
  TOWN_HOUSEHOLDS = 11_600;

/** ISO day `years` and `months` before another; the 29th of February becomes the 28th. */
function dayBefore(today: string, years: number, months = 0): string {
  const [y, m, d] = today.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(y - years, m - months, 0)).getUTCDate();
  return new Date(Date.UTC(y - years, m - 1 - months, Math.min(d, last)))
    .toISOString()
    .slice(0, 10);
}

/** How incidents ended, by the state they ended in. */
const CLOSINGS: Readonly<Record<string, string>> = {
  CLOSED: "01",
  REJECTED: "06",
  TRANSFERRED: "05",
};

/**
 * A demonstration county, the same for the same arguments: no clock, no other randomness than the
 * seed's. `today` is an ISO
 * day of the county; incidents are of the three years before it, none on it. Throws a RangeError
 * for a day that is none.
 */
export function generateCounty(o: { seed: number; incidents: number; today: string }): DemoCounty {
  const end = Date.parse(`${o.today}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(o.today) || Number.isNaN(end))
    throw new RangeError(`today must be an ISO day, got ${o.today}`);
  const { seed } = o,
    county_id = DEMO_COUNTY_ID,
    newId = idsOf(seed),
    random = randomOf(seed, "county");
  const began = dayBefore(o.today, 3, 1),
    redrawn = dayBefore(o.today, 1),
    firstDay = dayBefore(o.today, 3);
  const birth = Date.parse(`${began}T00:00:00Z`) - CLOCK;
  const id = () => newId(birth);
  const projection = localProjection(...ORIGIN);
  const at = (p: XY): Position => {
    const [lon, lat] = projection.inverse(p[0], p[1]);
    return [snapCoordinate(lon), snapCoordinate(lat)];
  };
  const point = (p: XY): Point => ({ type: "Point", coordinates: at(p) });
  const ring = (r: readonly XY[]): Position[] => {
    const open = r.map(at);
    return [...open, open[0]!];
  };
  const area = (r: readonly XY[], holes: readonly (readonly XY[])[] = []): MultiPolygon => ({
    type: "MultiPolygon",
    coordinates: [[ring(r), ...holes.map(ring)]],
  });
  const lines = (l: readonly XY[][]): MultiLineString => ({
    type: "MultiLineString",
    coordinates: l.map((line) => line.map(at)),
  });

  const g = layGround(seed),
    town = buildTown(seed, g);
  const hamletVillages = VILLAGE_NAMES.length;
  const others = (COUNTRY_HOUSEHOLDS - SAN_WAN) / (hamletVillages - 1);
  const share = randomOf(seed, "village sizes"),
    factors = Array.from({ length: hamletVillages }, () => share.between(0.65, 1.35));
  const land = settle(
    seed,
    g,
    hamletVillages,
    (v) => (v === 0 ? SAN_WAN : others * factors[v]!),
    (v) => VILLAGE_NAMES[v]!,
  );
  locate(g, land.houses);
  for (const house of land.houses)
    if (house.name === null && random.chance(0.04)) house.name = `${house.place}农家乐`;
  const houses = [...town.houses, ...land.houses];
  occupy(seed, town.houses);

  const villages = foundVillages(seed, g, land.villages, town.houses, town.plots);
  const grids = drawGrids(seed, g, villages, houses, [...town.plots, ...land.plots]);
  const villageRows = villages.map((v) => ({
    county_id,
    id: id(),
    code: v.code,
    name: v.name,
    kind: v.kind as string,
    geom: multiPolygon(g, v.cells, at),
  }));
  const gridRows: GridRow[] = grids.map((x) => ({
    county_id,
    id: id(),
    code: x.code,
    name: x.name,
    kind: x.kind,
    village_code: villages[x.village]!.code,
    complaint_phone: `1990000${String(9000 + x.village).padStart(4, "0")}`,
    valid_from: x.later ? redrawn : began,
    valid_to: x.earlier ? redrawn : null,
    geom: multiPolygon(g, x.cells, at),
  }));
  const present = gridLookup(gridRows.filter((x) => x.valid_to === null)),
    past = gridLookup(gridRows.filter((x) => x.valid_from === began));
  const held =
    (lookup: typeof past) =>
    (p: Position): GridRow => {
      const grid = lookup(p);
      if (!grid) throw new Error(`${p.join(", ")} lies in no grid of the demonstration county`);
      return grid;
    };
  const now = held(present),
    then = held(past);
  const inside = (p: XY) => present(at(p)) !== undefined;

  const buildingRows = houses.map((h, k): DemoCounty["buildings"][number] => {
    const subject = id();
    return {
      county_id,
      id: subject,
      code: `B${String(k + 1).padStart(5, "0")}`,
      name: h.name,
      use: h.use,
      address: h.address,
      floors: h.floors,
      stairs: h.stairs.length,
      units: h.units,
      grid_id: now(at(h.stairs[0]!)).id,
      geom: area(h.ring, h.holes),
    };
  });

  const dwellings = fillHouseholds(
    seed,
    houses,
    (h) => villages[villageOf(villages, h.cell)]!.name,
  );
  const householdRows = dwellings.map((d, k): HouseholdRow => {
    const subject = id(),
      geom = point(d.at),
      building = buildingRows[d.house]!;
    const since = d.since === null ? dayBefore(o.today, d.years, d.months) : d.since;
    return {
      county_id,
      id: subject,
      code: `H${String(k + 1).padStart(6, "0")}`,
      head_name: d.head,
      phone: d.phone,
      members: d.members,
      residency: d.residency,
      building_id: building.id,
      stair: d.stair,
      floor: d.floor,
      unit: d.unit,
      grid_id: now(geom.coordinates).id,
      place_since: since,
      geom,
    };
  });
  const household_place = placesOf(householdRows, id, seed);
  const ties = tieHouseholds(seed, dwellings).map(([a, b, kind]) => {
    const from = householdRows[a]!,
      to = householdRows[b]!;
    return {
      county_id,
      id: id(),
      from_id: from.id,
      to_id: to.id,
      kind,
      grid_id: from.grid_id,
      geom: {
        type: "MultiLineString" as const,
        coordinates: [[from.geom.coordinates, to.geom.coordinates]],
      },
    };
  });

  const eyes = placeCameras(seed, g, town, land, 420, inside),
    cameraRandom = randomOf(seed, "filing");
  const cameras = eyes.map((e, k): DemoCounty["cameras"][number] => {
    const subject = id(),
      geom = point(e.at),
      installed = dayBefore(o.today, cameraRandom.integer(0, 5), cameraRandom.integer(1, 11));
    const filed = e.basis === "art7" ? cameraRandom.chance(0.93) : cameraRandom.chance(0.78);
    const filedOn = new Date(
      Math.min(end - DAY, Date.parse(installed) + cameraRandom.integer(5, 90) * DAY),
    )
      .toISOString()
      .slice(0, 10);
    return {
      county_id,
      id: subject,
      code: `${DEMO_COUNTY_ID}00${e.industry}132${e.network}${String(k + 1).padStart(6, "0")}`,
      name: e.name,
      kind: cameraRandom.chance(0.1) ? "131" : "132",
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
      sign_posted: cameraRandom.chance(0.88),
      retention_days: cameraRandom.pick([30, 30, 30, 60, 90, 15]),
      grid_id: now(geom.coordinates).id,
      geom,
    };
  });

  const days = Math.round((end - Date.parse(`${firstDay}T00:00:00Z`)) / DAY);
  const events = makeEvents(
    seed,
    o.incidents,
    end,
    days,
    spotsOf(seed, g, town, land, dwellings, houses, inside),
  );
  const instant = (local: number) => new Date(local - CLOCK).toISOString();
  const redrawnAt = Date.parse(`${redrawn}T00:00:00Z`),
    perDay = new Map<string, number>();
  const incidents = events.map((e): DemoCounty["incidents"][number] => {
    const geom = point(inside(e.at) ? e.at : e.spot),
      day = new Date(e.reported).toISOString().slice(0, 10).replaceAll("-", ""),
      n = (perDay.get(day) ?? 0) + 1;
    perDay.set(day, n);
    const named = random.chance(0.35);
    return {
      county_id,
      id: newId(e.reported - CLOCK),
      number: `${DEMO_COUNTY_ID}${day}${String(n).padStart(4, "0")}`,
      title: e.title,
      category: e.category,
      level: e.level,
      status: e.status,
      state_since: instant(e.since),
      closing: CLOSINGS[e.status] ?? null,
      source: e.source,
      description: null,
      address: e.address,
      reporter_name: named ? personName(random) : null,
      reporter_phone: named ? phoneNumber(random) : null,
      occurred_from: instant(e.from),
      occurred_until: instant(e.until),
      reported_at: instant(e.reported),
      grid_id: (e.from < redrawnAt ? then : now)(geom.coordinates).id,
      geom,
    };
  });

  const row =
    (prefix: string) =>
    <G>(r: { name: string; kind: string; geom: G }, k: number) => ({
      county_id,
      id: id(),
      code: `${prefix}${String(k + 1).padStart(4, "0")}`,
      ...r,
    });
  const waters: GroundRow[] = (
    [
      {
        name: "凯江",
        kind: "river",
        geom: area(band(g.river, (i) => RIVER_HALF - 4 + 4 * Math.sin(i / 5))),
      },
      ...g.streams.map((s) => ({ name: s.name, kind: "stream", geom: lines([s.line]) })),
      ...land.ponds.map((p) => ({ name: p.name, kind: "pond", geom: area(p.ring) })),
    ] satisfies Omit<GroundRow, "county_id" | "id" | "code">[] as {
      name: string;
      kind: string;
      geom: Geometry;
    }[]
  ).map((r, k) => row("W")(r, k));
  return {
    county: {
      id: county_id,
      name: "炉格县（示范）",
      name_en: "Luge County (demonstration)",
      time_zone: "Asia/Shanghai",
      origin_lon: ORIGIN[0],
      origin_lat: ORIGIN[1],
      code_profile: "cn",
      grid_code_template: "{village}{seq:3}",
      is_demo: true,
    },
    villages: villageRows,
    grids: gridRows,
    buildings: buildingRows,
    households: householdRows,
    household_place,
    ties,
    cameras,
    incidents,
    streets: g.streets
      .map((s) => ({ name: s.name, kind: s.kind as string, geom: lines(s.lines) }))
      .map(row("S")),
    waters,
    parcels: [...town.plots, ...land.plots]
      .map((p) => ({ name: p.name, kind: p.kind as string, geom: area(p.ring) }))
      .map(row("P")),
    barriers: [
      { name: "凯江", kind: "river", geom: lines([g.river]) },
      { name: g.streets[0]!.name, kind: "trunk", geom: lines(g.streets[0]!.lines) },
    ].map(row("R")),
    crossings: [
      ...g.bridges.map((b) => ({ name: b.name, kind: b.kind as string, geom: point(b.at) })),
      ...land.bridges.map((b) => ({ name: b.name, kind: b.kind as string, geom: point(b.at) })),
      ...town.plots
        .filter((p) => p.kind !== "park")
        .map((p) => ({ name: `${p.name}大门`, kind: "gate", geom: point(p.gate) })),
    ].map(row("X")),
    ...organisationsOf(
      county_id,
      villageRows,
      gridRows.filter((x) => x.valid_to === null),
      id,
    ),
    categories: categoryRows(county_id, id),
    holidays: OFFICIAL_DAYS.map((row) => ({ county_id, id: id(), ...row })),
  };
}

/** Mutates the houses of the country: each learns its cell, the one whose middle is nearest. */
function locate(g: Ground, houses: readonly House[]): void {
  const l = g.lattice,
    centres = [...l.inCounty.keys()]
      .filter((c) => l.inCounty[c] === 1 && !l.inTown[c])
      .map((c) => [c, cellCentre(l, c)] as const);
  for (const h of houses) {
    const [x, y] = h.stairs[0]!;
    let nearest = Infinity;
    for (const [c, p] of centres) {
      const d = (p[0] - x) ** 2 + (p[1] - y) ** 2;
      if (d < nearest) {
        nearest = d;
        h.cell = c;
      }
    }
  }
}

/**
 * Mutates units: flats and shop houses are thinned to the town's households, by one share for all.
 */
function occupy(seed: number, houses: readonly House[]): void {
  const random = randomOf(seed, "units"),
    total = houses.reduce((s, h) => s + h.units, 0),
    part = Math.min(1, TOWN_HOUSEHOLDS / total);
  for (const h of houses)
    if (h.units > 0) {
      const wanted = h.units * part;
      h.units = Math.floor(wanted) + (random.chance(wanted % 1) ? 1 : 0);
    }
}

function foundVillages(
  seed: number,
  g: Ground,
  country: readonly number[][],
  houses: readonly House[],
  plots: readonly Plot[],
): Village[] {
  const l = g.lattice,
    weight = new Float64Array(l.inTown.length);
  for (const h of houses) weight[h.cell]! += h.units;
  const cells = [...l.inTown.keys()].filter((c) => l.inTown[c] === 1);
  const parts = growRegions(
    l,
    cells,
    (c) => weight[c]! + 4,
    COMMUNITY_NAMES.length,
    randomOf(seed, "communities"),
    g.riverEdges,
    60,
    twinsOf(g),
  );
  const east = parts.findIndex((p) => p.includes(g.eastCompound[0]));
  parts.unshift(...parts.splice(east, 1));
  const names = communityNames(l, parts, plots);
  const communities = parts.map(
    (part, k): Village => ({
      name: names[k]!,
      kind: "community",
      cells: part,
      code: `${DEMO_COUNTY_ID}100${String(k + 1).padStart(3, "0")}`,
    }),
  );
  const counts = [0, 0];
  return [
    ...communities,
    ...country.map((part, k): Village => {
      const township = k * 2 < country.length ? 0 : 1,
        n = counts[township]!++;
      return {
        name: VILLAGE_NAMES[k]!,
        kind: "village",
        cells: part,
        code: `${DEMO_COUNTY_ID}10${township + 1}${200 + n}`,
      };
    }),
  ];
}

/**
 * Names that fit the place: 凯涪 first, the one with 文昌公园, with 南津小学, the easternmost, the
 * northernmost, then the rest.
 */
function communityNames(l: Lattice, parts: readonly number[][], plots: readonly Plot[]): string[] {
  const names: (string | undefined)[] = [COMMUNITY_NAMES[0]];
  const middles = parts.map((part) =>
    part.reduce<XY>(
      (s, c) => {
        const p = cellCentre(l, c);
        return [s[0] + p[0] / part.length, s[1] + p[1] / part.length];
      },
      [0, 0],
    ),
  );
  const holds = (plot: string) => (k: number) =>
    parts[k]!.some((c) => plots.some((p) => p.name === plot && p.cells.includes(c))) ? 1 : 0;
  const fits: [name: string, fit: (k: number) => number][] = [
    ["文昌社区", holds("文昌公园")],
    ["南津社区", holds("南津小学")],
    ["东门社区", (k) => middles[k]![0]],
    ["北街社区", (k) => middles[k]![1]],
    ["滨河社区", (k) => -middles[k]![0]],
    ["新桥社区", () => 0],
  ];
  for (const [name, fit] of fits) {
    const free = parts.map((_, k) => k).filter((k) => names[k] === undefined);
    names[free.reduce((best, k) => (fit(k) > fit(best) ? k : best))] = name;
  }
  return names as string[];
}

const villageOf = (villages: readonly Village[], cell: number) =>
  villages.findIndex((v) => v.cells.includes(cell));

/** Where households live and, for a few that moved, where they lived before. */
function placesOf(
  households: readonly HouseholdRow[],
  id: () => string,
  seed: number,
): DemoCounty["household_place"] {
  const random = randomOf(seed, "moves"),
    rows: DemoCounty["household_place"] = [];
  households.forEach((h) => {
    const { county_id, building_id, stair, floor, unit, geom } = h;
    rows.push({
      county_id,
      id: id(),
      household_id: h.id,
      building_id,
      stair,
      floor,
      unit,
      valid_from: h.place_since,
      valid_to: null,
      geom,
    });
    if (!random.chance(0.02)) return;
    const before = random.pick(households);
    rows.push({
      county_id,
      id: id(),
      household_id: h.id,
      building_id: before.building_id,
      stair: before.stair,
      floor: before.floor,
      unit: before.unit,
      valid_from: `${Number(h.place_since.slice(0, 4)) - 4}-01-01`,
      valid_to: h.place_since,
      geom: before.geom,
    });
  });
  return rows;
}

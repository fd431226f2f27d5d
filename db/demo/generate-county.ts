import { OFFICIAL_DAYS } from "../../civic/calendar/national-calendar.js";
import { randomOf } from "../../geo/random.js";
import { cameraRows, placeCameras } from "./cameras.js";
import { settle } from "./countryside.js";
import { drawGrids } from "./coverage.js";
import { DEMO_COUNTY_ID, dayBefore, frameOf, ORIGIN } from "./frame.js";
import { gridRows, holders, townshipRows, villageRows } from "./grid-rows.js";
import { layGround } from "./ground.js";
import { groundRows } from "./ground-rows.js";
import { fillHouseholds, householdRows, placeRows, tieRows } from "./households.js";
import { buildingRows, locate, occupy } from "./houses.js";
import { incidentRows, makeEvents } from "./incidents.js";
import { VILLAGE_NAMES } from "./names.js";
import { organisationsOf } from "./organisations.js";
import type { XY } from "./plane.js";
import { DAY } from "./rhythm.js";
import type { DemoCounty } from "./rows.js";
import { spotsOf } from "./spots.js";
import { buildTown } from "./town.js";
import { foundVillages, villageOf } from "./villages.js";

export type { DemoCounty } from "./rows.js";

const COUNTRY_HOUSEHOLDS = 8400,
  SAN_WAN = 228;

/**
 * A demonstration county, the same for the same arguments: no clock, no other randomness than the
 * seed's. `today` is an ISO day of the county; incidents are of the three years before it, none on
 * it. Throws a RangeError for a day that is none. Rows take their ids in the order they are made
 * here.
 */
export function generateCounty(o: { seed: number; incidents: number; today: string }): DemoCounty {
  const { seed, today } = o,
    county_id = DEMO_COUNTY_ID,
    frame = frameOf(seed, today),
    random = randomOf(seed, "county");
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

  const villagesDrawn = foundVillages(seed, g, land.villages, town.houses, town.plots);
  const gridsDrawn = drawGrids(seed, g, villagesDrawn, houses, [...town.plots, ...land.plots]);
  const villages = villageRows(frame, g, villagesDrawn);
  const grids = gridRows(frame, g, villagesDrawn, gridsDrawn);
  const { now, before, inside: holds } = holders(frame, grids);
  const inside = (p: XY) => holds(frame.at(p));

  const buildings = buildingRows(frame, houses, now);
  const dwellings = fillHouseholds(
    seed,
    houses,
    (h) => villagesDrawn[villageOf(villagesDrawn, h.cell)]!.name,
  );
  const households = householdRows(frame, dwellings, buildings, now);
  const household_place = placeRows(frame, households);
  const ties = tieRows(frame, dwellings, households);
  const cameras = cameraRows(frame, placeCameras(seed, g, town, land, 420, inside), now);

  const days = Math.round((frame.end - Date.parse(`${dayBefore(today, 3)}T00:00:00Z`)) / DAY);
  const spots = spotsOf(seed, g, town, land, dwellings, houses, inside);
  const events = makeEvents(seed, o.incidents, frame.end, days, spots);
  const incidents = incidentRows(frame, events, { now, before, inside }, random);
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
    villages,
    grids,
    buildings,
    households,
    household_place,
    ties,
    cameras,
    incidents,
    ...groundRows(frame, g, town, land),
    ...organisationsOf(
      county_id,
      villages,
      grids.filter((x) => x.valid_to === null),
      frame.id,
    ),
    townships: townshipRows(frame, g, villagesDrawn),
    holidays: OFFICIAL_DAYS.map((row) => ({ county_id, id: frame.id(), ...row })),
  };
}

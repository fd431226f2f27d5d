import { type Random, randomOf } from "../../geo/random.js";
import { CLOCK, DEMO_COUNTY_ID, type Frame } from "./frame.js";
import type { HeldBy } from "./grid-rows.js";
import { INCIDENT_KINDS, type IncidentKind, type PlaceKind } from "./incident-kinds.js";
import { personName, phoneNumber } from "./names.js";
import type { XY } from "./plane.js";
import { DAY, dayWeights, sampler } from "./rhythm.js";
import type { IncidentRow } from "./rows.js";

export interface Spot {
  at: XY;
  address: string;
}
interface Event {
  category: string;
  title: string;
  at: XY;
  spot: XY;
  address: string;
  from: number;
  until: number;
  reported: number;
  level: number;
  status: string;
  /** Since when it is in that state. */
  since: number;
  source: string;
}

/** Where incidents of each kind of place can be; a spot's weight is its own. */
export type Spots = Record<PlaceKind, { spots: Spot[]; weights: number[] }>;

const HOUR = 3_600_000;
const OPEN = ["REPORTED", "ACCEPTED", "FILED", "DISPATCHED", "IN_PROGRESS", "VERIFYING"] as const;
const SHUT: [string, number][] = [
  ["CLOSED", 0.958],
  ["TRANSFERRED", 0.015],
  ["DUPLICATE", 0.013],
  ["REJECTED", 0.009],
  ["CANCELLED", 0.004],
  ["REOPENED", 0.001],
];
const SOURCES = ["01", "02", "03", "04", "05", "06", "07", "08"],
  SOURCE_WEIGHTS = [0.44, 0.2, 0.06, 0.05, 0.15, 0.07, 0.02, 0.01];

/**
 * Events of the `days` before `end` (local midnight of today), ordered by the time of their report;
 * times are local, as if UTC.
 */
export function makeEvents(
  seed: number,
  count: number,
  end: number,
  days: number,
  spots: Spots,
): Event[] {
  const random = randomOf(seed, "incidents"),
    first = end - days * DAY;
  const drawKind = sampler(INCIDENT_KINDS.map((k) => k.share));
  const kinds = INCIDENT_KINDS.map((k) => ({
    k,
    day: sampler(dayWeights(k.rhythm, first, days)),
    hour: sampler(k.rhythm.hours),
    places: Object.entries(k.places) as [PlaceKind, number][],
  }));
  const places = Object.fromEntries(
    Object.entries(spots).map(([kind, s]) => [kind, sampler(s.weights)]),
  ) as Record<PlaceKind, (random: Random) => number>;
  const near = nearIndex(spots.home.spots);
  const events: Event[] = [];
  while (events.length < count) {
    const { k, day, hour, places: where } = kinds[drawKind(random)]!;
    const placeKind = where[random.weighted(where.map(([, w]) => w))]![0];
    const spot = spots[placeKind].spots[places[placeKind](random)]!;
    const at = first + day(random) * DAY + hour(random) * HOUR + random.next() * HOUR;
    events.push(event(k, spot, at, end, random));
    if (!random.chance(k.repeats)) continue;
    // Near repeats: a place once hit, and its neighbours, are likelier to be hit again within days
    // (Townsley et al. 2003).
    for (let r = random.integer(1, 3), time = at; r > 0 && events.length < count; r--) {
      time += random.exponential(3.2) * DAY + HOUR;
      if (time >= end - HOUR) break;
      const close = near(spot.at);
      events.push(
        event(
          k,
          placeKind === "home" && close.length ? random.pick(close) : spot,
          time,
          end,
          random,
        ),
      );
    }
  }
  return events.sort((a, b) => a.reported - b.reported);
}

function event(k: IncidentKind, spot: Spot, at: number, end: number, random: Random): Event {
  const minute = 60_000,
    from0 = Math.floor(at / (5 * minute)) * 5 * minute;
  let from = from0,
    until = from0;
  if (random.chance(k.interval[0])) {
    const span = Math.min(Math.max(1, random.exponential(k.interval[1])), 24 * 9) * HOUR;
    from = Math.floor((at - span * random.next()) / (30 * minute)) * 30 * minute;
    until = from + Math.ceil(span / (30 * minute)) * 30 * minute;
  }
  until = Math.min(until, end - 20 * minute);
  from = Math.min(from, until);
  const reported = Math.min(
    Math.floor((until + random.exponential(50) * minute) / minute) * minute + minute,
    end - minute,
  );
  const age = (end - reported) / DAY;
  const open = random.chance(Math.min(0.95, Math.exp(-age / 6) + (age < 40 ? 0.04 : 0)));
  const status = open
    ? OPEN[Math.min(OPEN.length - 1, Math.floor(age * 0.55 + random.next() * 2.6))]!
    : SHUT[random.weighted(SHUT.map(([, w]) => w))]![0];
  // Of no draw of its own: all that is generated after it stays as it was.
  const share = (((reported / minute) * 7919) % 997) / 997;
  const days = status === "REPORTED" ? 0 : (open ? 2 : 6) * share ** 2;
  const since = Math.min(end - minute, reported + days * DAY);
  const title = `${spot.address.replace(/\d+号(楼)?$/, "")}${random.pick(k.titles)}`;
  return {
    category: k.code,
    title,
    spot: spot.at,
    at: [spot.at[0] + random.gaussian() * 4, spot.at[1] + random.gaussian() * 4],
    address: spot.address,
    from,
    until,
    reported,
    level: random.weighted(k.levels) + 1,
    status,
    since: Math.floor(since / minute) * minute,
    source: SOURCES[random.weighted(SOURCE_WEIGHTS)]!,
  };
}

/** Spots within about 150 m, by bins. */
function nearIndex(spots: readonly Spot[]): (at: XY) => Spot[] {
  const bins = new Map<string, Spot[]>(),
    name = (x: number, y: number) => `${Math.floor(x / 100)},${Math.floor(y / 100)}`;
  for (const s of spots) {
    const n = name(s.at[0], s.at[1]);
    const list = bins.get(n);
    if (list) list.push(s);
    else bins.set(n, [s]);
  }
  return ([x, y]) =>
    [-100, 0, 100]
      .flatMap((dx) => [-100, 0, 100].flatMap((dy) => bins.get(name(x + dx, y + dy)) ?? []))
      .filter((s) => Math.hypot(s.at[0] - x, s.at[1] - y) < 150);
}

/** How incidents ended, by the state they ended in. */
const CLOSINGS: Readonly<Record<string, string>> = {
  CLOSED: "01",
  REJECTED: "06",
  TRANSFERRED: "05",
};

const instant = (local: number) => new Date(local - CLOCK).toISOString();

/** Each in the grid that held its place when it happened. */
export function incidentRows(
  frame: Frame,
  events: readonly Event[],
  held: { now: HeldBy; before: HeldBy; inside: (p: XY) => boolean },
  random: Random,
): IncidentRow[] {
  const redrawnAt = Date.parse(`${frame.redrawn}T00:00:00Z`),
    perDay = new Map<string, number>();
  return events.map((e) => {
    const geom = frame.point(held.inside(e.at) ? e.at : e.spot),
      day = new Date(e.reported).toISOString().slice(0, 10).replaceAll("-", ""),
      n = (perDay.get(day) ?? 0) + 1;
    perDay.set(day, n);
    const named = random.chance(0.35);
    return {
      county_id: DEMO_COUNTY_ID,
      id: frame.id(e.reported - CLOCK),
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
      grid_id: (e.from < redrawnAt ? held.before : held.now)(geom.coordinates).id,
      geom,
    };
  });
}

import { bandedPolygon } from "../../../geo/banded-polygon.js";
import { WEEK_MINUTES, WEEKS_BEFORE, type WeekSpan } from "../../../geo/time/times-of-week.js";
import type { Offset } from "../../counties/zone-offsets.js";
import type { Condition } from "./column-question.js";
import type { RowColumns } from "./incident-rows.js";

/** Rows of a county, and how far its clocks are ahead of UTC when. */
export interface CountyRows {
  county: number;
  rows: RowColumns;
  offsets: readonly Offset[];
}

/** An incident lies on a drawn border, as far as can be told: which side is its is PostGIS' to say. */
export class OnARim extends Error {}

type Mask = Uint8Array<ArrayBuffer>;

const WEEK_SECONDS = 60 * WEEK_MINUTES;

/** Seconds of moments (µs since 1970) as the clock on the wall has them, whole ones. */
export function wallSeconds(
  moments: Float64Array,
  which: Int32Array | null,
  offsets: readonly Offset[],
): Float64Array<ArrayBuffer> {
  const n = which?.length ?? moments.length;
  const walls = new Float64Array(n);
  const begins = offsets.map((o) => o.from * 1000);
  let [first, next, seconds] = [Infinity, -Infinity, 0];
  for (let k = 0; k < n; k++) {
    const moment = moments[which ? which[k]! : k]!;
    if (moment < first || moment >= next) {
      let i = begins.length - 1;
      while (i > 0 && begins[i]! > moment) i--;
      // Before the first that is known its offset is taken, as `byOffset` does.
      first = i <= 0 ? -Infinity : begins[i]!;
      next = begins[i + 1] ?? Infinity;
      seconds = offsets[i]?.seconds ?? 0;
    }
    walls[k] = Math.floor(moment / 1e6) + seconds;
  }
  return walls;
}

/** Minutes since Monday 00:00, with their fraction, of seconds on the wall. */
export const minuteOfWeek = (wall: number): number => ((wall + WEEKS_BEFORE) % WEEK_SECONDS) / 60;

/** From when to when rows of which the condition is so can have begun. */
export function begunWithin(condition: Condition): [from: number, to: number] {
  if (condition.is === "begun") return [condition.from, condition.to];
  const all = condition.is === "all" ? condition.of.map(begunWithin) : [];
  return [
    Math.max(-Infinity, ...all.map(([from]) => from)),
    Math.min(Infinity, ...all.map(([, to]) => to)),
  ];
}

/** 1 for each row of which the condition is so. */
export function maskOf(county: CountyRows, condition: Condition): Mask {
  return new Masks(county).of(condition);
}

class Masks {
  private readonly n: number;
  private walls: Float64Array | undefined;

  constructor(private readonly county: CountyRows) {
    this.n = county.rows.size;
  }

  of(condition: Condition): Mask {
    const { rows, county } = this.county;
    switch (condition.is) {
      case "all":
        return this.joined(condition.of, 1, (mask, one) => {
          for (let i = 0; i < mask.length; i++) mask[i]! &= one[i]!;
        });
      case "any":
        return this.joined(condition.of, 0, (mask, one) => {
          for (let i = 0; i < mask.length; i++) mask[i]! |= one[i]!;
        });
      case "not": {
        const mask = this.of(condition.of);
        for (let i = 0; i < mask.length; i++) mask[i]! ^= 1;
        return mask;
      }
      case "begun":
        return this.between(rows.from, condition.from, condition.to);
      case "coded":
        return this.among(rows[condition.by], rows.codes.texts, coded(condition));
      case "level":
        return this.filled(
          (i) => rows.level[i]! >= condition.min && rows.level[i]! <= condition.max,
        );
      case "clock":
        return this.during(condition.spans);
      case "counties":
        return new Uint8Array(this.n).fill(condition.counties.includes(county) ? 1 : 0);
      case "grids": {
        const named = new Set(condition.grids.map((id) => id.replaceAll("-", "").toLowerCase()));
        return this.among(rows.grid, rows.grids.texts, (grid) => named.has(grid));
      }
      case "box": {
        const [west, south, east, north] = condition.box as [number, number, number, number];
        const { lon, lat } = rows;
        return this.filled(
          (i) => lon[i]! >= west && lon[i]! <= east && lat[i]! >= south && lat[i]! <= north,
        );
      }
      case "polygon": {
        const { lon, lat } = rows;
        const sideOf = bandedPolygon(condition.polygon);
        return this.filled((i) => {
          const side = sideOf(lon[i]!, lat[i]!);
          if (side === "near" && rows.level[i] !== 0) throw new OnARim();
          return side === "in";
        });
      }
      case "villages":
        throw new Error("villages were not made grids before rows are scanned");
    }
  }

  private joined(
    of: readonly Condition[],
    none: 0 | 1,
    join: (mask: Mask, one: Mask) => void,
  ): Mask {
    const [first, ...others] = of;
    if (!first) return new Uint8Array(this.n).fill(none);
    const mask = this.of(first);
    for (const one of others) join(mask, this.of(one));
    return mask;
  }

  private filled(holds: (row: number) => boolean): Mask {
    const mask = new Uint8Array(this.n);
    for (let i = 0; i < mask.length; i++) mask[i] = holds(i) ? 1 : 0;
    return mask;
  }

  private between(values: Float64Array, from: number, to: number): Mask {
    const mask = new Uint8Array(this.n);
    for (let i = 0; i < mask.length; i++) mask[i] = values[i]! >= from && values[i]! < to ? 1 : 0;
    return mask;
  }

  /** Each text is judged once; of null nothing is so. */
  private among(
    column: Uint16Array,
    texts: readonly (string | null)[],
    holds: (text: string) => boolean,
  ): Mask {
    const chosen = Uint8Array.from(texts, (text) => (text !== null && holds(text) ? 1 : 0));
    const mask = new Uint8Array(this.n);
    for (let i = 0; i < mask.length; i++) mask[i] = chosen[column[i]!]!;
    return mask;
  }

  private during(spans: readonly WeekSpan[]): Mask {
    const { rows, offsets } = this.county;
    const inside = new Uint8Array(WEEK_MINUTES);
    for (const [from, to] of spans) inside.fill(1, from, to);
    this.walls ??= wallSeconds(rows.from.subarray(0, this.n), null, offsets);
    const mask = new Uint8Array(this.n);
    for (let i = 0; i < mask.length; i++)
      mask[i] = inside[Math.floor(minuteOfWeek(this.walls[i]!))]!;
    return mask;
  }
}

function coded({ codes, beginnings }: Extract<Condition, { is: "coded" }>) {
  const exact = new Set(codes);
  return (code: string) => exact.has(code) || beginnings.some((b) => code.startsWith(b));
}

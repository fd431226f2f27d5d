import { marksPassed, type WeekLine, weekLine } from "../../../geo/hotspots/week-line.js";
import type { SegmentSums } from "../../../geo/hotspots/week-segments.js";
import { WEEK_MINUTES, WEEKS_BEFORE } from "../../../geo/time/times-of-week.js";
import type { FoundGroups } from "../stats.queries.js";
import { countedParts, type PartCount } from "../week-parts.js";
import type { ColumnQuestion, GroupColumn } from "./column-question.js";
import { type CountyRows, maskOf, minuteOfWeek, wallSeconds } from "./condition-mask.js";

/** What one scan of the rows finds. */
export interface Scanned {
  /** Counted under all brushes, with weights where intervals have shares; and how many rows those are. */
  total: number;
  incidents: number;
  uncertain: number;
  groups: FoundGroups[];
  /** Of views of the time of the week: their place in the question, and their parts. */
  weeks: { view: number; parts: PartCount[] }[];
}

const HOUR_US = 3.6e9;
const DAY_SECONDS = 86_400;
const MINUTES = 2 * WEEK_MINUTES;

/** Counts all views of a question in its counties' rows, which may come in pieces. */
export function scanColumns(pieces: readonly CountyRows[], question: ColumnQuestion): Scanned {
  const found: Scanned = { total: 0, incidents: 0, uncertain: 0, groups: [], weeks: [] };
  const groups = question.views.map(({ view }): FoundGroups => {
    return { view, counties: [], values: [], counts: [] };
  });
  const sums = new Map(question.ofWeek.map(({ own }) => [own, new PairSums(question.segments)]));
  for (const piece of pieces) {
    const scan = new CountyScan(piece, question);
    const { counted, vague } = scan.total();
    found.total += counted.amount;
    found.incidents += counted.rows;
    found.uncertain += vague;
    question.views.forEach(({ by, own }, i) => scan.group(by, own, groups[i]!));
    sums.forEach((of, own) => scan.addPairs(own, of));
  }
  return { ...found, groups, weeks: weeksOf(question, sums) };
}

/** Made here, not where the answer goes: pairs are thousands, parts of a week few. */
function weeksOf(
  { ofWeek, segments, spans, shared }: ColumnQuestion,
  sums: ReadonlyMap<number, PairSums>,
): Scanned["weeks"] {
  const rows = new Map([...sums].map(([own, of]) => [own, of.rows()]));
  return ofWeek.map(({ view, by, own }) => ({
    view,
    parts: countedParts(by, { segments, sums: rows.get(own)!, spans: spans[own + 1]!, shared }),
  }));
}

class CountyScan {
  /** Places of the rows that fail one brush at most, and which: -1 none. */
  private readonly which: Int32Array;
  private readonly missed: Int8Array;
  private readonly vague: Uint8Array;
  private walls: Float64Array | undefined;
  private readonly starts: Float64Array;
  private readonly lasts: Float64Array;
  private readonly amounts = new Map<number, Float64Array>();

  constructor(
    private readonly county: CountyRows,
    private readonly question: ColumnQuestion,
  ) {
    ({ which: this.which, missed: this.missed } = selected(county, question));
    const { from, until } = county.rows;
    const n = this.which.length;
    this.vague = new Uint8Array(n);
    for (let k = 0; k < n; k++) {
      const i = this.which[k]!;
      this.vague[k] = until[i]! - from[i]! > HOUR_US ? 1 : 0;
    }
    const { spans, ofWeek } = question;
    const isTimed = ofWeek.length > 0 || spans.some((s) => s !== null);
    this.starts = new Float64Array(isTimed ? n : 0);
    this.lasts = new Float64Array(isTimed ? n : 0);
    if (!isTimed) return;
    const begun = this.wallsOf();
    const ended = wallSeconds(until, this.which, county.offsets);
    for (let k = 0; k < n; k++) {
      this.starts[k] = minuteOfWeek(begun[k]!);
      this.lasts[k] = Math.floor((ended[k]! - begun[k]!) / 60);
    }
  }

  total() {
    const { missed, vague, question } = this;
    const amounts = this.amountsFor(-1);
    const counted = { amount: 0, rows: 0 };
    let uncertain = 0;
    for (let k = 0; k < amounts.length; k++) {
      const amount = amounts[k]!;
      if (amount > 0) {
        counted.amount += amount;
        counted.rows++;
      }
      // Of those whose moment is not known: those that count, or that would if it were.
      const would = question.knownOnly ? missed[k] === -1 : amount > 0;
      if (would && vague[k] === 1) uncertain++;
    }
    return { counted, vague: uncertain };
  }

  group(by: GroupColumn, own: number, into: FoundGroups): void {
    const { first, most, count, text } = this.valuesOf(by);
    const counts = new Float64Array(most + 1);
    count(this.amountsFor(own), counts);
    counts.forEach((n, at) => {
      if (n === 0) return;
      into.counties.push(this.county.county);
      into.values.push(text(first + at));
      into.counts.push(n);
    });
  }

  addPairs(own: number, into: PairSums): void {
    const { missed, starts, lasts } = this;
    for (let k = 0; k < missed.length; k++)
      if (missed[k] === -1 || missed[k] === own) into.add(starts[k]!, lasts[k]!);
  }

  private wallsOf(): Float64Array {
    this.walls ??= wallSeconds(this.county.rows.from, this.which, this.county.offsets);
    return this.walls;
  }

  /** How much each row counts under all brushes but one; 0: not. */
  private amountsFor(own: number): Float64Array {
    let amounts = this.amounts.get(own);
    if (!amounts) this.amounts.set(own, (amounts = this.amountsBut(own)));
    return amounts;
  }

  private amountsBut(own: number): Float64Array {
    const { missed, vague, question } = this;
    const { knownOnly, shared } = question;
    const spans = question.spans[own + 1]!;
    const shares = spans && this.sharesOf(weekLine(spans));
    const amounts = new Float64Array(missed.length);
    for (let k = 0; k < amounts.length; k++) {
      if (missed[k] !== -1 && missed[k] !== own) continue;
      if (knownOnly && vague[k] === 1) continue;
      if (!shares) amounts[k] = 1;
      else if (shares[k]! > 0) amounts[k] = shared ? shares[k]! : 1;
    }
    return amounts;
  }

  /** The share of each interval that lies in spans of the week: `shareOfWeek` of the SQL. */
  private sharesOf({ marks, base, slope, share }: WeekLine): Float64Array {
    const { starts, lasts } = this;
    const passed = marksPassed(marks, MINUTES);
    const shares = new Float64Array(starts.length);
    for (let k = 0; k < shares.length; k++) {
      const start = starts[k]!;
      const minutes = lasts[k]!;
      const at = passed[Math.floor(start)]!;
      if (minutes <= 1) shares[k] = slope[at]!;
      else if (minutes >= WEEK_MINUTES) shares[k] = share;
      else {
        const end = start + minutes;
        const then = passed[Math.floor(end)]!;
        const gone = base[then]! + end * slope[then]! - (base[at]! + start * slope[at]!);
        shares[k] = gone / minutes;
      }
    }
    return shares;
  }

  /** What a view groups rows by. */
  private valuesOf(by: GroupColumn): Values {
    const { rows } = this.county;
    switch (by) {
      case "category":
      case "status":
      case "source":
        return this.coded(rows[by], rows.codes.texts);
      case "grid":
        return this.coded(rows.grid, rows.grids.texts);
      case "level":
        return {
          ...{ first: 0, most: 255, text: String },
          count: (amounts, counts) => countLevels(rows.level, this.which, amounts, counts),
        };
      case "day":
        return this.days();
      case "hour":
        return this.hours(DAY_SECONDS);
      case "hourOfWeek":
        return this.hours(7 * DAY_SECONDS);
    }
  }

  private coded(column: Uint16Array, texts: readonly (string | null)[]): Values {
    return {
      ...{ first: 0, most: texts.length - 1, text: (value) => texts[value]! },
      count: (amounts, counts) => countCodes(column, this.which, amounts, counts),
    };
  }

  private days(): Values {
    const walls = this.wallsOf();
    const days = new Int32Array(walls.length);
    let [first, last] = walls.length > 0 ? [Infinity, -Infinity] : [0, 0];
    for (let k = 0; k < days.length; k++) {
      const day = Math.floor(walls[k]! / DAY_SECONDS);
      days[k] = day;
      if (day < first) first = day;
      if (day > last) last = day;
    }
    return {
      ...{ first, most: last - first },
      text: (day) => new Date(day * DAY_SECONDS * 1000).toISOString(),
      count: (amounts, counts) => countNumbers(days, first, amounts, counts),
    };
  }

  private hours(span: number): Values {
    const walls = this.wallsOf();
    const hours = new Int32Array(walls.length);
    for (let k = 0; k < hours.length; k++)
      hours[k] = Math.floor(((walls[k]! + WEEKS_BEFORE) % span) / 3600);
    return {
      ...{ first: 0, most: span / 3600 - 1, text: (hour) => `${hour} hours` },
      count: (amounts, counts) => countNumbers(hours, 0, amounts, counts),
    };
  }
}

/** Values of a view's groups, numbered from `first` on; `text` is one as SQL writes it. */
interface Values {
  first: number;
  most: number;
  text: (value: number) => string | null;
  count: (amounts: Float64Array, counts: Float64Array) => void;
}

// One loop a kind of array: shared, it would be compiled for none of them.
function countCodes(
  codes: Uint16Array,
  which: Int32Array,
  amounts: Float64Array,
  counts: Float64Array,
): void {
  for (let k = 0; k < amounts.length; k++) counts[codes[which[k]!]!]! += amounts[k]!;
}

function countLevels(
  levels: Uint8Array,
  which: Int32Array,
  amounts: Float64Array,
  counts: Float64Array,
): void {
  for (let k = 0; k < amounts.length; k++) counts[levels[which[k]!]!]! += amounts[k]!;
}

function countNumbers(
  numbers: Int32Array,
  first: number,
  amounts: Float64Array,
  counts: Float64Array,
): void {
  for (let k = 0; k < amounts.length; k++) counts[numbers[k]! - first]! += amounts[k]!;
}

/** Rows that the question is about and that fail one brush at most. */
function selected(county: CountyRows, { rows, brushes }: ColumnQuestion) {
  const mask = maskOf(county, rows);
  const held = brushes.map((brush) => maskOf(county, brush));
  const { level } = county.rows;
  const which = new Int32Array(mask.length);
  const missed = new Int8Array(mask.length);
  let n = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0 || level[i] === 0) continue;
    let miss = -1;
    let misses = 0;
    for (let b = 0; b < held.length; b++)
      if (held[b]![i] === 0) {
        miss = b;
        misses++;
      }
    if (misses > 1) continue;
    which[n] = i;
    missed[n++] = miss;
  }
  return { which: which.subarray(0, n), missed: missed.subarray(0, n) };
}

/** Sums of intervals by the segments of the week in which they begin and end (`SegmentSums`). */
class PairSums {
  private readonly bucket: Int32Array;
  /** Segments in which one can end, and none. */
  private readonly ends: number;
  private readonly begins: number;
  private readonly n: Float64Array;
  private readonly rate: Float64Array;
  private readonly begun: Float64Array;
  private readonly ended: Float64Array;

  constructor({ marks, size }: ColumnQuestion["segments"]) {
    this.bucket = marksPassed(marks, MINUTES);
    this.ends = 2 * size + 1;
    this.begins = size + 1;
    const pairs = this.begins * this.ends;
    this.n = new Float64Array(pairs);
    this.rate = new Float64Array(pairs);
    this.begun = new Float64Array(pairs);
    this.ended = new Float64Array(pairs);
  }

  add(start: number, minutes: number): void {
    const within = minutes < WEEK_MINUTES;
    const from = within ? this.bucket[Math.floor(start)]! - 1 : this.begins - 1;
    // An interval that ends where a segment begins has nothing of that segment.
    const isLong = within && minutes > 1;
    const to = isLong ? this.bucket[Math.floor(start + minutes - 1e-6)]! - 1 : this.ends - 1;
    const pair = from * this.ends + to;
    this.n[pair]!++;
    if (!isLong) return;
    this.rate[pair]! += 1 / minutes;
    this.begun[pair]! += start / minutes;
    this.ended[pair]! += (start + minutes) / minutes;
  }

  rows(): SegmentSums[] {
    const rows: SegmentSums[] = [];
    this.n.forEach((n, pair) => {
      if (n === 0) return;
      const [from, to] = [Math.floor(pair / this.ends), pair % this.ends];
      rows.push({
        from: from === this.begins - 1 ? null : from,
        to: to === this.ends - 1 ? null : to,
        n,
        rate: this.rate[pair]!,
        begun: this.begun[pair]!,
        ended: this.ended[pair]!,
      });
    });
    return rows;
  }
}

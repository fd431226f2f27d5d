/** Microseconds of 1970 before those of PostgreSQL's binary timestamps, which begin in 2000. */
export const SINCE_1970 = 946_684_800e6;
const FIRST_CAPACITY = 1024;
/** Of a county no more codes or grids than this are told apart; a number of one is two bytes. */
const CODES_MOST = 65_535;

/** Rows that are passed over together where none of them began in the time that is asked about. */
const BLOCK = 4096;

/** Texts by number; 0 is SQL's null. */
class Numbered {
  readonly texts: (string | null)[] = [null];
  private readonly numbers = new Map<string, number>();

  numberOf(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.texts.length;
      if (number > CODES_MOST) throw new Error(`more than ${CODES_MOST} codes or grids`);
      this.texts.push(text);
      this.numbers.set(text, number);
    }
    return number;
  }
}

/**
 * The few columns of a county's incidents that views and usual filters read, in typed arrays: 65
 * bytes a row with its id, by which a row that changed is found. The place of an incident that is
 * gone has the level 0, which no other has, and waits for its return. Rows stand as they began once
 * `sortByTime` was called, those that are added later behind them: of each block of rows is known
 * from when to when they began.
 */
export class IncidentRows {
  constructor(private readonly block = BLOCK) {}

  /** Places, those of gone incidents too. */
  size = 0;
  /** Microseconds since 1970. */
  from = new Float64Array(0);
  until = new Float64Array(0);
  lon = new Float64Array(0);
  lat = new Float64Array(0);
  category = new Uint16Array(0);
  status = new Uint16Array(0);
  source = new Uint16Array(0);
  grid = new Uint16Array(0);
  level = new Uint8Array(0);
  readonly codes = new Numbered();
  /** Uuids in hexadecimal digits, without dashes. */
  readonly grids = new Numbered();
  private ids = new Uint32Array(0);
  /** Of each block the first and the last beginning. */
  private firsts = new Float64Array(0);
  private lasts = new Float64Array(0);
  /** Places by hash of their ids, open addressing; -1: free. */
  private slots = new Int32Array(0);

  get bytes(): number {
    const { from, until, lon, lat, category, status, source, grid, level, ids, slots } = this;
    return [from, until, lon, lat, category, status, source, grid, level, ids, slots].reduce(
      (sum, array) => sum + array.byteLength,
      0,
    );
  }

  /** Adds rows as `incidentsAfter` packs them, each in the place of the one with its id. */
  add(bytes: Uint8Array): void {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    let length = 0;
    /** Steps to a cell's content. */
    const cell = (): number => {
      at += Math.max(0, length);
      length = view.getInt32(at);
      at += 4;
      return at;
    };
    const moment = () => view.getInt32(cell()) * 2 ** 32 + view.getUint32(at + 4) + SINCE_1970;
    const code = (from: Numbered, form: "latin1" | "hex" | "utf8") => {
      cell();
      return length < 0 ? 0 : from.numberOf(text.toString(form, at, at + length));
    };
    while (at < bytes.length) {
      at += 2;
      length = 0;
      const row = this.placeOf(view, cell());
      this.from[row] = moment();
      this.widen(row);
      this.until[row] = moment();
      this.category[row] = code(this.codes, "utf8");
      this.level[row] = view.getInt32(cell());
      this.status[row] = code(this.codes, "utf8");
      this.source[row] = code(this.codes, "utf8");
      this.grid[row] = code(this.grids, "hex");
      this.lon[row] = view.getFloat64(cell());
      this.lat[row] = view.getFloat64(cell());
      at += length;
    }
  }

  /** Puts rows in the order in which they began. */
  sortByTime(): void {
    const { size, from } = this;
    const order = Uint32Array.from({ length: size }, (_, i) => i).sort(
      (a, b) => from[a]! - from[b]!,
    );
    const inOrder = <A extends Column>(column: A, each = 1): A => {
      const was = column.slice(0, each * size);
      order.forEach((row, i) => {
        for (let k = 0; k < each; k++) column[each * i + k] = was[each * row + k]!;
      });
      return column;
    };
    for (const name of COLUMNS) inOrder(this[name]);
    inOrder(this.ids, 4);
    this.slots.fill(-1);
    this.hashAll();
    this.firsts.fill(Infinity);
    this.lasts.fill(-Infinity);
    for (let row = 0; row < size; row++) this.widen(row);
  }

  /** Rows among which are all that began from `from` on and before `to`, in pieces. */
  within(from: number, to: number): RowColumns[] {
    const pieces: RowColumns[] = [];
    const { block, size } = this;
    for (let b = 0; b * block < size; b++) {
      if (this.firsts[b]! >= to || this.lasts[b]! < from) continue;
      const begin = b * block;
      while ((b + 1) * block < size && this.firsts[b + 1]! < to && this.lasts[b + 1]! >= from) b++;
      pieces.push(this.piece(begin, Math.min(size, (b + 1) * block)));
    }
    return pieces;
  }

  private piece(begin: number, end: number): RowColumns {
    const { codes, grids } = this;
    return {
      ...{ codes, grids, size: end - begin },
      from: this.from.subarray(begin, end),
      until: this.until.subarray(begin, end),
      lon: this.lon.subarray(begin, end),
      lat: this.lat.subarray(begin, end),
      category: this.category.subarray(begin, end),
      status: this.status.subarray(begin, end),
      source: this.source.subarray(begin, end),
      grid: this.grid.subarray(begin, end),
      level: this.level.subarray(begin, end),
    };
  }

  private widen(row: number): void {
    const b = Math.floor(row / this.block);
    const began = this.from[row]!;
    if (began < this.firsts[b]!) this.firsts[b] = began;
    if (began > this.lasts[b]!) this.lasts[b] = began;
  }

  /** Forgets incidents by their uuids, those that it does not have too. */
  forget(ids: readonly string[]): void {
    for (const id of ids) {
      const [a, b, c, d] = wordsOf(id);
      const row = this.slots[this.slotOf(a, b, c, d)] ?? -1;
      if (row >= 0) this.level[row] = 0;
    }
  }

  private placeOf(view: DataView, at: number): number {
    if (this.size === this.from.length) this.grow();
    const a = view.getUint32(at);
    const b = view.getUint32(at + 4);
    const c = view.getUint32(at + 8);
    const d = view.getUint32(at + 12);
    const slot = this.slotOf(a, b, c, d);
    const known = this.slots[slot]!;
    if (known >= 0) return known;
    const row = this.size++;
    const { ids } = this;
    ids[4 * row] = a;
    ids[4 * row + 1] = b;
    ids[4 * row + 2] = c;
    ids[4 * row + 3] = d;
    this.slots[slot] = row;
    return row;
  }

  /** Where the place of an id, which is four words, stands or would. */
  private slotOf(a: number, b: number, c: number, d: number): number {
    const { slots, ids } = this;
    const mask = slots.length - 1;
    // Ids made here end in chance (UUID v7), others in whatever they do.
    let slot = (Math.imul(a ^ d, 0x9e3779b1) ^ Math.imul(b ^ c, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    for (; mask >= 0; slot = (slot + 1) & mask) {
      const row = slots[slot]!;
      if (row < 0) return slot;
      const i = 4 * row;
      if (ids[i] === a && ids[i + 1] === b && ids[i + 2] === c && ids[i + 3] === d) return slot;
    }
    return 0;
  }

  private grow(): void {
    const capacity = Math.max(FIRST_CAPACITY, Math.ceil(this.size * 1.25));
    const grown = <A extends { length: number; set(from: A): void }>(
      of: A,
      made: new (length: number) => A,
      each = 1,
    ): A => {
      const array = new made(each * capacity);
      array.set(of);
      return array;
    };
    this.from = grown(this.from, Float64Array);
    this.until = grown(this.until, Float64Array);
    this.lon = grown(this.lon, Float64Array);
    this.lat = grown(this.lat, Float64Array);
    this.category = grown(this.category, Uint16Array);
    this.status = grown(this.status, Uint16Array);
    this.source = grown(this.source, Uint16Array);
    this.grid = grown(this.grid, Uint16Array);
    this.level = grown(this.level, Uint8Array);
    this.ids = grown(this.ids, Uint32Array, 4);
    const blocks = Math.ceil(capacity / this.block);
    this.firsts = extended(this.firsts, blocks, Infinity);
    this.lasts = extended(this.lasts, blocks, -Infinity);
    this.hash(2 ** Math.ceil(Math.log2(1.5 * capacity)));
  }

  private hash(slots: number): void {
    if (slots === this.slots.length) return;
    this.slots = new Int32Array(slots).fill(-1);
    this.hashAll();
  }

  private hashAll(): void {
    const { ids } = this;
    for (let row = 0; row < this.size; row++) {
      const i = 4 * row;
      this.slots[this.slotOf(ids[i]!, ids[i + 1]!, ids[i + 2]!, ids[i + 3]!)] = row;
    }
  }
}

const COLUMNS = [
  ...(["from", "until", "lon", "lat", "category", "status", "source", "grid"] as const),
  "level",
] as const;

type Column = Float64Array | Uint32Array | Uint16Array | Uint8Array;

/** A county's rows, or a piece of them, as questions read them. */
export type RowColumns = Pick<IncidentRows, (typeof COLUMNS)[number] | "size" | "codes" | "grids">;

function extended(of: Float64Array, length: number, rest: number): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(Math.max(of.length, length)).fill(rest);
  longer.set(of);
  return longer;
}

const wordsOf = (id: string): [number, number, number, number] => {
  const hex = id.replaceAll("-", "");
  const word = (at: number) => Number.parseInt(hex.slice(at, at + 8), 16);
  return [word(0), word(8), word(16), word(24)];
};

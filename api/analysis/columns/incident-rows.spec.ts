import { expect, it } from "vitest";
import { randomOf } from "../../../geo/random.js";
import { IncidentRows } from "./incident-rows.js";

interface Row {
  id: number;
  /** Microseconds since 1970. */
  from: number;
  category: string;
  level: number;
}

/** As `incidentsAfter` packs rows. */
function packed(rows: readonly Row[]): Uint8Array {
  const cells = rows.flatMap(({ id, from, category, level }) => {
    const uuid = Buffer.alloc(16);
    uuid.writeUInt32BE(id, 12);
    const moment = Buffer.alloc(8);
    moment.writeBigInt64BE(BigInt(from) - 946_684_800_000_000n);
    const number = Buffer.alloc(4);
    number.writeInt32BE(level);
    const degrees = Buffer.alloc(8);
    degrees.writeDoubleBE(id);
    const text = Buffer.from(category);
    const all = [uuid, moment, moment, text, number, text, null, null, degrees, degrees];
    const head = Buffer.alloc(2);
    head.writeInt16BE(all.length);
    return [
      head,
      ...all.flatMap((cell) => {
        const length = Buffer.alloc(4);
        length.writeInt32BE(cell ? cell.length : -1);
        return cell ? [length, cell] : [length];
      }),
    ];
  });
  return new Uint8Array(Buffer.concat(cells));
}

const idOf = (n: number) => `00000000-0000-0000-0000-${n.toString(16).padStart(12, "0")}`;
const BEGAN = 1_700_000_000_000_000;
const random = randomOf(3, "incident rows");
const made = (id: number): Row => ({
  id,
  from: BEGAN + random.integer(0, 1_000_000) * 1000,
  category: random.pick(["0101", "0603"]),
  level: random.integer(1, 4),
});

it("finds rows by when they began after sorting, changes and losses, and passes over the others", () => {
  const truth = new Map<number, Row>();
  const rows = new IncidentRows(64);
  const take = (some: readonly Row[]) => {
    for (const row of some) truth.set(row.id, row);
    rows.add(packed(some));
  };
  take(Array.from({ length: 3000 }, (_, id) => made(id)));
  rows.sortByTime();
  take(Array.from({ length: 200 }, (_, i) => made(3000 + i)));
  take(Array.from({ length: 10 }, () => made(random.integer(0, 3199))));
  const gone = Array.from({ length: 50 }, () => random.integer(0, 3199));
  rows.forget(gone.map(idOf));
  for (const id of gone) truth.delete(id);
  expect(rows.size).toBe(3200);
  let seen = 0;
  for (let time = 0; time < 40; time++) {
    const from = BEGAN + random.integer(0, 950_000) * 1000;
    const to = from + random.integer(1, 50_000) * 1000;
    const found: string[] = [];
    for (const piece of rows.within(from, to)) {
      seen += piece.size;
      for (let i = 0; i < piece.size; i++)
        if (piece.level[i] !== 0 && piece.from[i]! >= from && piece.from[i]! < to)
          found.push(
            [
              piece.lon[i],
              piece.from[i],
              piece.codes.texts[piece.category[i]!],
              piece.level[i],
            ].join(),
          );
    }
    const told = [...truth.values()]
      .filter((row) => row.from >= from && row.from < to)
      .map((row) => [row.id, row.from, row.category, row.level].join());
    expect(found.sort()).toEqual(told.sort());
  }
  expect(seen / 40 / 3200).toBeLessThan(0.4);
  const whole = rows.within(-Infinity, Infinity);
  expect(whole.map(({ size }) => size)).toEqual([3200]);
});

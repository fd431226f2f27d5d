import { expect, it } from "vitest";
import { randomOf } from "../random.js";
import { addAoristic } from "./aoristic.js";
import { type SegmentSums, spreadOverSegments, weekSegments } from "./week-segments.js";

const WEEK = 10_080;

it("shares from sums of segments are those of each interval, and sum to their number", () => {
  const random = randomOf(4, "segments");
  const segments = weekSegments([[1290, 1815]]);
  const { marks, size } = segments;
  const at = (minute: number) => marks.findLastIndex((mark) => mark <= minute);
  const hours = new Float64Array(168);
  const rows: SegmentSums[] = [];
  for (let i = 0; i < 500; i++) {
    // In 64ths: of other fractions a length that is whole is a little less to the oracle.
    const begins = random.integer(0, WEEK * 64 - 1) / 64;
    const lasts = random.pick([0, 1, 2, 45, 600, 5000, WEEK - 1, WEEK, 20_000]);
    // The oracle's week begins on a Sunday, and so does the fourth day of 1970.
    addAoristic(hours, begins + 4 * 1440, begins + 4 * 1440 + lasts);
    const isWeek = lasts >= WEEK;
    const isPoint = lasts <= 1;
    rows.push({
      from: isWeek ? null : at(begins),
      to: isWeek || isPoint ? null : at(begins + lasts - 1e-6),
      n: 1,
      rate: isPoint || isWeek ? 0 : 1 / lasts,
      begun: isPoint || isWeek ? 0 : begins / lasts,
      ended: isPoint || isWeek ? 0 : (begins + lasts) / lasts,
    });
  }
  const weights = spreadOverSegments(segments, rows);
  const byHour = new Float64Array(168);
  for (let i = 0; i < size; i++) byHour[Math.floor(marks[i] / 60)] += weights[i];
  byHour.forEach((n, hour) => expect(n).toBeCloseTo(hours[(hour + 24) % 168], 8));
  expect(weights.reduce((a, b) => a + b)).toBeCloseTo(500, 8);
});

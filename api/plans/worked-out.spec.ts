import { setTimeout as delay } from "node:timers/promises";
import { v7 as uuid } from "uuid";
import { expect, it } from "vitest";
import { cleanedUp, judged } from "./worked-out.js";

const SIDE = 20;
const STEP = 0.001;

/** Squares side by side, each a little too wide: every one overlaps its neighbour. */
const rows = Array.from({ length: SIDE * SIDE }, (_, k) => {
  const [x, y] = [107 + STEP * (k % SIDE), 29 + STEP * Math.floor(k / SIDE)];
  const [east, north] = [x + 1.02 * STEP, y + STEP];
  const ring = `[[${x},${y}],[${east},${y}],[${east},${north}],[${x},${north}],[${x},${y}]]`;
  return {
    ...{ gridId: uuid(), code: String(k), name: String(k), kind: null, villageCode: null },
    ...{ complaintPhone: null, locked: false },
    shape: `{"type":"Polygon","coordinates":[${ring}]}`,
  };
});
const plan = { county: 1, rows, shapes: [] };
const places = {
  ids: [],
  points: { lon: new Float64Array(), lat: new Float64Array(), columns: [] },
};

it("others are answered while hundreds of grids are judged and cleaned", async () => {
  let longest = 0,
    last = performance.now();
  const began = last;
  const tick = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 5);
  const cleaning = cleanedUp({ ...plan, options: {} });
  const judging = judged({
    ...{ ...plan, places, box: null },
    walked: { barriers: [], crossings: [] },
  });
  const [{ change, mends }, { faults }] = await Promise.all([cleaning, judging]);
  const lasted = performance.now() - began;
  await delay(20);
  clearInterval(tick);
  expect(mends.length).toBeGreaterThan(SIDE);
  expect(change?.redrawn?.length).toBeGreaterThan(SIDE * SIDE - SIDE);
  expect(faults.length).toBeGreaterThan(SIDE);
  expect(longest).toBeLessThan(lasted / 3);
});

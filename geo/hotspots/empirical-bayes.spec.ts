import { expect, it } from "vitest";
import { empiricalBayesRates } from "./empirical-bayes.js";

const of = (...values: number[]) => Float64Array.from(values);

// Worked out on paper from Marshall 1991: b = 10/40, s² = 4.1/40, a = s² − b/(40/3) = 0.08375.
it("draws rates to the mean by their own uncertainty, as on paper", () => {
  const { raw, estimate, record } = empiricalBayesRates(of(8, 0, 2), of(10, 10, 20));
  expect([...raw]).toEqual([0.8, 0, 0.1]);
  expect(record.parameters["b"]).toBeCloseTo(0.25, 12);
  expect(record.parameters["a"]).toBeCloseTo(0.08375, 12);
  const drawn = [0.25 + 0.55 * (67 / 87), 0.25 - 0.25 * (67 / 87), 0.25 - 0.15 * (67 / 77)];
  drawn.forEach((value, i) => expect(estimate[i]).toBeCloseTo(value, 12));
});

it("gives everybody the mean where rates differ by no more than chance makes them", () => {
  const { estimate, record } = empiricalBayesRates(of(2, 0, 4), of(10, 10, 20));
  [...estimate].forEach((value) => expect(value).toBeCloseTo(0.15, 12));
  expect(record.warnings.map(({ code }) => code)).toContain("negative-variance");
});

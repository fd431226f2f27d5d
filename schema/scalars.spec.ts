import { expect, it } from "vitest";
import { Day, GeoJSON, Instant } from "./scalars.js";

it("a geometry is judged once, however often the variable that holds it is coerced", () => {
  let looks = 0;
  const sent = {
    type: "Point",
    get coordinates() {
      looks++;
      return [107.36, 29.67];
    },
  };
  const first = GeoJSON.parseValue(sent);
  const once = looks;
  expect(GeoJSON.parseValue(sent)).toBe(first);
  expect(looks).toBe(once);
});

it("moments and days are those that exist", () => {
  expect(Instant.parseValue("2024-02-29T24:00:00+08:00")).toBe("2024-02-29T16:00:00.000Z");
  expect(Instant.parseValue("2026-03-01T08:30Z")).toBe("2026-03-01T08:30:00.000Z");
  for (const text of ["2026-02-30T08:00:00Z", "2026-03-01T08:00:00+14:30", "1899-12-31T00:00:00Z"])
    expect(() => Instant.parseValue(text), text).toThrow(/no such moment/);
  for (const text of ["2026-03-01 08:30Z", "2026-03-01T08:30", "2026-3-1T08:30Z", 5, null])
    expect(() => Instant.parseValue(text), String(text)).toThrow(/is written like/);
  expect(Day.parseValue("2024-02-29")).toBe("2024-02-29");
  expect(() => Day.parseValue("2023-02-29")).toThrow(/no such day/);
});

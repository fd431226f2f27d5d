import { expect, test } from "vitest";
import { listedOf } from "./listed.js";

const night = [{ days: [5], from: 22, to: 6 }];

test("rows are told only where they are known, and a figure that differs from them says why", () => {
  const some = { total: 41.3, uncertain: 9 };
  expect(listedOf({ clock: night, times: "SPREAD" }, some)).toEqual({
    ...{ count: undefined, differs: "spread" },
  });
  // A whole sum of shares is a number of rows by accident alone.
  expect(listedOf({ clock: night, times: "SPREAD" }, { total: 41, uncertain: 9 }).count).toBe(
    undefined,
  );
  expect(listedOf({ clock: night, times: "OVERLAP" }, some).differs).toBe("overlap");
  expect(listedOf({ clock: night, times: "KNOWN" }, { total: 32, uncertain: 9 })).toEqual({
    ...{ count: 41, differs: "known" },
  });
  expect(listedOf({ clock: [], times: "SPREAD" }, { total: 143, uncertain: 9 })).toEqual({
    ...{ count: 143, differs: null },
  });
});

import { expect, it } from "vitest";
import type { Change, Coverage } from "../../geo/coverage/index.js";
import { NewGrids } from "./new-grids.js";

it("grids split off by one stroke get codes of their own, also where codes follow no template", () => {
  const was = { code: "09007010001", name: "村" };
  const coverage = { faces: new Map([["a", { properties: was }]]) } as unknown as Coverage;
  const names = new NewGrids(["09007010001-2"], coverage, {
    ...{ county: 990202, villages: [""], template: "{seq:6}" },
  });
  const grids = ["b", "c"].map((id) => ({ id, before: null, after: was }));
  const named = names.withFacts({ grids } as unknown as Change);
  expect(named.grids.map(({ after }) => after!["code"])).toEqual([
    ...["09007010001-3", "09007010001-4"],
  ]);
});

import { expect, it } from "vitest";
import { layersRead } from "./layers-read.js";

it.each([
  [
    "its own, whatever its columns are called",
    'select id as tie, grid_id from "camera"',
    ["cameras"],
  ],
  [
    "those that the policy looks into",
    `select * from "household" where grid_id in (select g.id from grid g where g.county_id = $1)`,
    ["grids", "households"],
  ],
  [
    "those that a row tells of",
    'select 1 from "tie" where (county_id, from_id) in (select county_id, id from "household")',
    ["households", "ties"],
  ],
  ["none of another table", "select 1 from county c, event e where e.kind = $1", []],
])("an ETag carries the versions of the layers that its SQL reads: %s", (_, text, layers) => {
  expect(layersRead(text)).toEqual(layers);
});

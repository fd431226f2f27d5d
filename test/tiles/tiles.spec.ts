import { afterEach, beforeAll, describe } from "vitest";
import { forEachEngine } from "../harness/engines.js";
import { namesAndBorders } from "./names-and-borders.js";
import { tileContent } from "./tile-content.js";
import { tileCounts } from "./tile-counts.js";
import { tilePolicy } from "./tile-policy.js";
import { tilesOverHttp } from "./tiles-over-http.js";
import { TownTiles } from "./town-tiles.js";

forEachEngine((makeEngine) => {
  const tiles = new TownTiles();
  beforeAll(async () => tiles.build(await makeEngine()));
  afterEach(() => {
    tiles.services.db.watch = undefined;
  });

  describe("content", () => tileContent(tiles));
  describe("names and borders", () => namesAndBorders(tiles));
  describe("counts", () => tileCounts(tiles));
  describe("policy", () => tilePolicy(tiles));
  describe("over HTTP", () => tilesOverHttp(tiles));
});

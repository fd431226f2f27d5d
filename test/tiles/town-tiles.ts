import type { Services } from "../../api/core/services.js";
import type { Filter } from "../../api/layers/filter.js";
import { openServices } from "../../api/open-services.js";
import type { Viewer } from "../../api/policy/viewer.js";
import { tile } from "../../api/tiles/tiles.service.js";
import type { Engine } from "../../db/engine/engine.js";
import { type LayerName, layerOf } from "../../schema/layers/index.js";
import { contextOf, type Decoded, decode, person, tileAt } from "./tile-tools.js";
import { buildTown, type Town } from "./tile-town.js";

export const admin = person("admin", { purpose: "巡查" });
export const analyst = person("analyst");

export type Address = ReturnType<typeof tileAt>;

/** All tiles of a zoom that the town lies in. */
export function tilesOfTown(z: number): Address[] {
  const [low, high] = [tileAt(z, 120.545, 31.325), tileAt(z, 120.603, 31.275)];
  return Array.from({ length: high.x - low.x + 1 }, (_, i) =>
    Array.from({ length: high.y - low.y + 1 }, (__, j) => ({ z, x: low.x + i, y: low.y + j })),
  ).flat();
}

/** The town's tiles on one engine. */
export class TownTiles {
  services!: Services;
  town!: Town;

  async build(engine: Engine): Promise<void> {
    this.town = await buildTown(engine);
    this.services = openServices(engine, () => undefined);
  }

  bytesOf(
    name: LayerName,
    { z, x, y }: Address,
    viewer: Viewer = admin,
    filter: Filter = {},
  ): ReturnType<typeof tile> {
    return tile(contextOf(this.services, viewer), layerOf(name), z, x, y, filter);
  }

  async featuresOf(...[name, ...rest]: Parameters<TownTiles["bytesOf"]>): Promise<Decoded[]> {
    return decode(await this.bytesOf(name, ...rest), name);
  }

  /** A layer of the tile beside the one of the objects: names, borders, cells. */
  async partOf(part: string, at: Address, viewer: Viewer = admin): Promise<Decoded[]> {
    return decode(await this.bytesOf(part.split("-")[0] as LayerName, at, viewer), part);
  }
}

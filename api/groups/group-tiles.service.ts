import { layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { versionsOf } from "../events/data-versions.js";
import { homesSeen } from "../households/households.service.js";
import { policyKey } from "../policy/policy.js";
import type { TileAddress } from "../tiles/tile-address.js";
import { etagOf, tileOfFeatures } from "../tiles/tiles.service.js";
import { tiledGroups } from "./group-tiles.queries.js";
import type { GroupPlanRow } from "./groups.queries.js";
import { groundOf, seenGroupPlan, seesThinOf } from "./groups.service.js";

/** Raised when the same plan gets other bytes. */
const FORMAT = 1;
const NOTHING = Buffer.alloc(0);

/**
 * A tile of a plan's groups: the source layers `cells` (`id`, `number`, `size`, `locked`; to who
 * mends groups `isolated`, `thin`, `opened`) and `spokes` (`id`). Of groups of which the viewer
 * sees the homes of all members; empty for others.
 */
export async function groupTile(
  context: Context,
  id: string,
  address: TileAddress,
): Promise<{ etag: string; make: () => Promise<Buffer> }> {
  const plan = await seenGroupPlan(context, context.db, id);
  const { county, version } = plan;
  const homes = await versionsOf(context.db, [county], ["households"]);
  const { z, x, y } = address;
  return {
    etag: etagOf([FORMAT, id, version, homes, z, x, y, policyKey(context.viewer)]),
    make: () => drawn(context, plan, address),
  };
}

async function drawn(context: Context, plan: GroupPlanRow, tile: TileAddress): Promise<Buffer> {
  const access = context.tryAccess(layerOf("households"));
  if (plan.state === "FORMING" || !access?.exact().some) return NOTHING;
  const { county } = plan;
  // Composed in any case: what is drawn opens places.
  const seen = homesSeen(access, county);
  const { bytes, objects } = await tileOfFeatures(
    context,
    tiledGroups(plan, tile, {
      ground: groundOf(context, county),
      seen: access.exact().every && access.seesAll(county) ? null : seen,
      thin: seesThinOf(context, plan),
    }),
  );
  access.notes.answered([], objects);
  return bytes;
}

import { sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import type { LayerName, Sensitivity } from "../../schema/layers/index.js";
import type { Runner } from "../database.js";
import type { Viewer } from "./viewer.js";
import { countiesOf, rolesOf } from "./viewer.js";

/**
 * What a request read unmasked: layer → kinds of fields and number of rows. Written as one row
 * before the answer leaves.
 */
export class Disclosures {
  private readonly read = new Map<LayerName, { kinds: Set<Sensitivity>; rows: number }>();

  add(layer: LayerName, kinds: readonly Sensitivity[], rows: number): void {
    if (kinds.length === 0 || rows === 0) return;
    const entry = this.read.get(layer) ?? { kinds: new Set<Sensitivity>(), rows: 0 };
    kinds.forEach((k) => entry.kinds.add(k));
    entry.rows += rows;
    this.read.set(layer, entry);
  }

  get any(): boolean {
    return this.read.size > 0;
  }

  /** Writes the line of the access log. Called, and awaited, before anything read is answered. */
  async log(
    run: Runner,
    viewer: Viewer,
    outlet: string,
    detail: Record<string, unknown> = {},
  ): Promise<void> {
    if (!this.any) return;
    const what = {
      ...detail,
      read: Object.fromEntries(
        [...this.read].map(([layer, e]) => [layer, { fields: [...e.kinds].sort(), rows: e.rows }]),
      ),
    };
    this.read.clear();
    await run.rows(sql`
      insert into access_log (id, at, viewer, roles, purpose, outlet, county_id, what)
      values (${uuid()}::uuid, clock_timestamp(), ${viewer.actor}, ${sql.param(rolesOf(viewer))}::text[], ${viewer.purpose ?? "own command line"}, ${outlet}, ${countiesOf(viewer)[0] ?? 0}, ${JSON.stringify(what)}::jsonb)`);
  }
}

import { type SQL, sql } from "drizzle-orm";
import type { Declaration } from "../../schema/declaration.js";
import { isLayer } from "../../schema/layers/index.js";
import type { Transaction } from "../core/database.js";
import { kindOf } from "../events/kinds.js";
import { type NewEvent, publish, SET_LIMIT } from "../events/publish.js";
import type { Box } from "./apply.js";
import type { ChangeSet } from "./change-set.js";
import type { WrittenRow } from "./command.js";
import { column, placeColumn } from "./proposed.js";

export interface Told {
  set: ChangeSet;
  layer: Declaration;
  rows: readonly WrittenRow[];
  /** Where many new rows are; null: anywhere. */
  box?: Box | null | undefined;
}

/** Says what was written to whoever listens; of more rows than events tell singly, by one. */
export async function tell(tx: Transaction, { set, layer, rows, box }: Told): Promise<void> {
  const [first] = rows;
  if (!first) return;
  if (rows.length > SET_LIMIT) {
    const action = first.action === "created" ? "imported" : first.action;
    return publish(tx, [many(set, layer, action, rows.length, box)]);
  }
  const events = rows.map(({ id, action, version, fields, placeBefore }): NewEvent => {
    const now = sql`(select ${placeColumn(layer)} from ${column(layer.table)}
      where county_id = ${set.county} and id = ${id}::uuid)`;
    const both = placeBefore ? sql`ST_Collect(${placeBefore}::geometry, ${now})` : now;
    const place = isLayer(layer) ? both : null;
    return { ...common(set, layer, action), subject: id, version, fields, place };
  });
  await publish(tx, events);
}

const common = ({ id, county, actor }: ChangeSet, layer: Declaration, action: string) => ({
  county,
  kind: kindOf(layer, action),
  subjectKind: layer.name,
  action,
  actor,
  set: id,
});

const ground = (box: Box | null | undefined): SQL | null => {
  if (!box) return null;
  const sides = box.map((side) => sql`${side}::float8`);
  return sql`ST_MakeEnvelope(${sql.join(sides, sql`, `)}, 4326)`;
};

/** The one event of a set too large to be told row by row. */
const many = (
  set: ChangeSet,
  layer: Declaration,
  action: string,
  count: number,
  box: Box | null | undefined,
): NewEvent => ({
  ...common(set, layer, action),
  subject: null,
  version: null,
  fields: [],
  place: ground(box),
  count,
});

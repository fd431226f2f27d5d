import { sql } from "drizzle-orm";
import type { AreaInput } from "../../schema/inputs.js";
import { type LayerName, layerOf } from "../../schema/layers/index.js";
import type { ChangeAction, ChangeEvent } from "../../schema/system.js";
import type { Context } from "../context.js";
import { accessTo } from "../policy/policy.js";
import { badInput, Refusal } from "../refusal.js";
import { areaCondition } from "./area.js";
import type { OutboxEvent } from "./change-hub.js";
import { formatId } from "./identifier.js";

/** A subscriber that does not keep up loses its subscription rather than the service its memory. */
const QUEUE_LIMIT = 10_000;

/**
 * Of the events, those the viewer may know of: rows they see now (or saw, when retired) and in the
 * area now. A thing that
 * left the area is told too, by the outbox's place; but only to viewers of the exact place.
 */
async function visibleEvents(
  context: Context,
  events: readonly OutboxEvent[],
  area: AreaInput | null,
): Promise<OutboxEvent[]> {
  const passed: OutboxEvent[] = [];
  for (const name of new Set(events.map((e) => e.layer))) {
    const access = accessTo(context.viewer, layerOf(name));
    if (!access) continue;
    const mine = events.filter((e) => e.layer === name && access.counties.includes(e.county));
    if (mine.length === 0) continue;
    const condition = area ? areaCondition(access, area) : {};
    const inArea = condition.condition ?? sql`true`;
    const leftArea =
      area &&
      access.isClear(access.layer.geometrySensitivity) &&
      (area.polygon || area.bbox || area.circle)
        ? areaCondition(
            {
              ...access,
              where: (c) => c(sql`o.place`),
              layer: { ...access.layer, geometry: "Geometry" },
            },
            area,
          ).condition!
        : sql`false`;
    const found = await context.db.rows<{ event: string }>(sql`
      select o.id as event from outbox o where o.id = any(${sql.param(mine.map((e) => e.id))}::uuid[]) and o.county_id = any(${sql.param([...(condition.counties ?? access.counties)])}::int[])
        and (o.subject_id is null or exists (select 1 from ${sql.identifier(access.layer.table)} where county_id = o.county_id and id = o.subject_id and ${access.rows()} and (${inArea} or ${leftArea})))`);
    const visible = new Set(found.map((f) => f.event));
    passed.push(...mine.filter((e) => visible.has(e.id)));
  }
  return events.filter((e) => passed.includes(e));
}

export async function* watchChanges(
  context: Context,
  layers: readonly LayerName[],
  area: AreaInput | null,
): AsyncGenerator<ChangeEvent> {
  if (layers.length === 0) throw badInput("layers", "layers: name at least one.");
  const wanted = new Set(layers);
  // Refused at the door, not at the first event.
  for (const layer of wanted) {
    const access = context.access(layerOf(layer));
    if (area) areaCondition(access, area);
  }
  const queue: OutboxEvent[] = [];
  let overflow = false;
  let wake = () => {};
  const unsubscribe = context.services.changes.subscribe((events) => {
    queue.push(...events.filter((e) => wanted.has(e.layer)));
    overflow ||= queue.length > QUEUE_LIMIT;
    wake();
  });
  try {
    for (;;) {
      if (overflow)
        throw new Refusal(
          "UNAVAILABLE",
          "changes: too many changes at once for this connection. Subscribe again and read the lists anew.",
        );
      if (queue.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      const events = queue.splice(0, 500);
      for (const e of await visibleEvents(context, events, area))
        yield {
          layer: e.layer,
          id: e.subject ? formatId(e.county, e.subject) : null,
          action: e.action as ChangeAction,
          version: e.version,
          at: e.at,
          county: e.county,
        };
    }
  } finally {
    unsubscribe();
  }
}

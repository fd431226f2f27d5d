import { type SQL, sql } from "drizzle-orm";
import type { AreaInput } from "../../schema/inputs.js";
import { isLayer, type LayerName, layerOf } from "../../schema/layers/index.js";
import type { ChangeAction, ChangeEvent } from "../../schema/system.js";
import type { Context } from "../core/context.js";
import { formatId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { areaCondition } from "../layers/area.js";
import { readArea } from "../layers/read-area.js";
import type { Access } from "../policy/policy.js";
import type { LoggedEvent } from "./event-log.js";

/** A subscriber that does not keep up loses its subscription rather than the service its memory. */
const QUEUE_LIMIT = 10_000;

/** While a subscription delivers what a purpose opened, it writes a line of the log this often. */
const LINE_MS = 60_000;

/**
 * Of the events, those the viewer may know of: rows they see now (or saw, when retired) and in the
 * area now. A thing that left the area is told too, by the event's place; but only to viewers of
 * the exact place. Of a layer that keeps nothing the row that is gone stands in the event.
 */
async function visibleEvents(
  context: Context,
  events: readonly LoggedEvent[],
  area: AreaInput | null,
): Promise<LoggedEvent[]> {
  const passed = new Set<string>();
  for (const name of new Set(events.map((e) => e.subjectKind as LayerName))) {
    const access = context.tryAccess(layerOf(name));
    if (!access) continue;
    const mine = events.filter((e) => e.subjectKind === name && access.counties.includes(e.county));
    if (mine.length === 0) continue;
    const { condition, counties } = area ? areaCondition(access, area, "few") : {};
    const seen = sql`county_id = o.county_id and id = o.subject_id and ${access.rows(counties)}
      and (${condition ?? sql`true`} or ${leftArea(access, area)})`;
    const table = sql.identifier(access.layer.table);
    const ids = sql`any(${sql.param(mine.map((e) => e.id))}::uuid[])`;
    const found = await context.db.shared<{ event: string }>(sql`
      select o.id as event from event o where o.id = ${ids}
        and o.county_id = any(${sql.param([...(counties ?? access.counties)])}::int[])
        and (o.subject_id is null or exists (select 1 from ${table} where ${seen})
          or (o.gone is not null and exists (
            select 1 from jsonb_populate_record(null::${table}, o.gone) where ${seen})))`);
    const visible = new Set(found.map((f) => f.event));
    const told = mine.filter((e) => visible.has(e.id));
    access.notes.answered(told.flatMap((e) => (e.subject ? formatId(e.county, e.subject) : [])));
    for (const e of told) passed.add(e.id);
  }
  return events.filter((e) => passed.has(e.id));
}

/** The area as a condition on where a change was, for viewers of the exact place. */
function leftArea(access: Access, area: AreaInput | null): SQL {
  const drawn = area && (area.polygon || area.bbox || area.circle);
  if (!drawn || !isLayer(access.layer) || !access.shows(access.layer.geometrySensitivity))
    return sql`false`;
  const was: Access = {
    ...access,
    where: (name, condition) => access.where(name, () => condition(sql`o.place`)),
    layer: { ...access.layer, geometry: "Geometry" },
  };
  return areaCondition(was, area, "few").condition!;
}

/** Events that wait for a subscriber; it is woken by the next, or by its end. */
class Waiting {
  private events: LoggedEvent[] = [];
  private ended = false;
  private wake = () => {};

  push(events: readonly LoggedEvent[]): void {
    if (this.events.length <= QUEUE_LIMIT) this.events.push(...events);
    this.wake();
  }

  end(): void {
    this.ended = true;
    this.wake();
  }

  /** Null after the end. */
  async take(limit: number): Promise<LoggedEvent[] | null> {
    while (this.events.length === 0 && !this.ended)
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    if (this.ended) return null;
    if (this.events.length > QUEUE_LIMIT)
      throw new Refusal(
        "UNAVAILABLE",
        "changes: too many changes at once for this connection. Subscribe again and read the " +
          "lists anew.",
      );
    return this.events.splice(0, limit);
  }
}

export function watchChanges(
  context: Context,
  layers: readonly LayerName[],
  area: AreaInput | null,
): AsyncGenerator<ChangeEvent> {
  const waiting = new Waiting();
  const events = changesOf(context, new Set(layers), area, waiting);
  // A generator that waits hears of its end only when it is woken.
  const end = events.return.bind(events);
  events.return = (value) => {
    waiting.end();
    return end(value);
  };
  return events;
}

async function* changesOf(
  context: Context,
  wanted: ReadonlySet<LayerName>,
  area: AreaInput | null,
  waiting: Waiting,
): AsyncGenerator<ChangeEvent> {
  if (wanted.size === 0) throw badInput("layers", "layers: name at least one.");
  // Refused at the door, not at the first event.
  for (const layer of wanted) {
    const access = context.access(layerOf(layer));
    if (access.todayOnly)
      throw new Refusal(
        "UNAUTHENTICATED",
        "changes: sign in first. Without signing in you see what is in force today.",
      );
    await readArea(context, area);
    if (area) areaCondition(access, area, "few");
  }
  let [lastLine, delivered] = [-LINE_MS, false];
  const unsubscribe = context.services.events.listen(({ events }) => {
    waiting.push(events.filter((e) => wanted.has(e.subjectKind as LayerName)));
  });
  try {
    for (let next = await waiting.take(500); next; next = await waiting.take(500)) {
      const visible = await visibleEvents(context, next, area);
      delivered ||= visible.length > 0;
      if (delivered && performance.now() - lastLine >= LINE_MS) {
        await context.logDisclosures();
        [lastLine, delivered] = [performance.now(), false];
      }
      for (const e of visible)
        yield {
          layer: e.subjectKind as LayerName,
          id: e.subject ? formatId(e.county, e.subject) : null,
          action: e.action as ChangeAction,
          version: e.version,
          at: e.at,
          county: e.county,
        };
    }
  } finally {
    unsubscribe();
    if (delivered) await context.logDisclosures();
  }
}

import { sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import { event } from "../../db/tables/events.js";
import type { Context } from "../core/context.js";
import { Refusal } from "../core/refusal.js";
import { endOfLog, type LoggedEvent, readOn, type Told, toldOf } from "./event-log.js";
import { formatPosition, isPast, type Position, parsePosition } from "./position.js";
import { KEPT_HOURS, prunedTo } from "./retention.js";

/** What a position is sealed for. */
const LIST = "changes";
/** Who missed more than this reads all anew. */
const RESUMED = 5000;

const sealed = new WeakMap<Position, string>();

/** A position as callers get it: nothing can be read from it. */
export function sealPosition({ services }: Context, position: Position): string {
  let text = sealed.get(position);
  if (!text) {
    const name = services.events.logName;
    text = services.cursors.seal(LIST, `${name} ${formatPosition(position)}`);
    sealed.set(position, text);
  }
  return text;
}

/** Where the log ends now, sealed. */
export const presentPosition = async (context: Context): Promise<string> =>
  sealPosition(context, await endOfLog(context.db));

const tooOld = () =>
  new Refusal(
    "POSITION_TOO_OLD",
    `after: what happened since then is not kept any more (${KEPT_HOURS} hours are). Subscribe ` +
      "without it and read the lists anew.",
    { field: "after" },
  );

function openPosition({ services }: Context, text: string): Position {
  const opened = services.cursors.open(LIST, text);
  if (opened === null)
    throw new Refusal(
      "BAD_USER_INPUT",
      "after: is no position of this service. Take `position` of an event, or `changesPosition`, " +
        "as it was given.",
      { field: "after" },
    );
  const [name, ...position] = opened.split(" ");
  if (name !== services.events.logName) throw tooOld();
  return parsePosition(position.join(" "));
}

/** What happened since a position, of some kinds of subjects in some counties. */
export interface Resumed {
  told: Told[];
  /** Ids of the events in it: who reads beside it may meet them again. */
  ids: ReadonlySet<string>;
  /** The position itself: who reads beside it may be behind it. */
  from: Position;
  /** Up to where it was read. */
  to: Position;
}

export async function resume(
  context: Context,
  after: string,
  counties: readonly number[],
  kinds: readonly string[],
): Promise<Resumed> {
  const from = openPosition(context, after);
  const only = sql`${event.countyId} = any(${sql.param([...counties])}::int[])
    and ${event.subjectKind} = any(${sql.param([...kinds])}::text[])`;
  const told: Told[] = [];
  let to = from;
  for (let more = true; more && told.length <= RESUMED; ) {
    const batch = await readOn(context.db, to, RESUMED, only);
    told.push(...toldOf(batch));
    ({ to, more } = batch);
  }
  // Asked after the log was read: what is pruned has been noted before.
  const pruned = await prunedTo(context.db);
  if (pruned && !isPast(from, pruned)) throw tooOld();
  if (told.length <= RESUMED) return { told, ids: new Set(told.map((t) => t.event.id)), from, to };
  const end = await endOfLog(context.db);
  return { told: anything(counties, kinds, end), ids: new Set(), from: end, to: end };
}

/** So much happened that all is to be read anew. */
function anything(
  counties: readonly number[],
  kinds: readonly string[],
  position: Position,
): Told[] {
  const events = counties.flatMap((county) =>
    kinds.map(
      (subjectKind): LoggedEvent => ({
        id: uuid(),
        xid: "0",
        county,
        kind: `${subjectKind}.changed`,
        subjectKind,
        subject: null,
        action: "updated",
        version: null,
        at: new Date().toISOString(),
        actor: "",
        fields: [],
        box: null,
        gone: false,
        count: null,
        set: null,
      }),
    ),
  );
  return events.map((e, i) => ({ event: e, position: i === events.length - 1 ? position : null }));
}

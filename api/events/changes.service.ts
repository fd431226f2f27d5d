import { setTimeout as delay } from "node:timers/promises";
import type { DeclaredName } from "../../schema/declaration.js";
import { declarationOf } from "../../schema/declared.js";
import type { AreaInput } from "../../schema/inputs.js";
import { isLayerName } from "../../schema/layers/index.js";
import { ChangeAction, ChangeEvent } from "../../schema/system.js";
import type { Context } from "../core/context.js";
import { formatId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { areaCondition } from "../layers/area.js";
import { readArea } from "../layers/read-area.js";
import { Audience } from "./audience.js";
import type { Told } from "./event-log.js";
import { hasSeen, isPast } from "./position.js";
import { SET_LIMIT } from "./publish.js";
import { type Resumed, resume, sealPosition } from "./resume.js";
import { Waiting } from "./waiting.js";

/** While a subscription delivers what a purpose opened, it writes a line of the log this often. */
const LINE_MS = 60_000;
/** Messages that this process sends in a fraction of a second, to all who listen together. */
const MESSAGES = 10_000;
/** So many each gets one by one, however many listen. */
const FEW = 50;

const ACTIONS: ReadonlySet<string> = new Set(Object.values(ChangeAction));

export interface Wanted {
  kinds: readonly DeclaredName[];
  area: AreaInput | null;
  after: string | null;
}

/** What tells of no row: that something was worked out anew, to all who may see it of a county. */
export interface Tidings {
  kind: string;
  counties: readonly number[];
}

type Hearer = Pick<Audience, "counties" | "hears">;

export function watchChanges(context: Context, wanted: Wanted): AsyncGenerator<ChangeEvent> {
  return woken(context, async function* (waiting) {
    const audiences = await audiencesOf(context, wanted);
    for await (const visible of heardBy(context, wanted, audiences, waiting))
      for (const told of visible)
        yield changeEvent(context, audiences.get(told.event.subjectKind)!, told);
  });
}

/** When the last of some changes was, and where the log stood after it. */
export interface Stir {
  at: string;
  position: string | null;
}

/**
 * Tells that something changed of what is wanted, as far as the viewer may see it, and no more than
 * that; what comes within `restMs` of the last word is told together. Refuses at the door with what
 * `judge` refuses.
 */
export function watchStirs(
  context: Context,
  judge: () => Promise<Wanted & { tidings?: Tidings }>,
  restMs: number,
): AsyncGenerator<Stir> {
  return woken(context, async function* (waiting, ended) {
    const { tidings, ...wanted } = await judge();
    const hearers = new Map<string, Hearer>(await audiencesOf(context, wanted));
    if (tidings) hearers.set(tidings.kind, hearerOf(tidings));
    for await (const visible of heardBy(context, wanted, hearers, waiting)) {
      const last = visible.at(-1);
      if (!last) continue;
      const position = visible.findLast((told) => told.position)?.position ?? null;
      yield { at: last.event.at, position: position && sealPosition(context, position) };
      await delay(restMs, undefined, { signal: ended, ref: false }).catch(() => {});
    }
  });
}

function hearerOf({ counties }: Tidings): Hearer {
  const own = new Set(counties);
  return {
    counties: own,
    hears: async (events) => new Set(events.flatMap((e) => (own.has(e.county) ? [e.id] : []))),
  };
}

/** A generator that waits hears of its end only when it is woken. */
function woken<T>(
  { services: { events: reader } }: Context,
  work: (waiting: Waiting, ended: AbortSignal) => AsyncGenerator<T>,
): AsyncGenerator<T> {
  const waiting = new Waiting(() =>
    Math.min(SET_LIMIT, Math.max(FEW, Math.floor(MESSAGES / reader.open))),
  );
  const ending = new AbortController();
  const events = work(waiting, ending.signal);
  const end = events.return.bind(events);
  events.return = (value) => {
    waiting.end();
    ending.abort();
    return end(value);
  };
  return events;
}

/** What is heard, batch by batch, as far as the viewer may see it; it is logged as it is told. */
async function* heardBy(
  context: Context,
  wanted: Wanted,
  audiences: ReadonlyMap<string, Hearer>,
  waiting: Waiting,
): AsyncGenerator<Told[]> {
  const listening = listen(context, audiences, waiting);
  let [lastLine, delivered] = [-LINE_MS, false];
  try {
    if (wanted.after !== null) await listening.from(wanted.after);
    for (let next = await waiting.take(); next; next = await waiting.take()) {
      const visible = await heard(audiences, next);
      delivered ||= visible.length > 0;
      if (delivered && performance.now() - lastLine >= LINE_MS) {
        await context.logDisclosures();
        [lastLine, delivered] = [performance.now(), false];
      }
      yield visible;
    }
  } finally {
    listening.stop();
    if (delivered) await context.logDisclosures();
  }
}

/** By kind of subject. Refuses at the door, not at the first event. */
async function audiencesOf(
  context: Context,
  { kinds, area }: Wanted,
): Promise<Map<string, Audience>> {
  const names = new Set(kinds);
  if (names.size === 0)
    throw badInput("layers", "layers: name at least one, or one of the registers.");
  const audiences = new Map<string, Audience>();
  for (const name of names) {
    const access = context.access(declarationOf(name));
    if (access.todayOnly)
      throw new Refusal(
        "UNAUTHENTICATED",
        "changes: sign in first. Without signing in you see what is in force today.",
      );
    // What it stands for now: a subscription does not follow an area that is saved anew.
    const meant = await readArea(context, area);
    if (meant) areaCondition(access, meant, "few");
    audiences.set(name, new Audience(context, access, meant));
  }
  return audiences;
}

/**
 * Hears what happens from now on; `from` first what happened since a position. What is met on both
 * ways is told once.
 */
function listen(context: Context, audiences: ReadonlyMap<string, Hearer>, waiting: Waiting) {
  const { events } = context.services;
  /** Batches that come while what was missed is being read. */
  let held: Told[] | null = null;
  let before: Resumed | null = null;
  const isNew = ({ event }: Told) =>
    before === null || !(before.ids.has(event.id) || hasSeen(before.from, event));
  const stop = events.listen((told, batch) => {
    const mine = told.filter((t) => audiences.has(t.event.subjectKind));
    if (before && isPast(batch.from, before.to)) before = null;
    if (held) held.push(...mine);
    else waiting.push(mine.filter(isNew));
  });
  return {
    stop,
    async from(after: string): Promise<void> {
      held = [];
      const counties = [...new Set([...audiences.values()].flatMap((a) => [...a.counties]))];
      const missed = await resume(context, after, counties, [...audiences.keys()]);
      before = missed;
      waiting.push(missed.told);
      waiting.push(held.filter(isNew));
      held = null;
    },
  };
}

/** Of the events those that are told, in their order. */
async function heard(
  audiences: ReadonlyMap<string, Hearer>,
  told: readonly Told[],
): Promise<Told[]> {
  const passed = new Set<string>();
  await Promise.all(
    [...audiences].map(async ([kind, audience]) => {
      const mine = told.map((t) => t.event).filter((e) => e.subjectKind === kind);
      if (mine.length > 0) for (const id of await audience.hears(mine)) passed.add(id);
    }),
  );
  return told.filter((t) => passed.has(t.event.id));
}

function changeEvent(context: Context, audience: Audience, { event: e, position }: Told) {
  return Object.assign(new ChangeEvent(), {
    layer: isLayerName(e.subjectKind) ? e.subjectKind : null,
    subjectKind: e.subjectKind,
    id: e.subject ? formatId(e.county, e.subject) : null,
    kind: e.kind,
    action: ACTIONS.has(e.action) ? (e.action as ChangeAction) : ChangeAction.UPDATED,
    version: e.version,
    at: e.at,
    county: e.county,
    fields: audience.fieldsOf(e),
    count: audience.countOf(e),
    position: position && sealPosition(context, position),
  });
}

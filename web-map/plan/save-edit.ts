import type { GridOperation, PackedChange } from "../../geo/coverage/browser.js";
import type { Asked, Fault } from "../session/ask.js";
import { type Draft, isNotSo, type NotSo } from "./draft.js";

/** An edit as the service tells it. */
export interface Told {
  version: number;
  actor: string;
  actorName?: string | null | undefined;
  change: unknown;
}

/** How an edit reaches the service. */
export interface Way {
  apply(version: number, operations: readonly GridOperation[]): Promise<Asked<Told>>;
  undo(version: number): Promise<Asked<Told>>;
  redo(version: number): Promise<Asked<Told>>;
  since(version: number): Promise<Asked<readonly Told[]>>;
}

export type Saved =
  /** `others`: edits that came before mine meanwhile. */
  | { kind: "saved"; others: number }
  /** It cannot be drawn so; nothing was sent, or the service would not have it. */
  | { kind: "refused"; why: NotSo }
  /** Somebody drew there meanwhile: on top of theirs mine does not apply any more. */
  | { kind: "lost"; why: NotSo; others: number }
  | { kind: "fault"; fault: Fault }
  | { kind: "nothing"; what: "undo" | "redo" }
  /** Others drew while several edits were to be taken back: which is to be asked anew. */
  | { kind: "meanwhile" }
  /** What is here is not what the service has: it is to be read anew. */
  | { kind: "astray" };

/** So often others may come before mine until it is given up. */
const TRIES = 5;

/** Draws here at once, then has the service draw it, on top of what others drew meanwhile. */
export async function saveEdit(
  draft: Draft,
  operations: readonly GridOperation[],
  way: Pick<Way, "apply" | "since">,
): Promise<Saved> {
  let others = 0;
  for (let tries = 0; tries < TRIES; tries++) {
    const mine = draft.attempt(operations);
    if (isNotSo(mine))
      return others > 0 ? { kind: "lost", why: mine, others } : { kind: "refused", why: mine };
    const asked = await way.apply(draft.version, operations);
    draft.takeBack(mine);
    if (asked.data) return took(draft, [asked.data]) ? { kind: "saved", others } : ASTRAY;
    if (asked.fault.code !== "CONFLICT") return { kind: "fault", fault: asked.fault };
    const since = await catchUp(draft, way, asked.fault.currentVersion);
    if (typeof since !== "number") return since;
    others += since;
  }
  return ASTRAY;
}

/** Takes the latest edits back, or does them again, on top of what others drew meanwhile. */
export async function turnBack(
  draft: Draft,
  what: "undo" | "redo",
  times: number,
  way: Pick<Way, "undo" | "redo" | "since">,
): Promise<Saved> {
  for (let done = 0, tries = 0; done < times; ) {
    const { data, fault } = await way[what](draft.version);
    if (data && !took(draft, [data])) return ASTRAY;
    if (data) done++;
    else if (fault.code !== "CONFLICT") return { kind: "fault", fault };
    else if (fault.currentVersion === undefined) return { kind: "nothing", what };
    else if (++tries > TRIES) return ASTRAY;
    else {
      const since = await catchUp(draft, way, fault.currentVersion);
      if (typeof since !== "number") return since;
      if (times > 1 && since > 0) return { kind: "meanwhile" };
    }
  }
  return { kind: "saved", others: 0 };
}

const ASTRAY: Saved = { kind: "astray" };

/** Applies what was drawn since, up to a version at least; answers how many edits that were. */
export async function catchUp(
  draft: Draft,
  way: Pick<Way, "since">,
  version = 0,
): Promise<number | Saved> {
  const { data, fault } = await way.since(draft.version);
  if (fault) return { kind: "fault", fault };
  if (!took(draft, data)) return ASTRAY;
  // A name or a day makes a version too, and no edit.
  draft.stand(version);
  return data.length;
}

/**
 * Edits in their order; those that are here already are passed over. False: what is here is to be
 * read anew, as after a cleaning, which tells outlines whole.
 */
export function took(draft: Draft, edits: readonly Told[]): boolean {
  const news = edits.filter(({ version }) => version > draft.version);
  if (news.some(({ change }) => (change as PackedChange).redrawn)) return false;
  return news.every(({ version, change }) => !isNotSo(draft.take(change as PackedChange, version)));
}

import type { GridOperation, PackedChange } from "../../geo/coverage/browser.js";
import type { Asked, Fault } from "../session/ask.js";
import { type Draft, isNotSo, type NotSo } from "./draft.js";

/** An edit as the service tells it. */
export interface Told {
  version: number;
  change: unknown;
}

/** How an edit reaches the service. */
export interface Way {
  apply(version: number, operations: readonly GridOperation[]): Promise<Asked<Told>>;
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
  /** What is here is not what the service has: it is to be read anew. */
  | { kind: "astray" };

/** So often others may come before mine until it is given up. */
const TRIES = 5;

/** Draws here at once, then has the service draw it, on top of what others drew meanwhile. */
export async function saveEdit(
  draft: Draft,
  operations: readonly GridOperation[],
  way: Way,
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
    const since = await catchUp(draft, way);
    if (typeof since !== "number") return since;
    others += since;
  }
  return ASTRAY;
}

const ASTRAY: Saved = { kind: "astray" };

/** Applies what was drawn since; answers how many edits that were. */
export async function catchUp(draft: Draft, way: Way): Promise<number | Saved> {
  const { data, fault } = await way.since(draft.version);
  if (fault) return { kind: "fault", fault };
  return took(draft, data) ? data.length : ASTRAY;
}

/** Edits in their order; those that are here already are passed over. */
export function took(draft: Draft, edits: readonly Told[]): boolean {
  return edits
    .filter(({ version }) => version > draft.version)
    .every(({ version, change }) => !isNotSo(draft.take(change as PackedChange, version)));
}

import type { IconName } from "../ui/icon.js";

/**
 * Something that can be done here and now. Declared once; the command menu offers it, the help
 * sheet lists its key, and the key runs it.
 */
export interface Action {
  id: string;
  /** In the viewer's language: what the command menu finds it by. */
  title: string;
  icon: IconName;
  /** As keyboards name it: `l`, `?`. A letter alone can be switched off by who speaks or rests a hand on the keys. */
  key?: string;
  /** False: it cannot be done now, and is offered nowhere. */
  isOffered?: boolean;
  run(): void;
}

export const offered = (actions: readonly Action[]): Action[] =>
  actions.filter((action) => action.isOffered !== false);

/** A key that a tool listens to itself, and what it does: the help sheet lists it too. */
export type KeyHint = readonly [key: string, what: string];

/** As keys are written beside what they do. */
export const keyCap = (key: string): string => {
  if (key.length !== 1) return key;
  return key === key.toLowerCase() ? key.toUpperCase() : `⇧${key}`;
};

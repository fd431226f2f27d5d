import type { ComponentType } from "react";
import type { MessageKey } from "../i18n/use-words.js";
import type { Session } from "../session/session-context.js";
import type { IconName } from "../ui/icon.js";

/**
 * A workspace: panels, tools and words around the one map, loaded when it is opened. What it adds
 * to the frame while it is open it registers by the hooks of shell-context.ts.
 */
export interface Workspace {
  /** Its address: `/explore`. */
  id: string;
  title: MessageKey;
  icon: IconName;
  /** Whom it is offered to; the service decides again, and is the one that protects. */
  isFor(session: Session): boolean;
  /** Whose work begins here, unless the address says otherwise. */
  isHomeOf?(session: Session): boolean;
  /**
   * `full`: the map beside the workspace's docks; `none`: it has the whole page, and the map waits
   * behind it; `placed`: it has the whole page, and the map stands where `placeMap` puts it.
   */
  map: "full" | "none" | "placed";
  /** Shown without bar and search, as on a wall. */
  isBare?(): boolean;
  load(): Promise<{ default: ComponentType }>;
}

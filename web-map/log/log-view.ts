import type { Codec } from "../state/codec.js";

export interface LogView {
  /** Words a line must hold. */
  find: string;
}

export const LOG_VIEW: Codec<LogView> = {
  read: (get) => ({ find: get("find") ?? "" }),
  write: ({ find }): Record<string, string> => (find ? { find } : {}),
  steps: [],
};

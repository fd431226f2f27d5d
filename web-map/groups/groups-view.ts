import type { Codec } from "../state/codec.js";

export interface GroupsView {
  /** Id of the plan that is open; null: villages to be grouped, and the plans there are. */
  plan: string | null;
  /** The group in it that is looked at. */
  group: string | null;
}

export const GROUPS_VIEW: Codec<GroupsView> = {
  read: (get) => ({ plan: get("plan"), group: get("group") }),
  write: ({ plan, group }): Record<string, string> => ({
    ...(plan ? { plan } : {}),
    ...(plan && group ? { group } : {}),
  }),
  steps: ["plan"],
};

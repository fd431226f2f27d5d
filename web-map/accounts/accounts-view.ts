import type { Codec } from "../state/codec.js";

export const LISTS = ["accounts", "keys", "walls"] as const;

export interface AccountsView {
  /** Which of the lists is shown. */
  list: (typeof LISTS)[number];
  /** Words an account must hold. */
  find: string;
}

export const ACCOUNTS_VIEW: Codec<AccountsView> = {
  read: (get) => ({
    list: LISTS.find((list) => list === get("list")) ?? "accounts",
    find: get("find") ?? "",
  }),
  write: ({ list, find }) => ({
    ...(list === "accounts" ? {} : { list }),
    ...(find ? { find } : {}),
  }),
  steps: ["list"],
};

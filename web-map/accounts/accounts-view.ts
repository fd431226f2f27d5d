import type { Codec } from "../state/codec.js";

export interface AccountsView {
  /** Which of the two lists is shown. */
  list: "accounts" | "keys";
  /** Words an account must hold. */
  find: string;
}

export const ACCOUNTS_VIEW: Codec<AccountsView> = {
  read: (get) => ({ list: get("list") === "keys" ? "keys" : "accounts", find: get("find") ?? "" }),
  write: ({ list, find }) => ({
    ...(list === "keys" ? { list } : {}),
    ...(find ? { find } : {}),
  }),
  steps: ["list"],
};

import type { Client } from "urql";
import { AccountsDocument, type AccountsQuery } from "../gql/graphql.js";
import { type Asked, ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { type Loaded, useLoaded } from "../session/use-loaded.js";

export type Account = AccountsQuery["accounts"]["nodes"][number];

/** The service's own limit of a page. */
const PAGE = 500;

/** All accounts of the administrator's counties: few enough to be looked through at once. */
export function useAccounts(): Loaded<Account[]> {
  const { client } = useSession().connection;
  return useLoaded("accounts", () => readAll(client));
}

async function readAll(client: Client): Promise<Asked<Account[]>> {
  const all: Account[] = [];
  for (let after: string | null = null; ; ) {
    const asked: Asked<AccountsQuery> = await ask(client, AccountsDocument, { first: PAGE, after });
    if (asked.fault) return asked;
    const { nodes, pageInfo }: AccountsQuery["accounts"] = asked.data.accounts;
    all.push(...nodes);
    after = pageInfo.endCursor ?? null;
    if (!pageInfo.hasNextPage || after === null) return { data: all };
  }
}

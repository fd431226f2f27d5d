import { useEffect, useState } from "react";
import { AccountsDocument, type AccountsQuery } from "../gql/graphql.js";
import { type Asked, ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useAgain } from "../session/use-again.js";

export type Account = AccountsQuery["accounts"]["nodes"][number];

/** The service's own limit of a page. */
const PAGE = 500;

/** All accounts of the administrator's counties: few enough to be looked through at once. */
export function useAccounts(): {
  accounts: Account[] | undefined;
  fault: Fault | undefined;
  again(): void;
} {
  const { client } = useSession().connection;
  const [round, again] = useAgain();
  const [accounts, setAccounts] = useState<Account[]>();
  const [fault, setFault] = useState<Fault>();
  // biome-ignore lint/correctness/useExhaustiveDependencies(round): asked again when told to
  useEffect(() => {
    let current = true;
    void (async () => {
      const all: Account[] = [];
      for (let after: string | null = null; ; ) {
        const asked: Asked<AccountsQuery> = await ask(client, AccountsDocument, {
          first: PAGE,
          after,
        });
        if (!current) return;
        setFault(asked.fault);
        if (!asked.data) return;
        const page: AccountsQuery["accounts"] = asked.data.accounts;
        all.push(...page.nodes);
        after = page.pageInfo.endCursor ?? null;
        if (!page.pageInfo.hasNextPage || after === null) break;
      }
      setAccounts(all);
    })();
    return () => {
      current = false;
    };
  }, [client, round]);
  return { accounts, fault, again };
}

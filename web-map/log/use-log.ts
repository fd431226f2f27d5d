import { useState } from "react";
import type { Client } from "urql";
import {
  type AccessFilter,
  AccessRecordsDocument,
  type AccessRecordsQuery,
} from "../gql/graphql.js";
import { type Asked, ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { type Loaded, useLoaded } from "../session/use-loaded.js";

export type Line = AccessRecordsQuery["accessRecords"]["nodes"][number];

interface Lines {
  lines: Line[];
  pages: number;
  /** Cursor of the last line; null: it is the oldest. */
  end: string | null;
}

const PAGE = 100;

/** The newest lines that pass, page after page as more are wanted, without end. */
export function useLog(filter: AccessFilter): Loaded<Lines> & { more(): void } {
  const { client } = useSession().connection;
  const key = JSON.stringify(filter);
  const [wanted, setWanted] = useState({ key, pages: 1 });
  const pages = wanted.key === key ? wanted.pages : 1;
  const loaded = useLoaded<Lines>(key, (last) => read(client, filter, pages, last), {
    version: pages,
    pauseMs: 250,
    keeps: true,
  });
  const more = () => {
    setWanted({ key, pages: pages + 1 });
  };
  return { ...loaded, more };
}

/** Goes on behind what is there when more is wanted, else begins anew. */
async function read(
  client: Client,
  filter: AccessFilter,
  pages: number,
  last: Lines | undefined,
): Promise<Asked<Lines>> {
  let held: Lines = last && last.pages < pages ? last : { lines: [], pages: 0, end: null };
  while (held.pages < pages) {
    const asked = await ask(client, AccessRecordsDocument, {
      first: PAGE,
      after: held.end,
      filter,
    });
    if (asked.fault) return asked;
    const { nodes, pageInfo }: AccessRecordsQuery["accessRecords"] = asked.data.accessRecords;
    const end = pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null;
    held = { lines: [...held.lines, ...nodes], pages: held.pages + 1, end };
    if (end === null) return { data: { ...held, pages } };
  }
  return { data: held };
}

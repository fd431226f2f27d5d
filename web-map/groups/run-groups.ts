import type { Client } from "urql";
import { RunGroupsDocument } from "../gql/graphql.js";
import { type Asked, ask } from "../session/ask.js";
import type { Rules } from "./rules.js";

interface Wished {
  county: number;
  villages: readonly string[];
  rules: Rules;
  /** Of the attempt: once is enough, however often it is sent. */
  key: string;
}

/** Begins a plan by a run. @returns its id */
export async function runGroups(
  client: Client,
  { county, villages, rules, key }: Wished,
): Promise<Asked<string>> {
  const { mode, low, high, target, minResponders, radiusM, preset, thorough } = rules;
  const sizes = mode === "GROUPS" ? { low, high, target, minResponders, preset } : {};
  const input = { county, villages: [...villages], mode, radiusM, thorough, ...sizes };
  const { data, fault } = await ask(client, RunGroupsDocument, { input, key });
  return fault ? { fault } : { data: data.groupRun.id };
}

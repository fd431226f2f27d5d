import { v7 as uuid } from "uuid";
import type { Transaction } from "../core/database.js";
import { formatId } from "../core/identifier.js";
import { DUE_CHANNEL, type NewJob } from "./job.js";
import { insertJob } from "./jobs.queries.js";

/**
 * Asks for work in the caller's transaction: there is a job exactly if what it is for was written.
 * Answers its id; with a unique key, that of the job which already waits or runs under it.
 */
export async function enqueue(tx: Transaction, asked: NewJob): Promise<string> {
  const id = await insertJob(tx, uuid(), asked);
  const { lane = "normal", runAt } = asked;
  const ms = runAt ? runAt.getTime() - Date.now() : 0;
  tx.notify(DUE_CHANNEL, ms > 0 ? `${lane} ${ms}` : lane);
  return formatId(asked.county, id);
}

import { setTimeout as delay } from "node:timers/promises";
import { type Ask, quantile, type Reply } from "./sides.js";

/** What a crowd was answered. */
export class Tally {
  /** Milliseconds of each request that was answered. */
  readonly answered: number[] = [];
  busy = 0;
  readonly errors: string[] = [];

  get asked(): number {
    return this.answered.length + this.busy + this.errors.length;
  }
  p(q: number): number {
    return this.answered.length ? quantile(this.answered, q) : Number.POSITIVE_INFINITY;
  }
}

const isBusy = ({ status, text }: Reply) => status === 503 && text.includes('"RETRY"');

/**
 * Asks and takes down how it went. Who is told that the service is busy waits as long as he is
 * told, as an honest client does; that wait is no answer and no error.
 */
export async function askTallied(
  tally: Tally,
  ask: Ask,
  body: { query: string; variables?: object },
): Promise<any> {
  const began = performance.now();
  let reply: Reply;
  try {
    reply = await ask("/graphql", body);
  } catch (error) {
    tally.errors.push((error as Error).message);
    return undefined;
  }
  if (isBusy(reply)) {
    tally.busy++;
    await delay(Number(reply.headers["retry-after"] ?? 1) * 1000);
    return undefined;
  }
  const answer = reply.status === 200 ? JSON.parse(reply.text) : undefined;
  if (!answer || answer.errors) tally.errors.push(`${reply.status} ${reply.text.slice(0, 200)}`);
  else tally.answered.push(performance.now() - began);
  return answer?.data;
}

/** Errors as a table's cell has room for: how many, and the first. */
export const errorsOf = (tally: Tally): string =>
  tally.errors.length ? `${tally.errors.length} (${tally.errors[0]!.replace(/[|\n]/g, " ")})` : "0";

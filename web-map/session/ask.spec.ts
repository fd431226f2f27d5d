import { Client, fetchExchange } from "urql";
import { expect, test } from "vitest";
import { ask } from "./ask.js";

test("a query that nobody waits for any more takes its request with it", async () => {
  const signals: AbortSignal[] = [];
  const client = new Client({
    url: "http://service.test/graphql",
    preferGetMethod: false,
    exchanges: [fetchExchange],
    fetch: (_url, request) =>
      new Promise((_resolve, reject) => {
        const { signal } = request!;
        signals.push(signal!);
        signal!.addEventListener("abort", () => {
          reject(signal!.reason as Error);
        });
      }),
  });
  const waiting = new AbortController();
  const answer = ask(client, "query Slow { slow }", {}, waiting.signal);
  await expect.poll(() => signals.length).toBe(1);
  expect(signals[0]!.aborted).toBe(false);
  waiting.abort();
  expect((await answer).fault?.code).toBe("CANCELLED");
  expect(signals[0]!.aborted).toBe(true);
});

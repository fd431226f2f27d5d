import { CloseCode, createClient as createSocket } from "graphql-ws";
import { Client, fetchExchange, subscriptionExchange } from "urql";
import { doorHeaders, serviceRoot } from "./address.js";

export interface Connection {
  client: Client;
  close(): void;
  onLink(listen: (up: boolean) => void): void;
}

export const purposeHeaders = (purpose: string | null): Record<string, string> =>
  purpose ? { "x-hearthgrid-purpose": encodeURIComponent(purpose) } : {};

/**
 * HTTP and WebSocket to our own server, for one viewer with one purpose. No cache: personal data
 * stays on screen only. `onEnded` hears that the session is over: signed out elsewhere, expired.
 */
export function connect(purpose: string | null, onEnded: () => void): Connection {
  const listeners: ((up: boolean) => void)[] = [];
  const tell = (up: boolean) => {
    for (const listen of listeners) listen(up);
  };
  const socket = createSocket({
    url: `${serviceRoot.replace(/^http/, "ws")}/graphql`,
    lazy: true,
    retryAttempts: Number.MAX_SAFE_INTEGER,
    shouldRetry: () => true,
    connectionParams: purpose ? { purpose: encodeURIComponent(purpose) } : {},
    on: {
      connected: () => {
        tell(true);
      },
      closed: (event) => {
        if ((event as CloseEvent).code === CloseCode.Unauthorized) onEnded();
        tell(false);
      },
    },
  });
  const client = new Client({
    url: `${serviceRoot}/graphql`,
    preferGetMethod: false,
    fetch: async (...request) => {
      const answer = await fetch(...request);
      if (answer.status === 401) onEnded();
      return answer;
    },
    fetchOptions: {
      credentials: "same-origin",
      headers: {
        accept: "application/graphql-response+json, application/json",
        ...doorHeaders,
        ...purposeHeaders(purpose),
      },
    },
    exchanges: [
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: (request) => ({
          subscribe: (sink) => ({
            unsubscribe: socket.subscribe(
              { ...request, query: request.query ?? "" },
              sink as Parameters<typeof socket.subscribe>[1],
            ),
          }),
        }),
      }),
    ],
  });
  return {
    client,
    close: () => {
      void socket.dispose();
    },
    onLink: (listen) => {
      listeners.push(listen);
    },
  };
}

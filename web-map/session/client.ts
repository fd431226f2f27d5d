import { CloseCode, createClient as createSocket, type Client as Socket } from "graphql-ws";
import { Client, fetchExchange, subscriptionExchange } from "urql";
import { doorHeaders, serviceRoot } from "./address.js";
import { type Link, ServiceLink } from "./link.js";

export interface Connection {
  client: Client;
  link: Link;
  /** What the clock of the service says, whatever that of this machine does. */
  serverNow(): number;
  close(): void;
}

/** A service behind a proxy that is away answers with one of these. */
const AWAY: readonly number[] = [502, 503, 504];
/** A cable that was pulled says nothing: a socket is dead when a ping stays unanswered so long. */
const PING_MS = 12_000;
const PONG_MS = 6_000;

/** A busy service says when to come again: once that is done without a word, if it is soon. */
const SOON_S = 10;

async function fetchPatiently(...request: Parameters<typeof fetch>): Promise<Response> {
  const answer = await fetch(...request);
  const seconds = Number(answer.headers.get("retry-after"));
  if (answer.status !== 503 || !(seconds > 0 && seconds <= SOON_S)) return answer;
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000 * (0.75 + Math.random() / 2)));
  return fetch(...request);
}

/** The clock of the service, to the second, as each of its answers tells it. */
function serverClock() {
  // This machine's own may be put right meanwhile: what has passed is counted, not read.
  let ahead = Date.now() - performance.now();
  return {
    heard(date: string | null) {
      const at = Date.parse(date ?? "");
      if (!Number.isNaN(at)) ahead = at + 500 - performance.now();
    },
    now: () => performance.now() + ahead,
  };
}

const isReady = async () => (await fetch(`${serviceRoot}/readyz`, { cache: "no-store" })).ok;

export const purposeHeaders = (purpose: string | null): Record<string, string> =>
  purpose ? { "x-hearthgrid-purpose": encodeURIComponent(purpose) } : {};

/**
 * HTTP and WebSocket to our own server, for one viewer with one purpose. No cache: personal data
 * stays on screen only. `onEnded` hears that the session is over: signed out elsewhere, expired.
 */
export function connect(purpose: string | null, onEnded: () => void): Connection {
  const link = new ServiceLink(isReady);
  const clock = serverClock();
  const socket = openSocket(purpose, link, onEnded);
  const client = new Client({
    url: `${serviceRoot}/graphql`,
    preferGetMethod: false,
    fetch: async (...request) => {
      const answer = await fetchPatiently(...request).catch((error: Error) => {
        if (error.name !== "AbortError") link.failed();
        throw error;
      });
      if (AWAY.includes(answer.status)) link.failed();
      else {
        clock.heard(answer.headers.get("date"));
        link.answered();
      }
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
  const hurry = () => {
    link.hurry();
  };
  const check = () => {
    link.check();
  };
  addEventListener("online", hurry);
  addEventListener("offline", check);
  return {
    client,
    link,
    serverNow: clock.now,
    close: () => {
      removeEventListener("online", hurry);
      removeEventListener("offline", check);
      link.close();
      void socket.dispose();
    },
  };
}

/** One socket for all that is live; it comes back by itself, and notices when it is dead. */
function openSocket(purpose: string | null, link: ServiceLink, onEnded: () => void): Socket {
  let silence: ReturnType<typeof setTimeout> | undefined;
  const socket = createSocket({
    url: `${serviceRoot.replace(/^http/, "ws")}/graphql`,
    lazy: true,
    retryAttempts: Number.MAX_SAFE_INTEGER,
    shouldRetry: () => true,
    retryWait: (tried) => link.wait(tried),
    keepAlive: PING_MS,
    connectionParams: purpose ? { purpose: encodeURIComponent(purpose) } : {},
    on: {
      connected: () => {
        link.socket(true);
      },
      ping: (received) => {
        if (received) return;
        silence = setTimeout(() => {
          socket.terminate();
        }, PONG_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(silence);
      },
      closed: (event) => {
        clearTimeout(silence);
        const { code } = event as CloseEvent;
        if (code === CloseCode.Unauthorized) onEnded();
        // 1000: nobody listens any more.
        if (code === 1000) return;
        link.socket(false);
        link.check();
      },
    },
  });
  return socket;
}

import { configure, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { Client, fetchExchange, subscriptionExchange } from "urql";
import type { ViewerKind } from "../gql/graphql.js";
import { startI18n } from "../i18n/i18n.js";
import type { LayerInfo } from "../layers/layer-names.js";
import type { Link } from "./link.js";
import { type Session, SessionContext } from "./session-context.js";

// On a busy machine a page waits longer than the usual second for what comes.
configure({ asyncUtilTimeout: 15_000 });

/** The service as a test wants it: what it throws is no answer, a `Refused` one that says why. */
type Answers = (query: string, variables: Record<string, unknown>) => unknown;

export class Refused extends Error {
  constructor(
    readonly code: string,
    readonly said?: { code: string; params: object },
  ) {
    super(code);
  }
}

/** A link that a test breaks and mends. */
export function brokenLink() {
  const listeners = new Set<(up: boolean) => void>();
  let isUp = true;
  return {
    isUp: () => isUp,
    listen: (listener: (up: boolean) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    check: () => {},
    set: (up: boolean) => {
      isUp = up;
      for (const listener of [...listeners]) listener(up);
    },
  };
}

const answered = (answers: Answers, query: string, variables: Record<string, unknown>) => {
  try {
    return { data: answers(query, variables) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { message, code, said } = error;
    return { errors: [{ message, extensions: { code, ...(said && { said }) } }] };
  }
};

export const layer = (name: LayerInfo["name"], labelZh: string, more: object = {}): LayerInfo => ({
  name,
  labelZh,
  labelEn: name,
  geometry: "Point" as LayerInfo["geometry"],
  minZoom: 10,
  category: null,
  singular: name.toLowerCase(),
  typeName: name,
  timed: false,
  dated: false,
  boundary: false,
  ownPlace: true,
  topCategories: false,
  place: "clear" as LayerInfo["place"],
  canCreate: false,
  canEdit: false,
  exportable: true,
  filters: [],
  fields: [],
  ...more,
});

/** A component as it stands in the page, with a session whose service answers by `answers`. */
export async function renderInSession(
  node: ReactNode,
  answers: Answers,
  with_: {
    viewer?: string;
    roles?: Session["viewer"]["roles"];
    layers?: LayerInfo[];
    link?: Link;
    serverNow?: () => number;
    assignments?: Session["viewer"]["assignments"];
    timeZone?: string;
    /** Gets what tells a subscription's events. */
    subscribed?: (query: string, tell: (data: object) => void) => void;
  } = {},
) {
  await startI18n("zh");
  const client = new Client({
    url: "http://service.test/graphql",
    preferGetMethod: false,
    exchanges: [
      subscriptionExchange({
        forwardSubscription: ({ query = "" }) => ({
          subscribe: ({ next }) => {
            with_.subscribed?.(query, (data) => {
              next({ data });
            });
            return { unsubscribe: () => {} };
          },
        }),
      }),
      fetchExchange,
    ],
    fetch: async (_url, request) => {
      const { query, variables } = JSON.parse(String(request?.body));
      return new Response(JSON.stringify(answered(answers, query, variables ?? {})), {
        headers: { "content-type": "application/json" },
      });
    },
  });
  const session: Session = {
    viewer: {
      kind: (with_.viewer ?? "person") as ViewerKind,
      name: "演示",
      actor: "person:demo",
      household: null,
      roles: with_.roles ?? [],
      assignments: with_.assignments ?? [],
      counties: [510799],
      hasPurpose: false,
      demoSignIn: false,
    },
    layers: with_.layers ?? [],
    categories: [],
    backgroundMaps: [],
    county: {
      id: 510799,
      name: "示范县",
      nameEn: "Demo",
      bounds: null,
      origin: [107, 29],
      timeZone: with_.timeZone ?? "Asia/Shanghai",
      dataVersion: 1,
      isDemo: true,
    },
    connection: {
      client,
      link: with_.link ?? brokenLink(),
      serverNow: with_.serverNow ?? Date.now,
      close: () => {},
    },
    purpose: null,
    setPurpose: () => {},
    renew: () => {},
    signOut: async () => {},
  };
  const within = (inner: ReactNode) => <SessionContext value={session}>{inner}</SessionContext>;
  const rendered = render(within(node));
  return { ...rendered, show: (next: ReactNode) => rendered.rerender(within(next)) };
}

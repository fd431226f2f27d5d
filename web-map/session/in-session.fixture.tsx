import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { Client, fetchExchange } from "urql";
import type { ViewerKind } from "../gql/graphql.js";
import { startI18n } from "../i18n/i18n.js";
import type { LayerInfo } from "../layers/layer-names.js";
import { type Session, SessionContext } from "./session-context.js";

type Answers = (query: string, variables: Record<string, unknown>) => unknown;

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
  fields: [],
  ...more,
});

/** A component as it stands in the page, with a session whose service answers by `answers`. */
export async function renderInSession(
  node: ReactNode,
  answers: Answers,
  with_: { viewer?: string; layers?: LayerInfo[] } = {},
) {
  await startI18n("zh");
  const client = new Client({
    url: "http://service.test/graphql",
    preferGetMethod: false,
    exchanges: [fetchExchange],
    fetch: async (_url, request) => {
      const { query, variables } = JSON.parse(String(request?.body));
      const data = answers(query, variables ?? {});
      return new Response(JSON.stringify({ data }), {
        headers: { "content-type": "application/json" },
      });
    },
  });
  const session: Session = {
    viewer: {
      kind: (with_.viewer ?? "person") as ViewerKind,
      name: "演示",
      roles: [],
      counties: [510799],
      hasPurpose: false,
      demoSignIn: false,
    },
    layers: with_.layers ?? [],
    categories: [],
    county: {
      id: 510799,
      name: "示范县",
      nameEn: "Demo",
      bounds: null,
      origin: [107, 29],
      timeZone: "Asia/Shanghai",
      dataVersion: 1,
      isDemo: true,
    },
    connection: {
      client,
      link: { isUp: () => true, listen: () => () => {}, check: () => {} },
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

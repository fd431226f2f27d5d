import { createContext, useContext } from "react";
import type { LayerName, SessionQuery } from "../gql/graphql.js";
import type { Category, LayerInfo } from "../layers/layer-names.js";
import type { Connection } from "./client.js";

export interface Session {
  viewer: SessionQuery["viewer"];
  layers: LayerInfo[];
  categories: Category[];
  backgroundMaps: SessionQuery["backgroundMaps"];
  county: SessionQuery["counties"][number];
  connection: Connection;
  purpose: string | null;
  setPurpose(purpose: string | null): void;
  /** Asks anew who the viewer is: after signing in. */
  renew(): void;
  signOut(): Promise<void>;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession outside a session");
  return session;
}

export const layerNamed = (session: Session, name: string): LayerInfo | undefined =>
  session.layers.find((l) => l.name === (name.toUpperCase() as LayerName));

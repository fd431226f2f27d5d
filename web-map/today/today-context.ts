import { createContext, useContext } from "react";
import type { AreaInput, TodayQuery } from "../gql/graphql.js";
import type { Loaded } from "../session/use-loaded.js";
import type { Template } from "./today-address.js";
import type { Town } from "./use-towns.js";

/** What all tiles of the page share: where, and when to ask anew. */
export interface TodayPage {
  template: Template;
  /** Null: the whole county. */
  town: Town | null;
  area: AreaInput;
  /** Another word whenever a figure of now may be another. */
  version: string;
  /** Another word every ten minutes, for what changes by the day. */
  slowVersion: string;
  today: Loaded<TodayQuery>;
}

export const TodayContext = createContext<TodayPage | null>(null);

export function useTodayPage(): TodayPage {
  const page = useContext(TodayContext);
  if (!page) throw new Error("a tile outside its page");
  return page;
}

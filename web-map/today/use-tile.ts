import type { AreaInput, TypedDocumentString } from "../gql/graphql.js";
import { useAsked } from "../session/use-asked.js";
import type { Loaded } from "../session/use-loaded.js";
import { useTodayPage } from "./today-context.js";

/** Figures of a busy minute are asked at most so often. */
const SELDOM_MS = 1_000;

type OfArea = { area?: AreaInput | null };

/**
 * A tile's question about the place of the page: `now` with every change, `slow` every ten minutes.
 */
export function useTile<T>(
  document: TypedDocumentString<T, OfArea>,
  when: "now" | "slow",
): Loaded<T> {
  const { area, version, slowVersion } = useTodayPage();
  return useAsked(
    document,
    area && { area },
    when === "now" ? { version, seldomMs: SELDOM_MS } : { version: slowVersion },
  );
}

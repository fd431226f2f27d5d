import type { TypedDocumentString } from "../gql/graphql.js";
import { ask } from "./ask.js";
import { useSession } from "./session-context.js";
import { type Loaded, useLoaded, type When } from "./use-loaded.js";

/**
 * One question of a component to the service, asked when the component is shown, when it asks
 * something else, and after a break. Without variables (null) nothing is asked.
 */
export function useAsked<T, V extends Record<string, unknown>>(
  document: TypedDocumentString<T, V> | string,
  variables: V | null,
  when: When = {},
): Loaded<T> {
  const { client } = useSession().connection;
  const asked = variables && JSON.stringify([document, variables]);
  return useLoaded<T>(asked, (_last, signal) => ask(client, document, variables!, signal), when);
}

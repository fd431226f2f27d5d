import type { Geometry } from "geojson";
import type { Client, CombinedError, OperationResult, OperationResultSource } from "urql";
import type { TypedDocumentString } from "../gql/graphql.js";

/**
 * Why the service did not do it, as it says: a code, a sentence, and where it knows them a reason,
 * a field, a version, a place, and a code with figures for who says it in another language.
 */
export interface Fault {
  code: string;
  message: string;
  field?: string;
  currentVersion?: number;
  geometry?: Geometry;
  reason?: string;
  said?: { code: string; params: Readonly<Record<string, unknown>> };
}

export type Asked<T> = { data: T; fault?: undefined } | { data?: undefined; fault: Fault };

function faultOf(error: CombinedError): Fault {
  const first = error.graphQLErrors[0];
  if (!first) return { code: "OFFLINE", message: error.networkError?.message ?? error.message };
  return faultIn(first.message, first.extensions);
}

/** What a request, or a job, tells of why it was not done: a sentence, and codes beside it. */
export function faultIn(message: string, told: unknown): Fault {
  const { code, field, currentVersion, geometry, reason, said } = (told ?? {}) as Partial<
    Record<string, unknown>
  >;
  return {
    code: typeof code === "string" ? code : "INTERNAL",
    message,
    ...(typeof field === "string" ? { field } : {}),
    ...(typeof currentVersion === "number" ? { currentVersion } : {}),
    ...(geometry ? { geometry: geometry as Geometry } : {}),
    ...(typeof reason === "string" ? { reason } : {}),
    ...(said ? { said: said as NonNullable<Fault["said"]> } : {}),
  };
}

/**
 * The answer of a source; one that is not waited for any more is given up, and its request with it.
 */
async function answerOf<T, V extends Record<string, unknown>>(
  source: OperationResultSource<OperationResult<T, V>>,
  signal: AbortSignal | undefined,
): Promise<OperationResult<T, V> | null> {
  let end = (): void => {};
  const answer = await new Promise<OperationResult<T, V> | null>((resolve) => {
    end = source.subscribe(resolve).unsubscribe;
    signal?.addEventListener("abort", () => {
      resolve(null);
    });
  });
  end();
  return answer;
}

const NOT_WAITED_FOR: Fault = { code: "CANCELLED", message: "Nobody waits for the answer." };

/**
 * One question, always to the service itself; what was refused is a value. A query whose `signal`
 * aborts is cancelled; what a mutation does is never left half known.
 */
export async function ask<T, V extends Record<string, unknown>>(
  client: Client,
  document: TypedDocumentString<T, V> | string,
  variables: V,
  signal?: AbortSignal,
): Promise<Asked<T>> {
  const text = document.toString();
  const result = text.trimStart().startsWith("mutation")
    ? await client.mutation<T, V>(text, variables).toPromise()
    : await answerOf(
        client.query<T, V>(text, variables, { requestPolicy: "network-only" }),
        signal,
      );
  if (!result) return { fault: NOT_WAITED_FOR };
  // Half an answer with an error is no answer.
  if (result.error) return { fault: faultOf(result.error) };
  return { data: result.data! };
}

/** What the service tells of one subscription, from now on. */
export const watch = <T, V extends Record<string, unknown>>(
  client: Client,
  document: TypedDocumentString<T, V>,
  variables: V,
): OperationResultSource<OperationResult<T, V>> =>
  client.subscription<T, V>(document.toString(), variables);

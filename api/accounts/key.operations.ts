import type { Services } from "../core/services.js";
import type { Administrator } from "./administrator.js";
import type { ApiKeyView, NewApiKey } from "./api-keys.service.js";

type By = Administrator;

/** What the command `key` does. */
export const keyOperations = {
  "key.list": ({ apiKeys }: Services, by: By, _: object): Promise<ApiKeyView[]> => apiKeys.list(by),

  "key.add": (
    { apiKeys }: Services,
    by: By,
    input: NewApiKey,
  ): Promise<{ key: string; apiKey: ApiKeyView }> => apiKeys.add(by, input),

  "key.revoke": ({ apiKeys }: Services, by: By, { name }: { name: string }): Promise<ApiKeyView> =>
    apiKeys.revoke(by, name),
};

import { accountOperations } from "../accounts/account.operations.js";
import type { Administrator } from "../accounts/administrator.js";
import { keyOperations } from "../accounts/key.operations.js";
import type { Services } from "../core/services.js";

/** What a command does with the services, in the command's own process or in the service's. */
export type Operation = (services: Services, by: Administrator, input: never) => Promise<unknown>;

/** Everything a command may ask of a running service. Inputs and results go as JSON. */
export const OPERATIONS = {
  ...accountOperations,
  ...keyOperations,
} satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;
export type InputOf<N extends OperationName> = Parameters<(typeof OPERATIONS)[N]>[2];
export type ResultOf<N extends OperationName> = Awaited<ReturnType<(typeof OPERATIONS)[N]>>;

export const isOperationName = (name: string): name is OperationName =>
  Object.hasOwn(OPERATIONS, name);

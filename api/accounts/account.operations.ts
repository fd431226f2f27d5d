import type { Services } from "../core/services.js";
import type { AccountPage, AccountView, NewAccount } from "./administration.service.js";
import type { Administrator } from "./administrator.js";
import type { RoleInput } from "./role-grants.js";
import { linkFor, type SignInLink } from "./sign-in-link.js";

type By = Administrator;
type Areas = Omit<RoleInput, "role">;
interface Of {
  login: string;
}

/** What the command `account` does; each is one call of the service that GraphQL calls too. */
export const accountOperations = {
  "account.list": (
    { administration }: Services,
    by: By,
    { first, after }: { first: number; after: string | null },
  ): Promise<AccountPage> => administration.list(by, first, after),

  "account.add": ({ administration }: Services, by: By, input: NewAccount): Promise<AccountView> =>
    administration.add(by, input),

  "account.disable": ({ administration }: Services, by: By, { login }: Of): Promise<AccountView> =>
    administration.disable(by, login),

  "account.enable": ({ administration }: Services, by: By, { login }: Of): Promise<AccountView> =>
    administration.enable(by, login),

  "account.password": (
    { administration }: Services,
    by: By,
    { login, password }: Of & { password: string },
  ): Promise<AccountView> => administration.setPassword(by, login, password),

  "account.role": (
    { administration }: Services,
    by: By,
    { login, ...input }: Of & Areas & { add: string[]; remove: string[] },
  ): Promise<AccountView> => administration.alterRoles(by, login, input),

  "account.area": (
    { administration }: Services,
    by: By,
    { login, ...areas }: Of & Areas,
  ): Promise<AccountView> => administration.setAreas(by, login, areas),

  "account.link": (
    services: Services,
    by: By,
    { login, ...given }: Of & { anyMachine?: boolean; publicUrl?: string },
  ): Promise<SignInLink> => linkFor(services, by, login, given),
};

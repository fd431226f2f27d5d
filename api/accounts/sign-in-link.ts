import { isForThisMachine, serviceAddress, signInLink } from "../core/address.js";
import type { Services } from "../core/services.js";
import { readPublicUrl } from "../core/settings.js";
import type { Administrator } from "./administrator.js";

export interface SignInLink {
  url: string;
  expiresAt: string;
  /** Usable from the service's own machine only. */
  loopbackOnly: boolean;
}

/**
 * A service that nobody else can reach gives links for its own machine; any other gives links for
 * wherever the person sits who is handed one, as in a container or on a server without a screen.
 */
export async function linkFor(
  { administration, settings: own }: Services,
  by: Administrator,
  login: string,
  given: { anyMachine?: boolean | undefined; publicUrl?: string | undefined } = {},
): Promise<SignInLink> {
  const settings = given.publicUrl ? { ...own, publicUrl: readPublicUrl(given.publicUrl) } : own;
  const loopbackOnly = !given.anyMachine && isForThisMachine(settings);
  const { token, expiresAt } = await administration.link(by, login, loopbackOnly);
  return {
    url: signInLink(serviceAddress(settings, settings.port), token),
    expiresAt: expiresAt.toISOString(),
    loopbackOnly,
  };
}

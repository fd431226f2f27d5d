import { isIPv6 } from "node:net";
import type { Settings } from "./settings.js";

/** Names and addresses by which a machine calls itself, as they stand in a URL. */
export const isLoopbackName = (host: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);

/** Where a browser on this machine finds the service. */
export function localAddress({ host }: Settings, port: number): string {
  const everywhere = host === "0.0.0.0" || host === "::";
  const name = everywhere ? "localhost" : isIPv6(host) ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** Where callers find it, as far as it can know before anybody called; ends in "/". */
export const serviceAddress = (settings: Settings, port: number): string =>
  settings.publicUrl?.href ?? `${localAddress(settings, port)}/`;

/** Behind the #, so that no server or proxy on the way writes the token into its log. */
export const signInLink = (address: string, token: string): string =>
  `${address}#signin=${encodeURIComponent(token)}`;

/**
 * Is it a service for this machine alone? Then who calls from this machine needs no secret for the
 * demonstration and for links made here.
 */
export const isForThisMachine = ({ publicUrl, trustedProxies, host }: Settings): boolean =>
  isLoopbackName(host) &&
  trustedProxies.length === 0 &&
  (!publicUrl || isLoopbackName(publicUrl.hostname));

/**
 * The path of a request below the public address's own path. A proxy may take that off or leave it
 * on; both are understood.
 */
export function belowPrefix({ publicUrl }: Settings, url: string): string {
  const prefix = publicUrl?.pathname ?? "/";
  return prefix !== "/" && url.startsWith(prefix) ? url.slice(prefix.length - 1) : url;
}

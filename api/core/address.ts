import type { Settings } from "./settings.js";

/** Names and addresses by which a machine calls itself, as they stand in a URL. */
export const isLoopbackName = (host: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);

/**
 * Where callers find the service, as far as it can know before anybody called; ends in "/". An
 * address that stands for all of a machine's is said by the one that this machine knows.
 */
export function serviceAddress({ publicUrl, host }: Settings, port: number): string {
  if (publicUrl) return publicUrl.href;
  const named = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return `http://${named.includes(":") ? `[${named}]` : named}:${port}/`;
}

/** Signs its bearer in, once. */
export const signInLink = (address: string, token: string): string =>
  `${address}?signin=${encodeURIComponent(token)}`;

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

import type { IncomingHttpHeaders } from "node:http";
import type { FastifyReply } from "fastify";
import { DEVICE_COOKIE, DEVICE_DAYS } from "../accounts/known-device.js";
import type { Context } from "../core/context.js";

export const SESSION_COOKIE = "hearthgrid_session";

export const cookieOf = ({ cookie = "" }: IncomingHttpHeaders, name: string): string | undefined =>
  new RegExp(`(?:^|;\\s*)${name}=([^;]+)`).exec(cookie)?.[1];

/** Sets what the operation decided. Values are base64url and dots, so nothing needs escaping. */
export function setCookies(reply: FastifyReply, context: Context): void {
  const { cookie, device } = context.page;
  if (cookie && "clear" in cookie) set(reply, context, SESSION_COOKIE, "", new Date(0));
  else if (cookie) set(reply, context, SESSION_COOKIE, cookie.token, cookie.expires);
  if (device)
    set(reply, context, DEVICE_COOKIE, device, new Date(Date.now() + DEVICE_DAYS * 86_400_000));
}

function set(
  reply: FastifyReply,
  { request: { base }, services: { settings } }: Context,
  name: string,
  value: string,
  expires: Date,
): void {
  // A path of /grid holds for /grid and all below it, not for /gridlock (RFC 6265 section 5.1.4).
  const path = settings.publicUrl?.pathname.replace(/(.)\/$/, "$1") ?? "/";
  reply.header(
    "Set-Cookie",
    [
      `${name}=${value}`,
      `Path=${path}`,
      `Expires=${expires.toUTCString()}`,
      "HttpOnly",
      "SameSite=Strict",
      ...(base.startsWith("https:") ? ["Secure"] : []),
    ].join("; "),
  );
}

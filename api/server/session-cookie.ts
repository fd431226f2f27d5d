import type { FastifyReply } from "fastify";
import type { Context } from "../context.js";
import { SESSION_COOKIE } from "./viewer-of-request.js";

/** The token is base64url, so nothing needs escaping. */
export function setSessionCookie(
  reply: FastifyReply,
  { page: { cookie }, request: { base }, services }: Context,
): void {
  if (!cookie) return;
  const [value, expires] = "clear" in cookie ? ["", new Date(0)] : [cookie.token, cookie.expires];
  // A path of /grid holds for /grid and all below it, and not for /gridlock (RFC 6265 section 5.1.4).
  const path = services.settings.publicUrl?.pathname.replace(/(.)\/$/, "$1") ?? "/";
  reply.header(
    "Set-Cookie",
    [
      `${SESSION_COOKIE}=${value}`,
      `Path=${path}`,
      `Expires=${expires.toUTCString()}`,
      "HttpOnly",
      "SameSite=Strict",
      ...(base.startsWith("https:") ? ["Secure"] : []),
    ].join("; "),
  );
}

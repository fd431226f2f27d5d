import cors from "@fastify/cors";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Settings } from "../core/settings.js";
import type { Doors } from "./doors.js";

const HSTS_SECONDS = 365 * 24 * 3600;

/**
 * `connect-src 'self'` is not every browser's word for our own WebSocket. `others` are the hosts of
 * background maps.
 */
const policyFor = (base: URL, others: readonly string[]): string =>
  [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    ["img-src 'self' data: blob:", ...others].join(" "),
    "font-src 'self'",
    "worker-src 'self' blob:",
    ["connect-src 'self'", base.origin.replace(/^http/, "ws"), ...others].join(" "),
    "object-src 'none'",
    "base-uri 'self'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join("; ");

export function securityHeaders(app: FastifyInstance, settings: Settings, doors: Doors): void {
  const isEncrypted = settings.publicUrl?.protocol === "https:";
  const others = [...new Set(settings.backgroundMaps.map((map) => map.origin))];
  // Callers know the service by one address or a few; the last one's policy is kept.
  let last = { base: "", policy: "" };
  const policyAt = (base: string) => {
    if (base !== last.base) last = { base, policy: policyFor(new URL(base), others) };
    return last.policy;
  };
  app.addHook("onSend", async (request, reply) => {
    reply
      .header("X-Content-Type-Options", "nosniff")
      .header("Referrer-Policy", "same-origin")
      .header("Content-Security-Policy", policyAt(doors.callOf(request.raw).base));
    if (isEncrypted) reply.header("Strict-Transport-Security", `max-age=${HSTS_SECONDS}`);
  });
}

/**
 * Pages of the sites that the settings name may call with a bearer token. Never with a cookie:
 * `credentials` stays off, and the cookie of such a call is not looked at.
 */
export async function crossOrigin(
  app: FastifyInstance,
  settings: Settings,
  doors: Doors,
): Promise<void> {
  if (settings.allowOrigins.length + settings.wallOrigins.length === 0) return;
  await app.register(cors, {
    delegator: (request: FastifyRequest, done) => {
      const isOpen = /^\/(graphql|tiles\/)/.test(request.url.split("?")[0]!);
      done(null, {
        origin: isOpen && doors.allows(request.headers.origin ?? ""),
        methods: ["GET", "HEAD", "POST"],
        exposedHeaders: ["ETag", "Retry-After", "WWW-Authenticate"],
        maxAge: 3600,
        strictPreflight: false,
      });
    },
  });
}

import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import proxyAddr from "@fastify/proxy-addr";
import ipaddr from "ipaddr.js";
import { isForThisMachine, isLoopbackName } from "../core/address.js";
import type { Secret } from "../core/secret.js";
import type { Settings } from "../core/settings.js";

/** What a request, or the opening of a socket, tells of its caller before we know who it is. */
export interface Call {
  headers: IncomingHttpHeaders;
  /** Who sent it, as far as we believe the proxies between; an IPv6 network counts as one. */
  address: string;
  /** The service's own address as this caller knows it; ends in "/". */
  base: string;
  /** Another site's page sent it, one that may call with a bearer but never with our cookie. */
  allowedOrigin: boolean;
  /** A page sent it that is neither ours nor of a site that may call. */
  strangeOrigin: boolean;
  /** Of a page of another site that may call: may walls be shown there; null: it is none. */
  wallsFrom: "yes" | "no" | "only" | null;
  /** Sent by this machine itself, or by who has the secret that the start printed. */
  local: boolean;
}

/**
 * What proxies and tunnels add. Whoever writes one of these is not this machine's own browser, also
 * when we do not know the product: hence by pattern.
 */
const FORWARDED = new RegExp(
  [
    "forward",
    "proxy",
    "^via$",
    "(client|real|cluster|remote|source|peer|connecting|user|orig\\w*)-?(ip|addr|address|port)\\b",
    "^(x-)?(original|remote|real|true|appengine|arr|azure|fd|envoy|amzn?|ms|nf|vercel|sucuri)-",
    "^(cf|cdn|fastly|akamai|ali|fly|incap|ngrok|tailscale)-",
    "^x-(scheme|host|port|proto|tunnel\\w*|cluster-\\w+|request-start|cloud-trace-context)$",
  ].join("|"),
  "i",
);

/** The header in which the page repeats the secret of the start's link. */
const DOOR_HEADER = "x-hearthgrid-door";
const DOOR_PURPOSE = "demonstration door";

/** What the start prints for who must come by another way than this machine itself. */
export const doorToken = (secret: Secret): string =>
  secret.current(DOOR_PURPOSE).toString("base64url");

/** What the settings say about who may come in by which way. */
export class Doors {
  private readonly trusts: (address: string, hop: number) => boolean;
  private readonly calls = new WeakMap<IncomingMessage, Call>();
  private here: boolean | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly secret: Secret,
    /** The address we listen on; undefined before. */
    private readonly listening: () => string | undefined,
  ) {
    this.trusts = proxyAddr.compile(settings.trustedProxies);
  }

  /** What a request tells; `headers`: what stands for its own. */
  callOf(request: IncomingMessage, headers?: IncomingHttpHeaders): Call {
    if (headers) return this.read(request, headers);
    let call = this.calls.get(request);
    if (!call) this.calls.set(request, (call = this.read(request, request.headers)));
    return call;
  }

  private read(request: IncomingMessage, headers: IncomingHttpHeaders): Call {
    const peer = request.socket.remoteAddress ?? "";
    const via = this.trusts(peer, 0) ? headers : {};
    const protocol = firstOf(via["x-forwarded-proto"]) === "https" ? "https" : "http";
    const host = firstOf(via["x-forwarded-host"]) ?? headers.host ?? "";
    const asCalled = originOf(`${protocol}://${host}`);
    const { publicUrl } = this.settings;
    const { origin } = headers;
    const isOwn = !origin || origin === asCalled || origin === publicUrl?.origin;
    const allowedOrigin = !isOwn && this.allows(origin);
    const local =
      this.knowsSecret(headers) || (isOwn && peer !== "" && this.isThisMachine(request, peer));
    return {
      headers,
      address: networkOf(proxyAddr(request, this.trusts)) ?? networkOf(peer) ?? peer,
      base: publicUrl?.href ?? `${asCalled ?? "http://localhost"}/`,
      allowedOrigin,
      wallsFrom: allowedOrigin ? this.wallsFrom(origin) : null,
      strangeOrigin: !isOwn && !allowedOrigin,
      local,
    };
  }

  allows(origin: string): boolean {
    const { allowOrigins, wallOrigins } = this.settings;
    return isAmong(allowOrigins, origin) || isAmong(wallOrigins, origin);
  }

  private wallsFrom(origin: string): Call["wallsFrom"] {
    const { allowOrigins, wallOrigins } = this.settings;
    if (!isAmong(wallOrigins, origin)) return "no";
    return isAmong(allowOrigins, origin) ? "yes" : "only";
  }

  /**
   * Sent by a program of this machine, and by nothing that stands between. A forwarder that only
   * copies bytes cannot be told from it: docs/guides/behind-a-proxy.md says so.
   */
  private isThisMachine(request: IncomingMessage, peer: string): boolean {
    return (
      this.listensHere() &&
      isLoopback(peer) &&
      isLoopbackName((request.headers.host ?? "").replace(/:\d+$/, "")) &&
      !isForwarded(request)
    );
  }

  /** Do we listen for this machine alone? The socket is asked once. */
  private listensHere(): boolean {
    if (this.here === undefined) {
      const listening = this.listening();
      if (listening === undefined) return false;
      this.here = isLoopback(listening) && isForThisMachine(this.settings);
    }
    return this.here;
  }

  private knowsSecret(headers: IncomingHttpHeaders): boolean {
    const given = Buffer.from(String(headers[DOOR_HEADER] ?? ""), "base64url");
    return this.secret
      .all(DOOR_PURPOSE)
      .some((key) => given.length === key.length && timingSafeEqual(given, key));
  }
}

const isAmong = (origins: readonly string[], origin: string): boolean =>
  origins.includes("*") || origins.includes(origin);

/** Whether something that says so, or behaves so, stands between the sender and us. */
export const isForwarded = ({ headers, httpVersion }: IncomingMessage): boolean =>
  Object.keys(headers).some((name) => FORWARDED.test(name)) ||
  // Programs of this century keep connections; nginx as a proxy does neither by default.
  httpVersion === "1.0" ||
  /\bclose\b/i.test(headers.connection ?? "");

const firstOf = (header: string | string[] | undefined): string | undefined =>
  String(header ?? "")
    .split(",")[0]!
    .trim() || undefined;

function originOf(text: string): string | undefined {
  try {
    return new URL(text).origin;
  } catch {
    return undefined;
  }
}

const isLoopback = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === "loopback";

/**
 * A subscriber of IPv6 has a network of 2^64 addresses (RFC 6177), and is one caller all the same.
 */
function networkOf(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return undefined;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`;
}

import DataLoader from "dataloader";
import type { Accounts } from "../accounts/accounts.service.js";
import type { Credential } from "../core/context.js";
import { Refusal } from "../core/refusal.js";
import { runRequest } from "../core/request.js";
import type { Viewer } from "../policy/viewer.js";
import { cookieOf, SESSION_COOKIE } from "./cookies.js";
import type { Call } from "./doors.js";

/** A viewer is looked up again after this long; what ended lives on at most that long. */
const FRESH_MS = 500;
const CACHE_LIMIT = 2000;
const PURPOSE_LIMIT = 200;

/** A credential that is not good is refused, never taken for none (RFC 6750 section 3). */
const notGood = (message: string): Refusal =>
  new Refusal("UNAUTHENTICATED", message, {
    http: {
      status: 401,
      headers: new Map([["www-authenticate", 'Bearer realm="hearthgrid", error="invalid_token"']]),
    },
  });

export function credentialOf({ headers, allowedOrigin }: Call): Credential | undefined {
  if (headers.authorization !== undefined) {
    const token = /^Bearer +([\w.~+/=-]{10,200})$/i.exec(headers.authorization.trim())?.[1];
    if (!token)
      throw notGood("authorization: must be `Bearer` and the token of a session or an API key.");
    return { token, from: "bearer" };
  }
  if (allowedOrigin) return undefined;
  const cookie = cookieOf(headers, SESSION_COOKIE);
  return cookie ? { token: cookie, from: "cookie" } : undefined;
}

/** Why personal fields are read: a URI-encoded header, because headers hold no Chinese. */
export function purposeOf(value: unknown): string | undefined {
  if (typeof value !== "string" || value.trim() === "") return undefined;
  let text: string;
  try {
    text = decodeURIComponent(value).trim();
  } catch {
    throw new Refusal("BAD_USER_INPUT", "x-hearthgrid-purpose: must be URI-encoded text.");
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are refused here
  if (text.length < 2 || text.length > PURPOSE_LIMIT || /[\0-\x1f]/.test(text))
    throw new Refusal("BAD_USER_INPUT", `x-hearthgrid-purpose: 2 to ${PURPOSE_LIMIT} characters.`);
  return text;
}

/** Credentials → viewers, briefly remembered. */
export class ViewerSource {
  private readonly cache = new Map<string, { at: number; viewer: Promise<Viewer | null> }>();
  private nobody: { at: number; viewer: Promise<Viewer> } | undefined;
  private looking: Promise<unknown> = Promise.resolve();
  /**
   * Who comes while others are looked up is looked up with all who come meanwhile: two statements,
   * however many people. It is no one request's, so that no one's turn decides for the others.
   */
  private readonly lookUp = new DataLoader<string, Viewer | null>(
    (tokens) => {
      const found = runRequest(undefined, () => this.accounts.viewersOf(tokens));
      this.looking = found.catch(() => undefined);
      return found.then((viewers) => tokens.map((token) => viewers.get(token) ?? null));
    },
    { cache: false, batchScheduleFn: (look) => void this.looking.then(look) },
  );

  constructor(private readonly accounts: Accounts) {}

  async of(credential: Credential | undefined, purpose: string | undefined): Promise<Viewer> {
    const viewer = credential ? await this.known(credential) : await this.anonymous();
    return purpose && viewer.kind === "person" ? { ...viewer, purpose } : viewer;
  }

  forget(token: string): void {
    this.cache.delete(token);
  }

  private async known(credential: Credential): Promise<Viewer> {
    const viewer = await this.byToken(credential.token);
    if (viewer) return viewer;
    throw notGood(
      credential.from === "cookie"
        ? "Your session is over. Sign in again."
        : "authorization: this token is unknown, expired or revoked. " +
            "Sign in again, or use another key.",
    );
  }

  private byToken(token: string): Promise<Viewer | null> {
    const known = this.cache.get(token);
    if (known && Date.now() - known.at < FRESH_MS) return known.viewer;
    const viewer = this.lookUp.load(token);
    viewer.catch(() => this.cache.delete(token));
    this.cache.set(token, { at: Date.now(), viewer });
    if (this.cache.size > CACHE_LIMIT) this.cache.delete(this.cache.keys().next().value!);
    return viewer;
  }

  anonymous(): Promise<Viewer> {
    if (!this.nobody || Date.now() - this.nobody.at > FRESH_MS) {
      const viewer = this.accounts.anonymous();
      viewer.catch(() => {
        this.nobody = undefined;
      });
      this.nobody = { at: Date.now(), viewer };
    }
    return this.nobody.viewer;
  }
}

import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { type GraphQLError, Kind, type OperationDefinitionNode } from "graphql";
import { DEVICE_COOKIE } from "../accounts/known-device.js";
import { type Caller, Context, type Credential, type Outlet } from "../core/context.js";
import { Refusal } from "../core/refusal.js";
import { requestNow } from "../core/request.js";
import type { Services } from "../core/services.js";
import type { Viewer } from "../policy/viewer.js";
import { isWall } from "../policy/walls.js";
import { cookieOf } from "./cookies.js";
import type { Call, Doors } from "./doors.js";
import { credentialOf, purposeOf, ViewerSource } from "./viewer-of-request.js";

/** From a request to the context it runs in. */
export class Callers {
  readonly viewers: ViewerSource;

  constructor(
    private readonly services: Services,
    private readonly doors: Doors,
  ) {
    this.viewers = new ViewerSource(services.accounts);
  }

  /** Throws when the credential or the purpose is not good. `headers`: what stands for its own. */
  async context(
    request: IncomingMessage,
    outlet: Outlet,
    headers?: IncomingHttpHeaders,
  ): Promise<Context> {
    const call = this.doors.callOf(request, headers);
    return this.contextWith(call, credentialOf(call), outlet);
  }

  /**
   * For GraphQL over HTTP: only the operation tells whether a stale cookie matters, so a refusal
   * waits in the context until the operation is known. The cookie that is no longer good is cleared
   * with the answer, so that the page is not refused for ever.
   */
  async contextToSignIn(request: IncomingMessage): Promise<Context> {
    const call = this.doors.callOf(request);
    let credential: Credential | undefined;
    try {
      credential = credentialOf(call);
      return await this.contextWith(call, credential, "graphql");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const caller = { ...callerOf(call, credential), refusal: error };
      const nobody = await this.viewers.anonymous();
      const context = new Context(this.services, nobody, "graphql", caller);
      if (isStaleCookie(caller)) context.page.cookie = { clear: true };
      return context;
    }
  }

  private async contextWith(
    call: Call,
    credential: Credential | undefined,
    outlet: Outlet,
  ): Promise<Context> {
    const purpose = purposeOf(call.headers["x-hearthgrid-purpose"]);
    const viewer = await this.viewers.of(credential, purpose);
    refuseOrigin(call, viewer);
    const here = requestNow();
    if (here) here.asker = viewer.kind === "anonymous" ? call.address : viewer.actor;
    return new Context(this.services, viewer, outlet, callerOf(call, credential));
  }
}

const callerOf = (
  { address, base, local, headers, allowedOrigin }: Call,
  credential: Credential | undefined,
): Caller => ({
  address,
  base,
  local,
  credential,
  device: allowedOrigin ? undefined : cookieOf(headers, DEVICE_COOKIE),
});

/** Other sites' pages show walls where the setting says so, and nothing else unless it does too. */
function refuseOrigin({ wallsFrom }: Call, viewer: Viewer): void {
  if (wallsFrom === null || viewer.kind === "anonymous") return;
  if (isWall(viewer) ? wallsFrom === "no" : wallsFrom === "only")
    throw new Refusal(
      "FORBIDDEN",
      isWall(viewer)
        ? "origin: this site's pages may show no walls; the setting --wall-origin names those that do."
        : "origin: this site's pages may show walls alone; the setting is --allow-origin.",
    );
}

const isStaleCookie = ({ credential, refusal }: Caller): boolean =>
  credential?.from === "cookie" && refusal?.extensions["code"] === "UNAUTHENTICATED";

const SIGNING_IN = new Set([
  ...["signIn", "signInWithLink", "demoSignIn", "openDisplay", "enterHouseholdCode", "signOut"],
]);

const signsIn = ({ selectionSet }: OperationDefinitionNode): boolean =>
  selectionSet.selections.every(
    (selection) => selection.kind === Kind.FIELD && SIGNING_IN.has(selection.name.value),
  );

/**
 * Who has a credential that is not good is refused. But a page cannot take its own cookie off, so
 * signing in and out is done with a stale one too.
 */
export function refuseBadCredential(caller: Caller, operation: OperationDefinitionNode): void {
  if (caller.refusal && !(signsIn(operation) && isStaleCookie(caller))) throw caller.refusal;
}

/** A browser that is a wall may become somebody's again: it could forget its cookie anyway. */
export const leavesWall = ({ credential }: Caller, operation: OperationDefinitionNode): boolean =>
  credential?.from === "cookie" && operation.operation === "mutation" && signsIn(operation);

/** Only our refusals carry what HTTP is to be told; it is no part of the error that is shown. */
export function httpOf(error: GraphQLError): { status?: number; headers?: Map<string, string> } {
  return error instanceof Refusal ? ((error.extensions["http"] as object | undefined) ?? {}) : {};
}

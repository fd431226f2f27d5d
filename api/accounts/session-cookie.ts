import type { Viewer as ViewerType } from "../../schema/system.js";
import type { Context } from "../core/context.js";
import { formatId } from "../core/identifier.js";
import { countiesOf, isHouseholds, purposeOf, rolesOf, type Viewer } from "../policy/viewer.js";

/** Browsers keep no cookie longer; a device's is renewed whenever its page begins. */
const DEVICE_DAYS = 400;

/** This browser is the device from now on. */
export function keepDevice(context: Context, token: string): void {
  context.page.cookie = { token, expires: new Date(Date.now() + DEVICE_DAYS * 86_400_000) };
}

/** The browser's cookie is replaced: nobody could sign the session out that it held. */
export async function endCookie(context: Context): Promise<void> {
  const { credential } = context.request;
  if (credential?.from === "cookie") await context.services.accounts.signOut(credential.token);
}

/** Who somebody is, as the contract tells it to themselves. */
export async function describe(context: Context, viewer: Viewer): Promise<ViewerType> {
  return {
    kind: viewer.kind,
    name: "name" in viewer ? viewer.name : null,
    actor: viewer.kind === "anonymous" ? null : viewer.actor,
    household: isHouseholds(viewer) ? formatId(viewer.county, viewer.binding.household) : null,
    roles: rolesOf(viewer),
    assignments: viewer.kind === "person" ? viewer.assignments : [],
    counties: [...countiesOf(viewer)],
    hasPurpose: purposeOf(viewer) !== undefined,
    demoSignIn: context.request.local && (await context.services.accounts.offersDemo()),
  };
}

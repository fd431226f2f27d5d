import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Secret } from "../core/secret.js";

export const DEVICE_COOKIE = "hearthgrid_device";
export const DEVICE_DAYS = 180;
/** Some share a computer; more than these are forgotten, the oldest first. */
const LOGINS_MOST = 5;
const FORM = /^([\w-]{22})((?:\.[\w-]{22}){1,5})$/;

const macWith = (key: Buffer, device: string, login: string): string =>
  createHmac("sha256", key)
    .update(JSON.stringify([device, login]))
    .digest()
    .subarray(0, 16)
    .toString("base64url");

const parse = (cookie: string | undefined): { device: string; macs: string[] } | undefined => {
  const [, device, macs] = FORM.exec(cookie ?? "") ?? [];
  return device && macs ? { device, macs: macs.slice(1).split(".") } : undefined;
};

/** The device's own name, whoever signs in on it; undefined when the cookie is none of ours. */
export const deviceOf = (cookie: string | undefined): string | undefined => parse(cookie)?.device;

/** Did this login's right password come from this browser before? Nobody else can say so. */
export function isKnownDevice(secret: Secret, cookie: string | undefined, login: string): boolean {
  const given = parse(cookie);
  return (
    given !== undefined &&
    secret.all("known device").some((key) => {
      const mac = Buffer.from(macWith(key, given.device, login));
      return given.macs.some((m) => timingSafeEqual(Buffer.from(m), mac));
    })
  );
}

/** The cookie after this login's right password came from it. It says no name. */
export function knownDevice(secret: Secret, cookie: string | undefined, login: string): string {
  const { device, macs } = parse(cookie) ?? {
    device: randomBytes(16).toString("base64url"),
    macs: [],
  };
  const mac = macWith(secret.current("known device"), device, login);
  return [device, mac, ...macs.filter((m) => m !== mac)].slice(0, LOGINS_MOST + 1).join(".");
}

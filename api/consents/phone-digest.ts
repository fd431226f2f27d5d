import { createHmac } from "node:crypto";
import type { Secret } from "../core/secret.js";

const KEY = "consent phone";
const DIGITS = /^\d{5,15}$/;

/** A number as one dials it at home: without gaps and the country's code; null: it is none. */
export function plainPhone(text: string): string | null {
  const digits = text
    .normalize("NFKC")
    .replace(/[\s()\-–.]/g, "")
    .replace(/^(?:\+|00)86/, "")
    .replace(/^86(?=1\d{10}$)/, "")
    .replace(/^\+/, "");
  return DIGITS.test(digits) ? digits : null;
}

/**
 * What tells a phone from another: with a key, since all numbers there are could be tried. The
 * current secret's first; a consent may have been written with one before it.
 */
export const phoneDigests = (secret: Secret, plain: string): [Buffer, ...Buffer[]] =>
  secret.all(KEY).map((key) => createHmac("sha256", key).update(plain).digest()) as [
    Buffer,
    ...Buffer[],
  ];

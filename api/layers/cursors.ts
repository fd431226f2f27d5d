import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";
import type { Secret } from "../core/secret.js";

const IV = 12,
  TAG = 16;
/** A cursor's length tells that of its key only this roughly. */
const BLOCK = 64;

/**
 * Seals cursors: what a page ended with (a name, a phone, a distance) is read by nobody but this
 * service, and only for the list and order it came from. AES-256-GCM; the nonce is a MAC of all
 * that is sealed, so the same row has the same cursor and no nonce serves two texts (RFC 8452 has
 * the idea).
 */
export class Cursors {
  constructor(private readonly secret: Secret) {}

  seal(list: string, text: string): string {
    const padded = Buffer.alloc(Math.ceil((Buffer.byteLength(text) + 1) / BLOCK) * BLOCK, " ");
    padded.write(text);
    const iv = createHmac("sha256", this.secret.current("cursor nonce"))
      .update(`${list}\0`)
      .update(padded)
      .digest()
      .subarray(0, IV);
    const cipher = createCipheriv("aes-256-gcm", this.secret.current("cursor"), iv);
    cipher.setAAD(Buffer.from(list));
    const sealed = [cipher.update(padded), cipher.final()];
    return Buffer.concat([iv, ...sealed, cipher.getAuthTag()]).toString("base64url");
  }

  /** The sealed text; null when this service did not seal it for this list. */
  open(list: string, cursor: string): string | null {
    const bytes = Buffer.from(cursor, "base64url");
    if (bytes.length < IV + TAG + BLOCK) return null;
    for (const key of this.secret.all("cursor")) {
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV));
      decipher.setAAD(Buffer.from(list));
      decipher.setAuthTag(bytes.subarray(-TAG));
      try {
        const text = [decipher.update(bytes.subarray(IV, -TAG)), decipher.final()];
        return Buffer.concat(text).toString().trimEnd();
      } catch {
        // Another key's, another list's, or nobody's.
      }
    }
    return null;
  }
}

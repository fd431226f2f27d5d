/**
 * 64 bits of FNV-1a twice over (Fowler, Noll, Vo), as 16 hex digits: tells inputs apart, no secret.
 */
export function digest(text: string): string {
  let a = 0x811c9dc5,
    b = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ (code + 0x55), 0x01000193) ^ (b >>> 13);
  }
  return [a, b].map((v) => (v >>> 0).toString(16).padStart(8, "0")).join("");
}

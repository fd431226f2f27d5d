/**
 * Texts that are too long for the address, kept as long as the tab: reloading, Back and Forward
 * find them by their key. The key is made of the text, so that one text is kept once.
 */
const STORED = "hearthgrid.kept.";
/** Where the browser keeps nothing for a page, and until the next reload anyway. */
const here = new Map<string, string>();

/** FNV-1a over two halves: 64 bits, of texts that one person drew in one tab. */
function keyOf(text: string): string {
  let [a, b] = [0x811c9dc5, 0xcbf29ce4];
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(text.length - 1 - i), 0x01000193);
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}

export function keepText(text: string): string {
  const key = keyOf(text);
  if (here.has(key)) return key;
  here.set(key, text);
  try {
    sessionStorage.setItem(STORED + key, text);
  } catch {
    // Full, or forbidden: it holds until the page is left.
  }
  return key;
}

export function keptText(key: string): string | null {
  const held = here.get(key);
  if (held !== undefined) return held;
  try {
    return sessionStorage.getItem(STORED + key);
  } catch {
    return null;
  }
}

/**
 * Where the service is, below whatever path a proxy gave it; without the "/" at its end. Each page
 * says in `data-root` where it stands below that.
 */
export const serviceRoot: string = new URL(
  document.documentElement.dataset["root"] ?? "./",
  location.href,
).href.replace(/[#?].*$|\/$/g, "");

const SECRETS = ["signin", "display", "demo", "household"] as const;

const partsOf = (hash: string): [string, string][] =>
  hash
    .replace(/^#/, "")
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const at = part.indexOf("=");
      return [part.slice(0, at), part.slice(at + 1)];
    });

/**
 * What a link brings to sign in with. It stands behind the #, which no server sees, and leaves the
 * address bar at once, so that it is neither shared nor bookmarked.
 */
export function takeFromAddress(name: (typeof SECRETS)[number]): string | null {
  const parts = partsOf(location.hash);
  const found = parts.find(([key]) => key === name);
  if (!found) return null;
  const rest = parts.filter((part) => part !== found).map((part) => part.join("="));
  const hash = rest.length > 0 ? `#${rest.join("&")}` : "";
  history.replaceState(null, "", `${location.pathname}${location.search}${hash}`);
  return decodeURIComponent(found[1]);
}

// Pasted into a tab that is open, such a link loads nothing by itself.
addEventListener("hashchange", () => {
  if (partsOf(location.hash).some(([key]) => (SECRETS as readonly string[]).includes(key)))
    location.reload();
});

/** The code of a household's card, where its QR code led here. It waits until it is sent. */
export const cardCode = takeFromAddress("household");

const DOOR = "hearthgrid-door";

/** The demonstration's secret, kept while the tab is open: from a link, or from before a reload. */
function doorSecret(): string | null {
  const taken = takeFromAddress("demo");
  try {
    if (taken) sessionStorage.setItem(DOOR, taken);
    return taken ?? sessionStorage.getItem(DOOR);
  } catch {
    return taken; // storage is switched off
  }
}

const door = doorSecret();
export const doorHeaders: Record<string, string> = door ? { "x-hearthgrid-door": door } : {};

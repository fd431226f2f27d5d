import { existsSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium } from "playwright-core";

/** Where Chromium is on this machine; undefined: nowhere. */
export function findChromium(): string | undefined {
  const named = process.env.HEARTHGRID_CHROMIUM;
  if (named) return named;
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    .flatMap((name) => folders.map((f) => path.join(f, name)))
    .find((file) => existsSync(file));
}

/** A browser that draws WebGL in software and talks to nobody but the page's own server. */
export const openBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      "--headless",
      "--no-sandbox",
      // A name that is not localhost: over http such a page has no secure context.
      "--host-resolver-rules=MAP hearth.test 127.0.0.1",
      // Specs make their own certificates. `ignoreHTTPSErrors` of a context would instead start
      // each request again for each certificate, and Chromium gives up what began too often.
      "--ignore-certificate-errors",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--use-gl=angle",
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
    ],
  });

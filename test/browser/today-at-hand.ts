import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { inLongRun } from "./in-long-run.js";
import { type Pages, PHONE } from "./pages.js";

const KB = 1024;
const WALL = { width: 1920, height: 1080 };
/** What a county of half a million incidents a year has in a day. */
const OF_A_DAY = 1370;
/** A day is compressed into so many minutes; fewer have their share of its incidents. */
const WHOLE_MINUTES = 20;
const MINUTES = Number(process.env.HEARTHGRID_SOAK_MINUTES ?? WHOLE_MINUTES);
const HEAP_MOST = 1.1;

/** Bytes of live objects, after what is garbage was taken away. */
async function heapOf(page: Page): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  // What the first collection frees may have kept others alive.
  for (let n = 0; n < 3; n++) await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  await cdp.detach();
  return usedSize;
}

/** «Today» in a hand and on a wall. */
export function todayAtHand(pagesOf: () => Pages): void {
  test("Today on a phone: at most 400 KB of code before its map, and Chromium would install it", async () => {
    const page = await pagesOf().open("WORKER1", "about:blank", { viewport: PHONE });
    await page.goto("about:blank");
    const sizes: Promise<number>[] = [];
    page.on("response", (response) => {
      if (/\.(js|css|html)$|\/today$/.test(response.url()))
        sizes.push(
          response.body().then(
            (body) => gzipSync(body).length,
            () => 0,
          ),
        );
    });
    await page.goto(`${pagesOf().service.url}/today`);
    await page.locator(".state-word").waitFor();
    await page.locator(".newest-list, .tile-quiet").first().waitFor();
    const bytes = (await Promise.all(sizes)).reduce((sum, n) => sum + n, 0);
    console.log(`Today on a phone: ${Math.round(bytes / KB)} KB before the map (gzip)`);
    expect(bytes).toBeLessThanOrEqual(400 * KB);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(PHONE.width);
    const cdp = await page.context().newCDPSession(page);
    const { errors, url } = await cdp.send("Page.getAppManifest");
    expect({ errors, url }).toEqual({
      ...{ errors: [], url: `${pagesOf().service.url}/manifest.webmanifest` },
    });
    const { installabilityErrors } = await cdp.send("Page.getInstallabilityErrors");
    // Each test has a window of its own, which nothing is installed from.
    expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
  });

  inLongRun(
    "a wall hears the incidents of a day in 20 minutes, and its heap grows by a tenth at most",
    async () => {
      const { service } = pagesOf();
      const page = await pagesOf().open("ADMIN", "", {
        ...{ path: "today?wall=1&rotate=10", viewport: WALL },
      });
      await page.locator(".state-word").waitFor();
      const report = () =>
        service.ask(
          "DISPATCHER",
          `mutation ($at: Instant!) { createIncident(input: { county: 510799, title: "浸泡",
            category: "0603", occurredFrom: $at,
            geometry: { type: "Point", coordinates: [107.395, 29.711] } }) { id } }`,
          { at: new Date().toISOString() },
        );
      const pause = (WHOLE_MINUTES * 60_000) / OF_A_DAY;
      const begun = Date.now();
      const end = begun + MINUTES * 60_000;
      let first = 0;
      let reported = 0;
      while (Date.now() < end) {
        await report();
        reported++;
        const due = begun + reported * pause - Date.now();
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due)));
        // Measured from a tenth on: by then every place was shown once, and its map drawn.
        if (!first && Date.now() - begun > MINUTES * 6000) first = await heapOf(page);
      }
      const last = await heapOf(page);
      console.log(
        `a wall's heap: ${(first / 1e6).toFixed(1)} to ${(last / 1e6).toFixed(1)} MB after ` +
          `${reported} incidents in ${MINUTES} min`,
      );
      expect(await page.locator("main").getAttribute("data-freshness")).toBe("fresh");
      expect(last / first).toBeLessThanOrEqual(HEAP_MOST);
    },
    MINUTES * 60_000 + 240_000,
  );
}

import { writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "vitest";
import { inLongRun } from "./in-long-run.js";
import { idle, NEAR, type Pages } from "./pages.js";

const RED_PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);

/** A tile service of others, on this machine: what it was asked, and a file that names it. */
export interface TileHost {
  file: string;
  asked: { url: string; headers: IncomingHttpHeaders }[];
  close(): Promise<void>;
}

export async function startTileHost(): Promise<TileHost> {
  const asked: TileHost["asked"] = [];
  const server: Server = createServer((request, response) => {
    asked.push({ url: request.url!, headers: request.headers });
    response.writeHead(200, { "content-type": "image/png", "access-control-allow-origin": "*" });
    response.end(RED_PIXEL);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const file = path.join(tmpdir(), `background-maps-${process.pid}.json`);
  const map = (id: string, zh: string, crs: string) => ({
    id,
    name: { zh, en: id },
    kind: "XYZ",
    // The word "tiles" stands in our own addresses too.
    url: `${url}/tiles/${id}/{z}/{x}/{y}.png?key={token}`,
    token: "hush",
    attribution: `© ${zh}测绘院`,
    crs,
  });
  writeFileSync(
    file,
    JSON.stringify([map("plain", "影像", "CGCS2000"), map("shifted", "街图", "GCJ02")]),
  );
  return {
    file,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** Maps of others: nobody outside hears of the viewer before he switches one on. */
export function backgroundMaps(pagesOf: () => Pages, hostOf: () => TileHost): void {
  inLongRun(
    "a background map is off until it is switched on, is remembered, says whose it is, and learns nothing but tiles",
    async () => {
      const { asked } = hostOf();
      const page = await pagesOf().open("ADMIN", `${NEAR}&layers=grids`, {
        expects: /^asked another host: http:\/\/127\.0\.0\.1:\d+\/tiles\/(plain|shifted)\/\d+/,
      });
      await idle(page);
      expect(asked).toEqual([]);
      const plain = page.getByRole("checkbox", { name: "背景地图：影像" });
      await plain.check();
      await expect.poll(() => asked.length, { timeout: 15_000 }).toBeGreaterThan(0);
      await page.getByText("© 影像测绘院").waitFor();
      await page.getByText("与 WGS 84 相差不到 0.1 米", { exact: false }).waitFor();
      for (const { url, headers } of asked) {
        expect(url).toMatch(/^\/tiles\/plain\/\d+\/\d+\/\d+\.png\?key=hush$/);
        expect(headers.cookie).toBeUndefined();
        expect(headers.referer).toBeUndefined();
        expect(Object.keys(headers).filter((name) => name.startsWith("x-"))).toEqual([]);
      }
      await page.reload();
      await page.getByText("© 影像测绘院").waitFor();
      await idle(page);

      await page.getByRole("checkbox", { name: "背景地图：街图" }).check();
      await page.locator(".map-foot").getByText("已纠偏").waitFor();
      await expect
        .poll(() => asked.filter(({ url }) => url.startsWith("/tiles/shifted/")).length, {
          timeout: 15_000,
        })
        .toBeGreaterThan(0);
      await page.getByRole("checkbox", { name: "背景地图：街图" }).uncheck();
      await idle(page);
      const before = asked.length;
      await page.getByRole("button", { name: "缩小" }).click();
      await page.waitForTimeout(800);
      await idle(page);
      expect(asked.length).toBe(before);
      // Where one is, in both systems.
      await page.getByRole("button", { name: /^\S+ 107\.39\d+, 29\.71\d+，复制坐标$/ }).waitFor();
      await page.getByLabel("坐标系").selectOption("gcj02");
      await page.getByRole("button", { name: /^\S+ 107\.\d+, 29\.70\d+，复制坐标$/ }).waitFor();
    },
  );
}

import type { Page } from "playwright-core";
import { expect } from "vitest";
import { inLongRun } from "./in-long-run.js";
import { DESKTOP, idle, type Pages, PHONE, PLACE } from "./pages.js";

type Box = { x: number; y: number; width: number; height: number };
const mercator = (d: number) =>
  Math.log(Math.tan(Math.PI / 4 + (d * Math.PI) / 360)) / (2 * Math.PI);
const cameraOf = (url: string) =>
  /map=([^&]+)/.exec(url)![1]!.split("/").map(Number) as [number, number, number];

/** Where a place stands on the screen, by the address. */
function placeOnMap(url: string, box: Box, [lon, lat]: [number, number]): [number, number] {
  const [zoom, atLat, atLon] = cameraOf(url);
  const world = 512 * 2 ** zoom;
  return [
    box.x + box.width / 2 + ((lon - atLon) / 360) * world,
    box.y + box.height / 2 - (mercator(lat) - mercator(atLat)) * world,
  ];
}

/** West, south, east, north of what is seen, by the address. */
function viewBounds(url: string, box: Box): number[] {
  const [zoom, lat, lon] = cameraOf(url);
  const world = 512 * 2 ** zoom;
  const latAt = (dy: number) =>
    (Math.atan(Math.sinh(2 * Math.PI * (mercator(lat) + dy / world))) * 180) / Math.PI;
  const dx = ((box.width / 2) * 360) / world;
  return [lon - dx, latAt(-box.height / 2), lon + dx, latAt(box.height / 2)];
}

/** What the map, its legend and its numbers say is so. */
export function mapThatTellsTheTruth(pagesOf: () => Pages): void {
  const open: Pages["open"] = (...opening) => pagesOf().open(...opening);

  /** Clicks or taps places of the map, as far apart in time as a hand does it. */
  async function draw(page: Page, tool: string, places: [number, number][], touch: boolean) {
    await page.getByRole("button", { name: /^范围/ }).click();
    await page.getByRole("button", { name: tool, exact: true }).click();
    await page.getByRole("region", { name: "范围与量测" }).filter({ hasText: "取消" }).waitFor();
    await page.waitForTimeout(400);
    const box = (await page.locator(".map").boundingBox())!;
    for (const [dx, dy] of places) {
      const [x, y] = [box.x + dx, box.y + dy];
      if (touch) await page.touchscreen.tap(x, y);
      else {
        await page.mouse.move(x, y, { steps: 2 });
        await page.mouse.click(x, y);
      }
      await page.waitForTimeout(150);
    }
  }

  inLongRun(
    "the click that ends a drawing chooses nothing: polygon, rectangle and circle, mouse and touch",
    async () => {
      for (const viewport of [DESKTOP, PHONE]) {
        const page = await open("ADMIN", `map=17/${PLACE[1]}/${PLACE[0]}&layers=grids`, {
          viewport,
        });
        await idle(page);
        const drawings: [string, string, [number, number][]][] = [
          [
            "矩形",
            "bbox",
            [
              [120, 180],
              [260, 300],
            ],
          ],
          [
            "圆",
            "circle",
            [
              [180, 240],
              [250, 300],
            ],
          ],
          [
            "多边形",
            "polygon",
            [
              [120, 180],
              [260, 180],
              [260, 300],
              [260, 300],
            ],
          ],
        ];
        for (const [tool, kind, places] of viewport === PHONE ? drawings.slice(0, 1) : drawings) {
          await draw(page, tool, places, viewport === PHONE);
          await expect.poll(() => page.url(), { timeout: 15_000 }).toContain(`area=${kind}`);
          await page.waitForTimeout(400);
          expect(page.url()).not.toContain("at=");
          // A double click that ends a polygon does not zoom either.
          expect(page.url()).toContain("map=17.00/");
          await page.getByRole("button", { name: "收起表格" }).click();
          await page.getByRole("button", { name: /清除/ }).click();
        }
        if (viewport === PHONE) continue;
        // The next click is the map's again.
        const box = (await page.locator(".map").boundingBox())!;
        await page.mouse.click(box.x + 300, box.y + 300);
        await expect.poll(() => page.url(), { timeout: 15_000 }).toContain("at=grids:");
      }
    },
  );

  inLongRun("what a search finds lies in the part of the map that its details leave", async () => {
    const page = await open("ADMIN", "table=cameras", {
      viewport: { width: 1280, height: 800 },
    });
    await idle(page);
    await page.keyboard.press("/");
    await page.keyboard.type("东城小区");
    await page
      .getByRole("option", { name: /^东城小区(?!\d)/ })
      .first()
      .click();
    await expect.poll(() => page.url()).toContain("at=parcels:");
    await page.getByRole("heading", { name: /东城小区/ }).waitFor();
    await expect.poll(() => page.url(), { timeout: 15_000 }).toMatch(/map=1[67]/);
    await page.waitForTimeout(1200);
    await idle(page);
    const { parcels } = await pagesOf().service.ask(
      "ADMIN",
      '{ parcels(first: 1, filter: { text: "东城小区" }) { nodes { centroid } } }',
    );
    const box = (await page.locator(".map").boundingBox())!;
    const [x, y] = placeOnMap(page.url(), box, parcels.nodes[0].centroid);
    // In the middle of what is seen, not at the edge of what was seen before the dock opened.
    expect(Math.abs(x - (box.x + box.width / 2))).toBeLessThan(box.width / 6);
    expect(Math.abs(y - (box.y + box.height / 2))).toBeLessThan(box.height / 4);
  });

  inLongRun(
    "the panel says what is on the map: what is too far, what a mark is, how many are in view",
    async () => {
      const asked: string[] = [];
      const page = await open(
        "ANALYST",
        `map=15.5/${PLACE[1]}/${PLACE[0]}&layers=grids,households`,
      );
      page.on("request", (r) => asked.push(r.url()));
      await idle(page);
      // What a link leaves out is not even asked for.
      expect(asked.filter((u) => /tiles\/(incidents|cameras|buildings)\//.test(u))).toEqual([]);
      await page.getByText("概略位置（约 100 米）与户数").waitFor();
      const row = page.getByRole("button", { name: /^住户：.*视野内/ });
      await row.waitFor();
      const bounds = viewBounds(page.url(), (await page.locator(".map").boundingBox())!);
      const { households } = await pagesOf().service.ask(
        "ANALYST",
        "query ($b: [Float!]!) { households(filter: { area: { bbox: $b } }) { totalCount } }",
        { b: bounds },
      );
      await expect
        .poll(async () => (await row.innerText()).split("/")[0]!.replace(/\D/g, ""))
        .toBe(String(households.totalCount));
      await page.getByRole("button", { name: "全县", exact: true }).click();
      await page.getByRole("button", { name: "放大后可见" }).click();
      await expect.poll(() => page.url(), { timeout: 15_000 }).toMatch(/map=15/);
      await page.getByText("概略位置（约 100 米）与户数").waitFor();
    },
  );

  inLongRun(
    "public numbers are exact with their months, or a lower bound, never a bare sum",
    async () => {
      const partly = async () => {
        const { publicRelease } = await pagesOf().service.ask(
          "ADMIN",
          "{ publicRelease(county: 510799) { totals { published months } } }",
        );
        return publicRelease.totals.filter((t: any) => t.published < t.months).length;
      };
      // The release is a job that goes on after the start.
      await expect.poll(partly, { timeout: 90_000 }).toBeGreaterThan(0);
      const page = await open(null);
      await page.getByText("未公布（不等于没有）").waitFor();
      await idle(page);
      const box = (await page.locator(".map").boundingBox())!;
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      await page.getByText("取消选择").waitFor();
      const numbers = await page.locator(".published dd").allInnerTexts();
      for (const text of numbers.slice(1))
        expect(text).toMatch(
          /^(不公布|至少 [\d,]+ \d+ 个月中公布了 \d+ 个月|[\d,]+ \d{4}-\d\d( 至 \d{4}-\d\d)?)$/,
        );
    },
  );
}

import { expect, test } from "vitest";
import { idle, NEAR, type Pages } from "./pages.js";

/** From workspace to workspace as one turns a page on the same desk. */
export function workspaces(pagesOf: () => Pages): void {
  test("place, time and area go along to another workspace and back, and no tile is asked again", async () => {
    const area = "area=bbox:107.39,29.705,107.4,29.715";
    const page = await pagesOf().open("ADMIN", `${NEAR}&time=all&${area}`);
    await idle(page);
    const tiles: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/tiles/")) tiles.push(request.url());
    });
    await page.getByRole("link", { name: "账号" }).click();
    await page.getByRole("rowheader", { name: /demo-admin/ }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/accounts");
    expect(decodeURI(page.url())).toContain(area);
    await page.getByRole("searchbox").fill("demo-patrol 巡");
    const begun = Date.now();
    await page.getByRole("link", { name: "地图" }).click();
    await page.getByRole("heading", { name: "图层" }).waitFor();
    expect(Date.now() - begun).toBeLessThan(3000);
    expect(decodeURI(page.url())).toContain("/explore#map=15.60/29.711000/107.395000");
    expect(decodeURI(page.url())).toContain(area);
    expect(tiles).toEqual([]);
    await page.goBack();
    await page.getByRole("rowheader", { name: /demo-patrol/ }).waitFor();
    expect(await page.getByRole("searchbox").inputValue()).toBe("demo-patrol 巡");
    expect(await page.getByRole("rowheader").count()).toBe(1);
  });

  test("a reloaded address opens its workspace; who may not have it is shown the map", async () => {
    const page = await pagesOf().open("AUDITOR", NEAR);
    await page.getByRole("link", { name: "查阅日志" }).click();
    await page.reload();
    await page.getByRole("columnheader", { name: "用途" }).waitFor();
    const visitor = await pagesOf().open(null, NEAR);
    await visitor.goto(page.url());
    await visitor.getByRole("heading", { name: "公开统计" }).first().waitFor();
    expect(await visitor.getByRole("link", { name: "查阅日志" }).count()).toBe(0);
  });
}

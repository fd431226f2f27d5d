import type { Polygon } from "geojson";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { inLongRun } from "./in-long-run.js";
import { idle, type Pages, PHONE } from "./pages.js";

interface PlanGrid {
  id: string;
  name: string;
  villageCode: string;
  households: number;
  geometry: Polygon;
}

/** A vertex inside the border of two grids of one village: those beside it are theirs too. */
function innerVertex(grids: readonly PlanGrid[]): { at: number[]; beside: PlanGrid[] } {
  const of = new Map<string, PlanGrid[]>();
  for (const grid of grids)
    for (const at of new Set(grid.geometry.coordinates.flat().map(String)))
      of.set(at, [...(of.get(at) ?? []), grid]);
  const besideOf = (at: unknown) => (of.get(String(at)) ?? []).map(({ id }) => id).join();
  for (const { geometry } of grids)
    for (const [i, at] of geometry.coordinates[0]!.entries()) {
      const [before, after] = [geometry.coordinates[0]![i - 1], geometry.coordinates[0]![i + 1]];
      const beside = of.get(String(at))!;
      const isInner = besideOf(before) === besideOf(at) && besideOf(after) === besideOf(at);
      if (beside.length === 2 && isInner && beside[0]!.villageCode === beside[1]!.villageCode)
        return { at, beside };
    }
  throw new Error("no border is inside a village");
}

const lookAt = async (page: Page, [lng, lat]: readonly number[]) => {
  await page.evaluate(
    `location.hash = location.hash.replace(/map=[^&]*/, "map=17.00/${lat}/${lng}")`,
  );
  await idle(page);
};

/** Boundaries redrawn, from the first screen to the approver's phone. */
export function plansDrawn(pagesOf: () => Pages): void {
  inLongRun(
    "a planner drags a border and both neighbours' numbers follow; it is kept, taken back, submitted, and approved on a phone",
    async () => {
      const { service } = pagesOf();
      const page = await pagesOf().open("PLANNER", "", { path: "plan" });
      await page.getByText("个网格不在户数范围内").waitFor();
      await page.getByRole("button", { name: "新建方案" }).click();
      await page.getByLabel("方案名称").fill("凯涪扩编");
      await page.getByRole("button", { name: "开始" }).click();
      await page.getByRole("region", { name: "各网格户数" }).waitFor();
      await page.getByRole("button", { name: "提交" }).waitFor();
      const id = /plan=([^&]+)/.exec(page.url())![1]!;
      const read = async () =>
        (
          await service.ask<{ gridPlan: { version: number; grids: PlanGrid[] } }>(
            "PLANNER",
            `query ($id: ID!) { gridPlan(id: $id) { version
               grids { id name villageCode households geometry } } }`,
            { id },
          )
        ).gridPlan;
      const before = await read();
      const { at } = innerVertex(before.grids);
      await lookAt(page, at);
      await page.keyboard.press("d");
      const map = (await page.locator(".map canvas").first().boundingBox())!;
      const [x, y] = [map.x + map.width / 2, map.y + map.height / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      for (let i = 1; i <= 8; i++) await page.mouse.move(x + i, y + i);
      await page.mouse.up();
      await expect.poll(async () => (await read()).version, { timeout: 60_000 }).toBe(2);
      await page.getByText("移动边界").waitFor();
      const after = await read();
      const shapes = ({ grids }: typeof after) => grids.map(({ geometry }) => geometry);
      expect(shapes(after)).not.toEqual(shapes(before));
      await page.keyboard.press("z");
      await page.getByText("撤销第 1 次编辑").waitFor();
      expect(shapes(await read())).toEqual(shapes(before));
      await page.keyboard.press("Shift+Z");
      await page.getByText("重做第 1 次编辑").waitFor();
      expect(shapes(await read())).toEqual(shapes(after));
      await page.getByRole("button", { name: "提交" }).click();
      await page.getByLabel(/理由|说明/).fill("边界沿街道调整");
      await page.locator(".steps-form .primary").click();
      await page.getByText("待审批").waitFor();

      const phone = await pagesOf().open("APPROVER", `plan=${id}`, {
        path: "plan",
        viewport: PHONE,
      });
      await phone.getByText("屏幕较窄").waitFor();
      await phone.getByRole("button", { name: "批准" }).click();
      await phone.getByLabel("生效日期").fill("2099-01-01");
      await phone.locator(".steps-form .primary").click();
      await phone.getByText("2099-01-01 生效").waitFor();
    },
  );
}

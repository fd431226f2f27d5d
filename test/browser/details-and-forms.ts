import { expect } from "vitest";
import { inLongRun } from "./in-long-run.js";
import { idle, NEAR, type Pages, PHONE, PLACE, tabTo } from "./pages.js";

/** Where one gets to from an object, and how it is changed beside others. */
export function detailsAndForms(pagesOf: () => Pages): void {
  inLongRun("a grid tells what belongs to it, and links lead there and back", async () => {
    const { service } = pagesOf();
    const { whereIs } = await service.ask(
      "ADMIN",
      "query ($point: [Float!]!) { whereIs(point: $point) { grid { id name } } }",
      { point: PLACE },
    );
    const { id, name } = whereIs.grid;
    const page = await pagesOf().open("ADMIN", `${NEAR}&at=grids:${id}&time=all`);
    const related = page.getByRole("region", { name: "相关" });
    await related.getByRole("button", { name: /^楼栋/ }).click();
    await related.getByRole("list").getByRole("listitem").getByRole("button").nth(1).waitFor();
    await related.locator(".related-thing").first().click();
    await expect.poll(() => page.url()).toContain("at=buildings:");
    await page.getByRole("button", { name: "作为范围" }).click();
    await expect.poll(() => page.url()).toMatch(/area=(polygon|kept)/);
    await page.getByRole("definition").getByRole("button", { name }).click();
    await expect.poll(() => page.url()).toContain(`at=grids:${id}`);
    const incidents = related.getByRole("button", { name: /^事件/ });
    const count = (await incidents.innerText()).replace(/\D/g, "");
    await incidents.click();
    await related.getByRole("button", { name: "在表格中查看" }).click();
    await expect
      .poll(async () =>
        (await page.getByRole("tab", { name: /^事件/ }).innerText()).replace(/\D/g, ""),
      )
      .toBe(count);
  });

  inLongRun(
    "two people change one incident: it is told while the form is open, sides are chosen by keyboard",
    async () => {
      const { service } = pagesOf();
      const { incidents } = await service.ask(
        "ADMIN",
        "{ incidents(first: 1) { nodes { id version centroid } } }",
      );
      const [{ id, version, centroid }] = incidents.nodes;
      const page = await pagesOf().open(
        "ADMIN",
        `map=17/${centroid[1]}/${centroid[0]}&at=incidents:${id}&time=all`,
      );
      await page.getByRole("button", { name: "编辑", exact: true }).click();
      await page.getByLabel("地点").fill("东城街九号");
      await service.ask(
        "DISPATCHER",
        "mutation ($id: ID!, $version: Int!) { updateIncident(id: $id, version: $version, " +
          'changes: { level: 2, address: "集市口" }) { version } }',
        { id, version },
      );
      await page.getByText(/他人刚修改了.*等级/).waitFor();
      await page.getByRole("button", { name: "保存" }).click();
      const dialog = page.getByRole("alertdialog");
      await dialog.waitFor();
      await expect
        .poll(() => page.evaluate("document.activeElement?.getAttribute('role')"))
        .toBe("alertdialog");
      // By keyboard to the address: mine is chosen; the arrow takes theirs, and mine again.
      await page.keyboard.press("Tab");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowLeft");
      await dialog.getByRole("button", { name: "按所选保存" }).click();
      await page.getByText("已保存").first().waitFor();
      const { incident } = await service.ask(
        "ADMIN",
        "query ($id: ID!) { incident(id: $id) { level address version } }",
        { id },
      );
      expect(incident).toEqual({ level: 2, address: "东城街九号", version: version + 2 });
      await page.getByRole("tab", { name: "变更历史" }).click();
      await page.getByText("东城街九号").first().waitFor();
    },
  );

  inLongRun(
    "by keyboard alone something is reported; begun before a reload, finished after it",
    async () => {
      const page = await pagesOf().open("WORKER1", NEAR.replace("15.60", "17.50"));
      await idle(page);
      await page.keyboard.press("r");
      await tabTo(page, "用地图中心");
      await page.keyboard.press("Enter");
      await page.locator('.report-where[data-done="true"]').waitFor();
      await tabTo(page, "公共设施");
      await page.keyboard.press("Enter");
      await page.reload();
      await idle(page);
      await page.keyboard.press("r");
      await page.getByText("已恢复上次未保存的内容").waitFor();
      await tabTo(page, "公共设施");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "路灯" }).focus();
      await page.keyboard.press("Enter");
      await page.getByPlaceholder("一句话说明").focus();
      await page.keyboard.type("巷口灯坏");
      await page.keyboard.press("Enter");
      await page.getByText("已上报：巷口灯坏").waitFor();
      await page.locator(".receipt-number").waitFor();
    },
  );

  inLongRun(
    "on a phone a report from far out flies in and asks; nothing else is over the map",
    async () => {
      const page = await pagesOf().open("WORKER1", NEAR.replace("15.60", "12.00"), {
        viewport: PHONE,
      });
      await idle(page);
      await page.getByRole("button", { name: "上报" }).tap();
      await page.getByRole("button", { name: "用地图中心" }).tap();
      await page.getByRole("button", { name: "就是这里" }).waitFor();
      expect(await page.locator(".area-tools, .map-actions").count()).toBe(0);
      const send = (await page.getByRole("button", { name: "发送" }).boundingBox())!;
      expect(send.y + send.height).toBeLessThanOrEqual(PHONE.height);
      expect(send.height).toBeGreaterThanOrEqual(44);
    },
  );
}

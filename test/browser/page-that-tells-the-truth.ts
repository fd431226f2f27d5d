import type { Page } from "playwright-core";
import { expect } from "vitest";
import { layCable } from "./cable.js";
import { inLongRun } from "./in-long-run.js";
import { idle, NEAR, type Pages, PHONE } from "./pages.js";

/** What the page does when the world is not as on a developer's machine. */
export function pageThatTellsTheTruth(pagesOf: () => Pages): void {
  const open: Pages["open"] = (...opening) => pagesOf().open(...opening);
  const hashOf = (page: Page) => new URL(page.url()).hash;

  inLongRun(
    "over plain http from another machine a report is sent, and its number can be copied",
    async () => {
      const origin = `http://hearth.test:${new URL(pagesOf().service.url).port}`;
      const far = NEAR.replace("15.60", "12.00");
      const page = await open("WORKER1", far, { viewport: PHONE, origin });
      await idle(page);
      expect(await page.evaluate("isSecureContext")).toBe(false);
      await page.getByRole("button", { name: "上报" }).click();
      await page.getByText("浏览器只在 https 网址下提供位置").waitFor();
      await page.getByRole("button", { name: "用地图中心" }).click();
      await page.getByRole("button", { name: "公共设施" }).click();
      await page.getByRole("button", { name: "路灯" }).click();
      await page.getByRole("button", { name: "发送" }).click();
      await page.getByText("请先确认位置").waitFor();
      await page.waitForFunction("/map=1[7-9]/.test(location.hash)");
      await page.getByRole("button", { name: "就是这里" }).click();
      await page.getByRole("button", { name: "发送" }).click();
      const number = await page.locator(".receipt-number").innerText();
      expect(number).toMatch(/^510799-\d{4}-\d{6}$/);
      await page.getByRole("button", { name: "复制编号" }).click();
      expect(await page.getByRole("textbox", { name: "复制" }).inputValue()).toBe(number);
      expect(await page.evaluate("String(getSelection())")).toBe(number);
      await page.getByRole("button", { name: "关闭" }).last().click();
      await page.getByRole("combobox", { name: "搜索" }).fill(number.slice(-9));
      await page.getByRole("option").first().waitFor();
    },
  );

  inLongRun(
    "a dock that fails fails alone, says what to send, and can be tried again",
    async () => {
      const { incidents } = await pagesOf().service.ask(
        "ADMIN",
        "{ incidents(first: 1) { nodes { id } } }",
      );
      const page = await open("ADMIN", `${NEAR}&table=incidents`, {
        expects: /Invalid time value/,
      });
      await page.getByRole("row").nth(1).waitFor();
      let isBroken = true;
      await page.route("**/graphql", async (route) => {
        if (!isBroken || !route.request().postData()?.includes("query One"))
          return route.fallback();
        const answer = await route.fetch();
        const body = (await answer.text()).replace(/"updatedAt":"[^"]*"/, '"updatedAt":"never"');
        return route.fulfill({ response: answer, body });
      });
      await page.evaluate(`location.hash += "&at=incidents:${incidents.nodes[0].id}"`);
      await page.getByText("“详情”出了问题").waitFor();
      expect(await page.locator(".reference").innerText()).toContain("RangeError");
      await page.getByRole("heading", { name: "图层" }).waitFor();
      await page.getByRole("row").nth(1).waitFor();
      isBroken = false;
      await page.reload();
      await page.getByRole("tab", { name: "变更历史" }).waitFor();
    },
  );

  inLongRun("where no map can be drawn, lists and layers still work", async () => {
    const page = await open("ANALYST", "table=incidents", {
      before: "HTMLCanvasElement.prototype.getContext = () => null",
      expects: /WebGL|context/i,
    });
    await page.getByText("“地图”出了问题").waitFor();
    await page.getByRole("row").nth(1).waitFor();
    await page.getByRole("button", { name: "重试" }).first().click();
    await page.getByText("“地图”出了问题").waitFor();
  });

  inLongRun(
    "Back and Forward walk through what was chosen, and a pasted link moves the open map",
    async () => {
      const page = await open("ANALYST", NEAR);
      await idle(page);
      await page.getByRole("button", { name: "表格", exact: true }).click();
      await page.getByRole("row").nth(1).click();
      await page.getByRole("tab", { name: "变更历史" }).waitFor();
      const chosen = hashOf(page);
      await page.goBack();
      await page.getByRole("tab", { name: "变更历史" }).waitFor({ state: "detached" });
      expect(hashOf(page)).not.toContain("at=");
      expect(hashOf(page)).toContain("table=");
      await page.goBack();
      await page.locator(".table-dock").waitFor({ state: "detached" });
      await page.goForward();
      await page.goForward();
      await page.getByRole("tab", { name: "变更历史" }).waitFor();
      expect(/&at=([^&]*)/.exec(hashOf(page))?.[1]).toBe(/&at=([^&]*)/.exec(chosen)?.[1]);
      await page.evaluate("location.hash = 'map=13.00/29.720000/107.380000&table=cameras'");
      await page.getByRole("tab", { name: /^视频点位/, selected: true }).waitFor();
      // The map went there: a view that stayed would write its own place back.
      await page.waitForTimeout(900);
      expect(hashOf(page)).toContain("map=13.00/29.72");
      await page.keyboard.press("+");
    },
  );

  inLongRun(
    "after a break everything comes back by itself, and until then looks out of date",
    async () => {
      const { service } = pagesOf();
      const cable = await layCable(service.url);
      try {
        const page = await open("ADMIN", `${NEAR}&table=incidents`, { origin: cable.url });
        await idle(page);
        const first = page.getByRole("row").nth(1);
        await first.waitFor();
        cable.cut();
        await page.getByText("连不上服务，正在重连").waitFor();
        await page.locator(".rows[data-stale=true]").waitFor();
        expect(await page.locator(".count[data-stale=true]").count()).toBeGreaterThan(3);
        await first.waitFor();
        await page.getByRole("tab", { name: /^视频点位/ }).click();
        await page.getByText("请检查网络后重试").waitFor();
        await page.getByRole("tab", { name: /^事件/ }).click();
        await service.ask(
          "ADMIN",
          `mutation ($at: Instant!) { createIncident(input: { county: 510799, category: "0701",
          geometry: { type: "Point", coordinates: [107.395, 29.711] }, title: "断线时上报",
          occurredFrom: $at }) { id } }`,
          { at: new Date().toISOString() },
        );
        const tiles = page.waitForResponse((r) => r.url().includes("/tiles/incidents/"));
        cable.mend();
        await page.getByText("断线时上报").first().waitFor();
        await tiles;
        await page.getByText("连不上服务，正在重连").waitFor({ state: "detached" });
        await expect.poll(() => page.locator("[data-stale=true]").count()).toBe(0);
      } finally {
        await cable.close();
      }
    },
  );

  inLongRun(
    "a session that ended asks kindly, and what was typed goes on after signing in",
    async () => {
      const { service } = pagesOf();
      const { incidents } = await service.ask("ADMIN", "{ incidents(first: 1) { nodes { id } } }");
      const page = await open("ADMIN", `${NEAR}&at=incidents:${incidents.nodes[0].id}`);
      await page.getByRole("button", { name: "编辑", exact: true }).click();
      await page.getByLabel("地点").fill("东城街十号");
      await service.signOut("ADMIN");
      await page.getByRole("dialog").getByText("登录已失效").waitFor();
      await page.getByRole("dialog").getByRole("button", { name: "管理员" }).click();
      await page.getByRole("dialog").waitFor({ state: "detached" });
      expect(await page.getByLabel("地点").inputValue()).toBe("东城街十号");
      await page.getByRole("button", { name: "保存" }).click();
      await page.getByText("已保存").first().waitFor();
    },
  );
}

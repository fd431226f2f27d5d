import type { Page } from "playwright-core";
import { expect } from "vitest";
import { inLongRun } from "./in-long-run.js";
import { NEAR, type Pages, PLACE, tabTo } from "./pages.js";

/** What is done with an incident, from one desk to another. */
export function stepsAtTheDesk(pagesOf: () => Pages): void {
  inLongRun(
    "by keyboard alone an incident is accepted, filed and dispatched; another desk sees each state",
    async () => {
      const { createIncident } = await pagesOf().service.ask(
        "DISPATCHER",
        'mutation ($geometry: GeoJSON!) { createIncident(input: { county: 510799, title: "路灯不亮", ' +
          'category: "0701", occurredFrom: "2026-02-03T04:05:06Z", geometry: $geometry }) { id } }',
        { geometry: { type: "Point", coordinates: PLACE } },
      );
      const { id } = createIncident;
      const hash = `${NEAR.replace("15.60", "18.00")}&at=incidents:${id}&time=all`;
      const desk = await pagesOf().open("DISPATCHER", hash);
      const other = await pagesOf().open("ADMIN", hash);
      for (const page of [desk, other]) {
        await page.getByRole("tab", { name: "办理" }).focus();
        await page.keyboard.press("Enter");
        await page.locator(".steps-state", { hasText: "已上报" }).waitFor();
      }
      const stands = (page: Page, state: string) =>
        page.locator(".steps-state", { hasText: state }).waitFor({ timeout: 10_000 });

      for (const [step, state] of [
        ["受理", "已受理"],
        ["立案", "已立案"],
      ] as const) {
        await tabTo(desk, step);
        await desk.keyboard.press("Enter");
        await desk.getByRole("form", { name: step }).waitFor();
        // The form has the focus: Enter sends it.
        await desk.keyboard.press("Enter");
        await stands(desk, state);
        await stands(other, state);
      }
      await tabTo(desk, "派遣");
      await desk.keyboard.press("Enter");
      const body = desk.getByRole("form", { name: "派遣" }).getByRole("combobox");
      await body.locator("option").nth(1).waitFor({ state: "attached" });
      await desk.keyboard.press("ArrowDown");
      expect(await body.inputValue()).not.toBe("");
      await tabTo(desk, "派遣");
      await desk.keyboard.press("Enter");
      await stands(desk, "已派遣");
      await stands(other, "已派遣");
      const { incident } = await pagesOf().service.ask(
        "ADMIN",
        "query ($id: ID!) { incident(id: $id) { status steps { action } organisation { id } } }",
        { id },
      );
      expect(incident).toMatchObject({
        status: "DISPATCHED",
        organisation: { id: expect.any(String) },
      });
      expect(incident.steps.map((s: { action: string }) => s.action)).toEqual([
        "report",
        "accept",
        "file",
        "dispatch",
      ]);
      await other.getByRole("tab", { name: "变更历史" }).click();
      await other.locator(".history-head b", { hasText: "派遣" }).waitFor();
    },
  );
}

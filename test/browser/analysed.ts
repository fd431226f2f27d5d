import { expect, test } from "vitest";
import type { Pages } from "./pages.js";

/** What the service lists under a filter, counted without any statistics. */
const LISTED = `query ($filter: IncidentFilter!) { incidents(filter: $filter) { totalCount } }`;

/** One question of the incidents from its first figures to a page for the chief. */
export function analysed(pagesOf: () => Pages): void {
  test("an analyst narrows by a click and a brush, all views follow, and the number is what the list has", async () => {
    const pages = pagesOf();
    const days = "time=2026-01-01..2026-03-31";
    const page = await pages.open("ANALYST", `${days}&times=known`, { path: "analyse" });
    const total = page.locator(".analyse-number b");
    await total.waitFor();
    await page.getByRole("button", { name: "治安", exact: true }).click();
    const filter = {
      area: { county: 510799 },
      ...{ from: "2025-12-31T16:00:00Z", to: "2026-03-31T16:00:00Z", categories: ["01"] },
    };
    const listed = async (more: object) =>
      (
        await pages.service.ask<{ incidents: { totalCount: number } }>("ANALYST", LISTED, {
          filter: { ...filter, ...more },
        })
      ).incidents.totalCount;
    const figure = async () => Number((await total.textContent())!.replaceAll(",", ""));
    await page.getByRole("button", { name: "去掉治安" }).waitFor();
    // Known moments alone: those of unknown moment are told beside them.
    const beside = async () =>
      Number(/(\d+) 件只知道/.exec((await page.locator(".analyse-times").textContent())!)![1]);
    await expect.poll(async () => (await figure()) + (await beside())).toBe(await listed({}));
    // All views of one question add up to it.
    const said: string[] = [];
    for (const text of await page.locator(".analyse-clock tbody tr").all())
      said.push(await text.innerHTML());
    const found = said.join("").matchAll(/aria-label="[^"]*：(\d+) 件"/g);
    const hours = [...found].reduce((sum, match) => sum + Number(match[1]), 0);
    expect(hours).toBe(await figure());
    // From Saturday 1 over the left edge of the clock: past midnight.
    const box = (await page.getByRole("gridcell", { name: /周六 1 时/ }).boundingBox())!;
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width / 2, y);
    await page.mouse.down();
    await page.mouse.move(box.x - box.width * 2.5, y, { steps: 4 });
    await page.mouse.up();
    await page.getByRole("button", { name: "去掉周五 22–02" }).waitFor();
    const night = { clock: [{ weekdays: [5], from: "22:00", to: "02:00" }] };
    await expect.poll(async () => (await figure()) + (await beside())).toBe(await listed(night));
    await page.keyboard.press("Backspace");
    await expect.poll(async () => (await figure()) + (await beside())).toBe(await listed({}));
    // Its own code, packed as it came: the first map does not carry it.
    const own = await page.evaluate<number>(
      `performance.getEntriesByType("resource").filter((r) => /\\/analyse-[^/]*$/.test(r.name))
        .reduce((sum, r) => sum + r.encodedBodySize, 0)`,
    );
    expect(own).toBeGreaterThan(0);
    expect(own / 1024).toBeLessThanOrEqual(40);
    expect(page.url()).toContain("kinds=01");
    expect(page.url()).not.toContain("clock=");
  });
}

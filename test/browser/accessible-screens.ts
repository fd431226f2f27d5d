import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { inLongRun } from "./in-long-run.js";
import { DESKTOP, NEAR, type Pages, PHONE } from "./pages.js";
import { AREA, openScreen, SCREENS } from "./screens.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
interface Finding {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

/** What axe finds serious on a page as it stands, and headings out of order. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate<Finding[]>(
    "axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations)",
  );
  return found
    .filter((f) => f.impact === "serious" || f.impact === "critical" || f.id.includes("heading"))
    .map((f) => `${f.impact} ${f.id}: ${f.nodes.map((n) => n.html.slice(0, 120)).join(" | ")}`);
}

const isLong = Boolean(process.env.HEARTHGRID_SOAK);
/** Each as it is opened; in the long run in both languages, on a desktop and on a phone. */
const looks = isLong
  ? SCREENS.flatMap((screen) =>
      ["zh-CN", "en-GB"].flatMap((locale) =>
        [DESKTOP, PHONE].map((viewport) => ({
          ...screen,
          name: `${screen.name}, ${locale}, ${viewport.width} px`,
          opening: { locale, viewport, ...screen.opening },
        })),
      ),
    )
  : SCREENS.filter((screen) => screen.always);
/** What a screen fixes itself is not looked at again. */
const once = [
  ...new Map(looks.map((l) => [l.name.split(",")[0]! + JSON.stringify(l.opening), l])).values(),
];

/** Asks axe about each screen as it stands: nothing serious, and one heading of the page. */
export function accessibleScreens(pagesOf: () => Pages): void {
  test.each(once)("axe finds nothing serious: $name", async (screen) => {
    const page = await openScreen(pagesOf(), screen);
    await page.waitForTimeout(400);
    expect(await findings(page)).toEqual([]);
  });

  inLongRun(
    "the table's tabs and rows go by the arrows, and letters can be given back",
    async () => {
      const page = await pagesOf().open("ADMIN", `${NEAR}&${AREA}`);
      await page.getByRole("row").nth(2).waitFor();
      await page.getByRole("tab", { selected: true }).focus();
      await page.keyboard.press("ArrowRight");
      await page.getByRole("tab", { name: /^视频点位/, selected: true }).waitFor();
      await page.getByRole("row").nth(2).waitFor();
      expect(await page.locator(".row[tabindex='0']").count()).toBe(1);
      await page.locator(".row[tabindex='0']").focus();
      await page.keyboard.press("ArrowDown");
      await page.waitForFunction("document.activeElement?.dataset.index === '1'");
      await page.keyboard.press("?");
      await page.getByLabel("使用单字母快捷键").click();
      await page.getByRole("button", { name: "关闭" }).last().click();
      await page.locator("body").press("t");
      await page.waitForTimeout(200);
      expect(await page.locator(".table-dock").count()).toBe(1);
    },
  );
}

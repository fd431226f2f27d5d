import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { idle, inLongRun, NEAR, type Opening, type Pages, PHONE } from "./pages.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** 1280 × 900 at 200 %. */
const ZOOMED = { width: 640, height: 450 };
const AREA = "area=bbox:107.385,29.703,107.405,29.719&time=all&table=incidents";

interface Screen {
  name: string;
  role: string | null;
  hash?: string;
  opening?: Opening;
  /** Looked at in every run; the others in the long one. */
  always?: boolean;
  act?(page: Page): Promise<void>;
}

const press = (name: string) => async (page: Page) => {
  await page.getByRole("button", { name, exact: true }).click();
};

const SCREENS: Screen[] = [
  { name: "visitor", role: null },
  { name: "visitor on a phone", role: null, opening: { viewport: PHONE } },
  { name: "administrator", role: "ADMIN", hash: NEAR },
  { name: "resident", role: "RESIDENT" },
  { name: "auditor", role: "AUDITOR" },
  { name: "area and table", role: "ADMIN", hash: `${NEAR}&${AREA}`, always: true },
  {
    name: "details",
    role: "ADMIN",
    hash: `${NEAR}&${AREA}`,
    act: async (page) => {
      await page.getByRole("row").nth(1).click();
      await page.getByRole("tab", { name: "变更历史" }).click();
    },
  },
  {
    name: "a form",
    role: "ADMIN",
    hash: `${NEAR}&${AREA}`,
    act: async (page) => {
      await page.getByRole("row").nth(1).click();
      await press("编辑")(page);
    },
  },
  {
    name: "a report on a phone",
    role: "WORKER1",
    hash: NEAR,
    opening: { viewport: PHONE },
    act: async (page) => {
      await press("上报")(page);
      await press("用地图中心")(page);
    },
  },
  {
    name: "search",
    role: "ADMIN",
    hash: NEAR,
    act: async (page) => {
      await page.getByRole("combobox", { name: "搜索" }).fill("东城");
      await page.getByRole("option").first().waitFor();
    },
  },
  {
    name: "the command menu",
    role: "ADMIN",
    hash: NEAR,
    act: (page) => page.keyboard.press("Control+k"),
  },
  { name: "help", role: "ANALYST", hash: NEAR, act: (page) => page.keyboard.press("?") },
  { name: "a purpose", role: "WORKER1", hash: NEAR, act: press("申请查看个人信息") },
  {
    name: "English at 200 %, with the table",
    role: "ANALYST",
    hash: `${NEAR}&${AREA}&lang=en`,
    opening: { viewport: ZOOMED, locale: "en-GB" },
  },
];

interface Finding {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate<Finding[]>(
    "axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations)",
  );
  return found
    .filter((f) => f.impact === "serious" || f.impact === "critical" || f.id.includes("heading"))
    .map((f) => `${f.impact} ${f.id}: ${f.nodes.map((n) => n.html.slice(0, 120)).join(" | ")}`);
}

/** Asks axe about each screen as it stands: nothing serious, and one heading of the page. */
export function accessibleScreens(pagesOf: () => Pages): void {
  const all = Boolean(process.env.HEARTHGRID_SOAK);
  test.each(SCREENS.filter((s) => all || s.always))(
    "axe finds nothing serious: $name",
    async (screen) => {
      const page = await pagesOf().open(screen.role, screen.hash, screen.opening);
      // An auditor begins in the log, where no map is seen.
      if (screen.role === "AUDITOR") await page.getByRole("columnheader").first().waitFor();
      else await idle(page);
      if (screen.hash?.includes("table=")) await page.getByRole("row").nth(1).waitFor();
      await screen.act?.(page);
      await page.waitForTimeout(400);
      expect(await findings(page)).toEqual([]);
    },
  );

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

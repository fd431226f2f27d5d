import type { Page } from "playwright-core";
import { idle, NEAR, type Opening, PHONE } from "./pages.js";

/** 1280 × 900 at 200 %. */
const ZOOMED = { width: 640, height: 450 };
export const AREA = "area=bbox:107.385,29.703,107.405,29.719&time=all&table=incidents";

export interface Screen {
  name: string;
  role: string | null;
  hash?: string;
  opening?: Opening;
  /** Looked at in every run; the others in the long one. */
  always?: boolean;
  act?(page: Page): Promise<void>;
}

/** Presses what says so, in the language of the page. */
const press =
  (zh: string, en: string) =>
  async (page: Page): Promise<void> => {
    const either = new RegExp(`^(${zh}|${en})$`);
    await page.getByRole("button", { name: either }).first().click();
  };

export const SCREENS: Screen[] = [
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
      await page.getByRole("tab", { name: /^(变更历史|History)$/ }).click();
    },
  },
  {
    name: "a form",
    role: "ADMIN",
    hash: `${NEAR}&${AREA}`,
    act: async (page) => {
      await page.getByRole("row").nth(1).click();
      await press("编辑", "Edit")(page);
    },
  },
  {
    name: "a report on a phone",
    role: "WORKER1",
    hash: NEAR,
    opening: { viewport: PHONE },
    act: async (page) => {
      await press("上报", "Report")(page);
      await press("用地图中心", "Use the map centre")(page);
    },
  },
  {
    name: "search",
    role: "ADMIN",
    hash: NEAR,
    act: async (page) => {
      await page.getByRole("combobox", { name: /^(搜索|Search)/ }).fill("东城");
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
  {
    name: "a purpose",
    role: "WORKER1",
    hash: NEAR,
    act: async (page) => {
      const name = /^(申请查看个人信息|Show personal data)$/;
      const button = page.getByRole("button", { name });
      if (await button.isVisible()) return button.click();
      // On a phone it stands in the menu.
      await page.locator(".user-button").click();
      await page.getByRole("menuitem", { name }).click();
    },
  },
  { name: "accounts", role: "ADMIN", hash: NEAR, opening: { path: "accounts" } },
  {
    name: "steps",
    role: "DISPATCHER",
    hash: `${NEAR}&${AREA}`,
    act: async (page) => {
      await page.getByRole("row").nth(1).click();
      await page.getByRole("tab", { name: /^(办理|Progress)$/ }).click();
    },
  },
  {
    name: "the area's tools",
    role: "ADMIN",
    hash: `${NEAR}&layers=grids,buildings`,
    act: async (page) => {
      await page.getByRole("button", { name: /^(范围|Area)/ }).click();
    },
  },
  {
    name: "English at 200 %, with the table",
    role: "ANALYST",
    hash: `${NEAR}&${AREA}&lang=en`,
    opening: { viewport: ZOOMED, locale: "en-GB" },
  },
];

const PICTURE = { width: 1240, height: 775 };
const PART = AREA.replace(/bbox:[^&]*/, "bbox:107.3905,29.7097,107.3985,29.7124");
/** What docs/pictures show. */
export const DOCUMENTED: Screen[] = [
  {
    name: "explore-area",
    role: "ADMIN",
    hash: `${NEAR}&${PART}`,
    opening: { viewport: PICTURE },
  },
  {
    name: "explore-english",
    role: "ADMIN",
    hash: `${NEAR}&${PART}`,
    opening: { viewport: PICTURE, locale: "en-GB" },
  },
  { name: "explore-public", role: null, opening: { viewport: PICTURE } },
  { ...SCREENS.find(({ name }) => name === "a report on a phone")!, name: "explore-phone-report" },
];

/** Waits until a screen that was opened stands, and does there what brings it about. */
export async function show(page: Page, screen: Screen): Promise<void> {
  // An auditor begins in the log, where no map is seen.
  if (screen.role === "AUDITOR") await page.getByRole("columnheader").first().waitFor();
  else if (screen.opening?.path) await page.getByRole("rowheader").first().waitFor();
  else await idle(page);
  if (screen.hash?.includes("table=")) await page.getByRole("row").nth(1).waitFor();
  await screen.act?.(page);
}

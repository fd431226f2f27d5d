import type { Page } from "playwright-core";
import { DESKTOP, idle, NEAR, type Opening, type Pages, PHONE, PLACE } from "./pages.js";
import type { StartedService } from "./started-service.js";

/** 1280 × 900 at 200 %. */
const ZOOMED = { width: 640, height: 450 };
export const AREA = "area=bbox:107.385,29.703,107.405,29.719&time=all&table=incidents";

export interface Screen {
  name: string;
  role: string | null;
  hash?: string | ((service: StartedService) => Promise<string>);
  opening?: Opening;
  /** What stands once it does, where that is not the map. */
  ready?: string;
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

const VILLAGE = "510799100001";
const begun = new WeakMap<StartedService, Map<string, Promise<string>>>();

/** A plan of a village of the town that was begun for it; one a service and name. */
const planNamed =
  (name: string, isSubmitted = false) =>
  (service: StartedService): Promise<string> => {
    const plans = begun.get(service) ?? new Map<string, Promise<string>>();
    begun.set(service, plans);
    const known = plans.get(name);
    if (known) return known;
    const plan = (async () => {
      const input = { county: 510799, name, villages: [VILLAGE] };
      const { plan } = await service.ask(
        "PLANNER",
        `mutation ($input: NewGridPlanInput!) { plan: createGridPlan(input: $input) { id version } }`,
        { input },
      );
      if (isSubmitted)
        await service.ask(
          "PLANNER",
          `mutation ($id: ID!, $version: Int!) {
            submitGridPlan(id: $id, version: $version, reason: "看过") { id } }`,
          plan,
        );
      return `${NEAR}&plan=${plan.id}`;
    })();
    plans.set(name, plan);
    return plan;
  };
const PANEL = ".plan-panel";

interface Grids {
  grids: { nodes: { code: string; name: string; geometry: { coordinates: number[][][][] } }[] };
}

/** As files of several drawers are: one grid 6 m to the east of its place, another half a metre. */
async function uncleanPlan(service: StartedService): Promise<string> {
  const { grids } = await service.ask<Grids>(
    "PLANNER",
    `query ($village: String!) {
       grids(filter: { villageCodes: [$village] }, first: 100) {
         nodes { code name geometry } } }`,
    { village: VILLAGE },
  );
  const features = grids.nodes.map(({ geometry, ...properties }, k) => {
    const east = [0, 6.2e-5, 0, 5e-6][k] ?? 0;
    const coordinates = geometry.coordinates.map((part) =>
      part.map((ring) => ring.map(([lon, lat]) => [lon! + east, lat!])),
    );
    return { type: "Feature", properties, geometry: { ...geometry, coordinates } };
  });
  const { plan } = await service.load("grids", "凯涪网格.geojson", {
    ...{ type: "FeatureCollection", features },
  });
  return `${NEAR}&plan=${plan}`;
}

export const SCREENS: Screen[] = [
  { name: "visitor", role: null },
  { name: "visitor on a phone", role: null, opening: { viewport: PHONE } },
  { name: "administrator", role: "ADMIN", hash: NEAR },
  { name: "resident", role: "RESIDENT" },
  // Begins in the log, where no map is seen.
  { name: "auditor", role: "AUDITOR", ready: "th[scope=col]" },
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
  {
    ...{ name: "accounts", role: "ADMIN", hash: NEAR },
    ...{ opening: { path: "accounts" }, ready: "th[scope=row]" },
  },
  {
    ...{ name: "a new wall", role: "ADMIN", hash: "list=walls" },
    ...{ opening: { path: "accounts" }, ready: ".page-head" },
    act: press("新建大屏", "New wall"),
  },
  { name: "public figures", role: null, opening: { path: "today" }, ready: ".month-bars" },
  {
    ...{ name: "public figures on a wall by night", role: null, ready: ".month-bars" },
    opening: { path: "today?wall=1&night", viewport: { width: 1920, height: 1080 } },
  },
  {
    ...{ name: "analysed", role: "ANALYST", opening: { path: "analyse" } },
    ready: ".analyse-total",
  },
  {
    ...{ name: "analysed by night", role: "ANALYST", opening: { path: "analyse" } },
    ...{ hash: "kinds=02&categories=02&clock=567.22-6", ready: ".analyse-total" },
  },
  {
    ...{ name: "analysed by density", role: "ANALYST", opening: { path: "analyse" } },
    ...{ hash: "time=all&show=density", ready: ".analyse-legend", always: true },
  },
  {
    ...{ name: "analysed by grids", role: "ANALYST", opening: { path: "analyse" } },
    ...{ hash: "time=all&by=grid", ready: ".analyse-hot-said" },
  },
  {
    ...{ name: "concentration", role: "ANALYST", opening: { path: "analyse" } },
    ...{ hash: "time=all", ready: ".analyse-total" },
    act: async (page) => {
      await press("集中度", "Concentration")(page);
      await page.locator(".analyse-curve").scrollIntoViewIfNeeded();
    },
  },
  {
    ...{ name: "near repeats", role: "ANALYST", opening: { path: "analyse" } },
    ...{ hash: "time=all", ready: ".analyse-total" },
    act: async (page) => {
      await press("近重复", "Near repeat")(page);
      await page.locator(".analyse-repeat").waitFor();
    },
  },
  {
    ...{ name: "today", role: "ANALYST", opening: { path: "today" } },
    ready: ".state-word",
  },
  {
    ...{ name: "today arranged", role: "ANALYST", ready: ".state-word" },
    opening: { path: "today" },
    act: async (page) => {
      await press("编排", "Arrange")(page);
      await page.locator(".arrange-tiles").waitFor();
    },
  },
  {
    ...{ name: "today on a wall", role: "ADMIN", ready: ".state-word" },
    opening: { path: "today?wall=1", viewport: { width: 1920, height: 1080 } },
  },
  {
    ...{ name: "today on a wall by night", role: "ADMIN", ready: ".state-word" },
    opening: { path: "today?wall=1&night", viewport: { width: 3840, height: 2160 } },
  },
  {
    ...{ name: "today on a phone", role: "WORKER1", ready: ".state-word" },
    opening: { path: "today", viewport: PHONE },
  },
  { name: "plans", role: "PLANNER", opening: { path: "plan" } },
  {
    ...{ name: "a new plan", role: "PLANNER" },
    // No drawing on a phone.
    opening: { path: "plan", viewport: DESKTOP },
    act: press("新建方案", "New plan"),
  },
  {
    ...{ name: "a plan drawn", role: "PLANNER", hash: planNamed("凯涪扩编"), ready: PANEL },
    opening: { path: "plan" },
    act: (page) => idle(page).then(() => page.keyboard.press("s")),
  },
  {
    ...{ name: "a plan compared", role: "PLANNER", hash: planNamed("凯涪扩编"), ready: PANEL },
    opening: { path: "plan" },
    act: press("比较", "Compare"),
  },
  {
    ...{ name: "grids proposed", role: "PLANNER", hash: planNamed("凯涪扩编"), ready: PANEL },
    opening: { path: "plan", viewport: DESKTOP },
    act: press("提议网格", "Propose grids"),
  },
  {
    ...{ name: "a plan to approve", role: "APPROVER", hash: planNamed("待批", true), ready: PANEL },
    opening: { path: "plan" },
  },
  {
    ...{ name: "a plan to clean", role: "PLANNER", hash: uncleanPlan, ready: PANEL },
    opening: { path: "plan" },
    act: press("清理边界", "Clean up borders"),
  },
  { name: "grids posted", role: null, opening: { path: "posted" } },
  {
    ...{ name: "a poster", role: null, hash: `poster=${VILLAGE}`, ready: ".poster-sheet td" },
    opening: { path: "posted" },
  },
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

/** What comes in on a usual day, so that a wall has something to say. */
async function aBusyDay({ ask }: StartedService): Promise<string> {
  const kinds = ["0603", "0102", "0701", "0401", "0603", "0301"];
  for (const [i, category] of kinds.entries())
    await ask(
      "DISPATCHER",
      `mutation ($input: CreateIncidentInput!) { createIncident(input: $input) { id } }`,
      {
        input: {
          ...{ county: 510799, title: "例", category },
          occurredFrom: new Date(Date.now() - i * 17 * 60_000).toISOString(),
          geometry: { type: "Point", coordinates: [PLACE[0] + i * 0.002, PLACE[1] - i * 0.001] },
        },
      },
    );
  return "";
}

const PICTURE = { width: 1240, height: 775 };
const PART = AREA.replace(/bbox:[^&]*/, "bbox:107.3905,29.7097,107.3985,29.7124");
const ANALYSED = "time=2025-12-01..2026-05-31";
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
  {
    ...SCREENS.find(({ name }) => name === "a plan drawn")!,
    ...{ name: "plan", opening: { path: "plan", viewport: PICTURE } },
  },
  {
    ...{ name: "analyse", role: "ANALYST", hash: ANALYSED, ready: ".analyse-hot-said" },
    opening: { path: "analyse", viewport: PICTURE },
  },
  {
    ...{ name: "today", role: "ADMIN", hash: aBusyDay, ready: ".state-word" },
    opening: { path: "today?wall=1", viewport: { width: 1600, height: 900 } },
    // They are looked for a while after the start: the wall is told.
    act: async (page) => {
      await page.locator(".hot-cards").waitFor({ timeout: 400_000 });
      await idle(page);
    },
  },
];

/** Opens a screen as its role sees it, waits until it stands, and does what brings it about. */
export async function openScreen(pages: Pages, screen: Screen): Promise<Page> {
  const { role, hash, opening, ready, act } = screen;
  const at = typeof hash === "function" ? await hash(pages.service) : hash;
  const page = await pages.open(role, at, opening);
  if (ready) await page.locator(ready).first().waitFor();
  else await idle(page);
  if (at?.includes("table=")) await page.getByRole("row").nth(1).waitFor();
  await act?.(page);
  return page;
}

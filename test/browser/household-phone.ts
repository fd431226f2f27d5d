import type { Page } from "playwright-core";
import { expect } from "vitest";
import { findings } from "./accessible-screens.js";
import { inLongRun } from "./in-long-run.js";
import { type Pages, PHONE } from "./pages.js";
import type { StartedService } from "./started-service.js";

const VILLAGE = "510799100001";
const PURPOSE = "发放组卡";

/** Asks as the full-time grid worker, on purpose. */
async function asWorker(service: StartedService, query: string): Promise<Record<string, any>> {
  const answer = await fetch(`${service.url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${await service.tokenOf("WORKER1")}`,
      "x-hearthgrid-purpose": encodeURIComponent(PURPOSE),
    },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await answer.json()) as { data: Record<string, any>; errors?: unknown };
  if (errors) throw new Error(`${query}: ${JSON.stringify(errors)}`);
  return data;
}

/** A published plan of the village, and the homes of one of its groups, the leader's first. */
async function groupInForce(service: StartedService): Promise<string[]> {
  const ask = (query: string) => asWorker(service, query);
  const { groupRun } = await ask(
    `mutation { groupRun(input: { county: 510799, villages: ["${VILLAGE}"] }) { id } }`,
  );
  const plan = `groupPlan(id: "${groupRun.id}")`;
  let status = "FORMING";
  for (let n = 0; status === "FORMING" && n < 400; n++) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    status = (await ask(`{ ${plan} { status } }`))["groupPlan"].status;
  }
  const { groupPlan } = await ask(`{ ${plan} { version groups(first: 1) { nodes {
    leader { id } members(first: 20) { household { id } } } } } }`);
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format();
  await ask(`mutation { publishGroupPlan(plan: "${groupRun.id}", version: ${groupPlan.version},
    effectiveOn: "${today}") { id } }`);
  const [group] = groupPlan.groups.nodes;
  const homes = group.members.map((m: { household: { id: string } }) => m.household.id) as string[];
  return homes.sort((a, b) => Number(b === group.leader?.id) - Number(a === group.leader?.id));
}

const shot = async (page: Page, name: string, fullPage = true): Promise<void> => {
  const folder = process.env["HEARTHGRID_SHOTS"];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage });
};

/** What a household does on its own phone, and its grid worker at the printer. */
export function householdPhone(pagesOf: () => Pages): void {
  inLongRun(
    "a phone scans its card, agrees in plain words, sees its group, takes back and is unlinked",
    async () => {
      const { service } = pagesOf();
      const [own, ...others] = (await groupInForce(service)) as [string, ...string[]];
      for (const [i, name] of ["诸葛明远", "李桂芳", "王建国", "陈秀英"].entries())
        await asWorker(
          service,
          `mutation { giveConsent(input: { household: "${others[i]}", personName: "${name}",
          phone: "1390000000${i}", answers: ${i < 3}, channel: PAPER, sheet: "1-${i}",
          textVersion: "2026-11" }) { id } }`,
        );
      const { printHouseholdCode: card } = await asWorker(
        service,
        `mutation { printHouseholdCode(household: "${own}") { url } }`,
      );
      const page = await pagesOf().open(null, card.url.split("#")[1], {
        ...{ path: "my", viewport: PHONE },
      });
      // Scanning alone binds nothing: the code stands there, and leaves the address bar.
      const code = page.getByLabel("联系码");
      await code.waitFor();
      expect(await code.inputValue()).toMatch(/^[0-9A-Z]{12}$/);
      expect(page.url()).not.toContain("household=");
      await shot(page, "enter");
      expect(await findings(page)).toEqual([]);
      await page.getByRole("button", { name: "连接这部手机" }).click();

      await page.getByText("家里有人同意之后，这里显示您的小组。").waitFor();
      expect(await page.getByText("诸葛").count()).toBe(0);
      await page.getByText("您随时可以撤回或退组").waitFor();
      await shot(page, "consent");
      expect(await findings(page)).toEqual([]);
      await page.getByLabel("姓名").first().fill("赵小兰");
      await page.getByLabel("手机号").fill("139 0000 0001");
      await page.getByLabel("愿意，可以打我的电话").check();
      await page.getByRole("button", { name: "我已看清，同意加入" }).click();
      await page.getByText("这个号码已经在别处同意过").waitFor();
      await page.getByLabel("手机号").fill("139 0000 0077");
      await page.getByRole("button", { name: "我已看清，同意加入" }).click();

      const nine = page.getByRole("region", { name: "我的九户" }).getByRole("listitem");
      await nine.nth(2).waitFor();
      expect(await nine.count()).toBe(3);
      expect(await page.getByText("诸葛", { exact: true }).count()).toBe(2);
      expect(await page.content()).not.toMatch(/1390000000|明远|桂芳/);
      await shot(page, "group");
      expect(await findings(page)).toEqual([]);

      await page.getByRole("button", { name: "退出小组" }).click();
      await page.getByRole("button", { name: "退出", exact: true }).click();
      await page.getByText("家里有人同意之后，这里显示您的小组。").waitFor();
      expect(await page.getByText("诸葛").count()).toBe(0);
      await page.getByRole("button", { name: "解除这部手机" }).click();
      await page.getByRole("button", { name: "解除", exact: true }).click();
      await page.getByRole("button", { name: "连接这部手机" }).waitFor();
      await page.reload();
      await page.getByRole("button", { name: "连接这部手机" }).waitFor();

      // A copy for each household that agreed, with a code that can be scanned.
      const desk = await pagesOf().open("WORKER1", "", { path: "cards" });
      await desk.getByRole("heading", { name: "组卡与同意" }).waitFor();
      await shot(desk, "cards");
      expect(await findings(desk)).toEqual([]);
      await desk.locator(".page-head").getByRole("button", { name: "说明用途" }).click();
      const dialog = desk.getByRole("dialog");
      await dialog.getByRole("textbox").fill(PURPOSE);
      await dialog.getByRole("textbox").press("Enter");
      // With the purpose the page asks anew; what was ticked before is gone.
      await desk.getByRole("button", { name: "生成卡片", disabled: false }).waitFor();
      await desk.getByLabel("每份附新的联系码").check();
      await desk.getByRole("button", { name: "生成卡片" }).click();
      await desk.locator(".card-qr path").nth(3).waitFor();
      expect(await desk.locator(".card-sheet").count()).toBe(4);
      expect(await desk.locator(".cards-print").textContent()).not.toMatch(/1390000|明远/);
      await shot(desk, "print", false);
      await desk.emulateMedia({ media: "print" });
      const folder = process.env["HEARTHGRID_SHOTS"];
      if (folder) await desk.pdf({ path: `${folder}/cards.pdf`, preferCSSPageSize: true });
      expect(await desk.locator(".cards-tools").isVisible()).toBe(false);
    },
  );
}

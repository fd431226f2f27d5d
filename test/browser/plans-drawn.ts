import type { MultiPolygon, Polygon, Position } from "geojson";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import {
  buildTrusted,
  type Coverage,
  Footprints,
  ForeignLines,
  isRefusal,
  perform,
  traceAlong,
} from "../../geo/coverage/browser.js";
import { toPosition } from "../../geo/coverage/edge.js";
import { inLongRun } from "./in-long-run.js";
import { idle, type Pages, PHONE } from "./pages.js";
import type { StartedService } from "./started-service.js";

interface PlanGrid {
  id: string;
  name: string;
  villageCode: string;
  households: number;
  geometry: Polygon | MultiPolygon;
}

interface Shaped<G> {
  id: string;
  geometry: G;
}

const PLAN = `query ($id: ID!) { gridPlan(id: $id) { version status
  grids { id name villageCode households geometry } } }`;
const TOWN = [107.385, 29.703, 107.405, 29.719];
const GROUND = `query ($area: AreaInput!) {
  buildings(filter: { area: $area }, first: 5000) { nodes { id geometry } }
  streets(filter: { area: $area }, first: 5000) { nodes { id geometry } } }`;

type Read = { version: number; status: string; grids: PlanGrid[] };

/** A plan as the service has it, and its town's houses and streets. */
class Desk {
  private constructor(
    private readonly service: StartedService,
    readonly id: string,
    private readonly ground: { footprints: Footprints; lines: ForeignLines },
  ) {}

  static async of(service: StartedService, id: string): Promise<Desk> {
    const { buildings, streets } = await service.ask<{
      buildings: { nodes: Shaped<MultiPolygon>[] };
      streets: { nodes: Shaped<{ coordinates: Position[][] }>[] };
    }>("PLANNER", GROUND, { area: { bbox: TOWN } });
    return new Desk(service, id, {
      footprints: Footprints.read(
        buildings.nodes.map(({ id, geometry }) => ({
          id,
          outlines: geometry.coordinates.map((part) => part[0]!),
        })),
      ),
      lines: new ForeignLines(streets.nodes.flatMap(({ geometry }) => geometry.coordinates)),
    });
  }

  async read(): Promise<Read> {
    return (await this.service.ask<{ gridPlan: Read }>("PLANNER", PLAN, { id: this.id })).gridPlan;
  }

  async shapes(): Promise<unknown[]> {
    return (await this.read()).grids.map(({ geometry }) => geometry);
  }

  private async coverage(): Promise<{ coverage: Coverage; grids: PlanGrid[] }> {
    const { grids } = await this.read();
    const features = grids.map(({ id, villageCode, geometry }) => ({
      ...{ type: "Feature" as const, id, geometry, properties: { villageCode } },
    }));
    return {
      coverage: buildTrusted({ type: "FeatureCollection", features }) as Coverage,
      grids,
    };
  }

  /** Two places on a grid's border from which a street leads through it, with its middle. */
  async streetThrough(): Promise<{ from: Position; to: Position; middle: Position }> {
    const { coverage, grids } = await this.coverage();
    for (const { id, households } of grids.toSorted((a, b) => b.households - a.households)) {
      const places = [...coverage.edges.values()]
        .filter(({ left, right }) => left === id || right === id)
        .flatMap(({ xy }) =>
          Array.from({ length: xy.length / 2 }, (_, i) => [xy[2 * i]!, xy[2 * i + 1]!] as const),
        )
        .filter(([x, y]) => this.ground.lines.nearest(x, y, 2))
        .map(([x, y]) => toPosition(x, y));
      for (const from of places)
        for (const to of places) {
          const traced = traceAlong(this.ground.lines, from, to, 2);
          if (!traced || traced.length < 3 || households < 200) continue;
          const line = [from, ...traced, to];
          const outcome = perform(coverage, { kind: "split-grids", line }, this.ground);
          if (isRefusal(outcome) || outcome.note.grids.length !== 2) continue;
          return { from, to, middle: [(from[0]! + to[0]!) / 2, (from[1]! + to[1]!) / 2] };
        }
    }
    throw new Error("no street runs through a grid");
  }

  /** A house beside a border, and a place across it in a grid of the same village. */
  async houseAtBorder(): Promise<{ house: Position; across: Position }> {
    const { coverage } = await this.coverage();
    const villageOf = (id: string) => coverage.faces.get(id)!.properties["villageCode"];
    for (const { left, right, xy } of coverage.edges.values()) {
      if (!left || !right || villageOf(left) !== villageOf(right)) continue;
      const at = Math.floor(xy.length / 4) * 2;
      const [x, y] = [xy[at]!, xy[at + 1]!];
      for (const { id, box } of this.ground.footprints.near(
        { minX: x, minY: y, maxX: x, maxY: y },
        3000,
      ))
        for (const to of [left, right]) {
          const outcome = perform(
            coverage,
            { kind: "hand-buildings", buildings: [id], to },
            { footprints: this.ground.footprints },
          );
          if (isRefusal(outcome) || outcome.note.grids.length !== 2) continue;
          const house = toPosition((box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2);
          const [dx, dy] = [x / 1e7 - house[0]!, y / 1e7 - house[1]!];
          return { house, across: [x / 1e7 + dx, y / 1e7 + dy] };
        }
    }
    throw new Error("no house stands beside a border");
  }

  /** A vertex inside the border of two grids of one village. */
  async innerVertex(): Promise<Position> {
    const { coverage } = await this.coverage();
    for (const { left, right, xy } of coverage.edges.values()) {
      const [one, other] = [left, right].map((id) => id && coverage.faces.get(id)?.properties);
      if (xy.length < 10 || !one || !other || one["villageCode"] !== other["villageCode"]) continue;
      return toPosition(xy[4]!, xy[5]!);
    }
    throw new Error("no border is inside a village");
  }
}

const lookAt = async (page: Page, [lng, lat]: readonly number[], zoom = 17) => {
  await page.evaluate(
    `location.hash = location.hash.replace(/map=[^&]*/, "map=${zoom.toFixed(2)}/${lat}/${lng}")`,
  );
  await idle(page);
};

/** Where a place stands on the screen: the map looks there in the middle of its canvas. */
async function onScreen(page: Page, [lng, lat]: readonly number[]): Promise<[number, number]> {
  const [zoom, toLat, toLng] = /map=([\d.]+)\/([\d.]+)\/([\d.]+)/
    .exec(page.url())!
    .slice(1)
    .map(Number);
  const box = (await page.locator(".map canvas").first().boundingBox())!;
  const world = 512 * 2 ** zoom!;
  const down = (degrees: number) =>
    (1 - Math.asinh(Math.tan((degrees * Math.PI) / 180)) / Math.PI) / 2;
  return [
    box.x + box.width / 2 + ((lng! - toLng!) / 360) * world,
    box.y + box.height / 2 + (down(lat!) - down(toLat!)) * world,
  ];
}

async function clickAt(page: Page, at: readonly number[]): Promise<void> {
  const [x, y] = await onScreen(page, at);
  await page.mouse.move(x - 2, y - 2);
  await page.mouse.move(x, y);
  await page.mouse.click(x, y);
}

/** A plan begun on the first screen by hand: where it is drawn in. */
async function begun(pages: Pages, name: string): Promise<{ page: Page; desk: Desk }> {
  const page = await pages.open("PLANNER", "", { path: "plan" });
  await page.getByText("个网格不在户数范围内").waitFor();
  await page.getByRole("button", { name: "新建方案" }).click();
  await page.getByLabel("按名称或代码筛选").fill("社区");
  await page.getByRole("checkbox", { name: "凯涪社区" }).check();
  await page.getByRole("checkbox", { name: "南津社区" }).check();
  await page.getByLabel("方案名称").fill(name);
  await page.getByRole("button", { name: "开始" }).click();
  await page.getByRole("region", { name: "各网格户数" }).waitFor();
  await page.getByRole("button", { name: "提交" }).waitFor();
  const id = /plan=([^&]+)/.exec(page.url())![1]!;
  return { page, desk: await Desk.of(pages.service, id) };
}

const versionOf = (desk: Desk) =>
  expect.poll(async () => (await desk.read()).version, { timeout: 60_000 });

/** Boundaries redrawn, from the first screen to the approver's phone. */
export function plansDrawn(pagesOf: () => Pages): void {
  inLongRun(
    "a planner divides along a street, drags a border, hands a house over, goes back by a click, submits; a phone approves",
    async () => {
      const { page, desk } = await begun(pagesOf(), "凯涪扩编");
      const begin = await desk.shapes();
      const say = page.locator(".plan-say");

      const { from, to, middle } = await desk.streetThrough();
      await lookAt(page, middle, 16.5);
      await page.keyboard.press("s");
      await clickAt(page, from);
      const [x, y] = await onScreen(page, to);
      await page.mouse.move(x - 2, y);
      await page.mouse.move(x, y);
      await say.getByText(/≈\d+ \/ ≈\d+ 户/).waitFor();
      expect((await desk.read()).version).toBe(1);
      await page.mouse.click(x, y);
      await page.keyboard.press("Enter");
      await versionOf(desk).toBe(2);
      expect(await desk.shapes()).toHaveLength(begin.length + 1);

      const at = await desk.innerVertex();
      await lookAt(page, at);
      await page.keyboard.press("d");
      const [px, py] = await onScreen(page, at);
      await page.mouse.move(px, py);
      await page.mouse.down();
      for (let i = 1; i <= 8; i++) await page.mouse.move(px + i, py + i);
      await page.mouse.up();
      await versionOf(desk).toBe(3);

      const { house, across } = await desk.houseAtBorder();
      await lookAt(page, house, 17.5);
      await page.keyboard.press("h");
      await say.getByText("点选楼栋").waitFor();
      await clickAt(page, house);
      await say.getByText("已选 1 栋楼").waitFor();
      await clickAt(page, across);
      await versionOf(desk).toBe(4);
      await page.getByText("划转楼栋").waitFor();
      const handed = await desk.shapes();

      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "撤销其后 2 次编辑，回到这里" }).click();
      await page.getByRole("button", { name: "确认撤销 2 次编辑" }).click();
      await versionOf(desk).toBe(6);
      await page.getByRole("button", { name: "重做 2 次编辑，到这里" }).click();
      await page.getByRole("button", { name: "确认重做 2 次编辑" }).click();
      await versionOf(desk).toBe(8);
      expect(await desk.shapes()).toEqual(handed);

      await page.keyboard.press("c");
      await page.getByRole("region", { name: "与现行网格比较" }).waitFor();
      await page.keyboard.press("Control+Enter");
      await page.getByLabel("原因").fill("边界沿街道调整");
      await page.keyboard.press("Control+Enter");
      await page.getByText("待审批").waitFor();

      const phone = await pagesOf().open("APPROVER", `plan=${desk.id}`, {
        path: "plan",
        viewport: PHONE,
      });
      await phone.getByText("屏幕较窄").waitFor();
      await phone.getByLabel("内容").fill("请看这里");
      await phone.getByRole("button", { name: "添加批注" }).click();
      await phone.getByText("请看这里").waitFor();
      await phone.getByRole("button", { name: "批准" }).click();
      await phone.getByLabel("生效日期").fill("2099-01-01");
      await phone.locator(".steps-form .primary").click();
      await phone.getByText("2099-01-01 生效").waitFor();
    },
  );

  inLongRun(
    "by keyboard alone a border's vertex is moved, kept, taken back, and the plan submitted",
    async () => {
      const { page, desk } = await begun(pagesOf(), "键盘");
      const before = await desk.shapes();
      await lookAt(page, await desk.innerVertex());
      await page.keyboard.press("d");
      await page.locator(".map canvas").first().focus();
      await page.keyboard.press("Enter");
      const say = page.locator(".plan-say");
      await say.getByText("Tab 换节点").waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Shift+Tab");
      for (const key of ["ArrowRight", "ArrowRight", "ArrowUp"]) await page.keyboard.press(key);
      await page.keyboard.press("Enter");
      await versionOf(desk).toBe(2);
      expect(await desk.shapes()).not.toEqual(before);
      await page.getByText("移动边界").waitFor();
      await page.keyboard.press("z");
      await page.getByText("撤销第 1 次编辑").waitFor();
      expect(await desk.shapes()).toEqual(before);
      await page.keyboard.press("?");
      await page.getByText("边界的下一个节点").waitFor();
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+Enter");
      await page.getByLabel("原因").fill("按街道");
      await page.keyboard.press("Control+Enter");
      await page.getByText("待审批").waitFor();
    },
  );

  inLongRun("what is drawn elsewhere comes to an open page by itself", async () => {
    const { page, desk } = await begun(pagesOf(), "两人");
    const at = await desk.innerVertex();
    const to = [at[0]! + 2e-5, at[1]!];
    await pagesOf().service.ask(
      "PLANNER",
      `mutation ($plan: ID!, $o: [GridOperationInput!]!) {
         applyGridOperations(plan: $plan, version: 1, operations: $o) { version } }`,
      { plan: desk.id, o: [{ moveNode: { from: at, to } }] },
    );
    await page.getByText("移动边界").waitFor();
  });
}

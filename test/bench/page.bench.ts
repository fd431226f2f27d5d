import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { findChromium, openBrowser } from "../browser/browser.js";
import { idle, NEAR, Pages } from "../browser/pages.js";
import { Desk, lookAt, onScreen } from "../browser/plan-desk.js";
import { startDemonstration } from "../browser/started-service.js";
import type { Bench, BenchRow } from "./bench.js";
import { median, ms, quantile } from "./sides.js";

const INCIDENTS = 50_000;
/** Drawn by others' code: what they take is not ours. */
const OF_OTHERS = /maplibre|terra-draw/;

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string }; children?: number[] }[];
  samples: number[];
  timeDeltas: number[];
}

/**
 * How long our own code (React with it) had the thread, and the longest within one task, ms. Between two
 * tasks the profiler sees no frame of JavaScript; what the software does for WebGL is seen so too.
 */
function ownTime({ nodes, samples, timeDeltas }: Profile): { longest: number; all: number } {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap((n) => (n.children ?? []).map((c) => [c, n.id] as const)));
  const ownerOf = (id: number): "ours" | "others" | "none" => {
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const { url } = byId.get(at)!.callFrame;
      if (url) return OF_OTHERS.test(url) ? "others" : "ours";
    }
    return "none";
  };
  let [longest, own, all] = [0, 0, 0];
  samples.forEach((id, i) => {
    const took = ownerOf(id) === "ours" ? timeDeltas[i]! / 1000 : 0;
    if (/^\((idle|program)\)$/.test(byId.get(id)!.callFrame.functionName)) own = 0;
    own += took;
    all += took;
    longest = Math.max(longest, own);
  });
  return { longest, all };
}

async function profiled(page: Page, work: () => Promise<void>): Promise<Profile> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Profiler.enable");
  await cdp.send("Profiler.setSamplingInterval", { interval: 500 });
  await cdp.send("Profiler.start");
  await work();
  const { profile } = await cdp.send("Profiler.stop");
  await cdp.detach();
  return profile as Profile;
}

async function firstMap(pages: Pages): Promise<BenchRow> {
  const page = await pages.open("DISPATCHER", "about:blank");
  await page.goto("about:blank");
  const sizes: Promise<[boolean, number]>[] = [];
  page.on("response", (response) => {
    const isCode = /\.(js|css)$/.test(response.url());
    // The answers of the page before are gone.
    if (isCode || response.url().endsWith(".woff2"))
      sizes.push(
        response.body().then(
          (body) => [isCode, isCode ? gzipSync(body).length : body.length],
          () => [isCode, 0],
        ),
      );
  });
  await page.goto(pages.service.url);
  await idle(page);
  const all = await Promise.all(sizes);
  const sum = (code: boolean) =>
    Math.round(
      all.reduce((total, [isCode, size]) => total + (isCode === code ? size : 0), 0) / 1024,
    );
  await pages.close();
  return {
    what: "page: code to the first map, gz; fonts",
    measured: `${sum(true)} KB; ${sum(false)} KB`,
    reach: "700 KB; 1,500 KB",
  };
}

async function pan(pages: Pages): Promise<BenchRow> {
  const page = await pages.open("ADMIN", `${NEAR.replace("15.60", "14.00")}&time=all`);
  await idle(page);
  const box = (await page.locator(".map").boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const profile = await profiled(page, async () => {
    for (const by of [-180, 180, -180, 180]) {
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + by, y + by / 2, { steps: 24 });
      await page.mouse.up();
    }
    await idle(page);
  });
  await pages.close();
  return {
    what: `page: pan over ${INCIDENTS} incidents, longest task of our own code`,
    measured: ms(ownTime(profile).longest),
    reach: "50 ms",
    note: "four drags at zoom 14, profile at 0.5 ms",
  };
}

async function scroll(pages: Pages): Promise<BenchRow> {
  const page = await pages.open("ADMIN", `${NEAR}&time=all&table=incidents`);
  await page.getByRole("row").nth(2).waitFor();
  await idle(page);
  const rows = (await page.locator(".rows").boundingBox())!;
  await page.mouse.move(rows.x + 200, rows.y + 60);
  const profile = await profiled(page, async () => {
    for (let n = 0; n < 60; n++) {
      await page.mouse.wheel(0, 400);
      await page.waitForTimeout(50);
    }
  });
  await pages.close();
  return {
    what: `page: table of ${INCIDENTS} incidents scrolled, longest task of our own code`,
    measured: ms(ownTime(profile).longest),
    reach: "50 ms",
    note: "60 turns of the wheel, pages asked on the way",
  };
}

async function turn(pages: Pages): Promise<BenchRow> {
  const page = await pages.open("ADMIN", `${NEAR}&time=all`);
  await idle(page);
  let tiles = 0;
  page.on("request", (request) => {
    if (request.url().includes("/tiles/")) tiles++;
  });
  const there: number[] = [];
  const back: number[] = [];
  for (let n = 0; n < 6; n++) {
    let begun = performance.now();
    await page.getByRole("link", { name: "账号" }).click();
    await page.getByRole("rowheader", { name: /demo-admin/ }).waitFor();
    there.push(performance.now() - begun);
    begun = performance.now();
    await page.getByRole("link", { name: "地图" }).click();
    await page.getByRole("heading", { name: "图层" }).waitFor();
    back.push(performance.now() - begun);
  }
  await pages.close();
  return {
    what: "page: switch of workspace until usable, there and back (first; median); tiles asked",
    measured: `${ms(there[0]!)}, ${ms(back[0]!)}; ${ms(median(there))}, ${ms(median(back))}; ${tiles}`,
    reach: "300 ms; 0",
    note: "six times, drawn in software",
  };
}

/** A border pulled for three seconds in a plan of the whole county. */
async function drag(pages: Pages): Promise<BenchRow> {
  const { service } = pages;
  const { plan } = await service.ask(
    "PLANNER",
    `mutation ($input: NewGridPlanInput!) { plan: createGridPlan(input: $input) { id } }`,
    { input: { county: 510799, name: "量" } },
  );
  const at = await (await Desk.of(service, plan.id)).innerVertex();
  const page = await pages.open("PLANNER", `plan=${plan.id}`, { path: "plan" });
  await page.getByRole("button", { name: "提交" }).waitFor();
  await lookAt(page, at);
  await page.keyboard.press("d");
  const [x, y] = await onScreen(page, at);
  await page.evaluate(`window.drawn = [];
    addEventListener("pointermove", () => {
      const moved = performance.now();
      requestAnimationFrame(() => requestAnimationFrame(() => {
        window.drawn.push(performance.now() - moved);
      }));
    }, true)`);
  await page.mouse.move(x, y);
  await page.mouse.down();
  let moves = 0;
  const profile = await profiled(page, async () => {
    for (const until = performance.now() + 3000; performance.now() < until; moves++) {
      const turn = (moves / 24) * 2 * Math.PI;
      await page.mouse.move(x + 12 * Math.sin(turn), y + 12 * Math.cos(turn));
    }
  });
  await page.mouse.up();
  const drawn = await page.evaluate<number[]>("window.drawn");
  await pages.close();
  return {
    what: "page: a border pulled in a plan of 67 grids: pointer moved → drawn, p95; our own code a move",
    measured: `${ms(quantile(drawn, 0.95))}; ${ms(ownTime(profile).all / moves)}`,
    reach: "50 ms; 8 ms",
    note: `${moves} moves in 3 s, drawn in software; median ${ms(median(drawn))}`,
  };
}

async function* bench(): AsyncIterable<BenchRow> {
  const executable = findChromium();
  if (!executable) throw new Error("no Chromium on this machine");
  const service = await startDemonstration(INCIDENTS);
  const browser = await openBrowser(executable);
  const pages = new Pages(browser, service);
  for (const measure of [firstMap, pan, scroll, turn, drag]) yield await measure(pages);
  await browser.close();
  await service.stop();
}

export default bench satisfies Bench;

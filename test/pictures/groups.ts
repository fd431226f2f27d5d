/**
 * Draws ten-household groups made from a file of buildings: cells, centres, walks to the centre,
 * exceptions.
 *
 * node --import tsx test/pictures/groups.ts BUILDINGS.geojson AREAS.geojson OUT.png [LON LAT
 * METRES]
 *
 * Every building is one household; an area with admin_level 8 is a village that groups do not
 * cross. The frame is
 * METRES wide around LON LAT. SVG is drawn here and photographed by Chromium.
 */
import { readFileSync } from "node:fs";
import { booleanPointInPolygon } from "@turf/boolean-point-in-polygon";
import { centroid } from "@turf/centroid";
import type { Feature, FeatureCollection, MultiPolygon, Polygon } from "geojson";
import { chromium } from "playwright-core";
import { drawShapes, FITTING, type GroupShape } from "../../geo/grouping/draw-shapes.js";
import { formGroups } from "../../geo/grouping/form-groups.js";
import {
  type GroupingInput,
  METRES_ONLY,
  type Plan,
  type Rules,
  TEN_HOUSEHOLDS,
  WALKING,
} from "../../geo/grouping/model.js";
import { reportPlan } from "../../geo/grouping/report-plan.js";
import { localProjection } from "../../geo/projection.js";

type Areas = FeatureCollection<Polygon | MultiPolygon, { name?: string; admin_level?: string }>;

const WIDTH = 1400,
  HEIGHT = 1000,
  BAR = 88;
/**
 * Eight colours that stay apart for colour-blind readers (Okabe and Ito 2008), lightened by
 * opacity.
 */
const COLOURS = [
  "#0072b2",
  "#e69f00",
  "#009e73",
  "#cc79a7",
  "#56b4e9",
  "#d55e00",
  "#8a8d00",
  "#6f4fa3",
];

const [buildingsFile, areasFile, out, lon = "9.5215", lat = "47.1410", metres = "1300"] =
  process.argv.slice(2);
if (!out)
  throw new Error("usage: groups.ts BUILDINGS.geojson AREAS.geojson OUT.png [LON LAT METRES]");
const buildings = JSON.parse(readFileSync(buildingsFile, "utf8")) as Areas;
const villages = (JSON.parse(readFileSync(areasFile, "utf8")) as Areas).features.filter(
  (f) => f.properties.admin_level === "8",
);

const input: GroupingInput = {
  planar: false,
  households: buildings.features.map((feature, i) => {
    const [x, y] = centroid(feature).geometry.coordinates;
    return {
      id: String(i),
      x,
      y,
      area: villages.find((v) => booleanPointInPolygon([x, y], v))?.properties.name,
    };
  }),
};
const rules: Rules = { ...TEN_HOUSEHOLDS, distance: WALKING, weights: METRES_ONLY, reach: 1000 };
const result = await formGroups(input, rules, { seed: 1, budget: { iterations: 3000 } });
if (!result.ok) throw new Error(result.findings.map((f) => f.code).join("\n"));

const projection = localProjection(Number(lon), Number(lat));
const scale = WIDTH / Number(metres);
const place = (p: readonly number[]): [number, number] => {
  const [x, y] = projection.forward(p[0], p[1]);
  return [WIDTH / 2 + x * scale, BAR + (HEIGHT - BAR) / 2 - y * scale];
};
const path = (shape: Polygon | MultiPolygon): string =>
  (shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates)
    .flat()
    .map(
      (ring) =>
        `M${ring
          .map((p) =>
            place(p)
              .map((v) => v.toFixed(1))
              .join(","),
          )
          .join("L")}Z`,
    )
    .join("");

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
  await page.setContent(
    '<!doctype html><meta charset="utf-8"><body ' +
      `style="margin:0">${draw(result.plan, drawShapes(input, result.plan, FITTING))}</body>`,
  );
  await page.screenshot({ path: out });
} finally {
  await browser.close();
}

function draw(plan: Plan, shapes: GroupShape[]): string {
  const report = reportPlan(input, rules, plan);
  const byId = new Map(input.households.map((h) => [h.id, place([h.x, h.y])]));
  const colours = colourGroups(plan, byId);
  const cells = shapes.map(
    ({ group, shape }) =>
      `<path d="${path(shape)}" fill="${colours.get(group)}" fill-opacity=".24" ` +
      `stroke="${colours.get(group)}" stroke-width="1.4" fill-rule="evenodd"/>`,
  );
  const walks = plan.groups.flatMap((g) =>
    g.members.map((id) => {
      const [x, y] = byId.get(id)!,
        [cx, cy] = byId.get(g.centre)!;
      return (
        `<path d="M${x.toFixed(1)},${y.toFixed(1)}L${cx.toFixed(1)},${cy.toFixed(1)}" ` +
        `stroke="${colours.get(g.id)}" stroke-width="1.6" stroke-opacity=".85"/>`
      );
    }),
  );
  const doors = input.households.map((h) => {
    const [x, y] = byId.get(h.id)!;
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="2.2" fill="#fff" stroke="#333"/>`;
  });
  const centres = plan.groups.map((g) => {
    const [x, y] = byId.get(g.centre)!;
    return (
      `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="5.5" fill="${colours.get(g.id)}" ` +
      'stroke="#fff" stroke-width="2"/>'
    );
  });
  const lonely = plan.exceptions.map((e) => {
    const [x, y] = byId.get(e.id)!;
    return `<path d="M${x - 5},${y - 5}l10,10m0,-10l-10,10" stroke="#222" stroke-width="2.4"/>`;
  });
  const houses = buildings.features.map(
    (f: Feature<Polygon | MultiPolygon>) =>
      `<path d="${path(f.geometry)}" fill="#5c6066" fill-rule="evenodd"/>`,
  );
  const borders = villages.map(
    (v) =>
      `<path d="${path(v.geometry)}" fill="none" stroke="#333" stroke-width="1.6" ` +
      'stroke-dasharray="9 5"/>',
  );
  const text = (x: number, y: number, size: number, words: string, weight = 400): string =>
    `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" ` +
    `fill="#222">${words}</text>`;
  const number = (v: number): string => v.toLocaleString("en", { maximumFractionDigits: 0 });
  const bar = 100 * scale;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" style="font-variant-numeric:tabular-nums">
<rect width="100%" height="100%" fill="#f7f6f3"/>${cells.join("")}${houses.join("")}${borders.join("")}${walks.join("")}${doors.join("")}${centres.join("")}${lonely.join("")}
<rect width="100%" height="${BAR}" fill="#fff"/><path d="M0,${BAR}H${WIDTH}" stroke="#ccc"/>
${text(
  24,
  36,
  22,
  `${number(report.households)} households in ${number(plan.groups.length)} groups of ${rules.low} to ${rules.high}`,
  600,
)}
${text(
  24,
  66,
  16,
  `walk to the centre: half within ${number(report.radius.p50)} m, 95 % within ${number(report.radius.p95)} m, longest ${number(report.radius.max)} m; ${plan.exceptions.length} exceptions; ${plan.violations + report.groupsOutsideBounds} violations`,
)}
<circle cx="850" cy="31" r="5.5" fill="#0072b2" stroke="#fff" stroke-width="2"/>${text(864, 36, 14, "centre (median household)")}
<path d="M1066,31h24" stroke="#0072b2" stroke-width="1.6"/>${text(1098, 36, 14, "walk")}
<path d="M1160,31h30" stroke="#333" stroke-width="1.6" stroke-dasharray="9 5"/>${text(1198, 36, 14, "village boundary")}
<path d="M1160,62h${bar}m0,-4v8m${-bar},-8v8" stroke="#222" fill="none" stroke-width="1.6"/>${text(1160 + bar + 8, 67, 14, "100 m")}
<rect y="${HEIGHT - 28}" width="440" height="28" fill="#fff" fill-opacity=".85"/>${text(
    24,
    HEIGHT - 10,
    12,
    "Buildings and boundaries © OpenStreetMap contributors, ODbL 1.0",
  )}</svg>`;
}

/**
 * Neighbouring groups get different colours: each takes the first that none of the twelve nearest
 * groups has.
 */
function colourGroups(plan: Plan, byId: Map<string, [number, number]>): Map<string, string> {
  const at = plan.groups.map((g) => byId.get(g.centre)!);
  const chosen: number[] = [];
  plan.groups.forEach((_, k) => {
    const near = at
      .map((p, j) => [Math.hypot(p[0] - at[k][0], p[1] - at[k][1]), j])
      .filter(([, j]) => j < k)
      .sort((a, b) => a[0] - b[0])
      .slice(0, 7)
      .map(([, j]) => chosen[j]);
    const free = COLOURS.findIndex((_, c) => !near.includes(c));
    chosen.push(free < 0 ? k % COLOURS.length : free);
  });
  return new Map(plan.groups.map((g, k) => [g.id, COLOURS[chosen[k]]]));
}

/**
 * Draws hot spots of points: `node --import tsx test/pictures/hotspots.ts FILE.csv [OUT.png]
 * [CELL_METRES] [WEST,SOUTH,EAST,NORTH]`.
 * FILE has the columns lng (or lon) and lat. The picture shows Gi* bins after the correction on the
 * left and the density on the right,
 * each with its legend, and below them what was computed. Needs Chromium; its place can be given in
 * HEARTHGRID_CHROMIUM.
 */
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { sayMask, sayWarning } from "../../civic/words/say.js";
import {
  cellAt,
  cellCorners,
  type HotSpots,
  hotSpotsOfPoints,
  kernelDensity,
  type Lattice,
  maskSaid,
  uniteMasks,
} from "../../geo/hotspots/index.js";
import { localProjection } from "../../geo/projection.js";

const [
  file,
  out = "docs/pictures/hotspots-accidents.png",
  cell = "1000",
  area = "-0.55,51.27,0.35,51.72",
] = process.argv.slice(2);
if (!file) {
  console.error(
    "usage: node --import tsx test/pictures/hotspots.ts FILE.csv [OUT.png] [CELL_METRES] " +
      "[WEST,SOUTH,EAST,NORTH]",
  );
  process.exit(2);
}
const [west, south, east, north] = area.split(",").map(Number),
  cellMetres = Number(cell);
const { forward } = localProjection((west + east) / 2, (south + north) / 2);
const [head, ...lines] = readFileSync(file, "utf8").trim().split(/\r?\n/);
const names = head.split(","),
  lonAt = names.findIndex((n) => /^(lng|lon|longitude)$/.test(n)),
  latAt = names.findIndex((n) => /^(lat|latitude)$/.test(n));
const points = lines
  .map((line) => line.split(","))
  .map((f) => [Number(f[lonAt]), Number(f[latAt])])
  .filter(([lon, lat]) => lon >= west && lon <= east && lat >= south && lat <= north)
  .map(([lon, lat]) => forward(lon, lat));
const x = Float64Array.from(points, (p) => p[0]),
  y = Float64Array.from(points, (p) => p[1]);
const [minX, minY] = forward(west, south),
  [maxX, maxY] = forward(east, north),
  box = { minX, minY, maxX, maxY };

/**
 * Where no street is known, a cell counts when it or a cell beside it ever had an accident: a road
 * is near.
 */
function nearAnyIncident(lattice: Lattice): Uint8Array {
  let mask = new Uint8Array(lattice.columns * lattice.rows);
  points.forEach(([px, py]) => {
    const c = cellAt(lattice, px, py);
    if (c >= 0) mask[c] = 1;
  });
  const held = mask;
  for (const step of [
    1,
    -1,
    lattice.columns,
    -lattice.columns,
    lattice.columns - 1,
    1 - lattice.columns,
  ]) {
    mask = uniteMasks(
      mask,
      held.map((_, i) => held[i - step] ?? 0),
    ) as Uint8Array<ArrayBuffer>;
  }
  return mask;
}

// The first ring: the quick default of dashboards.
const bandMetres = cellMetres;
const hot = hotSpotsOfPoints(x, y, {
  cellMetres,
  box,
  bandMetres,
  mask: nearAnyIncident,
  maskSaid: maskSaid("near-incidents", {}),
});
const radiusMetres = 2 * cellMetres,
  columns = 300,
  rows = Math.round((300 * (maxY - minY)) / (maxX - minX));
const density = kernelDensity(x, y, { radiusMetres, box, columns, rows });

// Blue to red through pale grey (after Brewer's RdBu) stays apart for red-green blindness; one-hue
// ramp of rising darkness for the density.
const BIN_COLOURS = new Map([
  [3, "#b2182b"],
  [2, "#e08a6b"],
  [1, "#f7cfb9"],
  [0, "#e9e9e6"],
  [-1, "#cfe1ee"],
  [-2, "#7fb3d5"],
  [-3, "#2166ac"],
]);
const RAMP = ["#f4f4f1", "#d9e3dc", "#a9cdbf", "#6fb0a6", "#3a8c8c", "#1d6474", "#123f57"];
const width = 640,
  scale = width / (maxX - minX),
  height = Math.round((maxY - minY) * scale);
const px = (v: number) => ((v - minX) * scale).toFixed(1),
  py = (v: number) => ((maxY - v) * scale).toFixed(1);

function hexagons({ lattice, mask, bin }: HotSpots): string {
  const paths = new Map<number, string[]>();
  mask.forEach((m, i) => {
    if (!m) return;
    const list = paths.get(bin[i]) ?? [];
    list.push(
      `M${cellCorners(lattice, i)
        .map(([cx, cy]) => `${px(cx)} ${py(cy)}`)
        .join("L")}Z`,
    );
    paths.set(bin[i], list);
  });
  return [...paths]
    .sort((a, b) => Math.abs(a[0]) - Math.abs(b[0]))
    .map(
      ([b, list]) =>
        `<path d="${list.join("")}" fill="${BIN_COLOURS.get(b)}" stroke="#fff" stroke-width=".4"/>`,
    )
    .join("");
}

const classes = RAMP.length,
  limit = (k: number) => density.peak * (k / classes) ** 2;
const raster = Array.from(density.values, (v, i) => {
  let k = 0;
  while (k < classes - 1 && v > limit(k + 1)) k++;
  return k
    ? `<rect x="${(((i % columns) * width) / columns).toFixed(2)}" ` +
        `y="${(((rows - 1 - Math.floor(i / columns)) * height) / rows).toFixed(2)}" ` +
        `width="${(width / columns + 0.2).toFixed(2)}" ` +
        `height="${(height / rows + 0.2).toFixed(2)}" fill="${RAMP[k]}"/>`
    : "";
}).join("");

const kilometres = 10,
  bar =
    `<g transform="translate(16 ${height - 18})"><path d="M0 ` +
    `-4V0H${kilometres * 1000 * scale}V-4" fill="none" stroke="#333"/><text ` +
    `x="${kilometres * 500 * scale}" y="-6" text-anchor="middle">${kilometres} km</text></g>`;
const key = (colour: string, text: string) =>
  `<span class="key"><i style="background:${colour}"></i>${text}</span>`;
const { record } = hot,
  [ten, five, one] = record.levels,
  n = (v: number) => v.toLocaleString("en");
const hotCold = [
  [3, "hot, q ≤ 0.01"],
  [2, "hot, q ≤ 0.05"],
  [1, "hot, q ≤ 0.10"],
  [0, "not significant"],
  [-1, "cold, q ≤ 0.10"],
  [-2, "cold, q ≤ 0.05"],
  [-3, "cold, q ≤ 0.01"],
] as const;
const round = (v: number) => (v >= 10 ? Math.round(v).toString() : v.toFixed(1));
const html = `<!doctype html><meta charset="utf-8"><style>
body{margin:20px;font:13px/1.45 "Noto Sans","DejaVu Sans",sans-serif;color:#222;background:#fff;width:${2 * width + 24}px}
h1{font-size:18px;margin:0 0 10px}h2{font-size:14px;margin:0 0 6px}.two{display:flex;gap:24px}svg{display:block;border:1px solid #ccc;background:#fbfbfa}svg text{font:11px "Noto Sans","DejaVu Sans",sans-serif;fill:#333}
.legend{margin-top:8px;display:flex;flex-wrap:wrap;gap:4px 14px}.key{white-space:nowrap}.key i{display:inline-block;width:16px;height:12px;margin-right:5px;border:1px solid #bbb;vertical-align:-1px}
table{margin-top:14px;border-collapse:collapse;font-variant-numeric:tabular-nums}td,th{padding:2px 16px 2px 0;text-align:left;font-weight:normal}th{color:#666}</style>
<h1>${n(Number(record.parameters.incidents))} incidents, ${west} to ${east}° E, ${south} to ${north}° N: hot spots and density</h1>
<div class="two"><section><h2>Getis-Ord Gi*, corrected for ${n(record.n)} cells (Benjamini-Hochberg)</h2><svg width="${width}" height="${height}">${hexagons(hot)}${bar}</svg>
<div class="legend">${hotCold
  .map(([b, text]) => key(BIN_COLOURS.get(b) as string, text))
  .join("")}${key("#fbfbfa", "outside the mask")}</div></section>
<section><h2>Incidents per km², quartic kernel, radius ${radiusMetres / 1000} km</h2><svg width="${width}" height="${height}" shape-rendering="crispEdges">${raster}${bar}</svg>
<div class="legend">${RAMP.map((c, k) =>
  key(c, `${round(limit(k))} to ${round(limit(k + 1))}`),
).join("")}<span>incidents per km², whole period</span></div></section></div>
<table><tr><th>cells</th><td>hexagons, ${record.cellMetres} m between centres; mask: ${sayMask(record.mask, "en")} (${n(record.n)} in, ${n(record.masked)} out)</td></tr>
<tr><th>neighbours</th><td>band ${record.bandMetres} m, ${record.meanNeighbours.toFixed(1)} on average, ${record.islands} islands; p analytic, two-sided</td></tr>
<tr><th>hot / cold cells</th><td>${[ten, five, one]
  .map(
    (l) => `${l.level}: raw ${n(l.rawHot)} / ${n(l.rawCold)}, corrected ${n(l.hot)} / ${n(l.cold)}`,
  )
  .join(" · ")}</td></tr>
<tr><th>warnings</th><td>${record.warnings.map((w) => sayWarning(w, "en")).join("; ") || "none"}</td></tr></table>`;

const browser = await chromium.launch({
  executablePath: process.env.HEARTHGRID_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const page = await browser.newPage({ viewport: { width: 2 * width + 64, height: 400 } });
await page.setContent(html);
await page.screenshot({ path: out, fullPage: true });
await browser.close();
console.log(`${out}: ${JSON.stringify(record.levels)}`);

/**
 * Draws a proposal along Liechtenstein's streets: node --import tsx test/pictures/coverage.ts DATA
 * [docs/pictures]
 * DATA is a folder with liechtenstein_{municipalities,roads_2013,buildings_2013}.geojson (©
 * OpenStreetMap contributors).
 */
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { FeatureCollection, LineString, MultiPolygon, Position } from "geojson";
import { chromium } from "playwright-core";
import { gridGeometry, toFeatureCollection } from "../../geo/coverage/build.js";
import { checkCoverage } from "../../geo/coverage/check.js";
import { measureCoverage } from "../../geo/coverage/measures.js";
import { placeIn } from "../../geo/coverage/propose/blocks.js";
import { type Proposal, proposeGrids } from "../../geo/coverage/propose.js";
import { shapeOf } from "../../geo/coverage/shape.js";
import { localProjection } from "../../geo/projection.js";

const [data, out = "docs/pictures"] = process.argv.slice(2);
if (!data) throw new Error("usage: coverage.ts DATA [OUT]");
const read = <G extends LineString | MultiPolygon>(
  name: string,
): FeatureCollection<G, Record<string, string | null>> =>
  JSON.parse(
    readFileSync(path.join(data, `liechtenstein_${name}.geojson`), "utf8"),
  ) as FeatureCollection<G, Record<string, string | null>>;

const country = read<MultiPolygon>("municipalities").features.find(
  (f) => f.properties.admin_level === "2",
);
if (!country) throw new Error("the municipalities hold no country (admin_level 2)");
const roads = read<LineString>("roads_2013").features;
const homes = read<MultiPolygon>("buildings_2013").features.map(
  (f) => f.geometry.coordinates[0][0][0],
);
const proposal = proposeGrids(
  {
    boundary: country.geometry,
    lines: roads.map((f) => f.geometry),
    points: { lon: homes.map((p) => p[0]), lat: homes.map((p) => p[1]) },
  },
  { count: 30, seed: 1 },
);
if ("reason" in proposal) throw new Error(proposal.reason);
const { coverage, grids, onLines, target } = proposal;
const faults = checkCoverage(toFeatureCollection(coverage), { boundary: country.geometry });
const projection = localProjection(9.555, 47.15);

/**
 * Six muted, colour-blind safe tints, given so that neighbours differ (greedy, by the rook graph).
 */
const TINTS = ["#cfe0ee", "#f2dfc3", "#d5e6d0", "#e9d3e0", "#f1eebf", "#d9d6ea"];
function tints({ coverage: c }: Proposal): Map<string, string> {
  const { grids: measures } = measureCoverage(c),
    given = new Map<string, string>();
  for (const [id, { neighbours }] of [...measures].sort(
    (a, b) => b[1].neighbours.size - a[1].neighbours.size,
  )) {
    const taken = [...neighbours.keys()].map((n) => given.get(n));
    given.set(id, TINTS.find((t) => !taken.includes(t)) ?? TINTS[0]);
  }
  return given;
}

interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
  west: number;
  north: number;
  scale: number;
}

function panel({ x, y, width, height, west, north, scale }: Frame, detail: boolean): string {
  const tint = tints(proposal as Proposal);
  const place = ([lon, lat]: Position): string => {
    const [px, py] = projection.forward(lon, lat);
    return `${((px - west) * scale).toFixed(1)} ${((north - py) * scale).toFixed(1)}`;
  };
  const ring = (line: Position[]): string => `M${line.map(place).join("L")}Z`;
  const parts: string[] = [
    `<svg x="${x}" y="${y}" width="${width}" height="${height}"><rect width="100%" ` +
      'height="100%" fill="#f6f5f2"/>',
  ];
  const outlines: string[] = [],
    labels: string[] = [],
    named: [number, number][] = [];
  for (const { id, weight } of grids) {
    const face = coverage.faces.get(id);
    if (!face) continue;
    const geometry = gridGeometry(coverage, face),
      polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    const d = polygons.flat().map(ring).join("");
    parts.push(`<path d="${d}" fill="${tint.get(id)}" fill-rule="evenodd"/>`);
    outlines.push(
      `<path d="${d}" fill="none" stroke="#1f3b57" stroke-width="${detail ? 2.2 : 1.4}" ` +
        'stroke-linejoin="round"/>',
    );
    const [shape] = shapeOf(coverage, face).parts,
      [lx, ly] = placeIn([shape.shell, ...shape.holes]);
    const [tx, ty] = place([lx / 1e7, ly / 1e7])
      .split(" ")
      .map(Number);
    // What the frame holds is named in the larger panel.
    if (
      !detail &&
      tx > box.x - x &&
      tx < box.x - x + box.w &&
      ty > box.y - y &&
      ty < box.y - y + box.h
    )
      continue;
    if (named.some(([nx, ny]) => Math.abs(nx - tx) < 18 && Math.abs(ny - ty) < 15)) continue;
    if (tx < 24 || ty < 18 || tx > width - 24 || ty > height - 18) continue;
    named.push([tx, ty]);
    labels.push(
      `<text x="${tx}" y="${ty}" class="id">${id}</text>` +
        `${detail ? `<text x="${tx}" y="${ty + 17}" class="weight">${weight}</text>` : ""}`,
    );
  }
  const street = detail ? 0.9 : 0.35;
  parts.push(
    `<path d="${roads.map((r) => `M${r.geometry.coordinates.map(place).join("L")}`).join("")}" ` +
      `fill="none" stroke="#8b8b86" stroke-width="${street}"/>`,
  );
  parts.push(
    `<path d="${homes.map((h) => `M${place(h)}h0`).join("")}" stroke="#b4552d" ` +
      `stroke-opacity=".65" stroke-width="${detail ? 2.6 : 1.1}" ` +
      'stroke-linecap="round" fill="none"/>',
  );
  const bar = detail ? 500 : 2000;
  parts.push(
    ...outlines,
    ...labels,
    `<g transform="translate(18 ${height - 22})"><path d="M0 -5V0H${bar * scale}V-5" ` +
      `fill="none" stroke="#333"/><text x="${bar * scale + 8}" y="2" ` +
      `class="small">${bar < 1000 ? `${bar} m` : `${bar / 1000} km`}</text></g>`,
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" fill="none" ` +
      'stroke="#bbb"/></svg>',
  );
  return parts.join("\n");
}

const worst = Math.max(...grids.map((g) => Math.abs(g.deviation)));
const whole: Frame = {
  x: 24,
  y: 92,
  width: 600,
  height: 1064,
  west: -7100,
  north: 14100,
  scale: 0.0405,
};
const [vx, vy] = projection.forward(9.5045, 47.0675);
const town: Frame = {
  x: 648,
  y: 92,
  width: 928,
  height: 1064,
  west: vx - 1850,
  north: vy + 2120,
  scale: 0.251,
};
const box = {
  x: whole.x + (town.west - whole.west) * whole.scale,
  y: whole.y + (whole.north - town.north) * whole.scale,
  w: (town.width / town.scale) * whole.scale,
  h: (town.height / town.scale) * whole.scale,
};
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200" viewBox="0 0 1600 1200" font-family="Noto Sans, DejaVu Sans, sans-serif">
<style>.id{font-weight:700;font-size:15px}.weight{font-size:13px}.small{font-size:13px}text{fill:#1c2733}.id,.weight{text-anchor:middle;paint-order:stroke;stroke:#fff;stroke-width:3.5px;stroke-linejoin:round}</style>
<rect width="1600" height="1200" fill="#fff"/>
<text x="24" y="42" font-size="24" font-weight="700">Thirty grids for Liechtenstein, proposed along its streets</text>
<text x="24" y="70" font-size="15">${homes.length.toLocaleString("en")} buildings, ${target.toFixed(0)} a grid; largest deviation ${(100 * worst).toFixed(1)} %; ${(100 * onLines).toFixed(0)} % of the inner borders lie on streets; ${
  faults.length === 0 ? "the check finds no fault" : `${faults.length} findings`
}.</text>
${panel(whole, false)}${panel(town, true)}
<rect x="${box.x}" y="${box.y}" width="${box.w}" height="${box.h}" fill="none" stroke="#c0392b" stroke-width="1.5"/>
<text x="24" y="1184" class="small">Dots: buildings. Bold number: grid; below it: buildings in it. Right: the frame at Balzers. Data © OpenStreetMap contributors, 2013, ODbL.</text></svg>`;

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const page = await browser.newPage({ viewport: { width: 1600, height: 1200 } });
await page.setContent(`<body style="margin:0">${svg}</body>`);
mkdirSync(out, { recursive: true });
await page.screenshot({ path: path.join(out, "coverage-proposal-liechtenstein.png") });
await browser.close();

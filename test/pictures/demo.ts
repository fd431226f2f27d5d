/**
 * Draws the demonstration county in Chromium at three zooms, for someone to look at:
 * docs/pictures/demo-*.png.
 * Run by `npx tsx test/pictures/demo.ts`; the pictures are looked at, not compared.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Geometry, Position } from "geojson";
import { chromium } from "playwright-core";
import { type DemoCounty, generateCounty } from "../../db/demo/generate-county.js";
import { localProjection } from "../../geo/projection.js";

interface View {
  name: string;
  centre: [x: number, y: number];
  metres: number;
  detail: 0 | 1 | 2;
}
const SIZE = 1400;
const folder = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
const county = generateCounty({ seed: 1, incidents: 50_000, today: "2026-11-01" });
const projection = localProjection(county.county.origin_lon, county.county.origin_lat);
const east = county.parcels.find((p) => p.name === "东城小区")!.geom.coordinates[0]![0]![0]!;
const [ex, ey] = projection.forward(east[0]!, east[1]!);
const VIEWS: View[] = [
  { name: "demo-county", centre: [500, 0], metres: 14_600, detail: 0 },
  { name: "demo-town", centre: [0, 0], metres: 2_700, detail: 1 },
  { name: "demo-compound", centre: [ex + 150, ey + 60], metres: 620, detail: 2 },
  { name: "demo-village", centre: village("三湾村"), metres: 1_300, detail: 2 },
];

function village(name: string): [number, number] {
  const ring = county.villages.find((v) => v.name === name)!.geom.coordinates[0]![0]!;
  const points = ring.map((p) => projection.forward(p[0]!, p[1]!));
  return [
    points.reduce((s, p) => s + p[0], 0) / points.length,
    points.reduce((s, p) => s + p[1], 0) / points.length,
  ];
}

const COLOURS: Record<string, string> = {
  "01": "#d9c7a8",
  "02": "#d99f7a",
  "03": "#a9b7c9",
  "04": "#b7a7bf",
  "05": "#c3bccb",
  "06": "#dfb58f",
  "99": "#c9b0a8",
};
const PLOTS: Record<string, string> = {
  compound: "#f3efe4",
  school: "#f7ead0",
  hospital: "#f9e2e2",
  market: "#f7e3d2",
  factory: "#ebe6ee",
  government: "#e6ebf2",
  park: "#dcebd2",
  station: "#e8e8ea",
  farm: "#dfe9c4",
};
const WIDTHS: Record<string, number> = {
  trunk: 18,
  main: 16,
  secondary: 10,
  lane: 5,
  village: 5.5,
};

function svg(c: DemoCounty, { centre, metres, detail }: View): string {
  const scale = SIZE / metres;
  const xy = (p: Position) => {
    const [x, y] = projection.forward(p[0]!, p[1]!);
    return (
      `${((x - centre[0]) * scale + SIZE / 2).toFixed(1)},` +
      `${((centre[1] - y) * scale + SIZE / 2).toFixed(1)}`
    );
  };
  const path = (g: Geometry): string => {
    if (g.type === "MultiPolygon")
      return g.coordinates
        .flat()
        .map((r) => `M${r.map(xy).join("L")}Z`)
        .join("");
    if (g.type === "MultiLineString")
      return g.coordinates.map((l) => `M${l.map(xy).join("L")}`).join("");
    return "";
  };
  const at = (p: Position) => xy(p).split(",").map(Number) as [number, number];
  const shown = (p: Position) => at(p).every((v) => v > -200 && v < SIZE + 200);
  const near = (g: Geometry) =>
    g.type === "MultiPolygon"
      ? g.coordinates[0]![0]!.some(shown)
      : g.type === "MultiLineString"
        ? g.coordinates.flat().some(shown)
        : false;
  const width = (m: number, least: number) => Math.max(least, m * scale).toFixed(1);
  const text = (p: Position, label: string, size: number, colour: string) => {
    const [x, y] = at(p);
    return (
      `<text x="${x}" y="${y}" font-size="${size}" fill="${colour}" text-anchor="middle" ` +
      `paint-order="stroke" stroke="#fff" stroke-width="3">${label}</text>`
    );
  };
  const middle = (g: Geometry): Position => {
    const ring = g.type === "MultiPolygon" ? g.coordinates[0]![0]! : [];
    return [
      ring.reduce((s, p) => s + p[0]!, 0) / ring.length,
      ring.reduce((s, p) => s + p[1]!, 0) / ring.length,
    ];
  };
  const parts = [
    ...c.villages.map(
      (v) => `<path d="${path(v.geom)}" fill="${v.kind === "village" ? "#eef2e4" : "#f6f4ef"}"/>`,
    ),
    ...c.parcels
      .filter((p) => near(p.geom))
      .map((p) => `<path d="${path(p.geom)}" fill="${PLOTS[p.kind]}"/>`),
    ...c.streets
      .filter((s) => near(s.geom))
      .map(
        (s) =>
          `<path d="${path(s.geom)}" fill="none" stroke="#cfcabf" ` +
          `stroke-width="${width(WIDTHS[s.kind]! + 2, 1.1)}" stroke-linecap="round" ` +
          'stroke-linejoin="round"/>',
      ),
    ...c.waters.map((w) =>
      w.kind === "stream"
        ? `<path d="${path(w.geom)}" fill="none" stroke="#9fc3dc" ` +
          `stroke-width="${width(9, 1.2)}" stroke-linecap="round"/>`
        : `<path d="${path(w.geom)}" fill="#9fc3dc"/>`,
    ),
    ...c.streets
      .filter((s) => near(s.geom))
      .map(
        (s) =>
          `<path d="${path(s.geom)}" fill="none" ` +
          `stroke="${s.kind === "trunk" ? "#f3cf7d" : "#fff"}" ` +
          `stroke-width="${width(WIDTHS[s.kind]!, 0.7)}" stroke-linecap="round" ` +
          'stroke-linejoin="round"/>',
      ),
    ...c.buildings
      .filter((b) => near(b.geom))
      .map(
        (b) =>
          `<path d="${path(b.geom)}" fill="${COLOURS[b.use]}" fill-rule="evenodd" ` +
          `${detail ? 'stroke="#8d7f6a" stroke-width="0.6"' : ""}/>`,
      ),
    ...c.grids
      .filter((g) => g.valid_to === null)
      .map(
        (g) =>
          `<path d="${path(g.geom)}" fill="none" stroke="#2f6f6a" ` +
          `stroke-width="${detail ? 2.2 : 1.1}" stroke-dasharray="${detail ? "9 5" : "none"}"/>`,
      ),
    ...c.villages.map(
      (v) =>
        `<path d="${path(v.geom)}" fill="none" stroke="#1d4745" ` +
        `stroke-width="${detail ? 3.2 : 2.2}"/>`,
    ),
    ...(detail === 2
      ? []
      : c.incidents
          .filter((x, k) => (detail === 1 || k % 5 === 0) && shown(x.geom.coordinates))
          .map((x) => {
            const [px, py] = at(x.geom.coordinates);
            return `<circle cx="${px}" cy="${py}" r="1" fill="#b5302a" fill-opacity="0.28"/>`;
          })),
    ...(detail === 2
      ? c.households
          .filter((h) => shown(h.geom.coordinates))
          .map((h) => {
            const [px, py] = at(h.geom.coordinates);
            return `<circle cx="${px}" cy="${py}" r="2" fill="#345"/>`;
          })
      : []),
    ...(detail
      ? c.cameras
          .filter((x) => shown(x.geom.coordinates))
          .map((x) => sector(at(x.geom.coordinates), x.heading, x.field_of_view, x.range_m * scale))
      : []),
    ...(detail === 0 ? c.villages.map((v) => text(middle(v.geom), v.name, 19, "#1d2b2a")) : []),
    ...(detail
      ? c.parcels
          .filter((p) => p.kind !== "farm" && near(p.geom))
          .map((p) => text(middle(p.geom), p.name, detail === 1 ? 12 : 18, "#40362a"))
      : []),
  ];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" ` +
    `style="background:#dfe3dc;font-family:'Noto Sans SC'">${parts.join("")}</svg>`
  );
}

function sector([x, y]: [number, number], heading: number, view: number, range: number): string {
  const edge = (degrees: number) => {
    const a = (degrees * Math.PI) / 180;
    return `${(x + range * Math.sin(a)).toFixed(1)},${(y - range * Math.cos(a)).toFixed(1)}`;
  };
  return (
    `<path d="M${x},${y}L${edge(heading - view / 2)}A${range},${range} 0 0 1 ` +
    `${edge(heading + view / 2)}Z" fill="#3b5bdb" fill-opacity="0.16"/><circle cx="${x}" ` +
    `cy="${y}" r="2.4" fill="#2540a8"/>`
  );
}

mkdirSync(folder, { recursive: true });
// The machine may have no Chinese font; the house's own is a package, which only a page with a
// file's address may load.
const fonts = pathToFileURL(
  fileURLToPath(new URL("../../node_modules/@fontsource/noto-sans-sc/400.css", import.meta.url)),
);
const pages = mkdtempSync(join(tmpdir(), "hearthgrid-pictures-"));
const browser = await chromium.launch({
  executablePath: process.env.HEARTHGRID_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
try {
  const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } });
  for (const view of VIEWS) {
    const file = join(pages, `${view.name}.html`);
    writeFileSync(
      file,
      `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="${fonts}"><body ` +
        `style="margin:0">${svg(county, view)}</body>`,
    );
    await page.goto(pathToFileURL(file).href);
    await page.evaluate("document.fonts.ready");
    await page.screenshot({ path: `${folder}${view.name}.png` });
  }
} finally {
  await browser.close();
  rmSync(pages, { recursive: true, force: true });
}

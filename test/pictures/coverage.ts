/**
 * Draws proposed grids: node --import tsx test/pictures/coverage.ts DATA [docs/pictures]
 * DATA is a folder with liechtenstein_{municipalities,roads_2013,buildings_2013}.geojson (©
 * OpenStreetMap contributors).
 */
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { MultiPolygon, Polygon, Position } from "geojson";
import { chromium } from "playwright-core";
import { linesOf, polygonsOf } from "../../geo/coverage/propose/metric.js";
import type { LineClass, Proposal, ProposeInput } from "../../geo/coverage/propose/model.js";
import { placeIn } from "../../geo/coverage/propose/place-in.js";
import { isProposal, propose } from "../../geo/coverage/propose.js";
import { localProjection } from "../../geo/projection.js";
import { demonstrationTown, liechtensteinTown } from "../fixtures/proposal-towns.js";

const [data, out = "docs/pictures"] = process.argv.slice(2);
if (!data) throw new Error("usage: coverage.ts DATA [OUT]");

/** Muted, colour-blind safe tints; neighbours in the list are apart. */
const TINTS = ["#cfe0ee", "#f2dfc3", "#d5e6d0", "#e9d3e0", "#f1eebf", "#d9d6ea"];
const STREETS: Record<LineClass, [colour: string, width: number]> = {
  river: ["#5b8fc9", 5],
  trunk: ["#b98b5a", 2.4],
  main: ["#8b8b86", 1.8],
  secondary: ["#9a9a95", 1.2],
  lane: ["#b5b5b0", 0.8],
  parcel: ["#ccc", 0.4],
};

interface Panel {
  x: number;
  width: number;
  /** Middle of the panel and metres across. */
  at: Position;
  metres: number;
}
const TOP = 92,
  HEIGHT = 760;

function panel(town: ProposeInput, proposal: Proposal, { x, width, at, metres }: Panel): string {
  const projection = localProjection(at[0]!, at[1]!);
  const scale = width / metres;
  const place = ([lon, lat]: Position): [number, number] => {
    const [px, py] = projection.forward(lon!, lat!);
    return [width / 2 + px * scale, HEIGHT / 2 - py * scale];
  };
  const line = (l: Position[]): string =>
    `M${l
      .map((p) =>
        place(p)
          .map((v) => v.toFixed(1))
          .join(" "),
      )
      .join("L")}`;
  const area = (g: Polygon | MultiPolygon): string =>
    polygonsOf(g)
      .flat()
      .map((ring) => `${line(ring)}Z`)
      .join("");
  const { features } = proposal.collection;
  const fills = features.map(
    (f, k) => `<path d="${area(f.geometry)}" fill="${TINTS[k % 6]}" fill-rule="evenodd"/>`,
  );
  const streets = town.lines.map(({ class: kind, geometry }) => {
    const [colour, thick] = STREETS[kind];
    return (
      `<path d="${linesOf(geometry).map(line).join("")}" fill="none" stroke="${colour}" ` +
      `stroke-width="${thick}"/>`
    );
  });
  const homes = town.buildings.map(
    (b) => `<path d="${area(b.geometry)}" fill="${b.households > 0 ? "#b4552d" : "#8a8a8a"}"/>`,
  );
  const outlines = features.map(
    (f) =>
      `<path d="${area(f.geometry)}" fill="none" stroke="#1f3b57" stroke-width="2.4" ` +
      'stroke-linejoin="round"/>',
  );
  const villages = town.villages.map(
    (v) =>
      `<path d="${area(v.geometry)}" fill="none" stroke="#8a1c7c" stroke-width="1.4" ` +
      'stroke-dasharray="7 5"/>',
  );
  const labels = features.map((f) => {
    const [shell] = [...polygonsOf(f.geometry)].sort((a, b) => b[0]!.length - a[0]!.length);
    const xy = shell!.map((ring) => ({ xy: ring.flat() }));
    const [tx, ty] = place(placeIn(xy));
    const { households } = f.properties as { households: number };
    return `<text x="${tx.toFixed(1)}" y="${ty.toFixed(1)}" class="count">${households}</text>`;
  });
  const bar = 500;
  return [
    `<svg x="${x}" y="${TOP}" width="${width}" height="${HEIGHT}">`,
    '<rect width="100%" height="100%" fill="#f6f5f2"/>',
    ...fills,
    ...streets,
    ...homes,
    ...outlines,
    ...villages,
    ...labels,
    `<g transform="translate(18 ${HEIGHT - 22})"><path d="M0 -5V0H${bar * scale}V-5" fill="none" ` +
      `stroke="#333"/><text x="${bar * scale + 8}" y="2" class="small">${bar} m</text></g>`,
    `<rect x=".5" y=".5" width="${width - 1}" height="${HEIGHT - 1}" fill="none" stroke="#bbb"/>`,
    "</svg>",
  ].join("\n");
}

function proposed(town: ProposeInput): Proposal {
  const answer = propose(town, { range: [300, 500] });
  if (!isProposal(answer)) throw new Error(answer.code);
  return answer;
}

function says(name: string, { judgement: j, grids }: Proposal): string {
  const faults = j.buildingsCut + j.compoundsSplit + j.villagesCrossed + j.banksJoined;
  return (
    `${name}: ${grids.length} grids; ${faults} faults; ${(100 * j.onLines).toFixed(0)} % of inner ` +
    `borders on lines; Polsby-Popper ${j.polsbyPopperMedian.toFixed(2)}`
  );
}

const { town } = demonstrationTown();
const demonstration = proposed(town);
const balzers = liechtensteinTown(data, "Balzers");
const real = proposed(balzers);
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="900" viewBox="0 0 1600 900" font-family="Noto Sans, DejaVu Sans, sans-serif">
<style>.count{font-weight:700;font-size:14px;text-anchor:middle;paint-order:stroke;stroke:#fff;stroke-width:3.5px;stroke-linejoin:round}.small{font-size:13px}text{fill:#1c2733}</style>
<rect width="1600" height="900" fill="#fff"/>
<text x="24" y="40" font-size="24" font-weight="700">Grids of 300 to 500 households, proposed</text>
<text x="24" y="74" font-size="14">${says("The demonstration's town", demonstration)}</text>
<text x="928" y="74" font-size="14">${says("Balzers", real)}</text>
${panel(town, demonstration, { x: 24, width: 880, at: [...middleOf(town)], metres: 2320 })}
${panel(balzers, real, { x: 928, width: 648, at: [9.5035, 47.0665], metres: 1950 })}
<text x="24" y="884" class="small">Number: households. Dashed: borders of communities, which no grid crosses. Balzers © OpenStreetMap contributors, 2013, ODbL; a household for each 90 m² of a footprint.</text></svg>`;

function middleOf({ villages }: ProposeInput): Position {
  const all = villages.flatMap((v) => polygonsOf(v.geometry).flat(2));
  const mid = (k: 0 | 1): number => {
    const values = all.map((p) => p[k]!);
    return (Math.min(...values) + Math.max(...values)) / 2;
  };
  return [mid(0), mid(1)];
}

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
await page.setContent(`<body style="margin:0">${svg}</body>`);
mkdirSync(out, { recursive: true });
await page.screenshot({ path: path.join(out, "coverage-proposal.png") });
await browser.close();

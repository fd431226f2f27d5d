// Draws the house from its imports: rooms as bands, folders as chips as long as their lines of code
// are many, arrows with the number of imports. What points up is red: there should be none.
//
// node test/pictures/architecture.mjs            writes docs/pictures/architecture.svg
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { MECHANISMS, readImports } from "../dependency-rules.mjs";

const OUT = fileURLToPath(new URL("../../docs/pictures/architecture.svg", import.meta.url));
const DOORS = "http|graphql|cli|control|start";

/** Beside the mechanisms that know no domain: what all domains ask. */
const SHARED = new RegExp(`^api/(?:${MECHANISMS}|accounts|counties|access-log)/`);

/** From above to below: each may import those below it. */
const BANDS = [
  { name: "web-map", title: "web-map · the page 页面", holds: /^web-map\// },
  { name: "doors", title: "api · doors 门", holds: new RegExp(`^api/(?:(?:${DOORS})/|[^/]+$)`) },
  {
    name: "domains",
    title: "api · domains 业务",
    holds: /^api\//,
  },
  {
    name: "mechanisms",
    title: "api · mechanisms 机制",
    holds: SHARED,
  },
  { name: "schema", title: "schema · the contract 契约", holds: /^schema\// },
  { name: "db", title: "db · engines, tables 数据库", holds: /^db\// },
  { name: "civic", title: "civic · procedure 程序", holds: /^civic\// },
  { name: "geo", title: "geo · spatial methods 空间方法", holds: /^geo\// },
];
const [WIDTH, LEFT, RIGHT, CHIP, GAP] = [1240, 24, 330, 26, 8];

/** What is no door and no mechanism is a domain. */
const ASKED = [0, 1, 3, 2, 4, 5, 6, 7];
const bandOf = (file) => ASKED.find((i) => BANDS[i].holds.test(file)) ?? -1;
const folderOf = (file) => {
  const parts = file.split("/");
  return parts.length > 2 ? parts[1] : "files of its own";
};
const linesOf = (file) =>
  readFileSync(new URL(`../../${file}`, import.meta.url), "utf8").split("\n").length;
const isOurs = (file) =>
  bandOf(file) >= 0 && !/[.](?:spec|fixture)[.]tsx?$|\/testing\/|\/gql\//.test(file);

const imports = (await readImports()).filter(({ source }) => isOurs(source));
const folders = BANDS.map(() => new Map());
const arrows = new Map();
for (const { source, targets } of imports) {
  const from = bandOf(source);
  const folder = folderOf(source);
  folders[from].set(folder, (folders[from].get(folder) ?? 0) + linesOf(source));
  for (const target of targets.filter(isOurs)) {
    const to = bandOf(target);
    if (to !== from) arrows.set(`${from},${to}`, (arrows.get(`${from},${to}`) ?? 0) + 1);
  }
}

const plain = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const parts = [];
const labels = [];
const middles = [];
let y = 64;
BANDS.forEach(({ title }, i) => {
  const top = y;
  const chips = [];
  let [x, row] = [LEFT + 12, top + 34];
  for (const [name, lines] of [...folders[i]].sort((a, b) => b[1] - a[1])) {
    const width = Math.max(34 + name.length * 7.2, Math.min(260, 40 + lines / 22));
    if (x + width > WIDTH - RIGHT - 12) [x, row] = [LEFT + 12, row + CHIP + GAP];
    chips.push(
      `<g><title>${plain(name)}: ${lines} lines</title><rect x="${x}" y="${row}" width="${width}" height="${CHIP}" rx="5" class="chip"/>` +
        `<text x="${x + 9}" y="${row + 17}" class="name">${plain(name)}</text></g>`,
    );
    x += width + GAP;
  }
  y = row + CHIP + 12;
  middles.push((top + y) / 2);
  const total = [...folders[i].values()].reduce((a, b) => a + b, 0);
  parts.push(
    `<rect x="${LEFT}" y="${top}" width="${WIDTH - RIGHT - LEFT}" height="${y - top}" rx="9" class="band"/>`,
    `<text x="${LEFT + 14}" y="${top + 22}" class="title">${title}</text>`,
    `<text x="${WIDTH - RIGHT - 14}" y="${top + 22}" class="lines" text-anchor="end">${Math.round(total / 100) / 10} k lines</text>`,
    ...chips,
  );
  y += 14;
});

// Short arrows bend least; none crosses the apex of another, where its number stands.
const used = new Map();
const port = (band, side) => {
  const n = used.get(`${band}${side}`) ?? 0;
  used.set(`${band}${side}`, n + 1);
  return middles[band] + (side === "out" ? 1 : -1) * (4 + n * 6);
};
const lanes = [];
const bySpan = [...arrows]
  .map(([key, count]) => ({ ends: key.split(",").map(Number), count }))
  .sort((a, b) => Math.abs(a.ends[0] - a.ends[1]) - Math.abs(b.ends[0] - b.ends[1]));
for (const { ends, count } of bySpan) {
  const [from, to] = ends;
  const [y1, y2] = [port(from, "out"), port(to, "in")];
  const [low, high] = [Math.min(y1, y2), Math.max(y1, y2)];
  const isFree = (lane) => !lane?.some((other) => low < other.high && high > other.low);
  let lane = 0;
  while (!isFree(lanes[lane])) lane++;
  lanes[lane] = [...(lanes[lane] ?? []), { low, high }];
  const x = WIDTH - RIGHT;
  const bend = x + 46 + lane * 26;
  const up = to < from ? " up" : "";
  parts.push(
    `<path d="M${x} ${y1} C${bend} ${y1} ${bend} ${y2} ${x + 5} ${y2}" class="arrow${up}" stroke-width="${(0.8 + Math.log10(count)).toFixed(1)}" marker-end="url(#head${up.trim()})"/>`,
  );
  labels.push(
    `<text x="${x + (bend - x) * 0.75 + 3}" y="${(y1 + y2) / 2 + 4}" class="count${up}">${count}</text>`,
  );
}

const head = (id, colour) =>
  `<marker id="${id}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto" markerUnits="userSpaceOnUse"><path d="M0 0L8 4L0 8z" fill="${colour}"/></marker>`;
writeFileSync(
  OUT,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${Math.round(y + 10)}" font-family="system-ui, 'Noto Sans SC', sans-serif" role="img" aria-label="Rooms of the house and the imports between them">
<title>Rooms of the house and the imports between them</title>
<style>
.band{fill:#f6f7f9;stroke:#d5dae1}.chip{fill:#fff;stroke:#b9c2cd}.title{font-size:14px;font-weight:600;fill:#1c2733}
.name{font-size:12px;fill:#1c2733}.lines{font-size:11px;fill:#66727f}.arrow{fill:none;stroke:#7d93ab}.arrow.up{stroke:#c0392b}
.count{font-size:11px;fill:#48607a;paint-order:stroke;stroke:#fff;stroke-width:3px}.count.up{fill:#c0392b}.head{font-size:17px;font-weight:600;fill:#1c2733}
</style>
<defs>${head("head", "#7d93ab")}${head("headup", "#c0392b")}</defs>
<rect width="100%" height="100%" fill="#fff"/>
<text x="${LEFT}" y="34" class="head">Hearthgrid: who imports whom 谁引用谁</text>
<text x="${WIDTH - RIGHT}" y="34" class="lines" text-anchor="end">numbers: imports between bands · 数字为引用数</text>
${[...parts, ...labels].join("\n")}
</svg>
`,
);
console.log(OUT);

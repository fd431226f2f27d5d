import { readFileSync } from "node:fs";
import { badInput } from "./refusal.js";

/** Systems in which tiles are drawn that the page can put in their place. */
export const TILE_SYSTEMS = ["WGS84", "CGCS2000", "GCJ02"] as const;
export type TileSystem = (typeof TILE_SYSTEMS)[number];

/** A map of others that may lie under ours: the page fetches its tiles from `origin` itself. */
export interface BackgroundMap {
  id: string;
  nameZh: string;
  nameEn: string;
  /** Address of a tile with {z}, {x} and {y}, its key filled in. */
  tiles: string;
  origin: string;
  /** Whether its address holds a key, which is the office's and not for every visitor. */
  hasToken: boolean;
  attribution: string;
  crs: TileSystem;
  maxZoom: number;
}

type Written = Record<string, unknown>;

/** What WMTS calls the three numbers of a tile, in its templates. */
const WMTS_WORDS: readonly [RegExp, string][] = [
  [/\{TileMatrix\}/gi, "{z}"],
  [/\{TileRow\}/gi, "{y}"],
  [/\{TileCol\}/gi, "{x}"],
];

/** The template of a WMTS: as it is written, or of a service that is asked by keys and values. */
function wmtsTemplate(url: string, entry: Written, text: (key: string) => string): string {
  const template = WMTS_WORDS.reduce((so, [word, ours]) => so.replace(word, ours), url);
  if (template.includes("{z}")) return template;
  const asked = new URLSearchParams({
    SERVICE: "WMTS",
    REQUEST: "GetTile",
    VERSION: "1.0.0",
    LAYER: text("layer"),
    STYLE: entry["style"] === undefined ? "default" : text("style"),
    TILEMATRIXSET: text("matrixSet"),
    FORMAT: entry["format"] === undefined ? "image/png" : text("format"),
  });
  const joint = url.includes("?") ? (/[?&]$/.test(url) ? "" : "&") : "?";
  return `${url}${joint}${asked.toString()}&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}`;
}

function readEntry(entry: Written, at: number): BackgroundMap {
  const refuse = (way: string) =>
    badInput("background-maps", `background-maps: entry ${at + 1}: ${way}`);
  const textIn = (from: unknown, key: string): string => {
    const value = (from as Written | undefined)?.[key];
    if (typeof value !== "string" || value.trim() === "") throw refuse(`write ${key} as a text.`);
    return value.trim();
  };
  const text = (key: string) => textIn(entry, key);
  const id = text("id");
  if (!/^[a-z0-9-]{1,40}$/.test(id)) throw refuse("id is of a to z, 0 to 9 and -.");
  const kind = text("kind");
  if (kind !== "XYZ" && kind !== "WMTS") throw refuse("kind is XYZ or WMTS.");
  const url = text("url");
  const template = kind === "WMTS" ? wmtsTemplate(url, entry, text) : url;
  if (!["{z}", "{x}", "{y}"].every((hole) => template.includes(hole)))
    throw refuse("url has {z}, {x} and {y}.");
  const hasToken = template.includes("{token}");
  const tiles = hasToken
    ? template.replaceAll("{token}", encodeURIComponent(text("token")))
    : template;
  const address = URL.canParse(tiles) ? new URL(tiles) : null;
  // Braces in a host would be another host a tile: the policy names each by itself.
  if (!address || !/^https?:$/.test(address.protocol) || /[{%]/.test(address.host))
    throw refuse("url begins with https:// and a host without holes.");
  if (address.username) throw refuse("a key stands in token, and {token} where it goes in url.");
  const crs = TILE_SYSTEMS.find((system) => system === (entry["crs"] ?? "WGS84"));
  if (!crs) throw refuse(`crs is ${TILE_SYSTEMS.join(", ")}.`);
  const maxZoom = entry["maxZoom"] ?? 18;
  if (!Number.isInteger(maxZoom) || (maxZoom as number) < 1 || (maxZoom as number) > 24)
    throw refuse("maxZoom is a whole number from 1 to 24.");
  return {
    id,
    nameZh: textIn(entry["name"], "zh"),
    nameEn: textIn(entry["name"], "en"),
    tiles,
    origin: address.origin,
    hasToken,
    attribution: text("attribution"),
    crs,
    maxZoom: maxZoom as number,
  };
}

/** The maps that a JSON text declares. No refusal repeats its text: it may hold a key. */
export function backgroundMapsOf(json: string): BackgroundMap[] {
  let written: unknown;
  try {
    written = JSON.parse(json);
  } catch {
    throw badInput("background-maps", "background-maps: the file is not JSON.");
  }
  if (!Array.isArray(written))
    throw badInput("background-maps", "background-maps: write a list of maps: [{ … }, { … }].");
  const maps = written.map((entry: Written, at) => readEntry(entry, at));
  const twice = maps.find((map, i) => maps.findIndex((other) => other.id === map.id) < i);
  if (twice)
    throw badInput("background-maps", `background-maps: two maps have the id ${twice.id}.`);
  return maps;
}

export function readBackgroundMaps(file: string): BackgroundMap[] {
  let json: string;
  try {
    json = readFileSync(file, "utf8");
  } catch {
    throw badInput("background-maps", `background-maps: ${file} cannot be read.`);
  }
  return backgroundMapsOf(json);
}

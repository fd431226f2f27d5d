import type { Position } from "geojson";
import type { Area } from "./area.js";
import { keepText, keptText } from "./kept-texts.js";

const short = (n: number) => String(Math.round(n * 1e6) / 1e6);
const pair = (p: readonly number[]) => `${short(p[0]!)},${short(p[1]!)}`;

/** Chats and mail cut longer links off; what is longer stays in this tab. */
const LONGEST = 1500;

/**
 * An area as a word of the address bar: `bbox:w,s,e,n`, `circle:lng,lat,metres`,
 * `polygon:lng,lat_lng,lat_…` (`~` before a hole, `;` before a further part), `grids:id_id`,
 * `villages:code,code`, `saved:id`, and `kept:key` for a shape that is too long for a link.
 */
export function areaToText(area: Area): string {
  const text = wholeAreaText(area);
  return text.length <= LONGEST ? text : `kept:${keepText(text)}`;
}

/** Whether a link to it opens only in this tab. */
export const isTooLongForLink = (area: Area): boolean => wholeAreaText(area).length > LONGEST;

/** However long it is: of what is kept elsewhere than in an address. */
export function wholeAreaText(area: Area): string {
  switch (area.kind) {
    case "bbox":
      return `bbox:${area.bounds.map(short).join(",")}`;
    case "circle":
      return `circle:${pair(area.center)},${Math.round(area.metres * 10) / 10}`;
    case "polygon":
      return `polygon:${area.parts.map((rings) => rings.map(ringText).join("~")).join(";")}`;
    case "grids":
      return `grids:${area.ids.join("_")}`;
    case "villages":
      return `villages:${area.codes.map(encodeURIComponent).join(",")}`;
    case "saved":
      return `saved:${area.id}`;
  }
}

/** Open: its last corner is its first. */
const ringText = (ring: readonly Position[]) => ring.slice(0, -1).map(pair).join("_");

const inRange = (p: number[]) =>
  p.length === 2 && p.every(Number.isFinite) && Math.abs(p[0]!) <= 180 && Math.abs(p[1]!) <= 90;
const numbers = (text: string) => text.split(",").map((t) => (t === "" ? NaN : Number(t)));
const ID = /^\d{6}-[0-9a-f-]{36}$/;

function partsFromText(text: string): Position[][][] | null {
  const parts = text
    .split(";")
    .map((part) => part.split("~").map((ring) => ring.split("_").map(numbers)));
  const isRead = parts.flat().every((ring) => ring.length >= 3 && ring.every(inRange));
  return isRead ? parts.map((rings) => rings.map((ring) => [...ring, ring[0]!])) : null;
}

function codeFromText(text: string): string[] {
  try {
    return text === "" ? [] : [decodeURIComponent(text)];
  } catch {
    return [];
  }
}

/** Null for what is not an area: links are written by hand too. */
export function areaFromText(text: string): Area | null {
  const [kind, rest = ""] = [text.slice(0, text.indexOf(":")), text.slice(text.indexOf(":") + 1)];
  if (kind === "kept") {
    const kept = keptText(rest);
    return kept === null || kept.startsWith("kept:") ? null : areaFromText(kept);
  }
  if (kind === "saved") return ID.test(rest) ? { kind, id: rest } : null;
  if (kind === "grids") {
    const ids = rest.split("_").filter((id) => ID.test(id));
    return ids.length > 0 ? { kind, ids } : null;
  }
  if (kind === "villages") {
    const codes = rest.split(",").flatMap(codeFromText);
    return codes.length > 0 ? { kind, codes } : null;
  }
  if (kind === "polygon") {
    const parts = partsFromText(rest);
    return parts && { kind, parts };
  }
  const n = numbers(rest);
  if (
    kind === "circle" &&
    n.length === 3 &&
    inRange(n.slice(0, 2)) &&
    n[2]! > 0 &&
    n[2]! <= 200_000
  )
    return { kind, center: [n[0]!, n[1]!], metres: n[2]! };
  if (
    kind === "bbox" &&
    n.length === 4 &&
    inRange(n.slice(0, 2)) &&
    inRange(n.slice(2)) &&
    n[0]! < n[2]! &&
    n[1]! < n[3]!
  )
    return { kind, bounds: [n[0]!, n[1]!, n[2]!, n[3]!] };
  return null;
}

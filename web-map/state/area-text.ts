import type { Area } from "./area.js";

const short = (n: number) => String(Math.round(n * 1e6) / 1e6);
const pair = (p: readonly number[]) => `${short(p[0]!)},${short(p[1]!)}`;

/**
 * An area as a word of the address bar: `bbox:w,s,e,n`, `circle:lng,lat,metres`,
 * `polygon:lng,lat_lng,lat_…`, `grids:id_id`.
 */
export function areaToText(area: Area): string {
  switch (area.kind) {
    case "bbox":
      return `bbox:${area.bounds.map(short).join(",")}`;
    case "circle":
      return `circle:${pair(area.center)},${Math.round(area.metres * 10) / 10}`;
    case "polygon":
      return `polygon:${area.ring.map(pair).join("_")}`;
    case "grids":
      return `grids:${area.ids.join("_")}`;
  }
}

const inRange = (p: number[]) =>
  p.length === 2 && p.every(Number.isFinite) && Math.abs(p[0]!) <= 180 && Math.abs(p[1]!) <= 90;
const numbers = (text: string) => text.split(",").map((t) => (t === "" ? NaN : Number(t)));

/** Null for what is not an area: links are written by hand too. */
export function areaFromText(text: string): Area | null {
  const [kind, rest = ""] = [text.slice(0, text.indexOf(":")), text.slice(text.indexOf(":") + 1)];
  if (kind === "grids") {
    const ids = rest.split("_").filter((id) => /^\d{6}-[0-9a-f-]{36}$/.test(id));
    return ids.length > 0 ? { kind, ids } : null;
  }
  if (kind === "polygon") {
    const ring = rest.split("_").map(numbers);
    return ring.length >= 3 && ring.every(inRange) ? { kind, ring } : null;
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

/** What is wrong with the text of a place, for the reader's own words. */
export interface TextFault {
  word: "lineWrong" | "lineRange" | "cornersFew" | "boxWrong";
  values: { n: number; text: string };
}
export type ReadText<T> = { value: T; fault?: undefined } | { value?: undefined; fault: TextFault };

const NUMBER = String.raw`[-+]?\d+(?:\.\d+)?`;
const DEGREES = new RegExp(`^${NUMBER}$`);
/** 107°7′12″E, 29 21.5 N, 北纬29度21分: degrees, minutes and seconds with a letter for the side. */
const SIDED = new RegExp(
  String.raw`(?<before>[东西南北]经|[东西南北]纬|[NSEW])?\s*(?<d>${NUMBER})\s*[°度]?\s*` +
    String.raw`(?:(?<m>\d+(?:\.\d+)?)\s*['′’分]\s*)?(?:(?<s>\d+(?:\.\d+)?)\s*(?:["″”秒]|''|′′)\s*)?` +
    "(?<after>[NSEW])?",
  "giu",
);

interface Angle {
  value: number;
  axis: "lng" | "lat" | null;
}

const SIDES: Record<string, { axis: "lng" | "lat"; sign: 1 | -1 }> = {
  E: { axis: "lng", sign: 1 },
  W: { axis: "lng", sign: -1 },
  N: { axis: "lat", sign: 1 },
  S: { axis: "lat", sign: -1 },
  东: { axis: "lng", sign: 1 },
  西: { axis: "lng", sign: -1 },
  北: { axis: "lat", sign: 1 },
  南: { axis: "lat", sign: -1 },
};

function anglesOf(text: string): Angle[] | null {
  const plain = text
    .trim()
    .split(/[\s,，;；、]+/)
    .filter(Boolean);
  if (plain.every((part) => DEGREES.test(part)))
    return plain.map((part) => ({ value: Number(part), axis: null }));
  const angles: Angle[] = [];
  const rest = text.replace(SIDED, (...found) => {
    const groups = found.at(-1) as Record<"before" | "d" | "m" | "s" | "after", string | undefined>;
    const side = SIDES[(groups.after ?? groups.before ?? "").slice(0, 1).toUpperCase()];
    const degrees = Number(groups.d);
    const size = Math.abs(degrees) + Number(groups.m ?? 0) / 60 + Number(groups.s ?? 0) / 3600;
    angles.push({
      value: (degrees < 0 ? -1 : 1) * (side?.sign ?? 1) * size,
      axis: side?.axis ?? null,
    });
    return "";
  });
  return /[^\s,，;；、()（）]/.test(rest) ? null : angles;
}

/** Longitude first, unless letters say otherwise. */
function placeOf(text: string, n: number): ReadText<[number, number]> {
  const wrong = (word: TextFault["word"]) => ({
    fault: { word, values: { n, text: text.trim() } },
  });
  const angles = anglesOf(text);
  if (angles?.length !== 2) return wrong("lineWrong");
  const [a, b] = angles as [Angle, Angle];
  if (a.axis !== null && a.axis === b.axis) return wrong("lineWrong");
  const [lng, lat] = a.axis === "lat" || b.axis === "lng" ? [b, a] : [a, b];
  return Math.abs(lng.value) <= 180 && Math.abs(lat.value) <= 90
    ? { value: [lng.value, lat.value] }
    : wrong("lineRange");
}

export const readPlace = (text: string): ReadText<[number, number]> => placeOf(text, 1);

/** Corners, one a line; a last one that is the first again is left out. */
export function readCorners(text: string): ReadText<[number, number][]> {
  const corners: [number, number][] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const read = placeOf(line, i + 1);
    if (read.fault) return read;
    corners.push(read.value);
  }
  const [first, last] = [corners[0], corners.at(-1)];
  if (corners.length > 3 && first![0] === last![0] && first![1] === last![1]) corners.pop();
  return corners.length >= 3
    ? { value: corners }
    : { fault: { word: "cornersFew", values: { n: corners.length, text: "" } } };
}

/** West, south, east, north. */
export function readBox(text: string): ReadText<[number, number, number, number]> {
  const parts = text
    .trim()
    .split(/[\s,，;；、]+/)
    .map(Number);
  const [w, s, e, n] = parts as [number, number, number, number];
  const isBox =
    parts.length === 4 &&
    parts.every(Number.isFinite) &&
    w < e &&
    s < n &&
    w >= -180 &&
    e <= 180 &&
    s >= -90 &&
    n <= 90;
  return isBox
    ? { value: [w, s, e, n] }
    : { fault: { word: "boxWrong", values: { n: 1, text: text.trim() } } };
}

import type { Language } from "../i18n/i18n.js";
import type { Area } from "./area.js";
import { areaFromText, areaToText } from "./area-text.js";
import type { Params } from "./codec.js";
import type { TimeRange } from "./time-range.js";

/** Thirty days, unless a link says otherwise: years of incidents at once hide each other. */
const USUAL_TIME: TimeRange = { kind: "last", hours: 720 };

/**
 * What a link says to every workspace: place, time and the thing in hand go along from one to the
 * next. It stands after the #, so no server and no log learns which area someone looked at.
 */
export interface ViewState {
  language: Language;
  /** Null: the whole county. */
  camera: { zoom: number; lng: number; lat: number } | null;
  /** Names of the layers shown; null: the usual ones. */
  layers: string[] | null;
  area: Area | null;
  time: TimeRange;
  /** Top-level incident categories shown; null: all. */
  categories: string[] | null;
  selection: { layer: string; id: string } | null;
}

export const initialState = (language: Language): ViewState => ({
  language,
  camera: null,
  layers: null,
  area: null,
  time: USUAL_TIME,
  categories: null,
  selection: null,
});

const day = (text: string | undefined) =>
  text && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
/** Names and codes; a county's own codes are words too («personal robbery»). */
const WORD = /^[\p{L}\p{N}_][\p{L}\p{N} _.()/-]{0,39}$/u;
export const words = (text: string | null) =>
  text === null ? null : text.split(",").filter((w) => WORD.test(w));

/**
 * The address of a view, with what the workspace keeps beside it. An area that is too long for a
 * link is a key of this tab's there, unless `areaText` says otherwise.
 */
export function stateToHash(
  state: ViewState,
  own: Params = {},
  areaText: (area: Area) => string = areaToText,
): string {
  const parts: [string, string][] = [];
  const { camera: c, time } = state;
  if (c) parts.push(["map", `${c.zoom.toFixed(2)}/${c.lat.toFixed(6)}/${c.lng.toFixed(6)}`]);
  if (state.layers) parts.push(["layers", state.layers.join(",")]);
  if (state.categories) parts.push(["categories", state.categories.join(",")]);
  if (time.kind === "all") parts.push(["time", "all"]);
  if (time.kind === "last") parts.push(["last", `${time.hours}h`]);
  if (time.kind === "days") parts.push(["time", `${time.from ?? ""}..${time.to ?? ""}`]);
  if (state.area) parts.push(["area", areaText(state.area)]);
  if (state.selection) parts.push(["at", `${state.selection.layer}:${state.selection.id}`]);
  parts.push(["lang", state.language]);
  return `#${[
    ...parts.map(([k, v]) => `${k}=${encodeURI(v)}`),
    ...Object.entries(own).map(([k, v]) => `${k}=${encodeURIComponent(v)}`),
  ].join("&")}`;
}

/** What stands after the #, by its keys; what is not well written is left out. */
function paramsOf(hash: string): Params {
  return Object.fromEntries(
    hash
      .replace(/^#/, "")
      .split("&")
      .flatMap((part): [string, string][] => {
        const at = part.indexOf("=");
        try {
          return at > 0 ? [[part.slice(0, at), decodeURIComponent(part.slice(at + 1))]] : [];
        } catch {
          return [];
        }
      }),
  );
}

/** Of a hash's params, those that are no workspace's own. */
const SHARED = new Set(["map", "layers", "categories", "time", "last", "area", "at", "lang"]);

export const ownParams = (hash: string): Params =>
  Object.fromEntries(Object.entries(paramsOf(hash)).filter(([key]) => !SHARED.has(key)));

/** What it cannot read it leaves at its usual value: an old link still opens. */
export function stateFromHash(hash: string, fallback: ViewState): ViewState {
  const given = paramsOf(hash);
  const get = (key: string) => given[key] ?? null;
  const [zoom, lat, lng] = (get("map") ?? "").split("/").map((n) => (n === "" ? NaN : Number(n)));
  const camera =
    [zoom, lat, lng].every((n) => Number.isFinite(n)) &&
    Math.abs(lat!) <= 85 &&
    Math.abs(lng!) <= 180
      ? { zoom: Math.min(24, Math.max(0, zoom!)), lat: lat!, lng: lng! }
      : null;
  const last = Number(/^(\d{1,6})h$/.exec(get("last") ?? "")?.[1] ?? NaN);
  const [from, to] = (get("time") ?? "").split("..");
  const days = { from: day(from), to: day(to) };
  const at = /^([a-z]+):(\d{6}-[0-9a-f-]{36})$/.exec(get("at") ?? "");
  const language = get("lang");
  return {
    language: language === "zh" || language === "en" ? language : fallback.language,
    camera,
    layers: words(get("layers")),
    categories: words(get("categories")),
    time:
      last > 0
        ? { kind: "last", hours: last }
        : days.from || days.to
          ? { kind: "days", ...days }
          : get("time") === "all"
            ? { kind: "all" }
            : fallback.time,
    area: areaFromText(get("area") ?? ""),
    selection: at ? { layer: at[1]!, id: at[2]! } : null,
  };
}

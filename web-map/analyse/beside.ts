import type { Area } from "../state/area.js";
import { areaFromText, areaToText } from "../state/area-text.js";

/** Areas that are looked at side by side; more are a ranking. */
export const BESIDE_MOST = 6;

/** In no area's text: codes of villages are encoded there. */
const BETWEEN = "|";

export const besideFromText = (text: string | null): Area[] =>
  (text ?? "")
    .split(BETWEEN)
    .flatMap((one) => areaFromText(one) ?? [])
    .slice(0, BESIDE_MOST);

export const besideToText = (areas: readonly Area[], areaText = areaToText): string =>
  areas.map(areaText).join(BETWEEN);

export const isAmong = (areas: readonly Area[], area: Area): boolean =>
  areas.some((one) => areaToText(one) === areaToText(area));

import { RAMP } from "../layers/legend.js";
import type { Theme } from "../map/night.js";

/** The lowest is nearest to the ground, by day and by night: more always stands out more. */
const BY_NIGHT = ["#20363c", "#255059", "#2f7079", "#4f979b", "#86c3c1", "#d3efe9"] as const;

/** Shades of counts, the lowest first. */
export const shadesOf = (theme: Theme): readonly string[] => (theme === "dark" ? BY_NIGHT : RAMP);

/** The rim of what is hot: told from all fills, and from the area's line. */
export const hotColour = (theme: Theme): string => (theme === "dark" ? "#ff7a6b" : "#b3261e");

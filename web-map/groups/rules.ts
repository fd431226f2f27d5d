import type { GroupsWord, SayGroups } from "./words.js";

export type GroupMode = "GROUPS" | "RINGS";
/** 就近 / 相熟 / 均衡: what is wished for besides short walks. */
export type GroupPreset = "NEAR" | "ACQUAINTED" | "BALANCED";
export const PRESETS: readonly GroupPreset[] = ["NEAR", "ACQUAINTED", "BALANCED"];

export const MODE_WORDS = {
  GROUPS: "modeGroups",
  RINGS: "modeRings",
} as const satisfies Record<GroupMode, GroupsWord>;
export const PRESET_WORDS = {
  NEAR: "presetNear",
  ACQUAINTED: "presetAcquainted",
  BALANCED: "presetBalanced",
} as const satisfies Record<GroupPreset, GroupsWord>;

export interface Rules {
  mode: GroupMode;
  /** Households of a group, fewest and most, and how many are wanted. */
  low: number;
  high: number;
  target: number;
  /** People of a group who answer, at least. */
  minResponders: number;
  /** Metres of walk that a call may cost. */
  radiusM: number;
  preset: GroupPreset;
  /** Searched longer, and told how far it may be from the best. */
  thorough: boolean;
}

/** 十户联防 as the service has it where nobody says otherwise. */
export const USUAL_RULES: Rules = {
  mode: "GROUPS",
  low: 7,
  high: 13,
  target: 10,
  minResponders: 6,
  radiusM: 150,
  preset: "BALANCED",
  thorough: true,
};

/** What a household may be asked for; the service has the last word. */
export const LIMITS = {
  low: [2, 50],
  high: [2, 50],
  target: [2, 50],
  minResponders: [0, 100],
  radiusM: [20, 5000],
} as const satisfies Partial<Record<keyof Rules, readonly [number, number]>>;
export type Figure = keyof typeof LIMITS;

/** The first figure that cannot be as it is; null: they can be asked for. */
export function faultIn(rules: Rules): Figure | null {
  const { mode, low, high, target } = rules;
  for (const [name, [least, most]] of Object.entries(LIMITS) as [Figure, readonly number[]][]) {
    // A ring has nine: of its rules only the walk can be another.
    if (mode === "RINGS" && name !== "radiusM") continue;
    const value = rules[name];
    const isWhole = name === "radiusM" ? Number.isFinite(value) : Number.isInteger(value);
    if (!isWhole || value < least! || value > most!) return name;
  }
  if (mode === "RINGS") return null;
  if (low > high) return "high";
  return target < low || target > high ? "target" : null;
}

/** The rules in one line of plain words; wishes by name, never as numbers. */
export function sayRules(rules: Rules, t: SayGroups): string {
  const { low, high, target, minResponders, radiusM } = rules;
  const radius = t("ruleRadius", { metres: radiusM });
  if (rules.mode === "RINGS") return [t("ruleRing"), t("ruleBorders"), radius].join(t("ruleAnd"));
  return [
    t("ruleSizes", { low, high, target }),
    ...(minResponders > 0 ? [t("ruleResponders", { count: minResponders })] : []),
    t("ruleBorders"),
    radius,
    t(PRESET_WORDS[rules.preset]),
  ].join(t("ruleAnd"));
}

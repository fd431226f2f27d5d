import { DEFAULT_WEIGHTS, type Rules, TEN_HOUSEHOLDS } from "../../geo/grouping/model.js";
import { badInput } from "../core/refusal.js";

export const GROUP_PRESETS = ["NEAR", "ACQUAINTED", "BALANCED"] as const;
export type GroupPreset = (typeof GROUP_PRESETS)[number];
export type GroupMode = "GROUPS" | "RINGS";

/** What a plan is formed by, as its row keeps it; weights are a preset's, never numbers. */
export interface GroupRules {
  low: number;
  high: number;
  target: number;
  minResponders: number;
  radiusM: number;
  preset: GroupPreset;
  seed: number;
  thorough: boolean;
}

/** Of what a run was asked for the part that says how. */
export interface AskedRules {
  low?: number | null;
  high?: number | null;
  target?: number | null;
  minResponders?: number | null;
  radiusM?: number | null;
  preset?: string | null;
  seed?: number | null;
  thorough?: boolean | null;
}

/** Households that a group is never larger than: a message to more is a message to nobody. */
const SIZE_MOST = 50;

const within = (field: string, value: number, least: number, most: number): void => {
  if (!(value >= least && value <= most))
    throw badInput(field, `${field}: ${least} to ${most}, not ${value}.`);
};

/** The rules of a run, checked: what contradicts itself is told with the field and a way out. */
export function groupRulesOf(asked: AskedRules): GroupRules {
  const { low, high, target, minResponders } = TEN_HOUSEHOLDS;
  const rules: GroupRules = {
    low: asked.low ?? Math.min(low, asked.high ?? low),
    high: asked.high ?? Math.max(high, asked.low ?? high),
    target: asked.target ?? target,
    minResponders: asked.minResponders ?? minResponders,
    radiusM: asked.radiusM ?? DEFAULT_WEIGHTS.radiusLimit,
    preset: (asked.preset ?? "BALANCED") as GroupPreset,
    seed: asked.seed ?? 1,
    thorough: asked.thorough ?? false,
  };
  within("low", rules.low, 2, SIZE_MOST);
  within("high", rules.high, 2, SIZE_MOST);
  if (rules.low > rules.high)
    throw badInput("low", `low, high: at least ${rules.low} and at most ${rules.high} is no size.`);
  if (asked.target == null)
    rules.target = Math.min(rules.high, Math.max(rules.low, Math.round(rules.target)));
  if (rules.target < rules.low || rules.target > rules.high)
    throw badInput("target", `target: between ${rules.low} and ${rules.high}, as groups are.`);
  within("minResponders", rules.minResponders, 0, 99);
  within("radiusM", rules.radiusM, 10, 5000);
  within("seed", rules.seed, 0, 2147483647);
  return rules;
}

/** Metres that presets give to wishes (docs/decisions/grouping-objective.md). */
const PRESETS: Readonly<Record<GroupPreset, Partial<Rules["weights"]>>> = {
  NEAR: { tie: 0, size: 5 },
  ACQUAINTED: { tie: 40 },
  BALANCED: {},
};

export const methodRules = (rules: GroupRules): Rules => ({
  ...TEN_HOUSEHOLDS,
  low: rules.low,
  high: rules.high,
  target: rules.target,
  minResponders: rules.minResponders,
  weights: { ...DEFAULT_WEIGHTS, ...PRESETS[rules.preset], radiusLimit: rules.radiusM },
});

/**
 * Proposals a household: the first plan of a village within two seconds, a county's in a minute.
 */
export const proposalsOf = ({ thorough }: GroupRules): number => (thorough ? 600 : 150);

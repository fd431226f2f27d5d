/** What geo/hotspots has to say, in sentences (terms: docs/glossary.md). */
import type {
  CorrectionCode,
  InferenceCode,
  MaskPhrases,
  MethodCode,
  NeighbourPhrases,
  ValuesCode,
  WarningPhrases,
} from "../../geo/hotspots/phrases.js";
import type { ReasonCode } from "../../geo/hotspots/reason.js";
import type { Sentence } from "../steps/machine.js";

/** Why a value does not exist. */
export const NO_VALUE_WORDS: Readonly<Record<ReasonCode, Sentence>> = {
  masked: {
    zh: "单元在掩膜之外：那里不可能发生事件",
    en: "the cell lies outside the mask: an incident is not possible there",
  },
  constant: {
    zh: "所有值相等：没有可解释的差异",
    en: "all values are equal: there is no variation to explain",
  },
  "few-cells": { zh: "单元太少，不足以计算此统计量", en: "too few cells for this statistic" },
  "whole-map": {
    zh: "邻域就是整幅地图：其方差为零",
    en: "the neighbourhood is the whole map: its variance is zero",
  },
  "no-neighbours": { zh: "单元没有相邻单元", en: "the cell has no neighbours" },
  "others-equal": {
    zh: "其余单元的值都相同：其方差为零",
    en: "all other cells have one value: their variance is zero",
  },
  "at-mean": { zh: "值等于均值：莫兰 z 为 0/0", en: "the value equals the mean: Moran's z is 0/0" },
  "no-denominator": {
    zh: "分母缺失、不大于零或低于下限",
    en: "the denominator is missing, not positive, or below the threshold",
  },
  "negative-values": {
    zh: "此统计量只适用于零及以上的值",
    en: "the statistic is defined for values of zero and above only",
  },
  "no-links": { zh: "没有任何两个单元相邻", en: "no two cells are neighbours" },
  "no-area": { zh: "面积须大于零", en: "the area must be above zero" },
  "few-points": { zh: "点太少，不足以计算此统计量", en: "too few points for this statistic" },
  coincident: { zh: "所有点都在同一处", en: "all points lie on one place" },
  "no-peak": { zh: "在所试范围内没有峰值", en: "the statistic has no peak in the range tried" },
  "no-incidents": { zh: "没有事件", en: "there are no incidents" },
  "few-steps": { zh: "时段太少，不足以计算此统计量", en: "too few time steps for this statistic" },
  "no-pairs": {
    zh: "没有两起事件在最大距离以内",
    en: "no two incidents lie within the largest distance",
  },
  "many-pairs": {
    zh: "相近的事件对超过一千万，无法逐一重排：请缩小范围、时间或距离",
    en: "more than 10 million pairs lie close together, too many to shuffle: ask of a smaller area, a shorter time or shorter distances",
  },
  "rates-within-chance": {
    zh: "各处的比率相差不超过随机：没有哪处突出",
    en: "rates differ no more than by chance: no place stands out",
  },
};

/** What to know of a result before believing it. */
export const WARNING_WORDS: Readonly<Record<keyof WarningPhrases, Sentence>> = {
  "few-cells": {
    zh: "只有 {count} 个单元：少于 30 个时正态近似较粗，宜用置换检验",
    en: "{count} cells: below 30 the normal approximation is coarse, permutations serve better",
  },
  "few-steps": {
    zh: "只有 {count} 个时段：少于 10 个时正态近似较粗",
    en: "{count} steps: below 10 the normal approximation is coarse",
  },
  islands: {
    zh: "{all} 个单元中有 {count} 个没有相邻单元",
    en: "{count} of {all} cells have no neighbours",
  },
  "wide-neighbourhood": {
    zh: "{count} 个单元的邻域超过全图四分之一，宜用置换检验",
    en:
      "{count} cells have more than a quarter of the map as neighbours, permutations serve " +
      "better",
  },
  skewed: {
    zh: "值极不对称（偏度 {skewness}）：请用置换检验核对",
    en: "values are extremely skewed (skewness {skewness}): check with permutations",
  },
  "raw-counts": {
    zh: "原始计数：人多处样样都多；请与比率对照",
    en: "raw counts: where more people are there is more of everything; compare with rates",
  },
  "few-incidents": {
    zh: "只有 {count} 起事件：少于 60 起时地图不稳定",
    en: "{count} incidents: fewer than 60 make an unsteady map",
  },
  "fewer-than-places": {
    zh: "{places} 处共 {incidents} 起事件：请看修正系数",
    en: "{incidents} incidents on {places} places: read the adjusted coefficient",
  },
  "few-per-cell": {
    zh: "每单元 {perCell} 起事件：多数变化与偶然无法区分",
    en: "{perCell} incidents a cell: most changes cannot be told from chance",
  },
  "no-mask": {
    zh: "未给掩膜：不可能发生事件之处也计为零，会把水面变成冷点",
    en:
      "no mask was given: zeros count even where no incident is possible, which makes cold " +
      "spots of the sea",
  },
  "outside-mask": {
    zh: "{all} 起事件中有 {count} 起落在掩膜外的单元",
    en: "{count} of {all} incidents lie in cells outside the mask",
  },
  "without-denominator": {
    zh: "{all} 个单元中有 {count} 个没有分母，或分母低于下限",
    en: "{count} of {all} cells have no denominator, or one below the threshold",
  },
  "incidents-without-rate": {
    zh: "{all} 起事件中有 {count} 起在没有比率的单元，不参与计算",
    en: "{count} of {all} incidents lie in cells that have no rate, and take no part in it",
  },
  "cell-below-accuracy": {
    zh: "单元边长 {cellMetres} 米，小于位置精度（{accuracyMetres} 米）",
    en: "cells of {cellMetres} m are finer than the positions are known ({accuracyMetres} m)",
  },
  "coincident-dropped": {
    zh: "{all} 个点中有 {count} 个与他点同处，已略去",
    en: "{count} of {all} points share the place of another and were dropped",
  },
  "few-links": {
    zh: "只有 {count} 对事件在空间上相近",
    en: "only {count} pairs of incidents are close in space",
  },
  "end-before-start": {
    zh: "{all} 起事件中有 {count} 起的结束早于开始；已按开始时间计",
    en: "{count} of {all} incidents end before they start; the start was taken",
  },
  boundary: {
    zh: "未作边缘校正：区域边缘的点看不到界外的邻点",
    en: "no edge correction: points near the edge of the area have their neighbours cut off",
  },
  "negative-variance": {
    zh: "比率的差异不超过偶然所致：各估计值均为平均比率",
    en: "rates vary no more than chance alone would make them: every estimate is the mean rate",
  },
  unmeasured: {
    zh: "{count} 起事件尚未换算到平面坐标，未计入；稍后再问即可",
    en: "{count} incidents have no place in metres yet and are not counted: ask again shortly",
  },
  "households-unseen": {
    zh: "您不能统计住户：没有按户计算",
    en: "you may not count households: not related to them",
  },
  "households-missing": {
    zh: "这里没有登记住户：没有按户计算",
    en: "no households are on record here: not related to them",
  },
  "households-few": {
    zh: "{all} 起事件中只有 {count} 起在住户够多的单元：没有按户计算",
    en: "only {count} of {all} incidents lie where enough households live: not related to them",
  },
  "streets-unseen": {
    zh: "您看不到街道：没有按街道里程计算",
    en: "you may not see streets: not related to their length",
  },
  "streets-missing": {
    zh: "这里没有登记街道：没有按街道里程计算",
    en: "no streets are on record here: not related to their length",
  },
  "streets-few": {
    zh: "{all} 起事件中只有 {count} 起在街道够长的单元：没有按街道里程计算",
    en: "only {count} of {all} incidents lie where there is enough street: not related to it",
  },
  "fell-back": {
    zh: "半径相对像元较小：已精确计算，这样更省",
    en: "the radius is small against the pixels: computed exactly, which is cheaper",
  },
};

/** How a result was had. */
export const INFERENCE_WORDS: Readonly<Record<InferenceCode, Sentence>> = {
  none: { zh: "没有 p 值", en: "no p" },
  "analytic-two-sided": { zh: "正态近似，双侧", en: "normal approximation, two-sided" },
  "analytic-greater": { zh: "正态近似，单侧（偏高）", en: "normal approximation, upper tail" },
  "permutation-two-sided": { zh: "置换检验，双侧", en: "permutations, two-sided" },
  "permutation-greater": { zh: "置换检验，单侧（偏高）", en: "permutations, upper tail" },
};

export const CORRECTION_WORDS: Readonly<Record<CorrectionCode, Sentence>> = {
  "benjamini-hochberg": {
    zh: "错误发现率（Benjamini-Hochberg）",
    en: "false discovery rate (Benjamini-Hochberg)",
  },
};

export const METHOD_WORDS: Readonly<Record<MethodCode, Sentence>> = {
  "gi-star": { zh: "Getis-Ord Gi*", en: "Getis-Ord Gi*" },
  gi: { zh: "Getis-Ord Gi", en: "Getis-Ord Gi" },
  "local-moran": { zh: "局部莫兰指数", en: "local Moran's I" },
  "global-moran": { zh: "全局莫兰指数", en: "global Moran's I" },
  "general-g": { zh: "Getis-Ord 总体 G", en: "Getis-Ord General G" },
  "incremental-autocorrelation": {
    zh: "增量空间自相关",
    en: "incremental spatial autocorrelation",
  },
  "empirical-bayes-rates": {
    zh: "经验贝叶斯比率（Marshall）",
    en: "empirical Bayes rates (Marshall)",
  },
  "nearest-neighbour": {
    zh: "平均最近邻（Clark 与 Evans）",
    en: "average nearest neighbour (Clark and Evans)",
  },
  "kernel-density": { zh: "核密度（四次核）", en: "kernel density, quartic" },
  "data-clock": { zh: "数据时钟", en: "data clock" },
  aoristic: { zh: "区间分摊权重", en: "aoristic weights" },
  "near-repeat": { zh: "近重复", en: "near repeat" },
  knox: { zh: "Knox 检验", en: "Knox test" },
  "repeat-places": { zh: "重复地点", en: "repeat places" },
  "place-check": { zh: "默认点检查", en: "place check" },
  "period-change": {
    zh: "两期变化（精确二项检验）",
    en: "change between periods (exact binomial)",
  },
  "mann-kendall": { zh: "Mann-Kendall 趋势", en: "Mann-Kendall trend" },
  "emerging-class": { zh: "新兴热点类别", en: "emerging hot spot class" },
  "space-time-scan": { zh: "时空扫描（置换）", en: "space-time permutation scan" },
  concentration: { zh: "集中度（基尼）", en: "concentration (Gini)" },
  "predictive-accuracy": {
    zh: "预测准确度（PAI、PEI）",
    en: "predictive accuracy (PAI, PEI)",
  },
};

/** What the values of a map are. */
export const VALUES_WORDS: Readonly<Record<ValuesCode, Sentence>> = {
  "as-given": { zh: "给定的值", en: "values as given" },
  "incidents-per-hexagon": { zh: "每六边形事件数", en: "incidents a hexagon" },
  "incidents-per-square": { zh: "每方格事件数", en: "incidents a square" },
  "incidents-per-area": { zh: "每区域事件数", en: "incidents an area" },
  "empirical-bayes-rate": { zh: "经验贝叶斯比率", en: "empirical Bayes rate" },
  "empirical-bayes-street-rate": {
    zh: "每公里街道的经验贝叶斯比率",
    en: "empirical Bayes rate a kilometre of street",
  },
};

/** Which cells belong to a map. */
export const MASK_WORDS: Readonly<Record<keyof MaskPhrases, Sentence>> = {
  "every-cell": { zh: "未设：所有单元都计入", en: "none: every cell counts" },
  "cells-given": { zh: "给定的可能单元", en: "cells given as possible" },
  "box-of-incidents": {
    zh: "中心在事件外接矩形内的单元",
    en: "cells whose centre lies in the box of the incidents",
  },
  "near-incidents": {
    zh: "有事件的单元及其邻格",
    en: "cells with an incident, and their neighbours",
  },
  "inside-polygons": {
    zh: "中心在给定多边形内的单元，以及其中有事件的单元",
    en: "cells whose centre lies in the polygons given, and those with an incident there",
  },
  "inside-area": {
    zh: "中心在所问范围内的单元，以及有事件的单元",
    en: "cells whose centre lies in the area asked for, and those with an incident",
  },
  "inside-villages": {
    zh: "中心在 {villages} 个村（社区）内的单元，以及有事件的单元",
    en: "cells whose centre lies in one of {villages} villages, and those with an incident",
  },
};

/** Who is whose neighbour. */
export const NEIGHBOUR_WORDS: Readonly<Record<keyof NeighbourPhrases, Sentence>> = {
  "lattice-steps": { zh: "格网上的 {steps} 个步距", en: "{steps} steps on a lattice" },
  "cells-within": {
    zh: "中心相距 {bandMetres} 米以内的 {cells} 个单元",
    en: "{cells} cells with centres within {bandMetres} m",
  },
  "centroids-within": {
    zh: "中心相距 {bandMetres} 米以内（含）",
    en: "centroids within {bandMetres} m (inclusive)",
  },
  "shared-borders": {
    zh: "有公共边界或公共顶点的区域",
    en: "areas with a common border or corner",
  },
  lists: { zh: "给定的邻接表", en: "neighbour lists" },
};

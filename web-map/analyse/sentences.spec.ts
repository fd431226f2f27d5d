// @vitest-environment happy-dom
import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";
import { startI18n } from "../i18n/i18n.js";
import { changeSaid } from "./figures.js";
import { busiest, busiestDay, type Facts, sentences } from "./sentences.js";
import "./words.js";

beforeAll(() => startI18n("zh"));

const at = (hours: Record<number, number>): number[] =>
  Array.from({ length: 168 }, (_, i) => hours[i] ?? 0);

test("the busiest hours may run over midnight", () => {
  // Friday 22 and 23, Saturday 0 to 3.
  const clock = at({ 118: 5, 119: 5, 120: 5, 121: 5, 122: 5, 123: 5, 60: 4 });
  expect(busiest(clock)).toEqual({ from: 22, to: 4, count: 30 });
  expect(busiestDay(clock)).toBe(6);
});

const facts: Facts = {
  from: "2026-10-28",
  to: "2026-11-24",
  days: 28,
  where: "东门社区",
  what: "盗窃",
  total: 143,
  changes: [
    {
      against: "lastYear",
      ...{ from: "2025-10-28", to: "2025-11-24", before: 109, percent: 31.2 },
      ...{ until: null, isScaled: false },
      range: { low: -16.7, high: 17.4 },
      isBeyondChance: true,
    },
  ],
  clock: at({ 118: 90, 12: 53 }),
  grids: [
    {
      key: "a",
      name: "甲网格",
      count: 90,
      before: 1,
      rate: 30,
      range: { low: 24, high: 37 },
      places: [1, 1],
    },
    {
      key: "b",
      name: "乙网格",
      count: 20,
      before: 1,
      rate: 9,
      range: { low: 5, high: 14 },
      places: [2, 2],
    },
    {
      key: "c",
      name: "丙网格",
      count: 3,
      before: 1,
      rate: 1,
      range: { low: 0, high: 4 },
      places: [3, 3],
    },
  ],
};
const say = (language: "zh" | "en") => ({
  t: (key: string, values?: object) =>
    String(i18next.getFixedT(language, "analyse")(key, { ...values })),
  number: String,
  dayName: (day: number) => `day ${day}`,
});

test("a note says how many and whether by chance, when, and where, in both languages", () => {
  expect(sentences(facts, say("zh"))).toEqual([
    "2026-10-28 至 2026-11-24（28 天）在东门社区盗窃共 143 件。 同比+31%（随机波动 −17% 至 +17%），超出随机。",
    "17–23 时最集中，有 90 件，占 63%，若均匀分布应占 25%；一周中day 5最多。",
    "按每百户计，甲网格最高：30 件（区间 24 至 37），名次第 1 至 1，共 3 个网格。",
  ]);
  const english = sentences({ ...facts, where: "Dongmen", what: "theft" }, say("en"));
  expect(english[0]).toBe(
    "From 2026-10-28 to 2026-11-24 (28 days) in Dongmen there were 143 incidents (theft). " +
      "vs last year: +31% (chance gives −17% to +17%), beyond chance.",
  );
  expect(english).toHaveLength(3);
});

test("from ten times as many on a change is said in times, below it in percent", () => {
  const said = (percent: number, language: "zh" | "en") =>
    changeSaid(percent, say(language).t as never, String);
  for (const [percent, zh, en] of [
    [12_756, "129 倍", "129×"],
    [900, "10 倍", "10×"],
    [899, "+899%", "+899%"],
    [-0.2, "±0%", "±0%"],
    [-31, "−31%", "−31%"],
  ] as const)
    expect([said(percent, "zh"), said(percent, "en")]).toEqual([zh, en]);
  const [change] = facts.changes;
  const many = { ...change!, percent: 12_756 };
  expect(sentences({ ...facts, changes: [many] }, say("zh"))[0]).toContain("同比129 倍（");
});

test("where all places are open nobody is named first, and of nothing only the number is told", () => {
  const even = facts.grids.map((grid) => ({ ...grid, places: [1, 3] as const }));
  expect(sentences({ ...facts, grids: even }, say("zh"))[2]).toContain("排不出名次");
  expect(sentences({ ...facts, total: 0, changes: [] }, say("zh"))).toHaveLength(1);
});

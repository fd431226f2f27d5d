import { expect, test } from "vitest";
import { whoOf } from "./who-of.js";
import type { DetailsWord } from "./words.js";
import { zh } from "./words.zh.js";

const t = (key: DetailsWord, values: Record<string, string | number> = {}) =>
  zh[key].replace(/\{\{(\w+)\}\}/g, (_, hole: string) => String(values[hole]));

test.each([
  ["person:demo-admin", "演示管理员", "演示管理员"],
  ["person:wang", null, "本人"],
  ["app:巡查系统", null, "应用“巡查系统”"],
  ["operator", null, "命令行"],
  ["demo", null, "示范数据"],
  ["release", null, "系统"],
  [null, null, "工作人员"],
])("%s is shown in words, never as the machine writes it", (actor, name, shown) => {
  expect(whoOf(t, actor, name)).toBe(shown);
});

import { expect, it } from "vitest";
import { surnameOf } from "./surname-of.js";

it.each([
  ["王小明", "王"],
  ["欧阳修", "欧阳"],
  ["欧阳", "欧"],
  ["司 徒 乙", "司徒"],
  ["𠮷田", "𠮷"],
  ["阿依古丽·买买提", "阿依古丽"],
  ["Mary Ann Smith", "Smith"],
  ["王", "王"],
])("of %s a card shows %s", (name, shown) => {
  expect(surnameOf(name)).toBe(shown);
});

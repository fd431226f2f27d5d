import { expect, it } from "vitest";
import { nameByCode } from "./grid-names.js";

it("a new grid is called by its code's number, in the fashion of the one it was part of", () => {
  expect(nameByCode("510799001001003", "第一网格")).toBe("第三网格");
  expect(nameByCode("510799001001008", "凯涪社区第一网格")).toBe("凯涪社区第八网格");
  expect(nameByCode("510799001001010", "凯涪社区第十二网格")).toBe("凯涪社区第十网格");
  expect(nameByCode("510799001001011")).toBe("第十一网格");
  expect(nameByCode("510799001001020", "第二网格")).toBe("第二十网格");
  expect(nameByCode("510799001001042", "")).toBe("第四十二网格");
  expect(nameByCode("510799001001005", "东门市场")).toBe("东门市场（5）");
  expect(nameByCode("510799001001105", "第一网格")).toBe("网格001105");
});

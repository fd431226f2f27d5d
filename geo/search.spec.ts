import { describe, expect, it } from "vitest";
import { searchQuery, searchText, searchTokens } from "./search.js";

const finds = (query: string, ...names: string[]) => {
  const text = searchText(names);
  const tokens = new Set(searchTokens(text));
  const q = searchQuery(query)!;
  return q.tokens.every((t) => tokens.has(t)) && text.includes(q.needle);
};

describe("search", () => {
  it.each(["东城", "城小", "东", "dcxq", "DCX", "dongcheng", "东城小区", "ｄｃ"])(
    "%s finds 东城小区",
    (query) => expect(finds(query, "东城小区")).toBe(true),
  );
  it.each(["东区", "xqd", "西城"])("%s does not find 东城小区", (query) =>
    expect(finds(query, "东城小区")).toBe(false),
  );
  it("counts a character beyond the basic plane as one", () =>
    expect(finds("𠮷家", "𠮷家村")).toBe(true));
  it("does not join two names into a third", () =>
    expect(finds("区三", "东城小区", "三湾村")).toBe(false));
  it("asks nothing of an empty query", () => expect(searchQuery("  ")).toBeNull());
});

import { describe, expect, it } from "vitest";
import { searchCache, searchQuery, searchText } from "./search.js";

/** That the index has the tokens of every part of a text: test/graphql/as-people-ask.spec.ts. */
const finds = (query: string, ...names: string[]) =>
  searchText(names).includes(searchQuery(query)!.needle);

describe("search", () => {
  it.each(["东城", "城小", "东", "dcxq", "DCX", "dongcheng", "东城小区", "ｄｃ"])(
    "%s finds 东城小区",
    (query) => expect(finds(query, "东城小区")).toBe(true),
  );
  it.each(["东区", "xqd", "西城"])("%s does not find 东城小区", (query) =>
    expect(finds(query, "东城小区")).toBe(false),
  );
  describe("a building's number in any of its words", () => {
    const ways = ["3栋", "3幢", "3号楼", "3#", "3#楼", "３＃", "三栋", "三号楼", "3 号楼"];
    it.each(ways)("written %s finds and is found", (way) => {
      for (const other of ways)
        expect(finds(`东城小区${way}`, `东城小区${other}`), `${way} finds ${other}`).toBe(true);
      expect(finds(way, "东城小区3号楼")).toBe(true);
      expect(finds(`东城小区${way}`, "东城小区4号楼")).toBe(false);
    });
    it.each(["3栋2单元", "3栋2单元501", "3号楼2-501", "3幢501室", "三栋二单元"])(
      "with stair and door, 东城小区%s finds the building",
      (query) => expect(finds(`东城小区${query}`, "东城小区3号楼")).toBe(true),
    );
    it.each([
      ["十栋", "10号楼"],
      ["十二栋", "12号楼"],
      ["二十栋", "20号楼"],
      ["三十一幢", "31号楼"],
    ])("%s is %s", (query, name) => expect(finds(query, `和园${name}`)).toBe(true));
    it("finds while the word is still being typed", () => {
      for (const typed of ["东城小区3", "东城小区3号", "东城小区3号楼"])
        expect(finds(typed, "东城小区3号楼"), typed).toBe(true);
    });
    it("costs a row nothing: what the map says is the form that is kept", () =>
      expect(searchText(["东城小区3号楼"])).toBe("东城小区3号楼\ndcxq3hl\ndongchengxiaoqu3haolou"));
  });
  it.each([
    ["葛城路", "葛\u{E0100}城路"],
    ["葛\u{E0100}城路", "葛城路"],
    ["東城", "东城小区"],
    ["边界", "邊界路"],
    ["边界路", "邊界路"],
    ["乾隆", "乾隆路"],
    ["三栋", "三棟"],
    ["bianjie", "邊界"],
    ["cafe", "Café de l'Été"],
    ["CAFÉ", "cafe\u0301"],
    ["cafe\u0301 de l'ete", "Café de l'Été"],
    ["Strasse", "STRASSE"],
    ["東\u200B城", "東城"],
    ["が", "がま"],
    ["한국", "한국어"],
    ["한국".normalize("NFD"), "한국어"],
  ])("%s finds %s", (query, name) => expect(finds(query, name)).toBe(true));
  it("keeps apart what only looks alike", () => {
    expect(finds("か", "がま")).toBe(false);
    expect(finds("吉家", "𠮷家村")).toBe(false);
    expect(searchQuery("\uFE0F\u200D")).toBeNull();
  });
  it("counts a character beyond the basic plane as one", () =>
    expect(finds("𠮷家", "𠮷家村")).toBe(true));
  it("does not join two names into a third", () =>
    expect(finds("区三", "东城小区", "三湾村")).toBe(false));
  it.each([
    ["东城小", "'东城' & '城小'"],
    ["东城小区", "'东城' & '小区'"],
    ["𠮷家", "'𠮷家'"],
    ["东东东", "'东东'"],
    ["东", "'东':*"],
    ["𠮷", "'𠮷':*"],
    ["d", null],
    ["o'\\", "'o''' & '''\\\\'"],
  ])("%s is asked of the index as %s", (query, tokens) =>
    expect(searchQuery(query)!.tokens).toBe(tokens),
  );
  it("asks nothing of an empty query", () => expect(searchQuery("  ")).toBeNull());
});

describe("searchCache", () => {
  it("gives what searchText gives, missing and repeated names included", () => {
    const search = searchCache();
    for (const names of [
      ["东城小区", null, "东城小区"],
      ["𠮷家湾村", "510799200001"],
      [null],
      ["A b", "ａｂ"],
    ])
      expect(search(names)).toBe(searchText(names));
  });
});

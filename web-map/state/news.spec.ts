import { describe, expect, it } from "vitest";
import { concerns, effectOn, type Heard } from "./news.js";

const heard = (id: string, action: string, ...fields: string[]): Heard => ({ id, action, fields });
const shown = new Set(["a", "b"]);
const decides = new Set(["category", "occurredFrom"]);

describe("what news means for a list", () => {
  it("another title of a row that is shown asks for that row alone", () => {
    const news = [heard("a", "UPDATED", "title"), heard("z", "UPDATED", "title")];
    expect(effectOn(shown, news, decides)).toEqual({ patch: ["a"], gone: [], anew: false });
  });
  it("another title of a row that is not shown asks for nothing", () => {
    expect(effectOn(shown, [heard("z", "UPDATED", "title")], decides)).toEqual({
      patch: [],
      gone: [],
      anew: false,
    });
  });
  it("a row that retired leaves without a question, and is not asked for", () => {
    const news = [heard("a", "UPDATED", "title"), heard("a", "RETIRED"), heard("z", "RETIRED")];
    expect(effectOn(shown, news, decides)).toEqual({ patch: [], gone: ["a"], anew: false });
  });
  it.each([
    ["a new row", heard("z", "CREATED", "title")],
    ["a row that moved", heard("z", "MOVED", "geometry")],
    ["a field that decides who is in the list, or where", heard("z", "UPDATED", "category")],
    ["an import", heard("z", "IMPORTED")],
  ])("%s reads the list anew", (_, news) => {
    expect(effectOn(shown, [news], decides).anew).toBe(true);
  });
  it("many at once read it anew, nothing of its layer asks for nothing", () => {
    expect(effectOn(shown, "all", decides).anew).toBe(true);
    expect(effectOn(shown, undefined, decides)).toEqual({ patch: [], gone: [], anew: false });
  });
});

describe("what news means for an object", () => {
  it("it is read again when it changed, or when nobody knows what did", () => {
    const news = new Map([["INCIDENTS", [heard("a", "UPDATED", "title")]]] as const);
    expect(concerns(news, "INCIDENTS", "a")).toBe(true);
    expect(concerns(news, "INCIDENTS", "b")).toBe(false);
    expect(concerns(news, "CAMERAS", "a")).toBe(false);
    expect(concerns(new Map([["CAMERAS", "all"]]), "CAMERAS", "a")).toBe(true);
  });
});

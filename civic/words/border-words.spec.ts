import { describe, expect, it } from "vitest";
import { borderCourse, type NamedLine } from "../../geo/coverage/border-course.js";
import { sayBorder } from "./border-words.js";

/** About 970 m wide and 1,100 m high. */
const GRID = {
  type: "Polygon" as const,
  coordinates: [
    [
      [107, 29],
      [107.01, 29],
      [107.01, 29.01],
      [107, 29.01],
      [107, 29],
    ],
  ],
};
const line = (name: string, ...coordinates: number[][]): NamedLine => ({
  name,
  geometry: { type: "LineString", coordinates },
});
const NORTH = line("人民路", [106.99, 29.01], [107.02, 29.01]);
const EAST = line("沿山路", [107.01, 29.02], [107.01, 28.99]);
/** Eight metres south of the border. */
const SOUTH = line("凯江", [106.99, 28.99993], [107.02, 28.99993]);
const BRIDGE = { name: "凯江大桥", at: [107.01, 28.9999] };

const told = (...[lines, places = []]: [NamedLine[], (typeof BRIDGE)[]?]) =>
  sayBorder(borderCourse(GRID, lines, places));

describe("a border in words", () => {
  it("goes clockwise from a place with a name along what has one", () => {
    expect(borderCourse(GRID, [NORTH, EAST, SOUTH], [BRIDGE])).toEqual({
      start: "凯江大桥",
      legs: [
        { along: "凯江", metres: 974, to: null },
        { along: null, metres: 1108, to: null },
        { along: "人民路", metres: 974, to: null },
        { along: "沿山路", metres: 1108, to: "凯江大桥" },
      ],
    });
    expect(told([NORTH, EAST, SOUTH], [BRIDGE])).toEqual({
      zh: "自凯江大桥起，沿凯江，沿地界至人民路，沿人民路至沿山路，沿沿山路，回到凯江大桥。",
      en:
        "From 凯江大桥 along 凯江, along plots to 人民路, along 人民路 to 沿山路, along 沿山路, " +
        "back to 凯江大桥.",
    });
  });

  it("is the same wherever its ring begins, and whichever way it goes", () => {
    const [ring] = GRID.coordinates;
    const open = ring!.slice(1);
    const turned = [...open.slice(2), ...open.slice(0, 2)].reverse();
    const other = { type: "Polygon" as const, coordinates: [[...turned, turned[0]!]] };
    const course = borderCourse(other, [NORTH, EAST, SOUTH], [BRIDGE]);
    expect(sayBorder(course)).toEqual(told([NORTH, EAST, SOUTH], [BRIDGE]));
  });

  it("names no street that it only crosses, and none for a few metres", () => {
    const across = line("横街", [107.005, 29.02], [107.005, 28.99]);
    const short = line("短巷", [107.003, 29.01], [107.0032, 29.01]);
    expect(told([NORTH, across, short])).toEqual(told([NORTH]));
    expect(told([NORTH]).zh).toBe("沿地界至人民路，沿人民路，回到起点。");
    expect(told([NORTH]).en).toBe("Along plots to 人民路, along 人民路, back to where it began.");
  });

  it("says so where nothing has a name, or all of it one", () => {
    expect(told([]).zh).toBe("边界沿地块，附近没有路名或河名。");
    const [around] = GRID.coordinates;
    expect(told([line("环路", ...around!)]).en).toBe("The border follows 环路.");
  });
});

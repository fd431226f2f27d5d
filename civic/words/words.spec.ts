import { describe, expect, it } from "vitest";
import {
  cameraCodeFault,
  gridCodeFault,
  townshipCodeFault,
  villageCodeFault,
} from "../../geo/codes.js";
import { buildCoverage, isCoverage } from "../../geo/coverage/build.js";
import { checkCoverage } from "../../geo/coverage/check.js";
import { isRefusal } from "../../geo/coverage/model.js";
import { perform } from "../../geo/coverage/perform.js";
import { type Said, said } from "../../geo/coverage/phrases.js";
import { readOperation } from "../../geo/coverage/read-operation.js";
import { DRAWN_KINDS, drawOperation } from "../../geo/coverage/testing/random-operation.js";
import { runSequence } from "../../geo/coverage/testing/run-sequence.js";
import { mulberry32 } from "../../geo/random.js";
import { CODE_WORDS } from "./code-words.js";
import { COVERAGE_WORDS, FIELD_PROBLEM_WORDS } from "./coverage-words.js";
import { PROPOSAL_WORDS } from "./proposal-words.js";
import { sayCode, sayCoverage, sayNoProposal, sayReason } from "./say.js";

const gapsOf = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!).sort();

describe("sentences of geo/coverage", () => {
  it("have the same parameters in both languages, each in its own script", () => {
    for (const [code, { zh, en }] of Object.entries({
      ...{ ...COVERAGE_WORDS, ...PROPOSAL_WORDS, ...CODE_WORDS, ...FIELD_PROBLEM_WORDS },
    })) {
      expect(gapsOf(zh), code).toEqual(gapsOf(en));
      expect(zh, code).toMatch(/\p{Script=Han}/u);
      expect(en, code).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it("tell in words, not by a code, what is wrong with a field of an operation", () => {
    const bad = readOperation({ kind: "lock" }) as Said;
    expect(sayCoverage(bad, "zh")).toBe("操作 lock 的 grids 有误：缺少。");
    expect(sayCoverage(bad, "en")).toBe("grids of the operation lock is wrong: it is missing.");
  });

  it("tell in both languages what a code of the standard lacks", () => {
    const faults = [
      villageCodeFault("1", 510799, "cn"),
      villageCodeFault("430102001001", 510799, "cn"),
      townshipCodeFault("1", 510799, "cn"),
      townshipCodeFault("430102001", 510799, "cn"),
      gridCodeFault("x", "{village}{seq:3}", null, "cn"),
      cameraCodeFault("1", "cn"),
      cameraCodeFault("51079900009990000001", "cn"),
    ];
    expect(faults.map((f) => f?.code)).toEqual(Object.keys(CODE_WORDS));
    const said = faults.map((f) => [sayCode(f!, "zh"), sayCode(f!, "en")]);
    expect(said[1]).toEqual([
      "本县的村（社区）代码以 510799 开头",
      "a village code of this county begins with 510799",
    ]);
    expect(said[4]).toEqual([
      "本县的网格编码格式为 {village}{seq:3}",
      "a grid code here has the form {village}{seq:3}",
    ]);
    expect(said[6]![0]).toContain("不能是 999");
  });

  it("leave no gap, whatever a random planner does or a broken file holds", () => {
    const heard = new Set<string>();
    const listen = (one: Said): void => {
      heard.add(one.code);
      for (const language of ["zh", "en"] as const)
        expect(sayCoverage(one, language)).not.toMatch(/[{}]|undefined|\[object/);
    };
    for (let seed = 1; seed <= 12; seed++) {
      const { coverage } = runSequence(seed, 4);
      const random = mulberry32(seed);
      for (const kind of DRAWN_KINDS) {
        const outcome = perform(coverage, drawOperation(random, coverage, kind, seed));
        listen(isRefusal(outcome) ? outcome : outcome.note);
      }
    }
    const square = (id: string, x: number, y: number, side: number) => ({
      type: "Feature" as const,
      id,
      properties: {},
      geometry: {
        type: "Polygon" as const,
        coordinates: [
          [
            [x, y],
            [x + side, y],
            [x + side, y + side],
            [x, y + side],
            [x, y],
          ],
        ],
      },
    });
    const collection = {
      type: "FeatureCollection" as const,
      features: [square("a", 0, 0, 0.01), square("b", 0.005, 0, 0.01)],
    };
    for (const finding of checkCoverage(collection)) [finding, ...finding.fixes].forEach(listen);
    const built = buildCoverage(collection, { trusted: true });
    if (!isCoverage(built)) built.findings.forEach(listen);
    expect(heard.size).toBeGreaterThan(20);
  });

  it("tell why a grid is out of the range, a compound by its name", () => {
    const told = (compounds: string[]) =>
      sayReason(
        { code: "atom-out-of-range", households: 550, compounds, buildings: 9 },
        [300, 500],
        "en",
      );
    expect(told(["凯江苑"])).toBe(
      "The compound 凯江苑 holds 550 households, above 500, and is not split.",
    );
    expect(told([])).toBe("What no border may cut here holds 550 households, above 500.");
    expect(sayNoProposal({ code: "bad-range" }, [9, 3], "zh")).toBe("户数范围有误：9 至 3。");
  });

  it("name lists, the outside and measures in each language", () => {
    const cross = said("borders-would-cross", { border: ["7", null], other: ["8", "9"] });
    expect(sayCoverage(cross, "zh")).toBe("7、外部 的边界将在此与 8、9 的边界相交或相碰。");
    expect(sayCoverage(cross, "en")).toBe(
      "The border of 7 and the outside would cross or touch the border of 8 and 9 here.",
    );
    const overlap = said("overlap", { grids: ["a", "b"], area: 1_234_567, width: 0.1234 });
    expect(sayCoverage(overlap, "en")).toBe("Grids a and b overlap: 1.23 km², about 0.12 m wide.");
  });
});

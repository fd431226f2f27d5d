import { describe, expect, it } from "vitest";
import type { InputPhrases } from "../../geo/coverage/input-phrases.js";
import { parseGridCollection } from "../../geo/coverage/parse.js";
import type { GroupingPhrases } from "../../geo/grouping/phrases.js";
import {
  CORRECTIONS,
  INFERENCES,
  type MaskPhrases,
  METHODS,
  type NeighbourPhrases,
  VALUES,
  type WarningPhrases,
} from "../../geo/hotspots/phrases.js";
import { REASONS } from "../../geo/hotspots/reason.js";
import type { Sentence } from "../steps/machine.js";
import { GROUPING_WORDS } from "./grouping-words.js";
import {
  CORRECTION_WORDS,
  INFERENCE_WORDS,
  MASK_WORDS,
  METHOD_WORDS,
  NEIGHBOUR_WORDS,
  NO_VALUE_WORDS,
  VALUES_WORDS,
  WARNING_WORDS,
} from "./hotspot-words.js";
import { INPUT_WORDS } from "./input-words.js";
import { sayBadInput, sayGrouping, sayWarning } from "./say.js";

/** Every code with parameters of its type: one that lacks here, or has others, does not compile. */
const GROUPING: GroupingPhrases = {
  "id-twice": { household: "h1" },
  "no-place": { household: "h1" },
  "not-degrees": { household: "h1" },
  "bad-demand": { household: "h1" },
  "bad-responders": { household: "h1" },
  "bad-sizes": { least: 13, most: 7, target: 10 },
  "unknown-in-locked": { household: "h1", group: "g1" },
  "unknown-in-together": { household: "h1" },
  "unknown-in-apart": { household: "h1" },
  "unknown-in-tie": { household: "h1" },
  "locked-twice": { household: "h1", groups: ["g1", "g2"] },
  "locked-and-linked": { households: ["h1", "h2"] },
  "together-across": { households: ["h1", "h2"], areas: ["east", "west"] },
  "together-too-many": { households: ["h1", "h2"], count: 2, most: 1 },
  "together-and-apart": { households: ["h1", "h2"] },
  "locked-and-apart": { households: ["h1", "h2"], group: "g1" },
  "number-of-groups": { groups: 9, count: 4 },
  "demand-above-capacity": { household: "h1", demand: 9, capacity: 8 },
  "demand-above-all": { demand: 90, groups: 3, capacity: 20, room: 60 },
  "no-assignment": { capacity: 20, over: 1, groups: 3 },
  "locked-out-of-bounds": { group: "g1", count: 5, least: 7, most: 13 },
  "nobody-lives-here": {},
  "did-not-agree": {},
  "in-no-grid": {},
  "moved-away": {},
  "moved-house": {},
  "group-short-of-responders": { group: "g1", count: 4, least: 6 },
  "too-few-near": { count: 5, least: 7 },
  "too-few-in-area": { count: 5, least: 7, area: "east" },
  "no-division": { count: 15, least: 10, most: 12 },
  "no-division-in-area": { count: 15, least: 10, most: 12, area: "east" },
  "barred-from-every-group": {},
  "no-room-near": { most: 13 },
  "group-too-small": { count: 5, least: 7 },
  "too-few-answerers": { count: 4, wanted: 9 },
  "calls-out-of-bounds": { count: 2, least: 3, most: 12 },
  "in-no-group": {},
  "joined-nearest": {},
  "new-building": {},
  "group-given-up": { group: "g1", count: 3, least: 7 },
  "group-had-few": { group: "g1", count: 3, least: 7 },
  "group-was-full": { group: "g1" },
  "shorter-walks": {},
  "unknown-household": { household: "h1" },
  "unknown-group": { group: "g1" },
  "household-in-group": { household: "h1", group: "g1" },
  "household-in-no-group": { household: "h1" },
  "group-with-itself": { group: "g1" },
  "group-is-locked": { group: "g1" },
  "group-would-be-full": { group: "g1", count: 14, most: 13 },
  "group-would-be-small": { group: "g1", count: 6, least: 7 },
  "areas-differ": { household: "h1", group: "g1", area: "east", other: null },
  "barrier-between": { household: "h1", group: "g1", other: "h2" },
  "kept-apart": { household: "h1", group: "g1", other: "h2" },
  "kept-together": { household: "h1", group: "g1", other: "h2" },
  "beyond-reach": { household: "h1", group: "g1", metres: 1234 },
  "no-legal-halves": { group: "g1", count: 13, least: 7, most: 13 },
  "parts-are-not-the-group": { group: "g1" },
  "no-group-near": { household: "h1" },
  "left-too-small": { group: "g1", count: 6, least: 7 },
  "off-target": { group: "g1", count: 12, target: 10 },
  "short-of-responders": { group: "g1", count: 4, least: 6 },
  "far-from-centre": { group: "g1", count: 2, metres: 150 },
};

const WARNINGS: WarningPhrases = {
  "few-cells": { count: 12 },
  "few-steps": { count: 4 },
  islands: { count: 2, all: 90 },
  "wide-neighbourhood": { count: 3 },
  skewed: { skewness: 7.25 },
  "raw-counts": {},
  "few-incidents": { count: 40 },
  "fewer-than-places": { incidents: 40, places: 90 },
  "few-per-cell": { perCell: 1.5 },
  "no-mask": {},
  "outside-mask": { count: 4, all: 90 },
  "without-denominator": { count: 4, all: 90 },
  "cell-below-accuracy": { cellMetres: 100, accuracyMetres: 110 },
  "coincident-dropped": { count: 4, all: 90 },
  "few-links": { count: 4 },
  "end-before-start": { count: 4, all: 90 },
  boundary: {},
  "negative-variance": {},
  "fell-back": {},
  unmeasured: { count: 4 },
  "incidents-without-rate": { count: 1, all: 9 },
  "households-unseen": {},
  "households-missing": {},
  "households-few": { count: 1, all: 9 },
  "streets-unseen": {},
  "streets-missing": {},
  "streets-few": { count: 1, all: 9 },
};

const MASKS: MaskPhrases = {
  "every-cell": {},
  "cells-given": {},
  "box-of-incidents": {},
  "near-incidents": {},
  "inside-polygons": {},
  "inside-area": {},
  "inside-villages": { villages: 12 },
};
const NEIGHBOURS: NeighbourPhrases = {
  "lattice-steps": { steps: 24 },
  "cells-within": { cells: 6, bandMetres: 250 },
  "centroids-within": { bandMetres: 1500 },
  "shared-borders": {},
  lists: {},
};
/** Without parameters; names of methods are the same in every language. */
const plain = (codes: readonly string[]): object =>
  Object.fromEntries(codes.map((code) => [code, {}]));

const INPUT: InputPhrases = {
  "in-feature": { number: 0, id: "A" },
  "in-feature-number": { number: 0 },
  "not-json": { problem: "Unexpected end of JSON input" },
  "not-a-collection": { given: null },
  "no-features": {},
  "no-boundary": {},
  "not-a-feature": { given: "7" },
  "bad-id": { given: "[]" },
  "id-comes-twice": { id: "A", first: 0 },
  "no-geometry": { given: "null" },
  "wrong-geometry": { given: '"Point"' },
  "no-coordinates": {},
  "no-ring": { at: "geometry.coordinates" },
  "not-a-ring": { at: "geometry.coordinates[0]" },
  "not-a-place": { at: "geometry.coordinates[0][1]", given: "[1]" },
  "off-the-earth": { at: "geometry.coordinates[0][1]", given: "[200,0]" },
  "not-closed": { at: "geometry.coordinates[0]", first: "[0,0]", last: "[1,1]" },
};

const gapsOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!))].sort();

describe.each<[string, Readonly<Record<string, Sentence>>, object]>([
  ["coverage: files", INPUT_WORDS, INPUT],
  ["grouping", GROUPING_WORDS, GROUPING],
  ["hotspots: warnings", WARNING_WORDS, WARNINGS],
  ["hotspots: why there is no value", NO_VALUE_WORDS, plain(REASONS)],
  ["hotspots: methods", METHOD_WORDS, plain(METHODS)],
  ["hotspots: inferences", INFERENCE_WORDS, plain(INFERENCES)],
  ["hotspots: corrections", CORRECTION_WORDS, plain(CORRECTIONS)],
  ["hotspots: values", VALUES_WORDS, plain(VALUES)],
  ["hotspots: masks", MASK_WORDS, MASKS],
  ["hotspots: neighbours", NEIGHBOUR_WORDS, NEIGHBOURS],
])("sentences of geo/%s", (_, words, phrases) => {
  it("have the parameters of their code, all and no other, in both languages", () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(phrases).sort());
    for (const [code, params] of Object.entries(phrases))
      for (const [language, script] of [
        ["zh", /\p{Script=Han}/u],
        ["en", /^\P{Script=Han}*$/u],
      ] as const) {
        const sentence = words[code]![language];
        expect(gapsOf(sentence), `${code} ${language}`).toEqual(Object.keys(params).sort());
        if (!/^Getis-Ord Gi/.test(sentence)) expect(sentence, code).toMatch(script);
      }
  });
});

describe("what is said", () => {
  it("of a file: the feature, then the fault in it", () => {
    const feature = { type: "Feature", id: "A", properties: {}, geometry: null };
    const file = JSON.stringify({ type: "FeatureCollection", features: [feature] });
    const told = (text: string, language: "zh" | "en") => {
      const read = parseGridCollection(text);
      return "bad" in read ? sayBadInput(read, language) : null;
    };
    expect(told(file, "en")).toBe(
      "feature 'A' (features[0]): geometry is null, expected a Polygon or MultiPolygon",
    );
    expect(told(file, "zh")).toBe(
      "要素 'A'（features[0]）：geometry 为 null，应为 Polygon 或 MultiPolygon",
    );
    expect(told("[]", "en")).toBe('type is nothing, expected "FeatureCollection"');
    expect(told("[]", "zh")).toBe('type 为 空缺，应为 "FeatureCollection"');
  });

  it("of a household in no group", () => {
    const few = {
      code: "too-few-in-area",
      params: { count: 5, least: 7, area: "东街村" },
    } as const;
    expect(sayGrouping(few, "zh")).toBe("东街村 内能相互走到的只有 5 户；一组至少 7 户。");
    expect(sayGrouping(few, "en")).toBe(
      "Households that can reach each other in 东街村: 5; a group needs 7.",
    );
  });

  it("of a result, figures as long as a reader needs them", () => {
    const skewed = { code: "skewed", params: { skewness: 7.256789 } } as const;
    expect(sayWarning(skewed, "zh")).toBe("值极不对称（偏度 7.26）：请用置换检验核对");
    expect(sayWarning(skewed, "en")).toContain("(skewness 7.26)");
    const fine = { cellMetres: 125, accuracyMetres: 250 };
    expect(sayWarning({ code: "cell-below-accuracy", params: fine }, "en")).toBe(
      "cells of 125 m are finer than the positions are known (250 m)",
    );
  });
});

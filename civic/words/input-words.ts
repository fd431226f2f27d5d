/** What is wrong with a file of polygons, in sentences; names of members stay as they are. */
import type { InputPhrases } from "../../geo/coverage/input-phrases.js";
import type { Sentence } from "../steps/machine.js";

export const INPUT_WORDS: Readonly<Record<keyof InputPhrases, Sentence>> = {
  "in-feature": {
    zh: "要素 '{id}'（features[{number}]）",
    en: "feature '{id}' (features[{number}])",
  },
  "in-feature-number": { zh: "要素 features[{number}]", en: "features[{number}]" },
  "not-json": { zh: "不是 JSON（{problem}）", en: "not JSON: {problem}" },
  "not-a-collection": {
    zh: 'type 为 {given}，应为 "FeatureCollection"',
    en: 'type is {given}, expected "FeatureCollection"',
  },
  "no-features": { zh: "缺少 features，应为数组", en: "features is missing, expected an array" },
  "no-boundary": {
    zh: "features 为空，应有边界的多边形",
    en: "features is empty, expected the boundary's polygon",
  },
  "not-a-feature": { zh: "此处为 {given}，应为 Feature", en: "it is {given}, expected a Feature" },
  "bad-id": {
    zh: "id 为 {given}，应为文字或数字",
    en: "id is {given}, expected text or a number",
  },
  "id-comes-twice": {
    zh: "id '{id}' 重复（首见于 features[{first}]）",
    en: "id '{id}' comes twice (first in features[{first}])",
  },
  "no-geometry": {
    zh: "geometry 为 {given}，应为 Polygon 或 MultiPolygon",
    en: "geometry is {given}, expected a Polygon or MultiPolygon",
  },
  "wrong-geometry": {
    zh: 'geometry.type 为 {given}，应为 "Polygon" 或 "MultiPolygon"',
    en: 'geometry.type is {given}, expected "Polygon" or "MultiPolygon"',
  },
  "no-coordinates": { zh: "geometry.coordinates 为空", en: "geometry.coordinates is empty" },
  "no-ring": { zh: "{at} 没有环", en: "{at} has no ring" },
  "not-a-ring": { zh: "{at} 不是环", en: "{at} is no ring" },
  "not-a-place": {
    zh: "{at} 为 {given}，应为 [经度, 纬度]",
    en: "{at} is {given}, expected [longitude, latitude]",
  },
  "off-the-earth": {
    zh: "{at} 为 {given}，超出经度 -180 至 180、纬度 -90 至 90（度，WGS 84）",
    en:
      "{at} is {given}, outside of longitude -180 to 180 and latitude -90 to 90 (degrees, " +
      "WGS 84)",
  },
  "not-closed": {
    zh: "{at} 未闭合：始于 {first}，止于 {last}",
    en: "{at} is not closed: it ends at {last} and begins at {first}",
  },
};

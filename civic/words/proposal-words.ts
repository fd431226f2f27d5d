/** Why a wish of a proposal could not be met, or nothing was proposed (terms: docs/glossary.md). */
import type { GridReason, NoProposal } from "../../geo/coverage/propose/model.js";
import type { Sentence } from "../steps/machine.js";

export type ProposalCode = GridReason["code"] | NoProposal["code"] | "compound-out-of-range";

export const PROPOSAL_WORDS: Readonly<Record<ProposalCode, Sentence>> = {
  "village-out-of-range": {
    zh: "全村（社区）{households} 户，分不出每格 {least} 至 {most} 户的网格。",
    en: "The village's {households} households make no number of grids of {least} to {most}.",
  },
  "parted-out-of-range": {
    zh: "有 {households} 户被河流、干线或他处隔开，分不出每格 {least} 至 {most} 户的网格。",
    en:
      "A barrier or other ground parts {households} households from the rest of the village; " +
      "they make no number of grids of {least} to {most}.",
  },
  "atom-out-of-range": {
    zh: "此处不可分割的一片有 {households} 户，超过 {most} 户。",
    en: "What no border may cut here holds {households} households, above {most}.",
  },
  "compound-out-of-range": {
    zh: "小区 {compounds} 有 {households} 户，超过 {most} 户，不予分割。",
    en: "The compound {compounds} holds {households} households, above {most}, and is not split.",
  },
  "no-better-division": {
    zh: "按此处的道路和空隙，没有比 {households} 户更接近范围的分法。",
    en: "Lines and gaps here leave no division nearer to the range than {households} households.",
  },
  "exclave-without-homes": {
    zh: "村（社区）内有 {parts} 块无人居住、与他处不相连的地，归入此网格。",
    en: "Ground of the village without homes, in {parts} places joined to nothing, belongs here.",
  },
  "outline-cuts-buildings": {
    zh: "给定的边界穿过楼栋 {buildings}。",
    en: "The given outline cuts the buildings {buildings}.",
  },
  "no-area": { zh: "边界没有面积。", en: "The boundary has no area." },
  "bad-range": {
    zh: "户数范围有误：{least} 至 {most}。",
    en: "{least} to {most} households is no range.",
  },
  "unknown-locked": {
    zh: "锁定的网格 {id} 不在现有网格中。",
    en: "The locked grid {id} is none of the present ones.",
  },
  stopped: { zh: "在得出结果前已停止。", en: "It was stopped before there was a proposal." },
};

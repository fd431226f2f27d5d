import type { PlanWord } from "../words.js";
import { Drag } from "./drag.js";
import { Hand } from "./hand.js";
import { lock } from "./lock.js";
import { look } from "./look.js";
import { Merge } from "./merge.js";
import { remark } from "./remark.js";
import { split } from "./split.js";
import { Suggest } from "./suggest.js";
import type { Bench, Tool } from "./tool.js";
import { trace } from "./trace.js";

export type ToolName =
  | "look"
  | "drag"
  | "split"
  | "trace"
  | "merge"
  | "hand"
  | "suggest"
  | "lock"
  | "remark";

interface OneTool {
  name: ToolName;
  key: string;
  word: PlanWord;
  /** Whoever sees a plan may take it in hand. */
  isForAll?: boolean;
  make(bench: Bench): Tool;
}

export const TOOLS: readonly OneTool[] = [
  { name: "look", key: "v", word: "toolLook", isForAll: true, make: look },
  { name: "drag", key: "d", word: "toolDrag", make: (bench) => new Drag(bench) },
  { name: "split", key: "s", word: "toolSplit", make: split },
  { name: "trace", key: "t", word: "toolTrace", make: trace },
  { name: "merge", key: "m", word: "toolMerge", make: (bench) => new Merge(bench) },
  { name: "hand", key: "h", word: "toolHand", make: (bench) => new Hand(bench) },
  { name: "suggest", key: "g", word: "toolSuggest", make: (bench) => new Suggest(bench) },
  { name: "lock", key: "l", word: "toolLock", make: lock },
  { name: "remark", key: "b", word: "toolRemark", isForAll: true, make: remark },
];

export const toolNamed = (name: ToolName): OneTool => TOOLS.find((one) => one.name === name)!;

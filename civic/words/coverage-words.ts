/** What geo/coverage has to say, in sentences (terms: docs/glossary.md). */
import type { FieldProblem, PhraseCode } from "../../geo/coverage/phrases.js";
import type { Sentence } from "../steps/machine.js";

/** What is wrong with a field, within `bad-field`. */
export const FIELD_PROBLEM_WORDS: Readonly<Record<FieldProblem, Sentence>> = {
  missing: { zh: "缺少", en: "it is missing" },
  unknown: { zh: "没有此项", en: "there is no such field" },
  "wrong-type": { zh: "类型不符", en: "it is of another type" },
  "not-a-place": { zh: "不是经纬度", en: "it is no place in degrees" },
  "too-few": { zh: "太少", en: "it has too few" },
  "too-many": { zh: "太多", en: "it has too many" },
  "out-of-range": { zh: "超出允许范围", en: "it is out of range" },
};

export const COVERAGE_WORDS: Readonly<Record<PhraseCode, Sentence>> = {
  // Why an operation is refused, and the way out.
  "no-such-grids": {
    zh: "网格已不存在：{grids}。",
    en: "No such grid (any more): {grids}.",
  },
  "no-vertex-here": { zh: "此处已没有边界点。", en: "There is no vertex here (any more)." },
  "no-border-here": { zh: "此处已没有边界。", en: "There is no border here (any more)." },
  "id-taken": { zh: "网格 {grid} 已存在。", en: "There is a grid {grid} already." },
  "unknown-kind": {
    zh: "没有这种操作。可用：{kinds}。",
    en: "There is no such operation. There are: {kinds}.",
  },
  "bad-field": {
    zh: "操作 {kind} 的 {field} 有误：{problem}。",
    en: "{field} of the operation {kind} is wrong: {problem}.",
  },
  "not-a-place": {
    zh: "所画的一点不是经纬度：{place}。",
    en: "The drawing has a point that is no place in degrees: {place}.",
  },
  "not-a-way": {
    zh: "移动的距离不是度数：{way}。",
    en: "The way to move is no number of degrees: {way}.",
  },
  "too-few-points": {
    zh: "至少要画 {least} 个不同的点。",
    en: "The drawing needs at least {least} different points.",
  },
  "crosses-itself": { zh: "所画的线在此自相交。", en: "The drawing crosses itself here." },
  "no-area": { zh: "所画的图形没有面积。", en: "The drawing has no area." },
  "vertex-there-already": { zh: "此处已有边界点。", en: "There is a vertex here already." },
  "stays-where-it-is": { zh: "位置没有改变。", en: "It would stay where it is." },
  "vertex-of-the-same-border": {
    zh: "同一边界在此已有一点；请删除该点。",
    en: "There is a vertex of the same border already; remove this one instead.",
  },
  "grid-locked": {
    zh: "网格 {grids} 已锁定，不能改动；请先解锁。",
    en: "Grid {grids} is locked and would change; unlock it first.",
  },
  "grid-fixed": {
    zh: "网格 {grids} 不能在此方案中改动。",
    en: "Grid {grids} cannot be changed here.",
  },
  "lock-has-its-own-operation": {
    zh: "网格 {grid} 的锁定须用锁定、解锁操作。",
    en: "Grid {grid} is locked and unlocked by operations of their own.",
  },
  "nothing-changes": { zh: "没有任何改变。", en: "Nothing would change." },
  "ground-is-taken": {
    zh: "所画的地都属于其他网格；请从中划出网格 {grid}。",
    en: "All the ground of grid {grid} belongs to other grids; carve it out of them instead.",
  },
  "ground-is-nobodys": {
    zh: "所画的地不属于这些网格；请在此新增网格 {grid}。",
    en: "The outline of {grid} lies on ground that belongs to no such grid; add a grid there instead.",
  },
  "borders-end-here": {
    zh: "{grids} 的边界在此相接；请合并网格或移动该点。",
    en: "Borders of several grids meet here ({grids}); merge grids or move the node instead.",
  },
  "fewer-than-three-corners": {
    zh: "边界将少于三个角。",
    en: "The ring would have fewer than three corners.",
  },
  "merge-needs-two": { zh: "合并至少需要两个网格。", en: "Two grids are needed for a merge." },
  "no-common-border": {
    zh: "这些网格没有共同边界，只在角上相接不算：{grids}。",
    en: "These grids share no border; a corner is not enough: {grids}.",
  },
  "cuts-nothing-off": {
    zh: "此线没有从网格 {grid} 或其邻格切下任何地；请从边界画到边界。",
    en:
      "The line cuts nothing off grid {grid} and nothing off its neighbours; let it begin and " +
      "end on the border.",
  },
  "crosses-no-grid": {
    zh: "此线没有从边界到边界穿过网格；请画长一些。",
    en: "The line does not cross a grid from border to border; lengthen it.",
  },
  "no-grid-to-number": { zh: "没有可编号的网格。", en: "There is no grid to number." },
  "numbered-so-already": { zh: "编号已是如此。", en: "The grids are numbered so already." },
  "would-vanish": {
    zh: "网格 {grid} 将失去全部面积；请改用合并。",
    en: "Grid {grid} would lose all its area; merge it instead.",
  },
  "would-fall-apart": {
    zh: "网格 {grid} 将分成 {parts} 片，此为最小的一片；请一并划给邻格，或留出连接。",
    en:
      "Grid {grid} would fall into {parts} parts; this is the smallest of them. Give it to a " +
      "neighbour too, or leave a connection.",
  },
  "would-lose-what-is-inside": {
    zh: "网格 {grid} 之内的地将落到其外。",
    en: "What lies inside grid {grid} would be left outside of it.",
  },
  "ring-in-ring": {
    zh: "网格 {grid} 的一圈边界将落入另一圈之内。",
    en: "A ring of grid {grid} would lie inside another of its rings.",
  },
  "would-swallow": {
    zh: "网格 {grid} 将吞没 {others} 的地。",
    en: "Grid {grid} would swallow ground of {others}.",
  },
  "crack-would-stay": {
    zh: "{grids} 之间将留下 {width} 的缝；请让边界重合，或留出更宽的间距。",
    en:
      "A crack of {width} would stay between {grids}; let them share the border, or leave more " +
      "room.",
  },
  "ground-would-be-shut-in": {
    zh: "此处将围出一条不属于任何网格的窄地；请让边界相接，或留出更宽的间距。",
    en:
      "A sliver of ground that belongs to no grid would be shut in here; let the borders meet, " +
      "or leave more room.",
  },
  "same-on-both-sides": {
    zh: "边界两侧将是同一网格。",
    en: "A border would have the same grid on both sides.",
  },
  "borders-would-cross": {
    zh: "{border} 的边界将在此与 {other} 的边界相交或相碰。",
    en: "The border of {border} would cross or touch the border of {other} here.",
  },
  "borders-would-disagree": {
    zh: "在此相接的各边界，其间归属将不一致。",
    en: "The borders that meet here would not agree about what lies between them.",
  },
  "ring-would-lie-elsewhere": {
    zh: "这圈边界将落入 {now}，不再在 {before} 之内。",
    en: "The ring would lie in {now}, and not in {before} any more.",
  },
  "borders-on-each-other": {
    zh: "两条边界将在此重叠；请画得远一些。",
    en: "Two borders would lie on each other here; draw a little further away.",
  },
  "too-near-to-tell": {
    zh: "此处离边界太近，无法区分；请沿边界画，或画得远一些。",
    en:
      "Here the drawing runs so close to a border that the two cannot be told apart; draw along " +
      "the border or further off.",
  },
  "no-such-buildings": {
    zh: "没有这些楼栋的轮廓：{buildings}。",
    en: "There is no outline of these buildings: {buildings}.",
  },
  "no-gap": {
    zh: "楼栋 {building} 与相邻楼栋之间没有空隙；请一并划出。",
    en: "There is no gap between building {building} and the next; hand them over together.",
  },
  "through-building": {
    zh: "边界将穿过楼栋 {buildings}，附近没有空隙；请绕开画。",
    en: "The border would run through building {buildings}, and no gap is near; draw around it.",
  },
  "border-changed-since": {
    zh: "此处边界其后已被改动。",
    en: "The border was changed here since.",
  },
  "grid-changed-since": { zh: "网格 {grid} 其后已被改动。", en: "Grid {grid} was changed since." },

  // What is found in polygons.
  "ring-too-small": {
    zh: "网格 {grid} 不是有效的面：有一圈少于三个角。",
    en: "Grid {grid} is not a valid polygon: a ring has fewer than three corners.",
  },
  "ring-touches-itself": {
    zh: "网格 {grid} 不是有效的面：一圈在一点上碰到自身。",
    en: "Grid {grid} is not a valid polygon: a ring touches itself in a vertex.",
  },
  "ring-crosses-itself": {
    zh: "网格 {grid} 不是有效的面：一圈自相交，或折回重叠。",
    en: "Grid {grid} is not a valid polygon: its ring crosses itself or runs back on itself.",
  },
  "rings-cross": {
    zh: "网格 {grid} 不是有效的面：两圈相交或重叠。",
    en: "Grid {grid} is not a valid polygon: two of its rings cross or run on each other.",
  },
  "hole-outside": {
    zh: "网格 {grid} 不是有效的面：洞在外圈之外。",
    en: "Grid {grid} is not a valid polygon: a hole lies outside its ring.",
  },
  "hole-in-hole": {
    zh: "网格 {grid} 不是有效的面：洞中有洞。",
    en: "Grid {grid} is not a valid polygon: a hole lies in another hole.",
  },
  "part-in-part": {
    zh: "网格 {grid} 不是有效的面：一片在另一片之内。",
    en: "Grid {grid} is not a valid polygon: one of its parts lies in another.",
  },
  "vertex-lacking": {
    zh: "边界上缺一点（{grids}）：移动它会撕开网格。",
    en: "A vertex lies on a border that lacks it (grids {grids}); moving it would tear the coverage.",
  },
  "in-parts": {
    zh: "网格 {grid} 分成互不相连的 {parts} 片。",
    en: "Grid {grid} is in {parts} separate parts.",
  },
  overlap: {
    zh: "网格重叠（{grids}）：{area}，宽约 {width}。",
    en: "Grids {grids} overlap: {area}, about {width} wide.",
  },
  crack: {
    zh: "{grids} 之间有一条最宽 {width} 的缝。",
    en: "Between grids {grids} runs a crack up to {width} wide.",
  },
  uncovered: {
    zh: "界内有地不属于任何网格：{area}，宽约 {width}。",
    en: "Ground inside the boundary belongs to no grid: {area}, about {width} wide.",
  },
  "reaches-out": {
    zh: "网格 {grids} 伸出界外：{area}，宽约 {width}。",
    en: "Grid {grids} reaches out of the boundary: {area}, about {width} wide.",
  },
  "nobodys-ground": {
    zh: "{grids} 之间有地不属于任何网格：{area}，宽约 {width}。",
    en: "Between grids {grids} lies ground that belongs to none: {area}, about {width} wide.",
  },
  sliver: {
    zh: "网格 {grid} 过于窄小：{area}，宽约 {width}。",
    en: "Grid {grid} is a sliver: {area}, about {width} wide.",
  },
  "does-not-fit": {
    zh: "此处各面在 1e-7 度的格点上不能拼合。",
    en: "Here the polygons do not fit together on the lattice of 1e-7 degrees.",
  },

  // What can be done about it.
  "write-as-parts": {
    zh: "写成一圈加一洞，或写成在此相接的两片。",
    en: "Write it as a ring and a hole, or as two parts, that touch here.",
  },
  "redraw-ring": { zh: "在此重画边界。", en: "Redraw the ring here." },
  "insert-on-the-other-side": {
    zh: "在另一侧也加上这一点。",
    en: "Insert the vertex on the other side too.",
  },
  "make-parts-grids": {
    zh: "每片各成一格，或划给邻格。",
    en: "Make each part a grid of its own, or give it to a neighbour.",
  },
  "take-from": { zh: "从网格 {grid} 中去掉。", en: "Take it from grid {grid}." },
  "snap-together": { zh: "将两条边界贴合。", en: "Snap the two borders together." },
  "give-to": { zh: "划给网格 {grid}。", en: "Give it to grid {grid}." },
  "trim-at-boundary": { zh: "沿外界裁齐。", en: "Trim it at the boundary." },
  "clean-first": { zh: "请先清理各面。", en: "Clean the polygons first." },
  "merge-or-widen": { zh: "并入邻格，或画宽。", en: "Merge it with a neighbour, or widen it." },
  mended: {
    zh: "{from}重叠的 {area} 归{to}。",
    en: "{area} claimed by {from}: to {to}.",
  },
  "mended-nobodys": {
    zh: "无归属的 {area} 归{to}。",
    en: "{area} that nobody claimed: to {to}.",
  },
  "mended-outside": {
    zh: "{from}伸出所属范围的 {area} 去掉。",
    en: "{area} on which {from} reaches out of the range it belongs to: taken away.",
  },

  // What an operation did.
  "moved-vertex": { zh: "移动了 {grids} 的边界点", en: "Moved a vertex of {grids}" },
  "moved-border": { zh: "移动了 {grids} 的边界", en: "Moved the border of {grids}" },
  "inserted-vertex": { zh: "在 {grids} 的边界上加了一点", en: "Inserted a vertex between {grids}" },
  "removed-vertex": { zh: "删除了 {grids} 边界上的一点", en: "Removed a vertex between {grids}" },
  "reshaped-grid": { zh: "重画了网格 {grid} 的边界", en: "Drew the border of grid {grid} anew" },
  "split-grids": { zh: "沿线分割了 {grids}", en: "Split {grids} by a line" },
  "merged-grids": { zh: "将 {grids} 并入 {grid}", en: "Merged {grids} into {grid}" },
  "gave-piece": { zh: "将一块地划给 {grid}", en: "Gave a piece to {grid}" },
  "handed-buildings": {
    zh: "将 {from} 的 {count} 栋楼划给 {grid}",
    en: "Handed {count} buildings of {from} to {grid}",
  },
  "moved-to-gap": {
    zh: "边界移了 {metres}，到楼栋之间的空隙",
    en: "The border was moved by {metres} into the gap between buildings",
  },
  "along-lines": {
    zh: "新边界有 {metres} 沿街道、水系或地块线",
    en: "{metres} of the new border follow streets, waters or parcels",
  },
  "vertices-added": {
    zh: "在 {grids} 的边界上增加了 {count} 点",
    en: "{count} vertices added on the border of {grids}",
  },
  "points-snapped": {
    zh: "{count} 点贴到了已有的边界上",
    en: "{count} points led to the borders that are there",
  },
  "added-grid": { zh: "新增网格 {grid}", en: "Added grid {grid}" },
  "carved-out-grid": { zh: "划出网格 {grid}", en: "Carved out grid {grid}" },
  "numbered-grids": { zh: "为 {count} 个网格编号", en: "Numbered {count} grids" },
  "set-properties": { zh: "改了网格 {grid} 的资料", en: "Changed what is known of grid {grid}" },
  "locked-grids": { zh: "锁定了 {grids}", en: "Locked {grids}" },
  "unlocked-grids": { zh: "解锁了 {grids}", en: "Unlocked {grids}" },
  "proposed-grids": {
    zh: "为{villages}提议了 {count} 个网格",
    en: "Proposed {count} grids for {villages}",
  },
  "cleaned-grids": {
    zh: "清理了 {count} 个网格的边界：{pieces} 处，共 {area}",
    en: "Cleaned the borders of {count} grids: {pieces} places, {area}",
  },
  "vertices-brought-together": {
    zh: "并合了 {count} 个相近的点，最远移动 {metres}",
    en: "{count} vertices brought together with near ones, by at most {metres}",
  },
  "grids-gone": {
    zh: "{grids} 没有自己的地，已去掉",
    en: "{grids} had no ground of their own, and are gone",
  },
};

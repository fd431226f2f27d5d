/** What geo/grouping has to say, in sentences (terms: docs/glossary.md). */
import type { GroupingPhrases } from "../../geo/grouping/phrases.js";
import type { Sentence } from "../steps/machine.js";

export const GROUPING_WORDS: Readonly<Record<keyof GroupingPhrases, Sentence>> = {
  // What in the input contradicts itself, and the way out.
  "id-twice": {
    zh: "住户 {household} 出现两次；每户须有自己的编号。",
    en: "Household {household} comes twice; give each its own id.",
  },
  "no-place": {
    zh: "住户 {household} 没有位置；x 和 y 须为数字。",
    en: "Household {household} has no place; x and y must be numbers.",
  },
  "not-degrees": {
    zh: "住户 {household} 超出经纬度范围；如以米为单位，请注明平面坐标。",
    en:
      "Household {household} lies outside longitude and latitude; say planar if these are " +
      "metres.",
  },
  "bad-demand": {
    zh: "住户 {household} 的需求量须为 0 或以上。",
    en: "The demand of household {household} must be 0 or more.",
  },
  "bad-responders": {
    zh: "住户 {household} 可应答的人数须为 0 或以上的整数。",
    en: "The responders of household {household} must be a whole number of 0 or more.",
  },
  "bad-sizes": {
    zh: "每组 {least} 至 {most} 户、目标 {target} 户有误；须为整数，最少 1 户且不多于最多户数。",
    en:
      "Group sizes {least} to {most} with target {target} are wrong; whole numbers with " +
      "1 <= min <= max are needed.",
  },
  "unknown-in-locked": {
    zh: "锁定的组 {group} 列有住户 {household}，但住户中没有此户。",
    en: "Locked group {group} names household {household}, which is not in the input.",
  },
  "unknown-in-together": {
    zh: "须同组的名单列有住户 {household}，但住户中没有此户。",
    en: "A keep-together list names household {household}, which is not in the input.",
  },
  "unknown-in-apart": {
    zh: "须分开的一对列有住户 {household}，但住户中没有此户。",
    en: "A keep-apart pair names household {household}, which is not in the input.",
  },
  "unknown-in-tie": {
    zh: "往来关系列有住户 {household}，但住户中没有此户。",
    en: "A tie names household {household}, which is not in the input.",
  },
  "locked-twice": {
    zh: "住户 {household} 同在两个锁定的组 {groups} 中；请解锁其一。",
    en: "Household {household} is in two locked groups, {groups}; unlock one.",
  },
  "locked-and-linked": {
    zh: "{households} 须同组，但锁定的组只含其中一部分。",
    en: "{households} must stay together, but a locked group holds only some of them.",
  },
  "together-across": {
    zh: "{households} 须同组，却分属不同区域：{areas}。",
    en: "{households} must stay together, but lie in different areas: {areas}.",
  },
  "together-too-many": {
    zh: "有 {count} 户须同组，而每组最多 {most} 户：{households}。",
    en: "{count} households must stay together, a group holds at most {most}: {households}.",
  },
  "together-and-apart": {
    zh: "{households} 既须同组又须分开；请去掉其一。",
    en: "{households} must be together and apart; drop one of the two.",
  },
  "locked-and-apart": {
    zh: "{households} 须分开，却同在锁定的组 {group} 中。",
    en: "{households} must be apart, but locked group {group} holds both.",
  },
  "number-of-groups": {
    zh: "{count} 户不能分成 {groups} 组；组数须为整数，每组至少一户。",
    en:
      "{groups} groups of {count} households cannot be; a whole number is needed, and every " +
      "group needs one household at least.",
  },
  "demand-above-capacity": {
    zh: "住户 {household} 的需求量为 {demand}，超过每组容量 {capacity}。",
    en: "Household {household} has demand {demand}, more than a group's capacity {capacity}.",
  },
  "demand-above-all": {
    zh: "需求量共 {demand}，而 {groups} 组、每组容量 {capacity}，只容 {room}。",
    en: "The demand is {demand} in all, {groups} groups of capacity {capacity} hold {room}.",
  },
  "no-assignment": {
    zh: "未找到容量 {capacity} 以内的分法：{groups} 组中有 {over} 组超出；请提高容量、组数或搜索时间。",
    en:
      "No assignment within capacity {capacity} was found: {over} of {groups} groups are over; " +
      "raise the capacity, the groups or the budget.",
  },
  "locked-out-of-bounds": {
    zh: "锁定的组 {group} 有 {count} 户，不在 {least} 至 {most} 户之内；已按原样保留。",
    en:
      "Locked group {group} has {count} households, outside {least} to {most}; it was left as " +
      "it is.",
  },

  // Why a household is in no group, or its calls are not as wanted.
  "nobody-lives-here": {
    zh: "空挂户：无人居住，不编入任何组。",
    en: "Registered only: nobody lives here, so it belongs to no group.",
  },
  "did-not-agree": {
    zh: "未同意参加，不编入任何组。",
    en: "Did not agree to take part, so it belongs to no group.",
  },
  "in-no-grid": {
    zh: "所在位置不属任何网格，无法编组；请先核对住户位置或网格边界。",
    en: "Belongs to no grid, so to no group; check its place, or the borders of the grids.",
  },
  "too-few-near": {
    zh: "此处能相互走到的只有 {count} 户；一组至少 {least} 户。",
    en: "Households that can reach each other here: {count}; a group needs {least}.",
  },
  "too-few-in-area": {
    zh: "{area} 内能相互走到的只有 {count} 户；一组至少 {least} 户。",
    en: "Households that can reach each other in {area}: {count}; a group needs {least}.",
  },
  "no-division": {
    zh: "此处 {count} 户分不成每组 {least} 至 {most} 户的组。",
    en: "{count} households here cannot be divided into groups of {least} to {most}.",
  },
  "no-division-in-area": {
    zh: "{area} 的 {count} 户分不成每组 {least} 至 {most} 户的组。",
    en: "{count} households in {area} cannot be divided into groups of {least} to {most}.",
  },
  "barred-from-every-group": {
    zh: "因屏障或须分开的住户，找不到户数合规的组可容此户。",
    en: "No group of legal size without a barrier or a keep-apart pair could be found for it.",
  },
  "no-room-near": {
    zh: "本组将超过 {most} 户，附近也没有空位的组。",
    en: "Its group would have more than {most} households and no group near has room.",
  },
  "group-too-small": {
    zh: "此处能编为一组的只有 {count} 户；一组至少 {least} 户。",
    en: "Households that can be grouped here: {count}; a group needs {least}.",
  },
  "too-few-answerers": {
    zh: "能应答的只有 {count} 户，需要 {wanted} 户；因屏障或须分开的住户，再无他户。",
    en:
      "Households that may answer: {count}, wanted: {wanted}; a barrier or keep-apart pairs " +
      "leave no more.",
  },
  "calls-out-of-bounds": {
    zh: "应答次数为 {count}，应为 {least} 至 {most}；附近没有可调换的住户。",
    en: "It answers {count} times, {least} to {most} are wanted; nobody else near can be exchanged.",
  },

  // Why a household changed its group.
  "in-no-group": { zh: "未编入任何组。", en: "It is in no group." },
  "moved-away": {
    zh: "已迁走。",
    en: "Moved away.",
  },
  "moved-house": {
    zh: "搬了家，编入新住处附近的组。",
    en: "Moved house and joined a group near the new home.",
  },
  "group-short-of-responders": {
    zh: "{group} 组可应答的只有 {count} 人，须 {least} 人。",
    en: "Group {group} had {count} people who answer; it needs {least}.",
  },
  "joined-nearest": {
    zh: "新住户：编入最近的有空位的组。",
    en: "New here: joined the nearest group with room.",
  },
  "new-building": {
    zh: "新楼栋：户数足以自成一组。",
    en: "New building: enough households for a group of their own.",
  },
  "group-given-up": {
    zh: "组 {group} 已撤销：原有住户只剩 {count} 户，一组至少 {least} 户。",
    en: "Group {group} was given up: {count} of its households are left, a group needs {least}.",
  },
  "group-had-few": {
    zh: "组 {group} 只剩 {count} 户，一组至少 {least} 户。",
    en: "Group {group} had only {count} households left, a group needs {least}.",
  },
  "group-was-full": {
    zh: "新住户到来时组 {group} 已满。",
    en: "Group {group} was full when new households came.",
  },
  "shorter-walks": {
    zh: "步行更近：所省米数超过调组的最低要求。",
    en: "Shorter walks: the change saves more metres than a change must save.",
  },

  // Why a hand edit cannot be.
  "unknown-household": {
    zh: "找不到住户 {household}；可能已迁走，请刷新。",
    en: "Household {household} is not here; it may have moved, load the plan again.",
  },
  "unknown-group": {
    zh: "找不到组 {group}；可能已合并，请刷新。",
    en: "Group {group} is not here; it may have been merged, load the plan again.",
  },
  "household-in-group": {
    zh: "住户 {household} 已在组 {group} 中。",
    en: "Household {household} is in group {group} already.",
  },
  "household-in-no-group": {
    zh: "住户 {household} 不在任何组中。",
    en: "Household {household} is in no group.",
  },
  "group-with-itself": {
    zh: "组 {group} 不能与自己合并；请另选一组。",
    en: "Group {group} cannot be merged with itself; choose another.",
  },
  "group-is-locked": {
    zh: "组 {group} 已锁定；请先解锁。",
    en: "Group {group} is locked; unlock it first.",
  },
  "group-would-be-full": {
    zh: "组 {group} 将有 {count} 户，每组最多 {most} 户。",
    en: "Group {group} would have {count} households; a group holds at most {most}.",
  },
  "group-would-be-small": {
    zh: "组 {group} 将只有 {count} 户，每组至少 {least} 户。",
    en: "Group {group} would have {count} households; a group needs {least}.",
  },
  "areas-differ": {
    zh: "住户 {household} 属 {area}，组 {group} 属 {other}；组不跨区域。",
    en: "Household {household} belongs to {area}, group {group} to {other}; no group crosses areas.",
  },
  "barrier-between": {
    zh: "住户 {household} 与组 {group} 的住户 {other} 之间有河流或道路阻隔，附近没有可走的桥或路口。",
    en:
      "A river or road without a crossing near lies between household {household} and " +
      "{other} of group {group}.",
  },
  "kept-apart": {
    zh: "住户 {household} 与组 {group} 的住户 {other} 须分开。",
    en: "Household {household} and {other} of group {group} are to be kept apart.",
  },
  "kept-together": {
    zh: "住户 {household} 须与住户 {other} 同组，后者在组 {group}。",
    en: "Household {household} must stay with {other}, which is in group {group}.",
  },
  "beyond-reach": {
    zh: "住户 {household} 距组 {group} 最近的一户 {metres}，超出可及的距离。",
    en: "Household {household} is {metres} from the nearest home of group {group}, out of reach.",
  },
  "no-legal-halves": {
    zh: "组 {group} 的 {count} 户分不成两个各有 {least} 至 {most} 户的组。",
    en: "The {count} households of group {group} make no two groups of {least} to {most}.",
  },
  "parts-are-not-the-group": {
    zh: "各部分须合起来恰为组 {group} 的住户，每户一次，且至少两部分。",
    en: "The parts must be group {group}: two or more, every household once, and no other.",
  },
  "no-group-near": {
    zh: "住户 {household} 附近没有可加入的组。",
    en: "No group near household {household} may take it.",
  },

  // What to know of a group after a hand edit.
  "left-too-small": {
    zh: "组 {group} 只剩 {count} 户，每组至少 {least} 户；请修复。",
    en: "Group {group} is left with {count} households and needs {least}; have it repaired.",
  },
  "off-target": {
    zh: "组 {group} 有 {count} 户，宜为 {target} 户。",
    en: "Group {group} has {count} households; {target} are best.",
  },
  "short-of-responders": {
    zh: "组 {group} 可应答的只有 {count} 人，须 {least} 人。",
    en: "Group {group} has {count} people who answer; {least} are asked.",
  },
  "far-from-centre": {
    zh: "组 {group} 有 {count} 户距中心超过 {metres}。",
    en: "Homes of group {group} further than {metres} from its centre: {count}.",
  },
};

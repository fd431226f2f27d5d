import { bumps, HOURS, type Rhythm, WEEK, YEAR } from "./rhythm.js";

export type PlaceKind =
  | "home"
  | "shop"
  | "market"
  | "station"
  | "night"
  | "road"
  | "river"
  | "wild"
  | "school";
export interface IncidentKind {
  code: string;
  share: number;
  rhythm: Rhythm;
  places: Partial<Record<PlaceKind, number>>;
  /** Share known only as an interval, and the interval's mean hours. */
  interval: [share: number, hours: number];
  /** Share of events followed by others near and soon after. */
  repeats: number;
  /** Weights of levels 1 to 4. */
  levels: [number, number, number, number];
  titles: readonly string[];
}

type Clock = readonly number[];
const rhythm = (
  hours: Clock,
  week: Clock = WEEK.flat,
  year: Clock = YEAR.flat,
  more: Partial<Rhythm> = {},
): Rhythm => ({ hours, week, year, spring: 1, tombs: 1, national: 1, trend: 0, ...more });
const usual: IncidentKind["levels"] = [0, 0.005, 0.045, 0.95],
  grave: IncidentKind["levels"] = [0.002, 0.02, 0.18, 0.798];
const kind = (
  code: string,
  share: number,
  r: Rhythm,
  places: IncidentKind["places"],
  titles: string,
  more: Partial<IncidentKind> = {},
): IncidentKind => ({
  code,
  share,
  rhythm: r,
  places,
  titles: titles.split("|"),
  interval: [0.012, 6],
  repeats: 0,
  levels: usual,
  ...more,
});

/**
 * What happens in the county. Shares and rhythms are invented after what is common knowledge, not
 * fitted to any place.
 */
export const INCIDENT_KINDS: readonly IncidentKind[] = [
  kind(
    "0101",
    5.5,
    rhythm(HOURS.away, WEEK.flat, YEAR.yearEnd, { spring: 1.3 }),
    { home: 4, shop: 2, market: 2, wild: 0.6 },
    "财物被盗|店内货物被盗|家禽被盗|工地材料被盗|快递包裹丢失",
    { interval: [0.5, 9], repeats: 0.1, levels: grave },
  ),
  kind(
    "0102",
    3,
    rhythm(HOURS.away, WEEK.weekend, YEAR.winter, { spring: 1.5, trend: -0.35 }),
    { home: 1 },
    "入室盗窃|房门被撬财物被盗|翻窗入室盗窃",
    { interval: [0.66, 14], repeats: 0.5, levels: grave },
  ),
  kind("0103", 0.3, rhythm(HOURS.night), { road: 2, night: 2, station: 1 }, "抢夺手机|抢夺提包", {
    levels: grave,
  }),
  kind(
    "0104",
    4.5,
    rhythm(HOURS.day, WEEK.office, YEAR.flat, { trend: 0.6 }),
    { home: 1 },
    "接到冒充客服诈骗电话|网络刷单被骗|虚假投资理财被骗|冒充亲友借款诈骗",
    { levels: grave },
  ),
  kind(
    "0105",
    1.8,
    rhythm(HOURS.market, WEEK.weekend, YEAR.yearEnd, { spring: 1.8, national: 1.4 }),
    { market: 6, station: 3, night: 1 },
    "手机被扒窃|钱包被扒窃",
    { interval: [0.15, 1.5], repeats: 0.15 },
  ),
  kind(
    "0106",
    2,
    rhythm(HOURS.night, WEEK.flat, YEAR.summer, { trend: -0.2 }),
    { home: 4, market: 1, station: 1 },
    "电动车被盗|摩托车被盗|电动车电瓶被盗",
    { interval: [0.55, 9], repeats: 0.35 },
  ),
  kind(
    "0107",
    1.2,
    rhythm(HOURS.evening, WEEK.weekend, YEAR.winter, { spring: 3 }),
    { home: 3, shop: 1 },
    "茶馆聚众赌博|有人聚众打牌赌钱",
  ),
  kind(
    "0109",
    3.2,
    rhythm(bumps(0.1, [23, 2.2, 2]), WEEK.weekend, YEAR.summer, { spring: 1.3, national: 1.3 }),
    { night: 8, road: 1, market: 1 },
    "酒后打架|口角引发斗殴|群众打架",
    { levels: grave },
  ),
  kind("0110", 0.1, rhythm(HOURS.day), { home: 1 }, "涉恶线索举报"),
  kind(
    "0111",
    2.6,
    rhythm(HOURS.night),
    { home: 3, road: 1, school: 0.5 },
    "陌生人员徘徊|可疑车辆停放|陌生人敲门踩点",
  ),
  kind("0199", 1, rhythm(HOURS.round), { road: 1, shop: 1 }, "治安隐患上报"),
  kind(
    "0201",
    3.5,
    rhythm(HOURS.evening, WEEK.weekend, YEAR.flat, { spring: 2 }),
    { home: 1 },
    "夫妻争吵|赡养纠纷|分家纠纷|婚姻家庭矛盾",
  ),
  kind(
    "0202",
    6,
    rhythm(HOURS.evening, WEEK.weekend, YEAR.summer),
    { home: 1 },
    "楼上漏水纠纷|占用公共通道纠纷|采光通风纠纷|邻里排水纠纷|宠物扰民纠纷",
    { repeats: 0.12 },
  ),
  kind(
    "0203",
    4,
    rhythm(HOURS.day, WEEK.office),
    { home: 1 },
    "物业费纠纷|停车位纠纷|电梯故障投诉物业|小区公共收益纠纷",
  ),
  kind(
    "0204",
    1.6,
    rhythm(HOURS.day, WEEK.office, YEAR.yearEnd),
    { shop: 1, wild: 0.1 },
    "拖欠工资纠纷|工伤赔偿纠纷|劳动合同纠纷",
    { levels: grave },
  ),
  kind(
    "0205",
    1.4,
    rhythm(HOURS.day, WEEK.office, YEAR.yearEnd),
    { home: 1 },
    "民间借贷纠纷|欠款不还纠纷",
  ),
  kind(
    "0206",
    1.8,
    rhythm(HOURS.day, WEEK.flat, YEAR.term),
    { wild: 3, home: 1 },
    "土地承包边界纠纷|宅基地纠纷|林地权属纠纷",
  ),
  kind(
    "0207",
    1.8,
    rhythm(HOURS.day, WEEK.weekend, YEAR.yearEnd),
    { shop: 2, market: 1 },
    "消费纠纷|退款纠纷|缺斤短两纠纷",
  ),
  kind("0299", 0.8, rhythm(HOURS.day), { home: 1 }, "其他矛盾纠纷"),
  kind(
    "0301",
    1.5,
    rhythm(HOURS.meals, WEEK.flat, YEAR.winter, { spring: 2.4 }),
    { home: 3, shop: 1 },
    "厨房起火|电线短路冒烟|杂物堆起火",
    { levels: grave },
  ),
  kind(
    "0302",
    0.9,
    rhythm(HOURS.afternoon, WEEK.weekend, YEAR.dry, { tombs: 14, spring: 2 }),
    { wild: 1 },
    "山林冒烟|焚烧秸秆引发火情|上坟烧纸引燃荒草",
    { levels: grave },
  ),
  kind(
    "0303",
    3,
    rhythm(HOURS.evening),
    { home: 2, shop: 1 },
    "消防通道被占|楼道堆放杂物|消防栓被遮挡",
  ),
  kind(
    "0304",
    3.4,
    rhythm(HOURS.evening, WEEK.flat, YEAR.summer, { trend: 0.4 }),
    { home: 1 },
    "电动车进楼充电|飞线充电|私拉电线",
  ),
  kind(
    "0401",
    0.5,
    rhythm(HOURS.day, WEEK.flat, YEAR.summer),
    { wild: 1, river: 1 },
    "水源浑浊|饮用水有异味",
    { levels: grave },
  ),
  kind("0402", 0.2, rhythm(HOURS.day, WEEK.office), { shop: 1, road: 1 }, "危化品违规存放", {
    levels: grave,
  }),
  kind(
    "0403",
    1.6,
    rhythm(HOURS.meals, WEEK.flat, YEAR.winter),
    { home: 3, shop: 1 },
    "闻到燃气味|燃气软管老化|餐馆燃气瓶违规使用",
    { levels: grave },
  ),
  kind(
    "0404",
    1.1,
    rhythm(HOURS.meals, WEEK.weekend, YEAR.summer),
    { market: 2, shop: 2, night: 1 },
    "疑似食物变质|过期食品销售|就餐后身体不适",
  ),
  kind(
    "0405",
    6.5,
    rhythm(HOURS.rush, WEEK.office, YEAR.flat, { national: 1.6, spring: 1.5 }),
    { road: 6, station: 1, market: 0.6 },
    "两车刮擦|电动车碰撞|车辆违停堵路|行人被擦碰",
    { levels: grave },
  ),
  kind(
    "0406",
    0.5,
    rhythm(HOURS.afternoon, WEEK.weekend, YEAR.summer),
    { river: 1 },
    "学生私自下河游泳|河边有人落水",
    { levels: [0.01, 0.1, 0.4, 0.49] },
  ),
  kind(
    "0501",
    1,
    rhythm(HOURS.round, WEEK.flat, YEAR.flood),
    { river: 3, road: 1 },
    "河水上涨漫路|低洼处积水",
    { levels: grave, repeats: 0.4 },
  ),
  kind("0502", 0.4, rhythm(HOURS.round, WEEK.flat, YEAR.flood), { wild: 1 }, "边坡垮塌|山体落石", {
    levels: grave,
    repeats: 0.2,
  }),
  kind(
    "0503",
    0.5,
    rhythm(HOURS.afternoon, WEEK.flat, YEAR.flood),
    { home: 1, wild: 1 },
    "大风掀翻棚顶|树木倒伏",
  ),
  kind(
    "0601",
    1.4,
    rhythm(HOURS.day, WEEK.flat, YEAR.summer),
    { river: 2, shop: 1, wild: 1 },
    "污水直排|露天焚烧|油烟扰民",
  ),
  kind(
    "0602",
    6,
    rhythm(HOURS.day, WEEK.office),
    { home: 2, market: 2, road: 1, river: 0.5 },
    "垃圾满溢|乱倒建筑垃圾|垃圾清运不及时|占道堆物",
  ),
  kind(
    "0603",
    7,
    rhythm(bumps(0.05, [21, 1.8, 2], [7, 1, 0.3]), WEEK.weekend, YEAR.summer),
    { night: 3, home: 4, shop: 1 },
    "夜间施工噪声|广场舞噪声|夜市噪声扰民|邻居深夜喧哗",
  ),
  kind("0701", 1.5, rhythm(HOURS.rush, WEEK.office, YEAR.flood), { road: 1 }, "井盖破损|井盖缺失"),
  kind(
    "0702",
    2,
    rhythm(bumps(0.02, [20, 1.6, 2]), WEEK.flat, YEAR.winter),
    { road: 1, home: 0.5 },
    "路灯不亮|楼道灯损坏",
  ),
  kind(
    "0703",
    2,
    rhythm(HOURS.day, WEEK.flat, YEAR.summer),
    { home: 2, road: 1 },
    "下水道堵塞|自来水管破裂|污水外溢",
  ),
  kind(
    "0704",
    1.6,
    rhythm(HOURS.day, WEEK.office, YEAR.flood),
    { road: 1 },
    "路面坑洼|人行道砖松动|村道塌陷",
  ),
  kind(
    "0801",
    2,
    rhythm(HOURS.round, WEEK.flat, YEAR.winter),
    { home: 1 },
    "居民突发疾病|老人摔倒求助",
    { levels: grave },
  ),
  kind(
    "0802",
    2.2,
    rhythm(HOURS.day, WEEK.office, YEAR.winter),
    { home: 1 },
    "老人求助代购药品|老人联系不上请求上门",
  ),
  kind(
    "0803",
    0.8,
    rhythm(HOURS.rush, WEEK.office, YEAR.term),
    { school: 3, home: 1 },
    "未成年人逃学|学生校门口冲突",
  ),
  kind(
    "0804",
    0.6,
    rhythm(HOURS.afternoon),
    { market: 1, home: 1, station: 1 },
    "老人走失|儿童走失",
  ),
  kind(
    "0901",
    0.5,
    rhythm(HOURS.day, WEEK.weekend, YEAR.winter, { tombs: 3 }),
    { wild: 1, home: 1 },
    "看相算命聚集|迷信活动",
  ),
  kind("0902", 0.3, rhythm(HOURS.day), { market: 1, road: 1 }, "散发非法传单|非法张贴小广告"),
  kind(
    "1001",
    2,
    rhythm(HOURS.day, WEEK.office),
    { home: 1 },
    "建议增设停车位|建议增设路灯|建议增设健身器材",
  ),
  kind(
    "1002",
    2,
    rhythm(HOURS.day, WEEK.office),
    { home: 1 },
    "咨询社保办理|咨询居住证办理|咨询医保缴费",
  ),
  kind(
    "1003",
    2,
    rhythm(HOURS.day, WEEK.office),
    { home: 1, shop: 1 },
    "投诉停水|投诉占道经营|投诉公交晚点",
  ),
  kind("9901", 0.8, rhythm(HOURS.round), { home: 1, road: 1 }, "其他事项"),
];

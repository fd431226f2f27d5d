import type { Random } from "../../geo/random.js";

/**
 * The commonest surnames, by their rough share, and characters given names are made of at random:
 * no real person is meant.
 */
const SURNAMES = [
  ..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文",
];
const GIVEN = [
  ..."伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文玉兰红梅春云凤林志海波宁辉鹏飞龙宇浩欣佳怡琳雪晨阳光荣贵富德福安康祥瑞成才学正义仁礼信忠良清泉山川河江水木森树青松柏竹菊荷莲",
];

export function personName(random: Random): string {
  const surname = SURNAMES[Math.min(SURNAMES.length - 1, Math.floor(random.exponential(22)))]!;
  return surname + random.pick(GIVEN) + (random.chance(0.82) ? random.pick(GIVEN) : "");
}

/**
 * 1990000xxxx: eleven digits like a mobile number, of a block set aside here so that none can be a
 * subscriber's by intent.
 */
export const phoneNumber = (random: Random): string =>
  `1990000${String(random.integer(0, 9999)).padStart(4, "0")}`;

export const COMMUNITY_NAMES = [
  "凯涪社区",
  "东门社区",
  "南津社区",
  "文昌社区",
  "北街社区",
  "滨河社区",
  "新桥社区",
];
export const VILLAGE_NAMES = [
  "三湾村",
  "𠮷家湾村",
  "石坝村",
  "双河口村",
  "青杠村",
  "黄桷村",
  "龙洞村",
  "大堰村",
  "柏树村",
  "回龙村",
  "高峰村",
  "白鹤村",
  "清溪村",
  "五里村",
  "太平村",
  "竹园村",
  "马鞍村",
];

const HAMLET_HEADS = [..."李王张陈杨周何罗唐谭冉秦夏余龚向熊江"].map((s) => `${s}家`);
const HAMLET_MORE = [
  "石",
  "竹林",
  "大",
  "小",
  "新",
  "老",
  "上",
  "下",
  "黄桷",
  "柏树",
  "水井",
  "桂花",
  "凉水",
  "岩口",
  "油房",
  "碾子",
  "庙",
  "枣子",
  "楠木",
  "月亮",
  "青龙",
  "白岩",
];
const HAMLET_TAILS = ["湾", "坝", "院子", "沟", "坪", "咀", "岩", "垭口", "塘", "坡", "林", "田"];

/** A natural village's name, not yet taken. */
export function hamletName(random: Random, taken: Set<string>): string {
  for (;;) {
    const name =
      random.pick(random.chance(0.6) ? HAMLET_HEADS : HAMLET_MORE) + random.pick(HAMLET_TAILS);
    if (!taken.has(name) || taken.size > 420) {
      taken.add(name);
      return name;
    }
  }
}

export const STREETS_EAST_WEST = [
  "沿山路",
  "建设路",
  "人民路",
  "解放街",
  "文化街",
  "中山街",
  "凯旋路",
  "南山路",
  "兴业路",
  "迎宾大道",
];
export const STREETS_NORTH_SOUTH = [
  "西环路",
  "西门街",
  "工农路",
  "凯江路",
  "文昌街",
  "鼓楼街",
  "中心大道",
  "县府街",
  "东门街",
  "东城大道",
  "学府路",
  "工业大道",
  "东环路",
  "站前路",
];
export const COMPOUND_NAMES = [
  "阳光花园",
  "凯江名苑",
  "锦绣家园",
  "金桂苑",
  "翠竹小区",
  "文昌花园",
  "滨江丽景",
  "和谐家园",
  "丽水湾小区",
  "银杏苑",
  "惠民小区",
  "新世纪花园",
  "桂花园",
  "书香名邸",
  "龙腾小区",
  "富民小区",
  "康乐小区",
  "祥和苑",
  "玉兰花园",
  "春江花园",
  "凤凰小区",
  "南津小区",
  "西城小区",
  "北苑小区",
  "幸福里",
  "水岸新城",
  "凯旋国际",
  "山水苑",
  "安居小区",
  "紫荆花园",
  "百合园",
  "星光小区",
  "梧桐苑",
  "江南名居",
  "东方花园",
  "雅居苑",
];

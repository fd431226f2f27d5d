/** A code of the tables that every county begins with, as its own to change. */
export interface StandardCode {
  kind: string;
  code: string;
  parent: string | null;
  nameZh: string;
  nameEn: string;
  position: number;
  retired: false;
}

/** By table: code, 中文, English. Sources: GB/T 31000-2015 where it has one. */
const TABLES: Record<string, string> = {
  incident:
    "01 治安 Public order|0101 盗窃 Theft|0102 入室盗窃 Burglary|0103 抢劫抢夺 Robbery and snatching|" +
    "0104 电信诈骗 Telecom fraud|0105 扒窃 Pickpocketing|0106 盗窃机动车 Vehicle theft|0107 聚众赌博 Gambling|" +
    "0109 打架斗殴 Fighting|0110 涉黑涉恶线索 Organised crime lead|0111 可疑人员 Suspicious person|" +
    "0199 其他治安 Other public order|02 矛盾纠纷 Disputes|0201 婚恋家庭纠纷 Family dispute|" +
    "0202 邻里纠纷 Neighbour dispute|0203 物业纠纷 Property management dispute|" +
    "0204 劳动人事纠纷 Labour dispute|0205 借贷纠纷 Loan dispute|0206 土地及宅基地纠纷 Land dispute|" +
    "0207 消费合同纠纷 Consumer dispute|0299 其他纠纷 Other dispute|03 消防火灾 Fire|0301 火警 Fire alarm|" +
    "0302 森林火情 Forest fire|0303 消防通道堵塞 Blocked fire lane|0304 电动车及用电隐患 Electric hazard|" +
    "04 公共安全 Public safety|0401 水源安全 Water source safety|0402 危险化学品 Hazardous chemicals|" +
    "0403 燃气隐患 Gas hazard|0404 食品药品 Food and drugs|0405 道路交通 Road traffic|0406 溺水 Drowning risk|" +
    "05 自然灾害 Natural disaster|0501 洪涝 Flooding|0502 地质灾害 Geological hazard|" +
    "0503 气象灾害 Severe weather|06 环境卫生 Environment|0601 污染 Pollution|0602 垃圾堆放 Waste|" +
    "0603 噪声 Noise|07 公共设施 Public facilities|0701 井盖 Manhole cover|0702 路灯 Street light|" +
    "0703 管网 Pipes and sewers|0704 道路破损 Road damage|08 民生求助 Help|0801 医疗急救 Medical emergency|" +
    "0802 独居老人 Older person living alone|0803 未成年人 Minor|0804 走失 Missing person|" +
    "09 非法宣传 Unlawful propaganda|0901 封建迷信 Superstition|0902 非法宣传 Unlawful propaganda|" +
    "10 建议咨询投诉 Suggestions and complaints|1001 意见建议 Suggestion|1002 咨询 Enquiry|1003 投诉 Complaint|" +
    "99 其他 Other|9901 其他 Other",
  "incident-status":
    "REPORTED 已上报 Reported|NEED_INFO 待补充 More information needed|" +
    "ACCEPTED 已受理 Accepted|FILED 已立案 Filed|" +
    "DISPATCHED 已派遣 Dispatched|IN_PROGRESS 处置中 In progress|VERIFYING 核查 Verifying|" +
    "CLOSED 结案 Closed|REOPENED 重新办理 Reopened|TRANSFERRED 已移送 Transferred|" +
    "DUPLICATE 并案 Duplicate|REJECTED 不予受理 Rejected|CANCELLED 已撤销 Cancelled",
  closing:
    "01 已解决 Settled|02 无需处理 Nothing to be done|03 非本辖区 Not of this county|" +
    "04 无法解决 Cannot be settled|05 移交 Handed over|06 误报 False report",
  "incident-source":
    "01 网格员 Grid worker|02 群众APP Residents' app|03 十户联防 Ten-household group|04 视频 Camera|" +
    "05 12345热线 12345 hotline|06 110移交 Handed over by 110|07 上级交办 Assigned from above|" +
    "08 接口 Application",
  "building-use":
    "01 住宅 Residential|02 商业 Commercial|03 办公 Office|04 工业 Industrial|05 仓储 Storage|" +
    "06 商住混用 Mixed|99 其他 Other",
  "grid-kind": "01 综合网格 General grid|02 专属网格 Dedicated grid|03 微网格 Micro grid",
  "plan-status":
    "DRAFT 草稿 Draft|SUBMITTED 待审批 Submitted|APPROVED 待生效 Approved|" +
    "EFFECTIVE 生效 In force|RETIRED 已被取代 Replaced|WITHDRAWN 已撤回 Withdrawn",
  "group-plan-status":
    "FORMING 正在分组 Being formed|DRAFT 草稿 Draft|EFFECTIVE 已发布 Published|" +
    "FAILED 分组失败 Failed",
  "township-kind": "subdistrict 街道 Subdistrict|town 镇 Town|township 乡 Rural township",
  "village-kind": "community 社区 Community|village 村 Village",
  "camera-kind": "131 摄像机 Camera|132 网络摄像机 Network camera|138 移动设备 Mobile device",
  "camera-owner":
    "01 公安机关 Public security|02 乡镇街道 Town or subdistrict|03 物业小区 Property management|" +
    "04 经营单位 Business|05 居民自建 Resident",
  "camera-basis":
    "art7 公共场所建设（第七条） Public place (art. 7)|art9 重点部位（第九条） Key site (art. 9)|" +
    "art33 其他（第三十三条） Other (art. 33)",
  residency: "01 常住 Resident|02 流动 Floating|03 空挂 Registered only",
  "org-kind":
    "county-office 县综治中心 County office|town 乡镇街道 Town or subdistrict|" +
    "station 网格化服务管理站 Grid station|village-committee 村（居）民委员会 Village committee|" +
    "villagers-group 村民小组 Villagers' group|compound 小区 Compound|" +
    "owners-committee 业主委员会 Owners' committee|property 物业企业 Property company|" +
    "autonomy-committee 自治委员会 Autonomy committee|patrol-team 巡逻队 Patrol team|" +
    "police-station 派出所 Police post|court 人民法院 Court|justice-office 司法行政机关 Justice office|" +
    "department 职能部门 Department|mediation-committee 人民调解委员会 Mediation committee|" +
    "insurer 保险机构 Insurer|appraiser 鉴定机构 Appraiser|school 学校 School|other 其他 Other",
  "day-kind": "holiday 放假 Holiday|workday 调休上班 Working day|local 地方放假 Local day off",
  "tie-kind": "kin 亲属 Kin|acquainted 相熟 Acquainted",
  "street-kind":
    "trunk 国省道 Trunk road|main 主干道 Main street|secondary 次干道 Secondary street|lane 巷道 Lane|" +
    "village 村道 Village road",
  "water-kind": "river 河流 River|stream 溪沟 Stream|pond 塘堰 Pond",
  "parcel-kind":
    "compound 居住小区 Residential compound|school 学校 School|hospital 医院 Hospital|market 市场 Market|" +
    "factory 工厂 Factory|government 机关 Government|park 公园 Park|station 车站 Station|" +
    "farm 农地 Farm plot",
  "barrier-kind": "river 河流 River|trunk 交通干线 Trunk road|wall 围墙 Wall",
  "crossing-kind":
    "bridge 桥梁 Bridge|crossroads 路口 Crossroads|gate 出入口 Gate|underpass 下穿通道 Underpass",
};

const isBelow = (kind: string, code: string) => kind === "incident" && code.length === 4;

export const STANDARD_CODES: readonly StandardCode[] = Object.entries(TABLES).flatMap(
  ([kind, table]) =>
    table.split("|").map((entry, position): StandardCode => {
      const [code = "", nameZh = "", ...nameEn] = entry.split(" ");
      const parent = isBelow(kind, code) ? code.slice(0, 2) : null;
      return { kind, code, parent, nameZh, nameEn: nameEn.join(" "), position, retired: false };
    }),
);

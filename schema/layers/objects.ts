import {
  boolean,
  code,
  date,
  field,
  instant,
  integer,
  layer,
  number,
  reference,
  scale,
  text,
} from "./layer.js";

export const households = layer({
  name: "households",
  singular: "household",
  typeName: "Household",
  table: "household",
  label: { zh: "住户", en: "Households" },
  description:
    "Households. Names, phones and the exact place are masked unless the viewer's role needs " +
    "them and a purpose is given.",
  geometry: "Point",
  geometryColumn: "geom",
  coarseColumn: "coarse",
  geometrySensitivity: "place",
  fields: {
    code: field(text(40), "户编号", "Code", {
      filtered: true,
      sensitivity: "internal",
      aliases: ["户号"],
      description: "Code of the household",
    }),
    headName: field(text(60), "户主", "Head", {
      sensitivity: "personal",
      mask: "name",
      aliases: ["户主姓名"],
      description: "Name of the head of the household",
    }),
    phone: field(text(40), "电话", "Phone", {
      sensitivity: "personal",
      mask: "phone",
      aliases: ["联系电话", "手机"],
      description: "Phone of the household",
    }),
    members: field(integer(0, 99), "人数", "Members", {
      sensitivity: "internal",
      description: "Number of people living there",
    }),
    responders: field(integer(0, 99), "可应答人数", "Responders", {
      sensitivity: "internal",
      description:
        "Number of people who would come when a neighbour calls, as the household says itself; " +
        "null: nobody asked, which counts as one where somebody lives",
    }),
    residency: field(code("residency"), "居住情况", "Residency", {
      sensitivity: "internal",
      description: "How the household is registered: resident, floating, registered only",
    }),
    building: field(reference("buildings"), "楼栋", "Building", {
      sensitivity: "place",
      description: "The building the household lives in",
    }),
    stair: field(text(20), "单元", "Stair", {
      sensitivity: "place",
      description: "Stair of the building, as its door names it",
    }),
    floor: field(integer(-10, 300), "楼层", "Floor", {
      sensitivity: "place",
      description: "Floor, the ground floor counted as 1",
    }),
    unit: field(text(20), "房号", "Unit", {
      sensitivity: "place",
      description: "Number of the flat or room",
    }),
    placeSince: field(date, "入住日期", "Place since", {
      sensitivity: "internal",
      description: "First day of the household at this place",
    }),
    grid: field(reference("grids"), "网格", "Grid", {
      derived: true,
      description: "The grid in force that the household lives in",
    }),
  },
  search: ["code"],
  scope: "grid",
  placed: "today",
  standsSince: "place_since",
  ofHousehold: "id",
  category: "residency",
  minZoom: 14,
  exportable: true,
});

export const cameras = layer({
  name: "cameras",
  singular: "camera",
  typeName: "Camera",
  table: "camera",
  label: { zh: "视频点位", en: "Cameras" },
  description: "Cameras with what the filing rules ask for. No stream address is kept.",
  geometry: "Point",
  geometryColumn: "geom",
  geometrySensitivity: "internal",
  fields: {
    code: field(text(20), "国标编码", "GB code", {
      filtered: true,
      follows: "camera",
      sensitivity: "internal",
      aliases: ["gb_id", "设备编码"],
      description: "Code of the camera; 20 digits of GB/T 28181 where the county's profile is cn",
    }),
    name: field(text(100), "名称", "Name", {
      required: true,
      sensitivity: "internal",
      tile: true,
      description: "Name of the camera, usually its place",
    }),
    kind: field(code("camera-kind"), "类型", "Kind", {
      sensitivity: "internal",
      tile: true,
      description: "What kind of camera it is",
    }),
    owner: field(code("camera-owner"), "所有者", "Owner", {
      sensitivity: "internal",
      description: "Kind of body that owns the camera",
    }),
    legalBasis: field(code("camera-basis"), "设置依据", "Legal basis", {
      sensitivity: "internal",
      plural: "legalBases",
      description: "Legal basis on which the camera stands",
    }),
    heading: field(number(0, 360, "°"), "朝向", "Heading", {
      sensitivity: "sector",
      tile: true,
      description: "Direction it looks in, in degrees clockwise from north",
    }),
    fieldOfView: field(number(0, 360, "°"), "视场角", "Field of view", {
      sensitivity: "sector",
      tile: true,
      description: "Horizontal field of view in degrees",
    }),
    rangeM: field(number(0, 5000, "m"), "可视距离", "Range", {
      sensitivity: "sector",
      tile: true,
      aliases: ["range"],
      description: "Range of sight in metres",
    }),
    installedOn: field(date, "启用日期", "Installed on", {
      sensitivity: "internal",
      description: "Day it was taken into use",
    }),
    filingNumber: field(text(60), "备案号", "Filing number", {
      sensitivity: "internal",
      description: "Number under which it is filed",
    }),
    filedOn: field(date, "备案日期", "Filed on", {
      sensitivity: "internal",
      description: "Day on which it was filed",
    }),
    signPosted: field(boolean, "已设提示标识", "Sign posted", {
      sensitivity: "internal",
      description: "Whether a sign tells of the camera",
    }),
    retentionDays: field(integer(0, 3650), "留存天数", "Retention", {
      sensitivity: "internal",
      description: "Days that recordings are kept; at least 30 where art. 17 applies",
    }),
    grid: field(reference("grids"), "网格", "Grid", {
      derived: true,
      description: "The grid in force that the camera stands in",
    }),
  },
  search: ["name", "code"],
  unique: [["code"]],
  scope: "grid",
  placed: "today",
  standsSince: "installed_on",
  category: "kind",
  minZoom: 12,
  near: 100,
  exportable: true,
});

/** GB/T 31000-2015. */
const LEVELS = [
  { zh: "一级（特别重大）", en: "1 Especially serious" },
  { zh: "二级（重大）", en: "2 Serious" },
  { zh: "三级（较大）", en: "3 Fairly serious" },
  { zh: "四级（一般）", en: "4 General" },
];

export const incidents = layer({
  name: "incidents",
  singular: "incident",
  typeName: "Incident",
  table: "incident",
  happens: { created: "reported" },
  label: { zh: "事件", en: "Incidents" },
  description:
    "Incidents. They happened between occurredFrom and occurredUntil (equal when known).",
  searchedByName: true,
  geometry: "Point",
  geometryColumn: "geom",
  geometrySensitivity: "internal",
  fields: {
    number: field(text(40), "编号", "Number", {
      filtered: true,
      sensitivity: "internal",
      aliases: ["uid", "事件编号"],
      description:
        "Number to quote: of the register it came from, or made here as county, local year of " +
        "writing and running number, 510799-2026-000123",
    }),
    title: field(text(100), "标题", "Title", {
      required: true,
      sensitivity: "internal",
      aliases: ["事件名称", "offense_type", "crime"],
      description: "What happened, in a few words",
    }),
    category: field(code("incident"), "类别", "Category", {
      required: true,
      sensitivity: "internal",
      tile: true,
      aliases: ["事件类别"],
      description: "What kind of incident it is; two digits are a top-level category",
    }),
    level: field(scale(...LEVELS), "等级", "Level", {
      kept: true,
      sensitivity: "internal",
      tile: true,
      description:
        "Level of severity of GB/T 31000-2015, 1 to 4: 1 especially serious (特别重大), " +
        "2 serious (重大), 3 fairly serious (较大), 4 general (一般)",
    }),
    status: field(code("incident-status"), "状态", "Status", {
      kept: true,
      sensitivity: "internal",
      tile: true,
      bySteps: true,
      description: "How far it has been dealt with; only a step changes it",
    }),
    stateSince: field(instant, "状态起始", "State since", {
      sensitivity: "internal",
      bySteps: true,
      description: "Moment of the step that led to its status",
    }),
    closing: field(code("closing"), "结案方式", "Closing", {
      sensitivity: "internal",
      bySteps: true,
      description: "How the matter ended; null while it has not",
    }),
    rework: field(integer(0), "返工次数", "Rework", {
      sensitivity: "internal",
      derived: true,
      description: "Number of times that a result did not stand up to being verified",
    }),
    reopened: field(integer(0), "重新办理次数", "Times reopened", {
      sensitivity: "internal",
      derived: true,
      description: "Number of times it was opened again after it was closed",
    }),
    pushedBack: field(integer(0), "退回次数", "Times pushed back", {
      sensitivity: "internal",
      derived: true,
      description: "Number of times that whoever it was sent to gave it back",
    }),
    duplicateOf: field(reference("incidents"), "并入事件", "Duplicate of", {
      sensitivity: "internal",
      derived: true,
      description: "The incident that it was merged into",
    }),
    organisation: field(reference("organisations"), "承办单位", "Organisation", {
      sensitivity: "internal",
      derived: true,
      description: "The organisation that has it in hand",
    }),
    outsideReference: field(text(60), "外部编号", "Outside reference", {
      sensitivity: "internal",
      derived: true,
      description: "Number of the case at the body it was transferred to",
    }),
    source: field(code("incident-source"), "来源", "Source", {
      sensitivity: "internal",
      description: "Way by which it was reported",
    }),
    occurredFrom: field(instant, "发生时间", "Occurred from", {
      required: true,
      sensitivity: "internal",
      tile: true,
      aliases: ["occurred_at", "发生时间", "from", "date_local", "date"],
      description: "Earliest moment at which it can have happened",
    }),
    occurredUntil: field(instant, "发生时间（止）", "Occurred until", {
      sensitivity: "internal",
      aliases: ["to"],
      description: "Latest moment at which it can have happened; equal to occurredFrom when known",
    }),
    reportedAt: field(instant, "上报时间", "Reported at", {
      kept: true,
      sensitivity: "internal",
      description: "Moment at which it was reported",
    }),
    address: field(text(200), "地点", "Address", {
      sensitivity: "internal",
      aliases: ["street", "地址"],
      description: "Where it happened, in words",
    }),
    description: field(text(4000, true), "简述", "Description", {
      sensitivity: "personal",
      description: "What happened, at length. May name people, so it is treated as personal",
    }),
    reporterName: field(text(60), "上报人", "Reporter", {
      sensitivity: "personal",
      mask: "name",
      description: "Name of who reported it",
    }),
    reporterPhone: field(text(40), "上报人电话", "Reporter's phone", {
      sensitivity: "personal",
      mask: "phone",
      description: "Phone of who reported it",
    }),
    grid: field(reference("grids"), "网格", "Grid", {
      derived: true,
      description: "The grid in force where and when it happened",
    }),
  },
  search: ["title", "number", "address"],
  scope: "grid",
  handledBy: "organisation_id",
  placed: "then",
  // Family, illness, the old who live alone, minors, the missing (GB/T 31000-2015).
  delicate: { field: "category", codes: ["0201", "0801", "0802", "0803", "0804"] },
  time: { from: "occurred_from", until: "occurred_until" },
  topCategories: true,
  category: "category",
  minZoom: 13,
  near: 100,
  exportable: true,
});

export const ties = layer({
  name: "ties",
  singular: "tie",
  typeName: "Tie",
  table: "tie",
  label: { zh: "邻里关系", en: "Ties" },
  description:
    "Ties between two households: visible to the grid worker of the grid, never exported, gone " +
    "when either side withdraws.",
  geometry: "MultiLineString",
  geometryColumn: "geom",
  geometrySensitivity: "place",
  fields: {
    from: field(reference("households"), "一方住户", "From", {
      required: true,
      sensitivity: "personal",
      plural: "fromHouseholds",
      description: "One of the two households",
    }),
    to: field(reference("households"), "另一方住户", "To", {
      required: true,
      sensitivity: "personal",
      plural: "toHouseholds",
      description: "The other of the two households",
    }),
    kind: field(code("tie-kind"), "关系", "Kind", {
      required: true,
      sensitivity: "personal",
      description: "How the two know or help each other",
    }),
    grid: field(reference("grids"), "网格", "Grid", {
      derived: true,
      description: "The grid of the first of the two households",
    }),
  },
  search: [],
  scope: "grid",
  joins: ["from", "to"],
  tells: ["from", "to"],
  category: "kind",
  minZoom: 15,
  forgets: true,
  exportable: false,
});

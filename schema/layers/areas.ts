import { code, date, field, integer, type Layer, layer, reference, text } from "./layer.js";

export const townships = layer({
  name: "townships",
  singular: "township",
  typeName: "Township",
  table: "township",
  label: { zh: "乡镇（街道）", en: "Townships" },
  description: "Townships, towns and subdistricts: the tier between the county and its villages.",
  geometry: "MultiPolygon",
  geometryColumn: "geom",
  geometrySensitivity: "open",
  fields: {
    code: field(text(32), "编码", "Code", {
      filtered: true,
      follows: "township",
      required: true,
      tile: true,
      aliases: ["乡镇编码", "towncode", "TOWNCODE"],
      description:
        "Code of the township; 9 digits (province 2, city 2, county 2, town 3) " +
        "where the county's profile is cn",
    }),
    name: field(text(100), "名称", "Name", {
      required: true,
      tile: true,
      aliases: ["乡镇名", "townname", "TOWNNAME"],
      description: "Name of the township",
    }),
    nameEn: field(text(100), "英文名称", "English name", {
      tile: true,
      description: "Name in English, as a map has it beside the Chinese one",
    }),
    kind: field(code("township-kind"), "类型", "Kind", {
      tile: true,
      description: "Kind of township: subdistrict, town or rural township",
    }),
  },
  search: ["name", "nameEn", "code"],
  unique: [["code"]],
  scope: "county",
  boundary: true,
  category: "kind",
  minZoom: 0,
  namesZoom: 7,
  exportable: true,
});

export const villages = layer({
  name: "villages",
  singular: "village",
  typeName: "Village",
  table: "village",
  label: { zh: "村（社区）", en: "Villages" },
  description: "Villages and communities: what a grid belongs to.",
  geometry: "MultiPolygon",
  geometryColumn: "geom",
  geometrySensitivity: "open",
  fields: {
    code: field(text(32), "编码", "Code", {
      filtered: true,
      follows: "village",
      required: true,
      tile: true,
      aliases: ["村编码", "villcode", "VILLCODE"],
      description:
        "Code of the village; 12 digits (province 2, city 2, county 2, town 3, village 3) " +
        "where the county's profile is cn",
    }),
    name: field(text(100), "名称", "Name", {
      required: true,
      tile: true,
      aliases: ["村名", "villname", "VILLNAME"],
      description: "Name of the village or community",
    }),
    kind: field(code("village-kind"), "类型", "Kind", {
      tile: true,
      description: "Kind of village: rural or urban community",
    }),
    townshipCode: field(text(32), "所属乡镇（街道）编码", "Township code", {
      filtered: true,
      codeOf: "townships",
      description: "Code of the township the village belongs to",
    }),
  },
  search: ["name", "code"],
  unique: [["code"]],
  scope: "village",
  members: { way: "villages", by: "code" },
  boundary: true,
  category: "kind",
  minZoom: 0,
  namesZoom: 9,
  exportable: true,
});

export const grids = layer({
  name: "grids",
  singular: "grid",
  typeName: "Grid",
  table: "grid",
  happens: { moved: "redrawn" },
  label: { zh: "网格", en: "Grids" },
  description: "Grids: a seamless coverage; each in force from validFrom until before validTo.",
  writes: {
    own: "grid plans",
    wayOut: "Begin one (createGridPlan), draw in it, and have it approved.",
    but: ["name", "kind", "complaintPhone"],
  },
  geometry: "MultiPolygon",
  geometryColumn: "geom",
  geometrySensitivity: "open",
  fields: {
    code: field(text(32), "网格编码", "Code", {
      filtered: true,
      follows: "grid",
      required: true,
      tile: true,
      aliases: ["编码"],
      description:
        "Code of the grid. Checked by the county's template; " +
        "default village code and three digits",
    }),
    name: field(text(100), "名称", "Name", {
      required: true,
      tile: true,
      aliases: ["网格名称"],
      description: "Name of the grid",
    }),
    kind: field(code("grid-kind"), "类型", "Kind", {
      tile: true,
      description: "Kind of grid: a basic one or one of a single site",
    }),
    villageCode: field(text(32), "所属村（社区）编码", "Village code", {
      filtered: true,
      tile: true,
      codeOf: "villages",
      description: "Code of the village the grid belongs to",
    }),
    complaintPhone: field(text(40), "投诉电话", "Complaint phone", {
      description: "Phone for complaints. Must be posted publicly where local rules say so",
    }),
    validFrom: field(date, "生效日期", "Valid from", {
      required: true,
      description: "First day on which the grid is in force",
    }),
    validTo: field(date, "失效日期", "Valid to", {
      sensitivity: "internal",
      description: "First day on which the grid is no longer in force; null: until further notice",
    }),
    earlierOf: field(reference("grids"), "曾为", "Earlier shape of", {
      derived: true,
      description:
        "The grid whose earlier shape this is, kept for its days; what belonged to it then belongs " +
        "to that grid. Null: it is the grid itself",
    }),
  },
  search: ["name", "code"],
  unique: [["code", "valid_from"]],
  scope: "self-grid",
  members: { way: "grids", by: "id" },
  boundary: true,
  dated: { from: "valid_from", until: "valid_to" },
  category: "kind",
  minZoom: 0,
  namesZoom: 12,
  exportable: true,
});

export const buildings = layer({
  name: "buildings",
  singular: "building",
  typeName: "Building",
  table: "building",
  label: { zh: "楼栋", en: "Buildings" },
  description: "Buildings with footprint, floors, stairs and units.",
  geometry: "MultiPolygon",
  geometryColumn: "geom",
  geometrySensitivity: "open",
  fields: {
    code: field(text(40), "编码", "Code", {
      filtered: true,
      aliases: ["osm_id"],
      description: "Code of the building, as its register writes it",
    }),
    name: field(text(120), "名称", "Name", {
      tile: true,
      description: "Name or number of the building",
    }),
    use: field(code("building-use"), "用途", "Use", {
      tile: true,
      description: "What the building is used for",
    }),
    address: field(text(200), "地址", "Address", { description: "Postal address" }),
    floors: field(integer(0, 300), "层数", "Floors", {
      tile: true,
      aliases: ["building:levels"],
      description: "Number of floors above ground",
    }),
    stairs: field(integer(0, 200), "单元数", "Stairs", {
      description: "Number of entrances with a stair of their own",
    }),
    units: field(integer(0, 20_000), "户数", "Units", {
      description: "Number of dwellings or other units",
    }),
    grid: field(reference("grids"), "网格", "Grid", {
      derived: true,
      description: "The grid in force that the building stands in",
    }),
  },
  search: ["name", "address", "code"],
  scope: "grid",
  placed: "today",
  category: "use",
  minZoom: 13,
  near: 20,
  namesZoom: 16,
  exportable: true,
});

/** Streets that lead somewhere, by our code table's kinds and OpenStreetMap's. */
const MAIN_STREETS = [
  "main",
  "motorway",
  "trunk",
  "primary",
  "motorway_link",
  "trunk_link",
  "primary_link",
];
const THROUGH_STREETS = [
  ...MAIN_STREETS,
  "secondary",
  "tertiary",
  "village",
  "secondary_link",
  "tertiary_link",
];

type Ground = Pick<
  Layer,
  | "name"
  | "singular"
  | "typeName"
  | "label"
  | "description"
  | "geometry"
  | "minZoom"
  | "namesZoom"
  | "namesRepeat"
  | "fewerUntil"
>;
const ground = (own: Ground) =>
  layer({
    ...own,
    table: own.singular,
    geometryColumn: "geom",
    geometrySensitivity: "open",
    fields: {
      code: field(text(40), "编码", "Code", {
        filtered: true,
        aliases: ["osm_id"],
        description: "Code in the source it was taken from",
      }),
      name: field(text(120), "名称", "Name", { tile: true, description: "Name, as on a map" }),
      kind: field(code(`${own.singular}-kind`), "类型", "Kind", {
        tile: true,
        description: "What kind it is",
        aliases: ["highway", "waterway", "class"],
      }),
    },
    search: ["name", "code"],
    scope: "county",
    category: "kind",
    exportable: true,
  });

export const streets = ground({
  name: "streets",
  singular: "street",
  typeName: "Street",
  label: { zh: "道路", en: "Streets" },
  description: "Streets and lanes: what grids follow and people walk along.",
  geometry: "MultiLineString",
  minZoom: 10,
  fewerUntil: [
    { zoom: 12, kinds: MAIN_STREETS },
    { zoom: 14, kinds: THROUGH_STREETS },
  ],
});
export const waters = ground({
  name: "waters",
  singular: "water",
  typeName: "Water",
  label: { zh: "水系", en: "Waters" },
  description: "Rivers, lakes and ponds, as areas or lines.",
  geometry: "Geometry",
  minZoom: 8,
  namesZoom: 13,
  namesRepeat: true,
});
export const parcels = ground({
  name: "parcels",
  singular: "parcel",
  typeName: "Parcel",
  label: { zh: "宗地", en: "Parcels" },
  description: "Parcels and compounds: whole pieces that a grid takes or leaves.",
  geometry: "MultiPolygon",
  minZoom: 13,
  namesZoom: 14,
});
export const barriers = ground({
  name: "barriers",
  singular: "barrier",
  typeName: "Barrier",
  label: { zh: "障碍物", en: "Barriers" },
  description: "What people cannot walk across: a river, a main road, a wall.",
  geometry: "MultiLineString",
  minZoom: 12,
});
export const crossings = ground({
  name: "crossings",
  singular: "crossing",
  typeName: "Crossing",
  label: { zh: "出入口", en: "Crossings" },
  description: "Where a barrier can be crossed: a bridge, an underpass, a gate.",
  geometry: "Point",
  minZoom: 13,
});

import { code, date, field, integer, type Layer, reference, text } from "./layer.js";

export const villages: Layer = {
  name: "villages",
  singular: "village",
  typeName: "Village",
  table: "village",
  label: { zh: "村（社区）", en: "Villages" },
  description: "Villages and communities: what a grid belongs to.",
  geometry: "MultiPolygon",
  geometryColumn: "geom",
  geometrySensitivity: "open",
  fields: [
    field("code", text(32), "编码", "Code", {
      required: true,
      tile: true,
      aliases: ["村编码", "villcode", "VILLCODE"],
      description:
        "Code of the village; 12 digits (province 2, city 2, county 2, town 3, village 3) " +
        "where the county's profile is cn",
    }),
    field("name", text(100), "名称", "Name", {
      required: true,
      tile: true,
      aliases: ["村名", "villname", "VILLNAME"],
      description: "Name of the village or community",
    }),
    field("kind", code("village-kind"), "类型", "Kind", {
      tile: true,
      description: "Kind of village: rural or urban community",
    }),
  ],
  search: ["name", "code"],
  scope: "village",
  category: "kind",
  minZoom: 0,
  namesZoom: 9,
  exportable: true,
};

export const grids: Layer = {
  name: "grids",
  singular: "grid",
  typeName: "Grid",
  table: "grid",
  happens: { moved: "redrawn" },
  label: { zh: "网格", en: "Grids" },
  description: "Grids: a seamless coverage; each in force from validFrom until before validTo.",
  geometry: "MultiPolygon",
  geometryColumn: "geom",
  geometrySensitivity: "open",
  fields: [
    field("code", text(32), "网格编码", "Code", {
      required: true,
      tile: true,
      aliases: ["编码"],
      description:
        "Code of the grid. Checked by the county's template; " +
        "default village code and three digits",
    }),
    field("name", text(100), "名称", "Name", {
      required: true,
      tile: true,
      aliases: ["网格名称"],
      description: "Name of the grid",
    }),
    field("kind", code("grid-kind"), "类型", "Kind", {
      tile: true,
      description: "Kind of grid: a basic one or one of a single site",
    }),
    field("village_code", text(32), "所属村（社区）编码", "Village code", {
      tile: true,
      description: "Code of the village the grid belongs to",
    }),
    field("complaint_phone", text(40), "投诉电话", "Complaint phone", {
      description: "Phone for complaints. Must be posted publicly where local rules say so",
    }),
    field("valid_from", date, "生效日期", "Valid from", {
      required: true,
      description: "First day on which the grid is in force",
    }),
    field("valid_to", date, "失效日期", "Valid to", {
      sensitivity: "internal",
      description: "First day on which the grid is no longer in force; null: until further notice",
    }),
  ],
  search: ["name", "code"],
  scope: "self-grid",
  dated: { from: "valid_from", until: "valid_to" },
  category: "kind",
  minZoom: 0,
  namesZoom: 12,
  exportable: true,
};

export const buildings: Layer = {
  name: "buildings",
  singular: "building",
  typeName: "Building",
  table: "building",
  label: { zh: "楼栋", en: "Buildings" },
  description: "Buildings with footprint, floors, stairs and units.",
  geometry: "MultiPolygon",
  geometryColumn: "geom",
  geometrySensitivity: "open",
  fields: [
    field("code", text(40), "编码", "Code", {
      aliases: ["osm_id"],
      description: "Code of the building, as its register writes it",
    }),
    field("name", text(120), "名称", "Name", {
      tile: true,
      description: "Name or number of the building",
    }),
    field("use", code("building-use"), "用途", "Use", {
      tile: true,
      description: "What the building is used for",
    }),
    field("address", text(200), "地址", "Address", { description: "Postal address" }),
    field("floors", integer(0, 300), "层数", "Floors", {
      tile: true,
      aliases: ["building:levels"],
      description: "Number of floors above ground",
    }),
    field("stairs", integer(0, 200), "单元数", "Stairs", {
      description: "Number of entrances with a stair of their own",
    }),
    field("units", integer(0, 20_000), "户数", "Units", {
      description: "Number of dwellings or other units",
    }),
    field("grid_id", reference("grids"), "网格", "Grid", {
      derived: true,
      description: "The grid in force that the building stands in",
    }),
  ],
  search: ["name", "address", "code"],
  scope: "grid",
  placed: "today",
  category: "use",
  minZoom: 13,
  namesZoom: 16,
  exportable: true,
};

const groundFields = (table: string) => [
  field("code", text(40), "编码", "Code", {
    aliases: ["osm_id"],
    description: "Code in the source it was taken from",
  }),
  field("name", text(120), "名称", "Name", { tile: true, description: "Name, as on a map" }),
  field("kind", code(table), "类型", "Kind", {
    tile: true,
    description: "What kind it is",
    aliases: ["highway", "waterway", "class"],
  }),
];
const ground = (
  name: Layer["name"],
  singular: string,
  typeName: string,
  zh: string,
  en: string,
  geometry: Layer["geometry"],
  minZoom: number,
  description: string,
): Layer => ({
  name,
  singular,
  typeName,
  table: singular,
  label: { zh, en },
  description,
  geometry,
  geometryColumn: "geom",
  geometrySensitivity: "open",
  fields: groundFields(`${singular}-kind`),
  search: ["name", "code"],
  scope: "county",
  category: "kind",
  minZoom,
  exportable: true,
});

export const streets = ground(
  "streets",
  "street",
  "Street",
  "道路",
  "Streets",
  "MultiLineString",
  10,
  "Streets and lanes: what grids follow and people walk along.",
);
export const waters: Layer = {
  ...ground(
    "waters",
    "water",
    "Water",
    "水系",
    "Waters",
    "Geometry",
    8,
    "Rivers, lakes and ponds, as areas or lines.",
  ),
  namesZoom: 13,
  namesRepeat: true,
};
export const parcels: Layer = {
  ...ground(
    "parcels",
    "parcel",
    "Parcel",
    "宗地",
    "Parcels",
    "MultiPolygon",
    13,
    "Parcels and compounds: whole pieces that a grid takes or leaves.",
  ),
  namesZoom: 14,
};
export const barriers = ground(
  "barriers",
  "barrier",
  "Barrier",
  "障碍物",
  "Barriers",
  "MultiLineString",
  12,
  "What people cannot walk across: a river, a main road, a wall.",
);
export const crossings = ground(
  "crossings",
  "crossing",
  "Crossing",
  "出入口",
  "Crossings",
  "Point",
  13,
  "Where a barrier can be crossed: a bridge, an underpass, a gate.",
);

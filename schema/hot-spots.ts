import "reflect-metadata";
import type { MultiPolygon, Polygon } from "geojson";
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { GeoJSON, Json } from "./scalars.js";

export enum HotSpotAreas {
  GRID = "GRID",
  VILLAGE = "VILLAGE",
}
registerEnumType(HotSpotAreas, {
  name: "HotSpotAreas",
  description: "Areas that incidents are counted by (统计区域).",
  valuesConfig: {
    GRID: {
      description: "Where they happened in the grids of today (网格), or of the day of `grids`.",
    },
    VILLAGE: {
      description: "Villages and communities (村、社区) of their grids, else where they happened.",
    },
  },
});

/** `isOneOf` is set on the built schema. */
@InputType({ description: "What incidents are counted by (统计单元): exactly one of these." })
export class HotSpotUnitInput {
  @Field(() => Float, {
    nullable: true,
    description: "Hexagons (六边形): metres between the centres of neighbours, 20 to 50,000.",
  })
  hex?: number | null;
  @Field(() => HotSpotAreas, {
    nullable: true,
    description: "Areas (区域); neighbours share a border or a corner.",
  })
  areas?: HotSpotAreas | null;
}

export enum HotSpotStatistic {
  GI_STAR = "GI_STAR",
  EB_RATE = "EB_RATE",
  EB_STREETS = "EB_STREETS",
}
registerEnumType(HotSpotStatistic, {
  name: "HotSpotStatistic",
  description: "What is looked at (统计量): Getis-Ord Gi* of one of these.",
  valuesConfig: {
    GI_STAR: { description: "Incidents a cell (事件数); follows where people are." },
    EB_RATE: {
      description:
        "Incidents a household (每户比率), empirical Bayes; cells with fewer than 5 households, areas " +
        "with fewer than 20, have no rate. For who may see households.",
    },
    EB_STREETS: {
      description:
        "Incidents a kilometre of street (每公里街道比率), empirical Bayes; what has less than 0.1 km, a " +
        "cell less than a fifth of its size, has no rate.",
    },
  },
});

export enum HotSpotMask {
  AREA = "AREA",
  VILLAGES = "VILLAGES",
  BOX = "BOX",
}
registerEnumType(HotSpotMask, {
  name: "HotSpotMask",
  description:
    "Where a cell without an incident counts as zero (掩膜); a cell with one always counts.",
  valuesConfig: {
    AREA: { description: "In the filter's area (所问范围), without one in the villages." },
    VILLAGES: { description: "In the county's villages (各村、社区), the viewer's own of them." },
    BOX: { description: "In the box around the incidents (外接矩形)." },
  },
});

export enum HotSpotCells {
  TELLING = "TELLING",
  ALL = "ALL",
}
registerEnumType(HotSpotCells, {
  name: "HotSpotCells",
  description: "Which cells are listed (列出的单元).",
  valuesConfig: {
    TELLING: { description: "Those with an incident, hot or cold (有事件或显著)." },
    ALL: { description: "All of the map (全部)." },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: "Something said of a result (说明): a code with parameters, and the sentence.",
})
export class Said {
  @Field(() => String, { description: "Code of the sentence (代码)." })
  code!: string;
  @Field(() => Json, { description: "What stands in its gaps, by name (参数)." })
  params!: unknown;
  @Field(() => String, { description: "In Chinese (中文)." })
  zh!: string;
  @Field(() => String, { description: "In English (英文)." })
  en!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: "How many cells pass a level (显著性水平), as they are and after the correction.",
})
export class HotSpotLevel {
  @Field(() => Float, { description: "The level (水平): 0.10, 0.05 or 0.01." })
  level!: number;
  @Field(() => Float, {
    nullable: true,
    description:
      "Largest p, 0 to 1, that passes after the correction (界限 p 值); null: none does.",
  })
  pCut!: number | null;
  @Field(() => Int, { description: "Number of hot cells by p alone (未校正热点)." })
  rawHot!: number;
  @Field(() => Int, { description: "Number of cold cells by p alone (未校正冷点)." })
  rawCold!: number;
  @Field(() => Int, { description: "Number of hot cells after the correction (校正后热点)." })
  hot!: number;
  @Field(() => Int, { description: "Number of cold cells after the correction (校正后冷点)." })
  cold!: number;
}

@ObjectType({ simpleResolvers: true, description: "Cells without a value, and why (无值单元)." })
export class CellsWithoutValue {
  @Field(() => Said, { description: "Why (原因)." })
  reason!: Said;
  @Field(() => Int, { description: "Number of cells (单元数)." })
  cells!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: "What was computed (计算说明): enough to state the result, and to compute it again.",
})
export class HotSpotSheet {
  @Field(() => HotSpotStatistic, {
    description: "What was looked at (统计量), asked for or taken by default.",
  })
  statistic!: HotSpotStatistic;
  @Field(() => Said, { description: "The statistic (方法)." })
  method!: Said;
  @Field(() => Said, { description: "What the values are (取值)." })
  values!: Said;
  @Field(() => Said, { description: "Where zeros count (掩膜)." })
  mask!: Said;
  @Field(() => Said, { description: "Who is whose neighbour (邻域)." })
  neighbours!: Said;
  @Field(() => Int, { description: "Number of cells of the map (单元数)." })
  n!: number;
  @Field(() => Int, { description: "Number of incidents on the map (事件数)." })
  incidents!: number;
  @Field(() => Int, {
    description:
      "Number of these incidents that lie where there is no rate (无比率事件数): they take no part.",
  })
  withoutRate!: number;
  @Field(() => Float, { nullable: true, description: "Metres between centres (单元边长)." })
  cellMetres!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: "Metres at which stability was looked at (对照边长); null: it was not.",
  })
  stableMetres!: number | null;
  @Field(() => Float, { nullable: true, description: "Metres within which are neighbours (带宽)." })
  bandMetres!: number | null;
  @Field(() => Float, { description: "Number of neighbours of a cell, on average (平均邻数)." })
  meanNeighbours!: number;
  @Field(() => Int, { description: "Number of cells without neighbours (孤立单元)." })
  islands!: number;
  @Field(() => Int, {
    description: "Number of pairs of cells that a barrier parts (被阻隔的邻对).",
  })
  barredPairs!: number;
  @Field(() => Said, { description: "How p was had (显著性 p 值)." })
  inference!: Said;
  @Field(() => Said, { description: "Correction for many cells (校正)." })
  correction!: Said;
  @Field(() => [HotSpotLevel], { description: "By level, the widest first (各水平)." })
  levels!: HotSpotLevel[];
  @Field(() => Float, {
    nullable: true,
    description:
      "Number of incidents a household, or a kilometre of street, on the whole map (平均比率); null " +
      "without rates.",
  })
  meanRate!: number | null;
  @Field(() => [CellsWithoutValue], { description: "Cells without a value (无值单元)." })
  withoutValue!: CellsWithoutValue[];
  @Field(() => [Said], { description: "What to know before believing it (注意)." })
  warnings!: Said[];
}

@ObjectType({ simpleResolvers: true, description: "A cell of a map of hot spots (单元)." })
export class HotSpotCell {
  @Field(() => ID, {
    description: "Axial q and r of a hexagon, the id of a grid, the code of a village (标识).",
  })
  id!: string;
  @Field(() => String, { nullable: true, description: "What an area is called (名称)." })
  name!: string | null;
  @Field(() => Int, {
    nullable: true,
    description: "Number of the hexagon's column (轴坐标 q); null of an area.",
  })
  q!: number | null;
  @Field(() => Int, {
    nullable: true,
    description: "Number of the hexagon's row (轴坐标 r); null of an area.",
  })
  r!: number | null;
  @Field(() => Int, { description: "Number of incidents in it (事件数)." })
  count!: number;
  @Field(() => Boolean, {
    description: "Holds incidents itself (自有事件); false and hot: hot by its neighbours alone.",
  })
  own!: boolean;
  @Field(() => Float, {
    nullable: true,
    description:
      "Number of incidents a household (每户比率), or a kilometre of street; null where there are too few.",
  })
  rate!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: "Standard deviate of Gi* (标准化 z 值), in units of its deviation.",
  })
  z!: number | null;
  @Field(() => Float, { nullable: true, description: "Two-sided p (显著性 p 值), 0 to 1." })
  p!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: "The p adjusted for many cells (校正后 q 值), 0 to 1.",
  })
  fdr!: number | null;
  @Field(() => Int, {
    description:
      "Level of significance (显著档): ±3, ±2, ±1 for fdr at most 0.01, 0.05, 0.10, hot above zero; else 0.",
  })
  bin!: number;
  @Field(() => Boolean, {
    nullable: true,
    description: "Hot (or cold) at twice the size too (两档一致); null: it was not looked at.",
  })
  stable!: boolean | null;
  @Field(() => String, { nullable: true, description: "Code of why there is no value (无值原因)." })
  reason!: string | null;
  @Field(() => GeoJSON, {
    nullable: true,
    description: "Its outline (轮廓), WGS 84.",
  })
  geometry!: Polygon | MultiPolygon | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "A place that looks like a geocoder's (默认点).",
})
export class DefaultPlace {
  @Field(() => [Float], { description: "Longitude and latitude in degrees (位置), WGS 84." })
  point!: number[];
  @Field(() => String, {
    nullable: true,
    description:
      "What it is called (名称), of a place open to the public or of at least 20 households; null: " +
      "one address.",
  })
  name!: string | null;
  @Field(() => Int, { description: "Number of incidents that stand on it (事件数)." })
  incidents!: number;
  @Field(() => Int, { description: "Number of different streets that they name (街道数)." })
  streets!: number;
  @Field(() => Int, { description: "Number of different addresses that they name (地址数)." })
  addresses!: number;
  @Field(() => Int, { description: "Number of incidents that name none (无地址)." })
  without!: number;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "Whether places are the incidents' or a geocoder's (默认点检查): where at least five incidents of " +
    "at least three streets, or half without one, stand within a metre. Delicate categories are not " +
    "looked at.",
})
export class PlaceCheck {
  @Field(() => Float, { description: "Share of all incidents that stand on them (占比), 0 to 1." })
  share!: number;
  @Field(() => Int, { description: "Number of incidents that were looked at (事件数)." })
  incidents!: number;
  @Field(() => [DefaultPlace], { description: "The places (默认点), most incidents first." })
  places!: DefaultPlace[];
}

@ObjectType({ simpleResolvers: true, description: "Density of incidents on a raster (核密度)." })
export class Density {
  @Field(() => String, {
    nullable: true,
    description:
      "Where its pixels are as vector tiles (矢量瓦片), below the service's address: source layer " +
      "`density`; for who asked. Null: the question is too long for an address, save its area.",
  })
  tiles!: string | null;
  @Field(() => Int, { description: "Number of pixels from west to east (列数)." })
  columns!: number;
  @Field(() => Int, { description: "Number of pixels from south to north (行数)." })
  rows!: number;
  @Field(() => [[Float]], {
    description:
      "Corners in degrees (四角), from the north-west clockwise, as images on maps have them.",
  })
  corners!: number[][];
  @Field(() => Float, { description: "Where the kernel ends, metres (半径)." })
  radiusMetres!: number;
  @Field(() => [Float], {
    description:
      "Incidents per square kilometre (每平方千米), to four digits, row by row from the " +
      "south-west.",
  })
  values!: number[];
  @Field(() => Float, { description: "The largest of them (峰值), in their unit." })
  peak!: number;
  @Field(() => Int, { description: "Number of incidents (事件数)." })
  incidents!: number;
  @Field(() => String, { nullable: true, description: "Code of why there is none (无值原因)." })
  reason!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "Pairs of one band of distance and time (近重复).",
})
export class NearRepeatBand {
  @Field(() => Boolean, { description: "The same place, within a metre (同一地点)." })
  samePlace!: boolean;
  @Field(() => [Float], { description: "From, included, to, not included, metres (距离带)." })
  metres!: number[];
  @Field(() => [Float], { description: "From, included, to, not included, days (时间带)." })
  days!: number[];
  @Field(() => Int, { description: "Number of pairs of incidents so near and so soon (对数)." })
  pairs!: number;
  @Field(() => Float, {
    description: "Number of pairs when times are shuffled, on average (期望对数).",
  })
  expected!: number;
  @Field(() => Float, { nullable: true, description: "Number of pairs over the expected (比值)." })
  ratio!: number | null;
  @Field(() => Float, { description: "Upper tail of the shuffles (显著性 p 值), 0 to 1." })
  p!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: "Whether incidents follow one another near by (近重复).",
})
export class NearRepeat {
  @Field(() => Int, { description: "Number of incidents (事件数)." })
  incidents!: number;
  @Field(() => [NearRepeatBand], { description: "By distance and time, nearest first (各带)." })
  bands!: NearRepeatBand[];
  @Field(() => Int, {
    description: "Number of shuffles (置换次数): 999, fewer where pairs are many, 399 at least.",
  })
  shuffles!: number;
  @Field(() => String, { nullable: true, description: "Code of why there are none (无值原因)." })
  reason!: string | null;
  @Field(() => [Said], { description: "What to know before believing it (注意)." })
  warnings!: Said[];
}

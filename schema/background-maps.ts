import "reflect-metadata";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { registerTexts } from "./enums.js";

const TileSystem = registerTexts(
  "TileSystem",
  "System in which a map's tiles are drawn (坐标系).",
  {
    WGS84: "World Geodetic System 1984, WGS 84 (世界大地坐标系).",
    CGCS2000:
      "China Geodetic Coordinate System 2000 (国家大地坐标系 2000): within 0.1 m of WGS 84.",
    GCJ02: "Shifted by 100 to 700 m, GCJ-02 (偏移坐标); the page shifts the tiles back.",
  },
);

@ObjectType({
  description:
    "A map of others that may lie under ours (底图); its tiles come from its own host, and the " +
    "page asks for them only once the viewer switches it on.",
})
export class BackgroundMap {
  @Field(() => ID, { description: "Its short name in the configuration (标识)." })
  id!: string;

  @Field(() => String, { description: "What it is called, Chinese (名称)." })
  nameZh!: string;

  @Field(() => String, { description: "What it is called, English (英文名称)." })
  nameEn!: string;

  @Field(() => String, {
    description:
      "Address of its tiles with {z}, {x} and {y} (瓦片地址), a grid of Web Mercator as in XYZ.",
  })
  tiles!: string;

  @Field(() => String, { description: "Whose map it is, to be shown with it (版权说明)." })
  attribution!: string;

  @Field(() => TileSystem, { description: "System in which its tiles are drawn (坐标系)." })
  crs!: string;

  @Field(() => Int, { description: "Deepest zoom of its tiles (最大级别)." })
  maxZoom!: number;
}

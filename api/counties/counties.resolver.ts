import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, Float, Info, Int, Query, Resolver, Root } from "type-graphql";
import { layerOf } from "../../schema/layers/index.js";
import { Day } from "../../schema/scalars.js";
import { Category, County, Whereabouts } from "../../schema/system.js";
import type { Context } from "../core/context.js";
import { versionOfCounty } from "../events/data-versions.js";
import { checkedPoint } from "../layers/area.js";
import { columnsFor } from "../layers/layer.resolver.js";
import { layerService } from "../layers/layer.service.js";
import { childrenOf, selectedFields } from "../layers/selected-fields.js";
import { countiesOf } from "../policy/viewer.js";
import type { CountyRow } from "./counties.service.js";
import { boundaryVersion, boundsOf } from "./county-ground.js";

@Resolver(() => County)
export class CountiesResolver {
  @Query(() => [County], { description: "Counties the viewer may ask about (区县)." })
  async counties(@Ctx() context: Context): Promise<CountyRow[]> {
    const mine = new Set(countiesOf(context.viewer));
    return (await context.services.counties.all()).filter((c) => mine.has(c.id));
  }

  @FieldResolver(() => [Float], {
    nullable: true,
    description:
      "West, south, east, north of its grids in degrees (范围), without grids of its villages; " +
      "null without either.",
  })
  bounds(@Root() county: CountyRow, @Ctx() context: Context): Promise<number[] | null> {
    return boundsOf(context.db, county.id, context.tryAccess(layerOf("villages")) !== null);
  }

  /** The data's version counts each report: anonymous callers get that of the boundaries. */
  @FieldResolver(() => Int, {
    description:
      "Another number after every change in it (数据版本); without signing in, after changes of " +
      "the boundaries in force.",
  })
  dataVersion(@Root() county: CountyRow, @Ctx() context: Context): Promise<number> {
    return context.viewer.kind === "anonymous"
      ? boundaryVersion(context.db, county.id)
      : versionOfCounty(context.db, county.id);
  }

  @Query(() => [Category], {
    description: "Code tables (代码表): incident categories, building uses and so on.",
  })
  async categories(
    @Ctx() context: Context,
    @Arg("kind", () => String, {
      nullable: true,
      description: "Only this table (代码表), as fields name it in `of`.",
    })
    kind?: string,
  ): Promise<Category[]> {
    const all = await context.services.categories.of(countiesOf(context.viewer));
    return kind == null ? all : all.filter((c) => c.kind === kind);
  }

  @Query(() => Whereabouts, {
    description: "Which county, village, grid and building is at a point (所在位置), on a day.",
  })
  async whereIs(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Arg("point", () => [Float], {
      description: "Longitude and latitude in degrees (位置), WGS 84.",
    })
    point: number[],
    @Arg("on", () => Day, { nullable: true, description: "On this day (日期); default today." })
    on?: string | null,
  ): Promise<object> {
    const at = checkedPoint(point, "point");
    const asked = selectedFields(info);
    const find = async (name: "villages" | "grids" | "buildings", field: string) => {
      const children = childrenOf(asked, field);
      const wants = asked.some((f) => f.name === field);
      return wants
        ? layerService.atPoint(context, layerOf(name), at, on ?? null, [
            "county",
            ...columnsFor(layerOf(name), children),
          ])
        : null;
    };
    const [village, building] = [
      await find("villages", "village"),
      await find("buildings", "building"),
    ];
    const grid = asked.some((f) => f.name === "grid" || f.name === "county")
      ? await layerService.atPoint(context, layerOf("grids"), at, on ?? null, [
          "county",
          ...columnsFor(layerOf("grids"), childrenOf(asked, "grid")),
        ])
      : null;
    const county = (grid ?? village)?.["county"] as number | undefined;
    return {
      village,
      grid,
      building,
      county: county === undefined ? null : await context.services.counties.get(county),
    };
  }
}

import type { GraphQLResolveInfo } from "graphql";
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { ReasonCode } from "../../geo/hotspots/reason.js";
import {
  HotSpotCell,
  HotSpotCells,
  HotSpotMask,
  HotSpotSheet,
  HotSpotStatistic,
  HotSpotUnitInput,
  Said,
} from "../../schema/hot-spots.js";
import { GridsCountedInput } from "../../schema/incident-stats.js";
import { LAYER_TYPES } from "../../schema/layer-types.js";
import type { Context } from "../core/context.js";
import { badInput } from "../core/refusal.js";
import type { Filter } from "../layers/filter.js";
import { selectedFields } from "../layers/selected-fields.js";
import { type HotMap, hotSpots } from "./hot-spots.service.js";
import { hotAsked } from "./hot-spots-asked.js";
import { cellsOf, saidReason, sheetOf } from "./hot-spots-shown.js";
import { tilesOf } from "./hot-tiles.service.js";

const CELLS_PAGE = 5000;
const WHICH = "Which incidents (筛选); default all the viewer may see in their one county.";

@ObjectType({
  description: "A map of hot spots (热点图): where incidents are more than by chance.",
})
export class HotSpots {
  @Field(() => Int, { description: "Number of incidents on the map (事件数)." })
  incidents!: number;
}

@Resolver(() => HotSpots)
export class HotSpotsResolver {
  @Query(() => HotSpots, {
    description:
      "Hot spots of incidents (热点): cells counted in SQL, Getis-Ord Gi*, two-sided p, corrected " +
      "for the number of cells.",
  })
  hotspots(
    @Ctx() context: Context,
    @Arg("filter", () => LAYER_TYPES.incidents.filter, { nullable: true, description: WHICH })
    filter?: Filter | null,
    @Arg("unit", () => HotSpotUnitInput, {
      nullable: true,
      description: "What they are counted by (统计单元); default hexagons of 250 m.",
    })
    unit?: HotSpotUnitInput | null,
    @Arg("statistic", () => HotSpotStatistic, {
      nullable: true,
      description:
        "What is looked at (统计量); default EB_RATE, where too few of the incidents have a rate or " +
        "households are not the viewer's to see EB_STREETS, else GI_STAR; the sheet says which and why.",
    })
    statistic?: HotSpotStatistic | null,
    @Arg("mask", () => HotSpotMask, {
      defaultValue: HotSpotMask.AREA,
      description: "Where zeros count (掩膜).",
    })
    mask: HotSpotMask = HotSpotMask.AREA,
    @Arg("barriers", () => Boolean, {
      defaultValue: true,
      description: "Cells on two sides of a barrier without a crossing are no neighbours (阻隔).",
    })
    barriers: boolean = true,
    @Arg("stable", () => Boolean, {
      defaultValue: true,
      description: "Looks at twice the size too (两档对照); of hexagons.",
    })
    stable: boolean = true,
    @Arg("grids", () => GridsCountedInput, {
      nullable: true,
      description: "Of areas that are grids, of which day (网格口径); default those of today.",
    })
    grids?: GridsCountedInput | null,
  ): Promise<HotMap> {
    return hotSpots(context, hotAsked({ filter, unit, statistic, mask, barriers, stable, grids }));
  }

  @FieldResolver(() => Int, { description: "Number of incidents on the map (事件数)." })
  incidents(@Root() { answer }: HotMap): number {
    return sheetOf(answer).incidents;
  }

  @FieldResolver(() => Said, {
    nullable: true,
    description: "Why no cell has a value (无值原因); null: they have.",
  })
  reason(@Root() { answer: { record, counted } }: HotMap): Said | null {
    if (record.n === 0) return saidReason(counted > 0 ? "no-denominator" : "no-incidents");
    const reasons = Object.entries(record.withoutValue) as [ReasonCode, number][];
    const [first] = reasons;
    return first && first[1] === record.n ? saidReason(first[0]) : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Where its cells are as vector tiles (矢量瓦片), below the service's address: source layer " +
      "`hotspots`, cells that tell something; for who asked. Null: the question is too long for an " +
      "address, save its area.",
  })
  tiles(@Root() { asked }: HotMap, @Ctx() context: Context): Promise<string | null> {
    return tilesOf(context, { kind: "hotspots", asked });
  }

  @FieldResolver(() => HotSpotSheet, { description: "What was computed (计算说明)." })
  sheet(@Root() { answer }: HotMap): HotSpotSheet {
    return sheetOf(answer);
  }

  @FieldResolver(() => Int, { description: "Number of cells that `cells` lists (单元数)." })
  cellCount(
    @Root() { answer }: HotMap,
    @Arg("of", () => HotSpotCells, {
      defaultValue: HotSpotCells.TELLING,
      description: "Which cells (列出的单元).",
    })
    of: HotSpotCells = HotSpotCells.TELLING,
  ): number {
    return of === HotSpotCells.ALL ? answer.count.length : answer.telling;
  }

  @FieldResolver(() => [HotSpotCell], {
    description: "Its cells (单元): hottest first, then those with most incidents.",
  })
  cells(
    @Root() map: HotMap,
    @Info() info: GraphQLResolveInfo,
    @Arg("of", () => HotSpotCells, {
      defaultValue: HotSpotCells.TELLING,
      description: "Which cells (列出的单元).",
    })
    of: HotSpotCells = HotSpotCells.TELLING,
    @Arg("first", () => Int, {
      defaultValue: CELLS_PAGE,
      description: "How many (条数), at most 5,000; default 5000.",
    })
    first: number = CELLS_PAGE,
    @Arg("after", () => ID, {
      nullable: true,
      description: "Only those after this cell (起点), by its id.",
    })
    after?: string | null,
  ): HotSpotCell[] {
    if (!(first >= 0 && first <= CELLS_PAGE))
      throw badInput("first", `first: 0 to ${CELLS_PAGE}; take further cells with after.`);
    const { answer } = map;
    const all = of === HotSpotCells.ALL ? answer.count.length : answer.telling;
    const from = after == null ? 0 : placeOf(map, after) + 1;
    const outlines = selectedFields(info).some(({ name }) => name === "geometry");
    return cellsOf(map, { from, to: Math.min(all, from + first), outlines });
  }
}

function placeOf({ answer: { at } }: HotMap, id: string): number {
  const [column, row] = id.split(",").map(Number);
  const place =
    "ids" in at
      ? at.ids.indexOf(id)
      : at.q.findIndex((value, i) => value === column && at.r[i] === row);
  if (place < 0) throw badInput("after", `after: this map has no cell ${id}.`);
  return place;
}

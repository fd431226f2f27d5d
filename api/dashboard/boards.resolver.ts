import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root, Subscription } from "type-graphql";
import {
  DashboardChange,
  DashboardTile,
  Display,
  DisplayArea,
  PublicBoard,
} from "../../schema/dashboard-tiles.js";
import { AreaInput } from "../../schema/inputs.js";
import { GeoJSON } from "../../schema/scalars.js";
import type { Context } from "../core/context.js";
import { type DashboardWatched, watchDashboard } from "./dashboard-changes.service.js";
import { display, type ShownPart, shapeOf } from "./display.service.js";
import { publicBoard } from "./public-board.service.js";
import { allTiles } from "./tile.js";

@Resolver(() => Display)
export class DisplayResolver {
  @FieldResolver(() => [DisplayArea], {
    description: "Townships of what it shows (乡镇街道), to go through one after the other.",
  })
  towns(
    @Root() { towns }: Display,
    @Arg("codes", () => [String], {
      nullable: true,
      description: "Only those of these codes (代码); default all.",
    })
    codes?: string[] | null,
  ): DisplayArea[] {
    return codes ? towns.filter(({ code }) => codes.includes(code)) : towns;
  }
}

/** What is dear of a part is asked for by itself. */
@Resolver(() => DisplayArea)
export class DisplayAreaResolver {
  @FieldResolver(() => GeoJSON, {
    nullable: true,
    description: "Its outline (轮廓), WGS 84; null: it is retired.",
  })
  shape(@Root() part: ShownPart, @Ctx() context: Context): Promise<object | null> {
    return shapeOf(context, part);
  }
}

/** What boards are put together from, when they change, and the board of everybody. */
@Resolver()
export class BoardsResolver {
  @Query(() => [DashboardTile], {
    description:
      "The tiles that a dashboard may have (看板块), in the order in which walls have them.",
  })
  dashboardTiles(@Ctx() context: Context): DashboardTile[] {
    return allTiles().map((tile) => ({
      id: tile.id,
      fields: Object.keys(tile.roots),
      visible: tile.isVisible(context),
      everySeconds: tile.everySeconds,
    }));
  }

  @Query(() => Display, {
    description:
      "What a board shows, and where (大屏): of the wall that asks, or the county of somebody who " +
      "sees its townships and villages.",
  })
  display(
    @Ctx() context: Context,
    @Arg("county", () => Int, {
      nullable: true,
      description: "Six digits of the county (区县代码); default one's first; a wall has its own.",
    })
    county?: number | null,
  ): Promise<object> {
    return display(context, county ?? null);
  }

  @Query(() => PublicBoard, {
    nullable: true,
    description:
      "The board for everybody, from a county's newest release (公开看板); null before the first.",
  })
  publicBoard(
    @Ctx() context: Context,
    @Arg("county", () => Int, { description: "Six digits of the county (区县代码)." })
    county: number,
  ): Promise<PublicBoard | null> {
    return publicBoard(context, county);
  }

  @Subscription(() => DashboardChange, {
    description:
      "Tells when tiles of an area may show something else (看板更新), of what the viewer may see. " +
      "At most once a second, whatever happens. Hot areas follow a change within five minutes, " +
      "and that they were looked for anew is told too.",
    subscribe: ({ args, context }) =>
      watchDashboard(context as Context, args as DashboardWatched) as AsyncIterable<never>,
  })
  dashboardChanged(
    @Root() change: DashboardChange,
    @Arg("area", () => AreaInput, {
      nullable: true,
      description: "Where (范围); default all the viewer may see.",
    })
    _area?: AreaInput | null,
    @Arg("after", () => String, {
      nullable: true,
      description:
        "First whether anything happened since this position of a change or of `changesPosition` " +
        "(续接位置), kept for a day. Asked for before the tiles, nothing falls between.",
    })
    _after?: string | null,
  ): DashboardChange {
    return change;
  }
}

import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { Today } from "../../schema/dashboard.js";
import {
  CategoryBands,
  HotNow,
  LastDays,
  Need,
  NewestIncidents,
  UsualWeek,
} from "../../schema/dashboard-tiles.js";
import { AreaInput } from "../../schema/inputs.js";
import type { Context } from "../core/context.js";
import { categoryBands } from "./category-bands.service.js";
import { hotNow } from "./hot-now.service.js";
import { keptTile } from "./kept-tile.js";
import { lastDays } from "./last-days.service.js";
import { needs } from "./needs.service.js";
import { newest } from "./newest.service.js";
import { today } from "./today.service.js";
import { usualWeek } from "./usual-week.service.js";

const WHERE = {
  nullable: true,
  description: "Where (范围); default all the viewer may see.",
} as const;

/** What tiles are filled from. */
@Resolver()
export class DashboardResolver {
  @Query(() => Today, {
    description:
      "Today so far against what is usual of this weekday at this hour (今日), and who has had more " +
      "than usual for some days. Counts only: nobody is named or ranked.",
  })
  today(
    @Ctx() context: Context,
    @Arg("area", () => AreaInput, WHERE) area?: AreaInput | null,
  ): Promise<Today> {
    const now = Date.now();
    return keptTile(context, "today", { area }, now, () => today(context, area, now));
  }

  @Query(() => LastDays, {
    description:
      "The last 28 days that are over against the same days a year before (近二十八天), with the range " +
      "of chance.",
  })
  lastDays(
    @Ctx() context: Context,
    @Arg("area", () => AreaInput, WHERE) area?: AreaInput | null,
  ): Promise<LastDays> {
    const now = Date.now();
    return keptTile(context, "lastDays", { area }, now, () => lastDays(context, { area }, now));
  }

  @Query(() => HotNow, {
    description:
      "Where incidents stand out now, at two cell sizes, and on which day (当前热点): for who may " +
      "see all incidents of some ground. An area is shown to who may see every incident in it.",
  })
  hotNow(
    @Ctx() context: Context,
    @Arg("area", () => AreaInput, WHERE) area?: AreaInput | null,
  ): Promise<HotNow> {
    const now = Date.now();
    return keptTile(context, "hotNow", { area }, now, () => hotNow(context, { area }));
  }

  @Query(() => [Need], {
    description:
      "What needs somebody, the weightiest first (需要处理): areas that stand out, villages above " +
      "usual, incidents past their time limits. Empty: nothing does.",
  })
  needs(
    @Ctx() context: Context,
    @Arg("area", () => AreaInput, WHERE) area?: AreaInput | null,
    @Arg("first", () => Int, {
      nullable: true,
      description: "How many (条数): at most 20; default 5.",
    })
    first?: number | null,
  ): Promise<Need[]> {
    const now = Date.now();
    const asked = { area, first: first ?? 5 };
    return keptTile(context, "needs", asked, now, () => needs(context, asked, now));
  }

  @Query(() => NewestIncidents, {
    description: "What came in last (最新): kind and village, no name and no door.",
  })
  newestIncidents(
    @Ctx() context: Context,
    @Arg("area", () => AreaInput, WHERE) area?: AreaInput | null,
    @Arg("first", () => Int, {
      nullable: true,
      description: "How many (条数): at most 50; default 6.",
    })
    first?: number | null,
  ): Promise<NewestIncidents> {
    const now = Date.now();
    const asked = { area, first: first ?? 6 };
    return keptTile(context, "newest", asked, now, () => newest(context, asked, now));
  }

  @Query(() => CategoryBands, {
    description:
      "Categories of the last 28 days that are over against the same days of up to three years " +
      "before (类别区间).",
  })
  categoryBands(
    @Ctx() context: Context,
    @Arg("area", () => AreaInput, WHERE) area?: AreaInput | null,
  ): Promise<CategoryBands> {
    const now = Date.now();
    return keptTile(context, "categoryBands", { area }, now, () =>
      categoryBands(context, { area }, now),
    );
  }

  @Query(() => UsualWeek, {
    description:
      "The hours of the week in the last 28 days that are over, against up to half a year before " +
      "(时钟).",
  })
  usualWeek(
    @Ctx() context: Context,
    @Arg("area", () => AreaInput, WHERE) area?: AreaInput | null,
  ): Promise<UsualWeek> {
    const now = Date.now();
    return keptTile(context, "usualWeek", { area }, now, () => usualWeek(context, { area }, now));
  }
}

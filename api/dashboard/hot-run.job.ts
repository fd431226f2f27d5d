import { v7 as uuid } from "uuid";
import { followedAreas } from "../../geo/hotspots/hot-areas.js";
import { addDays } from "../../geo/time/day.js";
import { type LocalClock, localClock } from "../../geo/time/local-clock.js";
import { CountBy } from "../../schema/inputs.js";
import { layerOf } from "../../schema/layers/index.js";
import { Context } from "../core/context.js";
import type { Services } from "../core/services.js";
import { versionsOf } from "../events/data-versions.js";
import type { Handler, Progress } from "../jobs/handlers.js";
import type { Schedule } from "../jobs/schedules.js";
import { layerService } from "../layers/layer.service.js";
import type { Device } from "../policy/viewer.js";
import { isDelicate } from "./delicate.js";
import { agesOf } from "./hot-ages.js";
import { describeAreas } from "./hot-areas.js";
import { fittingMetres, hotAreasIn, type JoinedArea, type KindWindow } from "./hot-cells.js";
import { HOT_ACTOR, hotAreasSeen, hotRuns, keepHotRun } from "./hot-now.queries.js";
import type { SeenArea } from "./seen-area.js";
import { asFilter, WINDOW_DAYS } from "./windows.js";

export const HOT_JOB = "dashboard.hotAreas";
export const HOT_SCHEDULE: Schedule = {
  name: HOT_JOB,
  kind: HOT_JOB,
  lane: "normal",
  when: { everyMs: 5 * 60_000 },
  of: "each county",
  maxAttempts: 2,
};

/** Kinds with fewer in four weeks have no map of their own. */
const LEAST_INCIDENTS = 30;
const KINDS_MOST = 12;
/** What was not seen for so long has ended: at the edge of chance an area comes and goes. */
const GRACE_MS = 2 * 86_400_000;
const HOUR = 3_600_000;
const DEPENDS = ["incidents", "villages", "grids", "barriers", "crossings", "parcels", "buildings"];

/**
 * Looks for a county's hot areas anew, where data changed or an hour passed, and recognises those
 * that were there before. One for all who look, whatever the processes.
 */
export const hotRunHandler =
  (services: Services): Handler =>
  async ({ county }, progress) => {
    const found = await lookForHotAreas(services, county, Date.now(), progress);
    return { areas: found };
  };

/** As whoever passes by a wall sees it: nothing delicate. */
const passerBy = (county: number): Device => ({
  ...{ kind: "device", actor: HOT_ACTOR, id: "", name: "hot areas", county },
  binding: { to: "wall", villages: null },
});

/** Number of areas that stand out now; null: nothing changed since they were looked for. */
export async function lookForHotAreas(
  services: Services,
  county: number,
  now: number,
  progress: Pick<Progress, "signal">,
): Promise<number | null> {
  const { db } = services;
  const windowEnd = Math.floor(now / HOUR) * HOUR;
  const version = await versionsOf(db, [county], DEPENDS);
  const [last] = await hotRuns(db, [county]);
  const isSame = last?.dataVersion === version && Date.parse(last.windowEnd) === windowEnd;
  if (isSame || (last && Date.parse(last.windowEnd) > windowEnd)) return null;
  const look = await Look.open(services, county, windowEnd, progress.signal);
  const areas = await look.areas();
  await db.transaction((tx) =>
    keepHotRun(
      tx,
      {
        county,
        computedAt: new Date(now).toISOString(),
        windowEnd: look.end,
        metres: look.metres,
        dataVersion: version,
      },
      areas,
      new Date(windowEnd - GRACE_MS).toISOString(),
    ),
  );
  return areas.length;
}

/** One look at a county, at the end of one window. */
class Look {
  readonly end: string;
  metres = 0;

  private constructor(
    private readonly context: Context,
    private readonly county: number,
    private readonly clock: LocalClock,
    private readonly at: number,
    private readonly signal: AbortSignal,
  ) {
    this.end = new Date(at).toISOString();
  }

  static async open(services: Services, county: number, at: number, signal: AbortSignal) {
    const context = new Context(services, passerBy(county), "command");
    const { timeZone } = await services.counties.get(county);
    return new Look(context, county, localClock(timeZone), at, signal);
  }

  private window(kind: string, end: number): KindWindow {
    const from = this.clock.midnight(addDays(this.clock.dayAt(end), -WINDOW_DAYS));
    // As long as it is from midnight to midnight, at the hour at which it ends.
    const into = end - this.clock.midnight(this.clock.dayAt(end));
    return { county: this.county, kind, ...asFilter({ from: from + into, to: end }) };
  }

  /** What stands out by kind; and of all kinds together, where no kind does by itself. */
  async areas(): Promise<SeenArea[]> {
    const kinds = await this.kinds();
    this.metres = await fittingMetres(this.context, this.window("", this.at));
    const seen: SeenArea[] = [];
    const taken: JoinedArea[] = [];
    for (const kind of [...kinds, ""]) {
      this.signal.throwIfAborted();
      const window = this.window(kind, this.at);
      const found = await hotAreasIn(this.context, window, this.metres);
      const areas = kind === "" ? apartFrom(taken, found) : found;
      taken.push(...areas);
      seen.push(...(await this.recognised(window, areas)));
    }
    return seen;
  }

  /** Top-level categories of which there are enough, most first. */
  private async kinds(): Promise<string[]> {
    const { from, to } = this.window("", this.at);
    const counts = await layerService.counts(
      this.context,
      layerOf("incidents"),
      { county: this.county, from, to },
      CountBy.TOP_CATEGORY,
    );
    return counts
      .filter(({ key, count }) => count >= LEAST_INCIDENTS && !isDelicate(key))
      .sort((a, b) => b.count - a.count)
      .slice(0, KINDS_MOST)
      .map(({ key }) => key);
  }

  /**
   * Areas that were there before go on as they were; of new ones it is asked since when they are.
   */
  private async recognised(window: KindWindow, areas: readonly JoinedArea[]): Promise<SeenArea[]> {
    if (areas.length === 0) return [];
    const from = new Date(this.at - GRACE_MS).toISOString();
    const before = (await hotAreasSeen(this.context.db, this.county, from)).filter(
      (row) => row.kind === window.kind && row.metres === this.metres,
    );
    const known = before.map(({ id, since, q, r }) => ({
      ...{ id, since },
      cells: q.map((at, i) => ({ q: at, r: r[i]! })),
    }));
    const followed = followedAreas(known, areas);
    const fresh = areas.filter((_, i) => followed[i]!.since === null);
    const ages = await agesOf(fresh, this.end, (daysAgo) => this.earlier(window.kind, daysAgo));
    const described = await describeAreas(this.context, window, this.metres, areas);
    return described.map((area, i) => ({
      ...area,
      id: followed[i]!.id ?? uuid(),
      since: followed[i]!.since ?? ages[fresh.indexOf(areas[i]!)]!,
    }));
  }

  /** What stood out at the same hour some days ago. */
  private async earlier(kind: string, daysAgo: number) {
    this.signal.throwIfAborted();
    const today = this.clock.dayAt(this.at);
    const into = this.at - this.clock.midnight(today);
    const end = this.clock.midnight(addDays(today, -daysAgo)) + into;
    const areas = await hotAreasIn(this.context, this.window(kind, end), this.metres);
    return { end: new Date(end).toISOString(), areas };
  }
}

/** Those that share no cell with any of the others. */
function apartFrom(others: readonly JoinedArea[], areas: readonly JoinedArea[]): JoinedArea[] {
  const keys = new Set(others.flat().map(({ q, r }) => `${q}.${r}`));
  return areas.filter((area) => !area.some(({ q, r }) => keys.has(`${q}.${r}`)));
}

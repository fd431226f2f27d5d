import { traceAlong } from "../../../geo/coverage/browser.js";
import type { LngLat } from "../../map/map-adapter.js";
import { metresBetween } from "../../state/area.js";
import { ledTo } from "./snapping.js";
import type { Bench } from "./tool.js";

/** Metres between a point and the line that is followed from it. */
const TRACE_REACH = 10;
/** A way along lines that is so many times the straight one is not what is meant. */
const DETOUR = 3;

/** A line set point by point: each led to what is near it, and from one to the next along lines. */
export class DrawnLine {
  private readonly points: LngLat[] = [];
  /** How the line leads to each point but the first. */
  private readonly stretches: LngLat[][] = [];

  constructor(private readonly bench: Bench) {}

  get size(): number {
    return this.points.length;
  }

  get last(): LngLat | undefined {
    return this.points.at(-1);
  }

  places(): LngLat[] {
    return [...this.points.slice(0, 1), ...this.stretches.flat()];
  }

  /** As it would be with one more point. */
  ahead(at: LngLat, isFree: boolean): { places: LngLat[]; snap: LngLat | null } {
    const snap = isFree ? null : ledTo(this.bench, at);
    const to = snap ?? at;
    return { places: [...this.places(), ...(this.last ? this.way(to, isFree) : [to])], snap };
  }

  add(at: LngLat, isFree: boolean): void {
    const to = (isFree ? null : ledTo(this.bench, at)) ?? at;
    if (String(to) === String(this.last)) return;
    if (this.last) this.stretches.push(this.way(to, isFree));
    this.points.push(to);
  }

  back(): void {
    this.points.pop();
    this.stretches.pop();
  }

  clear(): void {
    this.points.length = 0;
    this.stretches.length = 0;
  }

  /** From the last point to another, along lines where they lead there. */
  private way(to: LngLat, isFree: boolean): LngLat[] {
    const from = this.last!;
    const lines = isFree ? null : this.bench.ground()?.lines;
    const traced = lines && (traceAlong(lines, from, to, TRACE_REACH) as LngLat[] | null);
    if (!traced || lengthOf([from, ...traced, to]) > DETOUR * metresBetween(from, to)) return [to];
    const inner = traced.filter((at) => String(at) !== String(from) && String(at) !== String(to));
    return [...inner, to];
  }
}

const lengthOf = (line: readonly LngLat[]): number =>
  line.slice(1).reduce((sum, at, i) => sum + metresBetween(line[i]!, at), 0);

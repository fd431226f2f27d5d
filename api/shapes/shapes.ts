import type { Geometry, MultiPolygon, Polygon } from "geojson";
import { shapeFault, verticesOf } from "../../geo/geometry.js";
import type { GeometryFault } from "../../geo/polygon-fault.js";
import { Threads, threadModule } from "../jobs/threads.js";
import { flatten } from "./flat-shape.js";
import { type CutArea, SHAPE_WORK, type ShapeTask, type ShapeWork } from "./shape-work.js";

/** From here on a shape's work, some milliseconds, is not the event loop's. */
const LARGE = 1000;
/** Offers of a simpler shape are a courtesy: none while so many tasks wait. */
const BUSY = 4;

const WORK = threadModule(import.meta.url, "./shape-work");

const areal = (shape: Geometry): shape is Polygon | MultiPolygon =>
  shape.type === "Polygon" || shape.type === "MultiPolygon";

/** Judges, cuts and simplifies shapes; large ones in a thread that starts with the first. */
export class Shapes {
  private readonly threads = new Threads(1);

  /** What is wrong with a shape that was read; null when it is valid. */
  async fault(shape: Geometry): Promise<GeometryFault | null> {
    return areal(shape) ? this.do("fault", shape) : shapeFault(shape);
  }

  cut(shape: Polygon | MultiPolygon): Promise<CutArea> {
    return this.do("cut", shape);
  }

  /** Something like the shape with fewer vertices, or null while there is more important work. */
  async simplified(
    shape: Polygon | MultiPolygon,
    limit: number,
  ): Promise<Polygon | MultiPolygon | null> {
    return this.threads.open < BUSY ? this.do("simplified", shape, limit) : null;
  }

  private async do<W extends keyof ShapeWork>(
    work: W,
    shape: Polygon | MultiPolygon,
    limit = 0,
  ): Promise<ReturnType<ShapeWork[W]>> {
    type Done = ReturnType<ShapeWork[W]>;
    if (verticesOf(shape) < LARGE) return SHAPE_WORK[work](shape, limit) as Done;
    const flat = flatten(shape);
    return await this.threads.run<Done>({
      module: WORK,
      work: "workOnShape",
      input: { work, shape: flat, limit } satisfies ShapeTask,
      transfer: [flat.xy.buffer as ArrayBuffer],
    });
  }
}

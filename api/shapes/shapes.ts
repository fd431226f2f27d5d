import { Worker } from "node:worker_threads";
import type { Geometry, MultiPolygon, Polygon } from "geojson";
import { shapeFault, verticesOf } from "../../geo/geometry.js";
import type { GeometryFault } from "../../geo/polygon-fault.js";
import { type FlatShape, flatten } from "./flat-shape.js";
import { type CutArea, SHAPE_WORK, type ShapeWork } from "./shape-work.js";

export interface ShapeTask {
  id: number;
  work: keyof ShapeWork;
  shape: FlatShape;
  limit: number;
}
export type ShapeAnswer = { id: number; done: unknown } | { id: number; failure: string };

/** From here on a shape's work, some milliseconds, is not the event loop's. */
const LARGE = 1000;
/** Offers of a simpler shape are a courtesy: none while so many tasks wait. */
const BUSY = 4;

const areal = (shape: Geometry): shape is Polygon | MultiPolygon =>
  shape.type === "Polygon" || shape.type === "MultiPolygon";

/** Judges, cuts and simplifies shapes; large ones in a thread that starts with the first. */
export class Shapes {
  private thread: Worker | null = null;
  private readonly waiting = new Map<number, PromiseWithResolvers>();
  private last = 0;

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
    return this.waiting.size < BUSY ? this.do("simplified", shape, limit) : null;
  }

  private async do<W extends keyof ShapeWork>(
    work: W,
    shape: Polygon | MultiPolygon,
    limit = 0,
  ): Promise<ReturnType<ShapeWork[W]>> {
    type Done = ReturnType<ShapeWork[W]>;
    if (verticesOf(shape) < LARGE) return SHAPE_WORK[work](shape, limit) as Done;
    const flat = flatten(shape);
    const task: ShapeTask = { id: ++this.last, work, shape: flat, limit };
    return (await new Promise((resolve, reject) => {
      this.waiting.set(task.id, { resolve, reject });
      this.running().postMessage(task, [flat.xy.buffer as ArrayBuffer]);
    })) as Done;
  }

  private running(): Worker {
    if (this.thread) return this.thread;
    const thread = startWorker();
    // It holds nothing that an end of the process could lose.
    thread.unref();
    thread.on("message", (answer: ShapeAnswer) => {
      const { resolve, reject } = this.waiting.get(answer.id)!;
      this.waiting.delete(answer.id);
      if ("done" in answer) resolve(answer.done);
      else reject(new Error(answer.failure));
    });
    const ended = (error: Error) => {
      if (this.thread !== thread) return;
      this.thread = null;
      for (const { reject } of this.waiting.values()) reject(error);
      this.waiting.clear();
    };
    thread.on("error", ended);
    thread.on("exit", (code) => ended(new Error(`the thread of shapes ended with ${code}`)));
    return (this.thread = thread);
  }
}

interface PromiseWithResolvers {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Compiled code runs as it is; Node 20 gives a thread no loader, so sources load tsx themselves. */
function startWorker(): Worker {
  const source = import.meta.url.endsWith(".ts");
  const { href } = new URL(`./shape.worker.${source ? "ts" : "js"}`, import.meta.url);
  return source
    ? new Worker(
        'import("tsx/esm/api").then(({ register }) => { register(); return ' +
          `import(${JSON.stringify(href)}); })`,
        { eval: true },
      )
    : new Worker(new URL(href));
}

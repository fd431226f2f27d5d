// The thread in which large shapes are judged, cut and simplified.
import { parentPort } from "node:worker_threads";
import { unflatten } from "./flat-shape.js";
import { SHAPE_WORK } from "./shape-work.js";
import type { ShapeAnswer, ShapeTask } from "./shapes.js";

parentPort!.on("message", ({ id, work, shape, limit }: ShapeTask) => {
  let answer: ShapeAnswer;
  try {
    const done = SHAPE_WORK[work](unflatten(shape), limit);
    answer = { id, done };
  } catch (error) {
    answer = { id, failure: (error as Error).stack ?? String(error) };
  }
  parentPort!.postMessage(answer);
});

import type { Command } from "commander";
import type { Projection } from "../../../geo/projection.js";
import { nameVariables } from "../options.js";

/** The user's mistake: one line on standard error, exit code 2, nothing on standard output. */
export class Refusal extends Error {
  override name = "Refusal";
}

/** Runs a command; what the user must put right is one line. */
export async function answering(command: Command, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "Refusal") throw error;
    const said = nameVariables(error.message, command);
    process.stderr.write(`${said.replace(/\s*\n\s*/g, " ")}\n`);
    process.exitCode = 2;
  }
}

/**
 * Waits for a slow reader instead of holding the whole answer in memory. A reader that has gone
 * (head) ends the command quietly.
 */
function write(text: string): Promise<void> {
  return new Promise((done, fail) => {
    const gone = (error: NodeJS.ErrnoException) =>
      error.code === "EPIPE" ? process.exit(0) : fail(error);
    process.stdout.once("error", gone);
    process.stdout.write(text, (error) => {
      if (error) return;
      process.stdout.removeListener("error", gone);
      done();
    });
  });
}

/** The answer of a map of cells, cell by cell, and what goes with it. */
export async function writeCells(
  statistic: string,
  cells: number,
  cellJson: (cell: number) => string,
  beside: Record<string, unknown>,
): Promise<void> {
  await write(`{"n":${cells},"statistic":${JSON.stringify(statistic)},"cells":[`);
  for (let i = 0; i < cells; i += 4096) {
    const some: string[] = [];
    for (let k = i; k < Math.min(i + 4096, cells); k++) some.push(cellJson(k));
    await write((i ? "," : "") + some.join(","));
  }
  await write(`],${JSON.stringify(beside).slice(1)}\n`);
}

export function readLevels(file: string, text: string): number[] {
  const levels = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (
    levels.length > 3 ||
    levels.some((l) => !(l > 0 && l < 1)) ||
    new Set(levels).size < levels.length
  ) {
    throw new Refusal(
      `${file}: --significance is one to three different numbers between 0 and 1, as ` +
        `0.1,0.05,0.01; got '${text}'`,
    );
  }
  return levels;
}

/** Places in metres, and the way there and back. */
export interface Projected extends Pick<Projection, "forward" | "inverse"> {
  x: Float64Array;
  y: Float64Array;
}

/**
 * Degrees to metres about the middle of the cells; longitudes on both sides of 180° are read as one
 * side.
 */
export async function project(
  file: string,
  lon: Float64Array,
  lat: Float64Array,
): Promise<Projected> {
  const { localProjection } = await import("../../../geo/projection.js");
  let west = Infinity,
    east = -Infinity,
    south = Infinity,
    north = -Infinity;
  for (let i = 0; i < lon.length; i++) {
    west = Math.min(west, lon[i]!);
    east = Math.max(east, lon[i]!);
    south = Math.min(south, lat[i]!);
    north = Math.max(north, lat[i]!);
  }
  const turned = east - west > 180;
  if (turned) {
    west = Infinity;
    east = -Infinity;
    for (const l of lon) {
      const t = l < 0 ? l + 360 : l;
      west = Math.min(west, t);
      east = Math.max(east, t);
    }
  }
  const middle = (((west + east) / 2 + 540) % 360) - 180;
  // Lengths of one local projection are 0.05 % too long 200 km from its meridian, and 0.5 % at 640
  // km: no farther.
  if ((east - west) * 111.32 * Math.cos((((south + north) / 2) * Math.PI) / 180) > 1280) {
    throw new Refusal(
      `${file}: x: the cells span ${(east - west).toFixed(1)} degrees of longitude, too far ` +
        "for one plane; project them and give --planar",
    );
  }
  const { forward, inverse } = localProjection(middle, (south + north) / 2);
  const x = new Float64Array(lon.length),
    y = new Float64Array(lon.length);
  for (let i = 0; i < lon.length; i++) [x[i], y[i]] = forward(lon[i]!, lat[i]!);
  return { x, y, forward, inverse };
}

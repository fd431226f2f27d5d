import "reflect-metadata";
import { runProgram } from "./cli/program.js";

/** Runs one command line. Exit codes: 0 done, 1 something does not hold, 2 bad input or usage. */
export async function main(argv: readonly string[]): Promise<void> {
  await runProgram(argv);
}

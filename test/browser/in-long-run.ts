import { test } from "vitest";

/**
 * What the long run alone looks at: WebGL in software costs a page some ten seconds of CPU, and
 * every run has 90 s for this.
 */
export const inLongRun = test.runIf(Boolean(process.env.HEARTHGRID_SOAK));

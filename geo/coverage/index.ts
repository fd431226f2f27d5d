/**
 * The seam of geo/coverage for services, commands and tests: all that a page edits with, and what
 * judges foreign polygons. Proposals have their own.
 */
export * from "./browser.js";
export { type BuildOptions, buildCoverage } from "./build.js";
export { type CheckOptions, checkCoverage } from "./check.js";
export { checkWithin, type Within } from "./check-within.js";
export { type Cleaned, type CleanOptions, cleanCoverage, type Mend } from "./clean.js";
export { packCleaning } from "./cleaning.js";
export { boxOfHanding } from "./operations/hand-buildings.js";
export { type BadInput, parseBoundary, parseGridCollection } from "./parse.js";

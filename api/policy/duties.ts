import { countiesOf, holds, type Viewer } from "./viewer.js";

/** Rights that are no layer's: what a role may start or oversee, in which counties. */
export const auditedCounties = (viewer: Viewer): number[] =>
  countiesOf(viewer).filter((county) => holds(viewer, "auditor", county));

export const administeredCounties = (viewer: Viewer): number[] =>
  countiesOf(viewer).filter((county) => holds(viewer, "admin", county));

export const mayPublish = (viewer: Viewer, county: number): boolean =>
  holds(viewer, "approver", county) || holds(viewer, "admin", county);

/** A job is the business of who started it and of the county's administrators. */
export const mayFollowJob = (viewer: Viewer, job: { createdBy: string; county: number }): boolean =>
  job.createdBy === viewer.actor || holds(viewer, "admin", job.county);

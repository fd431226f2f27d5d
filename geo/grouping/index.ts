/**
 * The seam of geo/grouping: what services, their worker threads and the browser import. Runs on
 * worker threads of their own, which only Node has, are `run-in-workers.ts`. See README.md.
 */
export { assignAnswerers } from "./assign-answerers.js";
export { priceBorders } from "./border-price.js";
export { boundMetres } from "./bound-metres.js";
export { checkInput } from "./check-input.js";
export * from "./draw-shapes.js";
export {
  applyEdit,
  type Edited,
  type GroupChange,
  type GroupEdit,
  type GroupPrice,
  type Priced,
  priceEdit,
  priceEverywhere,
} from "./edit-groups.js";
export { type EditableGroups, groupsOf, type OpenResult, openGroups } from "./editable-groups.js";
export { formGroups } from "./form-groups.js";
export * from "./model.js";
export { type JudgedGroup, measureTerms, type ObjectiveTerms } from "./objective-terms.js";
export type { GroupingPhrases, GroupingSaid } from "./phrases.js";
export { repairGroups } from "./repair-groups.js";
export { reportPlan } from "./report-plan.js";
export { runGrouping } from "./run-grouping.js";
export { type MemberWalk, walksOf } from "./walks-of.js";

/**
 * What edits: the seam for pages and their workers. No check of foreign polygons, no overlay
 * library: a page that edits carries neither.
 */
export { applyChange, inverseOf } from "./apply.js";
export { buildTrusted, isCoverage, type NoCoverage } from "./build-trusted.js";
export type { GridCollection, GridFeature } from "./collection.js";
export type { GridId, Label } from "./edge.js";
export { type Footprint, Footprints } from "./footprints.js";
export { ForeignLines, type OnLine } from "./foreign-lines.js";
export { nearestEdge, type OnEdge } from "./locate.js";
export { isLocked, LOCK } from "./locked.js";
export {
  type GridMeasures,
  type MeasureChange,
  type Measures,
  measureCoverage,
  updateMeasures,
  type WeightedPoints,
} from "./measures.js";
export {
  type Change,
  type Coverage,
  type Finding,
  isRefusal,
  type Note,
  type Outcome,
  type Properties,
  type Refusal,
  type RefusalReason,
  touchedGrids,
} from "./model.js";
export type { GridOperation } from "./operation.js";
export type { OperationKind } from "./operation-kind.js";
export type { PackedChange, PackedEdge } from "./packed.js";
export {
  composeChanges,
  inverseOfPacked,
  packChange,
  unpackChange,
} from "./packed-change.js";
export { type OperationContext, perform } from "./perform.js";
export { type PhraseCode, type Said, said } from "./phrases.js";
export { MOST_VERTICES, OPERATION_KINDS, readOperation } from "./read-operation.js";
export { nearestNode, type Snap, snapTo, traceAlong } from "./snap-to.js";
export { gridGeometry, toFeature, toFeatureCollection } from "./to-features.js";

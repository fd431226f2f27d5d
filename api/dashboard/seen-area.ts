import type { DescribedArea } from "./hot-areas.js";

/** An area that a run saw: one that was there before, or a new one. */
export interface SeenArea extends DescribedArea {
  /** Uuid. */
  id: string;
  since: string;
}

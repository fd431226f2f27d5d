/** What of a plan's groups the page shows, as the contract answers it. */

/** A code with named parameters; its sentence is civic/words. */
export interface SaidCode {
  code: string;
  params: unknown;
}

export interface Verdict {
  groups: number;
  households: number;
  people: number;
  registeredOnly: number;
  exceptions: number;
  metresPerHousehold: number;
  p95Metres: number;
  maxMetres?: number | null;
  isolated?: number | null;
  thin?: number | null;
  violations: number;
  shareNearTarget?: number | null;
  searchGap?: number | null;
  priceOfWishes?: number | null;
  boundIs?: string | null;
  complete: boolean;
  sizes: readonly { size: number; count: number }[];
}

export interface Group {
  id: string;
  number: number;
  name?: string | null;
  gridId?: string | null;
  size: number;
  people: number;
  responders?: number | null;
  thin?: boolean | null;
  locked: boolean;
  meanMetres: number;
  maxMetres?: number | null;
  floors?: number | null;
  ties?: number | null;
  isolated?: number | null;
  openedBy?: SaidCode | null;
}

export interface Home {
  id: string;
  code?: string | null;
  headName?: string | null;
  buildingId?: string | null;
  stair?: string | null;
  floor?: number | null;
  unit?: string | null;
}

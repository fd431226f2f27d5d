import type { GridOperation } from "../../../geo/coverage/browser.js";
import type { DragHand, LngLat } from "../../map/map-adapter.js";
import type { Draft, NotSo } from "../draft.js";
import type { Ground } from "../ground.js";
import type { Pending } from "../pending.js";
import type { PlanWord } from "../words.js";

/** A sentence with its figures. */
export type Told = readonly [word: PlanWord, values: Readonly<Record<string, string | number>>];

/** A step that the service thinks of. */
export interface Suggestion {
  from: string;
  to: string;
  buildings: number;
  households: number;
  operation: GridOperation;
}

/** What is seen of what a tool has begun. */
export interface Shown {
  hint: PlanWord;
  isBegun: boolean;
  /** Grids that are spoken of before anything is done. */
  lit: readonly string[];
  /** The line that is being drawn. */
  line?: readonly LngLat[];
  /** Where the next point would be led to. */
  snap?: LngLat | null;
  /** The border in hand, and which of its vertices; -1: a place between two. */
  border?: { places: readonly LngLat[]; chosen: number } | null;
  /** Buildings that would change hands. */
  buildings?: readonly string[];
  /** What it comes to. */
  told?: Told | null;
}

/** One way to work on a plan with pointer and keys. `isFree`: Alt is held, nothing is led anywhere. */
export interface Tool {
  /** Its clicks are places, whatever lies there. */
  readonly isDrawing?: boolean;
  shown(): Shown;
  click(at: LngLat, isFree: boolean): void;
  /** The pointer is over a place, or has left. */
  move?(at: LngLat | null, isFree: boolean): void;
  readonly drags?: DragHand;
  /** What Enter does; null: nothing is there to be done. */
  finish?(): (() => void) | null;
  /** To the next vertex of the border in hand. */
  step?(by: number): void;
  nudge?(east: number, north: number): void;
  /** Takes back the last point. */
  back?(): void;
  /** What was begun is given up. */
  rest(): void;
  /** Somebody else drew: what is in hand is taken hold of anew. */
  rebase?(): void;
}

/** What all tools work on. */
export interface Bench {
  readonly draft: Draft;
  readonly pending: Pending;
  /** Null: not read, since too much of it is seen. */
  ground(): Ground | null;
  isBusy(): boolean;
  /** The grid that is looked at. */
  chosen(): string | null;
  choose(grid: string | null): void;
  /** Metres by which a pointer may miss what it means. */
  reach(at: LngLat): number;
  gridAt(at: LngLat): string | null;
  /** Has the map show a place. */
  see(at: LngLat): void;
  draw(operations: readonly GridOperation[]): Promise<boolean>;
  /** A step that the service thinks of; null: of none, or why is told. */
  suggest(): Promise<Suggestion | null>;
  /** Why it cannot be so; null: it can. */
  tell(why: NotSo | null): void;
  remarkAt(place: LngLat): void;
  /** What is shown is otherwise. */
  show(): void;
}

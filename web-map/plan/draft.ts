import {
  applyChange,
  buildTrusted,
  type Change,
  type Coverage,
  composeChanges,
  type GridOperation,
  inverseOf,
  isCoverage,
  isRefusal,
  type Measures,
  measureCoverage,
  type OperationContext,
  type Outcome,
  type PackedChange,
  perform,
  type Refusal,
  unpackChange,
  updateMeasures,
} from "../../geo/coverage/browser.js";
import { movedContainerBorder } from "../../geo/coverage/containers.js";
import { toPositions } from "../../geo/coverage/edge.js";
import type { OpenPlanQuery } from "../gql/graphql.js";

export type PlanAsRead = NonNullable<OpenPlanQuery["gridPlan"]>;

/** What is known of a grid beside its outline, as the service has it in its changes. */
export interface GridFacts {
  code: string;
  name: string;
  kind?: string;
  villageCode?: string;
  complaintPhone?: string;
  locked?: true;
  /** Made in the page, and not yet named by the service. */
  isNew?: true;
}

export interface Figures {
  households: number;
  people: number;
  areaM2: number;
  polsbyPopper: number | null;
  parts: number;
  /** False: reckoned here while borders move; the service has not counted it yet. */
  isExact: boolean;
}

interface Counted {
  households: number;
  people: number;
}

/** The border of a village would move: those are not drawn in plans. */
export interface VillageBorder {
  refused: "village-border";
  grids: string[];
  geometry: { type: "LineString"; coordinates: number[][] };
}

/** Why something cannot be drawn so. */
export type NotSo = Refusal | VillageBorder;
export const isNotSo = (outcome: Change | NotSo): outcome is NotSo => "refused" in outcome;

/** The same ground comes to the same area, but for the order in which it is summed. */
const SAME_M2 = 1e-3;
const NO_ONE: Counted = { households: 0, people: 0 };

function factsOf(grid: PlanAsRead["grids"][number]): GridFacts {
  const { code, name, kind, villageCode, complaintPhone, locked } = grid;
  return {
    ...{ code, name },
    ...(kind == null ? {} : { kind }),
    ...(villageCode == null ? {} : { villageCode }),
    ...(complaintPhone == null ? {} : { complaintPhone }),
    ...(locked ? { locked: true as const } : {}),
  };
}

function coverageOf({ grids }: PlanAsRead): Coverage | null {
  const features = grids.map((grid) => ({
    type: "Feature" as const,
    id: grid.id,
    properties: { ...factsOf(grid) },
    geometry: grid.geometry as GeoJSON.Polygon | GeoJSON.MultiPolygon,
  }));
  const built = buildTrusted({ type: "FeatureCollection", features });
  return isCoverage(built) ? built : null;
}

/** A part of a divided grid bears its name and code until the service gives it its own. */
function asNew(outcome: Outcome): Outcome {
  if (isRefusal(outcome)) return outcome;
  const grids = outcome.grids.map((grid) =>
    grid.before === null && grid.after ? { ...grid, after: { ...grid.after, isNew: true } } : grid,
  );
  return { ...outcome, grids };
}

/** A plan in the page: the same coverage as the service's, and figures that follow each frame. */
export class Draft {
  version: number;
  /** Buildings that borders are kept clear of, where they are known. */
  ground: OperationContext = {};
  private readonly measures: Measures;
  private readonly unmeasured: Change[] = [];
  /** What the service counted, and what the page reckoned for the same ground. */
  private readonly counted = new Map<
    string,
    { told: Counted; reckoned: Counted; areaM2: number }
  >();
  private readonly listeners = new Set<() => void>();
  private turns = 0;

  private constructor(
    readonly coverage: Coverage,
    { version, grids, places }: PlanAsRead,
  ) {
    this.version = version;
    this.measures = measureCoverage(coverage, {
      lon: Float64Array.from(places.lon),
      lat: Float64Array.from(places.lat),
      columns: [Float64Array.from(places.households), Float64Array.from(places.people)],
    });
    this.settle(grids);
  }

  /** Null: its polygons are no coverage, such as an import's that is still to be cleaned. */
  static of(plan: PlanAsRead): Draft | null {
    const coverage = coverageOf(plan);
    return coverage && new Draft(coverage, plan);
  }

  /** The service's own counts of the plan as it is here now. */
  settle(grids: readonly (Counted & { id: string })[]): void {
    this.counted.clear();
    for (const { id, households, people } of grids)
      this.counted.set(id, {
        told: { households, people },
        reckoned: this.reckoned(id),
        areaM2: this.measured().grids.get(id)?.area ?? 0,
      });
    this.tell();
  }

  ids(): string[] {
    return [...this.coverage.faces.keys()];
  }

  facts(id: string): GridFacts | null {
    return (this.coverage.faces.get(id)?.properties as GridFacts | undefined) ?? null;
  }

  figures(id: string): Figures | null {
    const measured = this.measured().grids.get(id);
    if (!measured) return null;
    const counted = this.counted.get(id);
    const { told, reckoned } = counted ?? { told: NO_ONE, reckoned: NO_ONE };
    const now = this.reckoned(id);
    const by = (key: keyof Counted) =>
      Math.max(0, Math.round(told[key] + now[key] - reckoned[key]));
    return {
      households: by("households"),
      people: by("people"),
      areaM2: measured.area,
      polsbyPopper: measured.polsbyPopper,
      parts: measured.parts,
      isExact: counted !== undefined && Math.abs(counted.areaM2 - measured.area) < SAME_M2,
    };
  }

  /** Puts operations into effect here, all or none. */
  attempt(operations: readonly GridOperation[]): Change | NotSo {
    const done: Change[] = [];
    const giveUp = (why: NotSo): NotSo => {
      for (const change of done.reverse()) this.put(inverseOf(change));
      this.tell();
      return why;
    };
    for (const operation of operations) {
      const outcome = asNew(perform(this.coverage, operation, this.ground));
      if (isRefusal(outcome)) return giveUp(outcome);
      const border = this.villageBorderIn(outcome);
      if (border) return giveUp(border);
      this.put(outcome);
      done.push(outcome);
    }
    this.tell();
    const { note, ...change } = composeChanges(done);
    return { ...change, note: { ...note, told: done.flatMap((one) => one.note.told ?? []) } };
  }

  takeBack(change: Change): void {
    this.put(inverseOf(change));
    this.tell();
  }

  /** What somebody changed, or what the service made of mine. */
  take(packed: PackedChange, version: number): Change | NotSo {
    const outcome = unpackChange(this.coverage, packed);
    if (isRefusal(outcome)) return outcome;
    this.put(outcome);
    this.version = version;
    this.tell();
    return outcome;
  }

  /** The plan has another version, and its ground is the same. */
  stand(version: number): void {
    this.version = Math.max(this.version, version);
    this.tell();
  }

  listen = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Another number whenever something is otherwise. */
  turn = (): number => this.turns;

  private put(change: Change): void {
    applyChange(this.coverage, change);
    this.unmeasured.push(change);
  }

  /** Counted when it is asked for: once a frame, however often a hand moves between two. */
  private measured(): Measures {
    if (this.unmeasured.length > 0)
      updateMeasures(this.measures, this.coverage, composeChanges(this.unmeasured.splice(0)));
    return this.measures;
  }

  private tell(): void {
    this.turns++;
    for (const listener of [...this.listeners]) listener();
  }

  private reckoned(id: string): Counted {
    const totals = this.measured().grids.get(id)?.totals;
    return { households: totals?.[1] ?? 0, people: totals?.[2] ?? 0 };
  }

  /** As the service refuses it: grids are divided within their village. */
  private villageBorderIn(change: Change): VillageBorder | null {
    const then = new Map(change.grids.map(({ id, before, after }) => [id, after ?? before]));
    const moved = movedContainerBorder(change, (label) => {
      if (label === null) return null;
      const facts = then.get(label) ?? this.coverage.faces.get(label)?.properties;
      return String(facts?.["villageCode"] ?? "");
    });
    return (
      moved && {
        refused: "village-border",
        grids: [moved.left, moved.right].filter((label) => label !== null),
        geometry: { type: "LineString", coordinates: toPositions(moved.xy) },
      }
    );
  }
}

import { v7 as uuid } from "uuid";
import { nextGridCode } from "../../geo/codes.js";
import type { Change, Coverage, GridOperation } from "../../geo/coverage/index.js";
import { formatId } from "../core/identifier.js";
import { nameByCode } from "./grid-names.js";
import type { GridFacts } from "./plan-coverage.js";

/** Grids that one stroke may make. */
const MOST_NEW = 50;

const MAKING: ReadonlySet<GridOperation["kind"]> = new Set<GridOperation["kind"]>([
  "split-grids",
  "add-grid",
  "carve-enclave",
  "snap-outline",
]);

export const makesGrids = ({ kind }: GridOperation): boolean => MAKING.has(kind);

/** Ids, codes and names of new grids: the service's to give, so that none is given twice. */
export class NewGrids {
  private readonly used: Set<string>;

  constructor(
    everUsed: readonly string[],
    coverage: Coverage,
    private readonly of: { county: number; villages: readonly string[]; template: string },
  ) {
    this.used = new Set(everUsed);
    for (const { properties } of coverage.faces.values()) this.used.add(String(properties["code"]));
  }

  /** The operation with ids for what it makes. */
  fill(operation: GridOperation): GridOperation {
    switch (operation.kind) {
      case "split-grids":
        return { ...operation, newIds: Array.from({ length: MOST_NEW }, () => this.id()) };
      case "add-grid":
      case "carve-enclave":
      case "snap-outline":
        return { ...operation, grid: this.id() };
      default:
        return operation;
    }
  }

  /** A new grid gets the next code of its village and a name to match. */
  withFacts(change: Change): Change {
    if (change.grids.every(({ before }) => before !== null)) return change;
    return {
      ...change,
      grids: change.grids.map((grid) =>
        grid.before === null && grid.after ? { ...grid, after: this.facts(grid.after) } : grid,
      ),
    };
  }

  private facts(from: Readonly<Record<string, unknown>>): GridFacts {
    const { villageCode, name, code, locked: _, ...rest } = from as unknown as GridFacts;
    const [only, ...others] = this.of.villages;
    const village = villageCode ?? (others.length === 0 ? only : null) ?? null;
    const given = code !== undefined && !this.used.has(code) ? code : null;
    const next =
      given ?? nextGridCode(this.of.template, village, this.used) ?? this.beside(code ?? "");
    this.used.add(next);
    return {
      ...rest,
      code: next,
      name: given && name ? name : nameByCode(next, name),
      ...(village ? { villageCode: village } : {}),
    };
  }

  /** Where codes follow no template: the next one after that of the grid it was part of. */
  private beside(code: string): string {
    for (let n = 2; ; n++) if (!this.used.has(`${code}-${n}`)) return `${code}-${n}`;
  }

  private id(): string {
    return formatId(this.of.county, uuid());
  }
}

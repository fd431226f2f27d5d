import type { DeclaredName, Sensitivity } from "../../schema/declaration.js";
import { writeLine } from "../access-log/write-line.js";
import type { Runner } from "../core/database.js";
import type { Viewer } from "./viewer.js";
import { purposeOf, rolesOf } from "./viewer.js";

/** Of more rows than this no ids are kept: their condition says which they were. */
const IDS_LIMIT = 20;
/** So many ids tell whether there are more. */
export const IDS_NOTED = IDS_LIMIT + 1;

/**
 * What a request opened of one layer, and by which condition. `Access` writes here whenever it
 * hands out SQL that shows or compares a value, so no outlet can get at one without a note.
 */
export class LayerNotes {
  private kinds = new Set<Sensitivity>();
  private read = new Set<string>();
  private conditions = new Set<string>();
  private counties = new Set<number>();
  private asked: Set<number> | "all" = new Set();
  private ids = new Set<string>();
  private rows = 0;
  private counted: number | undefined;
  /** A condition on what was opened tells something even when it finds nothing. */
  private decided = false;

  opens(kind: Sensitivity, counties: readonly number[], use: "read" | "condition"): void {
    this.kinds.add(kind);
    for (const county of counties) this.counties.add(county);
    this.decided ||= use === "condition";
  }

  reads(name: string): void {
    this.read.add(name);
  }

  /** Part of the request's condition, without its value: `filter.buildings`, `area.circle`. */
  asks(condition: string): void {
    this.conditions.add(condition);
  }

  confines(counties?: readonly number[]): void {
    if (!counties) this.asked = "all";
    else if (this.asked !== "all") for (const county of counties) this.asked.add(county);
  }

  answered(ids: readonly string[], rows = ids.length): void {
    this.rows += rows;
    for (const id of ids) if (this.ids.size <= IDS_LIMIT) this.ids.add(id);
  }

  counts(rows: number): void {
    this.counted = (this.counted ?? 0) + rows;
  }

  /** The same again, for a piece of SQL that is composed once and used by many requests. */
  add(other: LayerNotes): void {
    for (const kind of other.kinds) this.kinds.add(kind);
    for (const county of other.counties) this.counties.add(county);
    for (const name of other.read) this.read.add(name);
    for (const name of other.conditions) this.conditions.add(name);
    this.decided ||= other.decided;
  }

  /** Something personal is open to this request: who answers it wants the rows' ids. */
  get open(): boolean {
    return this.kinds.size > 0;
  }

  /** Counties whose rows may have been opened, as far as the request did not leave them out. */
  private get concerned(): number[] {
    const { asked } = this;
    return [...this.counties].filter((c) => asked === "all" || asked.size === 0 || asked.has(c));
  }

  /** What to write into the log, if anything was disclosed; the notes begin anew. */
  take(): { counties: number[]; line: Record<string, unknown> } | null {
    const disclosed = this.open && (this.decided || this.rows > 0 || this.counted !== undefined);
    const few = this.ids.size > 0 && this.ids.size <= IDS_LIMIT && this.rows <= this.ids.size;
    const taken = disclosed && {
      counties: this.concerned,
      line: {
        kinds: [...this.kinds].sort(),
        ...(this.read.size ? { read: [...this.read].sort() } : {}),
        ...(this.conditions.size ? { by: [...this.conditions].sort() } : {}),
        rows: this.rows,
        ...(this.counted === undefined ? {} : { counted: this.counted }),
        ...(few ? { ids: [...this.ids].sort() } : {}),
      },
    };
    Object.assign(this, new LayerNotes());
    return taken || null;
  }
}

/** What a request opened of all layers: one line of the access log, before its answer leaves. */
export class Disclosures {
  private readonly layers = new Map<DeclaredName, LayerNotes>();

  of(layer: DeclaredName): LayerNotes {
    let notes = this.layers.get(layer);
    if (!notes) this.layers.set(layer, (notes = new LayerNotes()));
    return notes;
  }

  /** Writes the line. Called, and awaited, before anything read is answered. */
  async log(
    run: Runner,
    viewer: Viewer,
    outlet: string,
    detail: Record<string, unknown> = {},
  ): Promise<void> {
    const taken = [...this.layers].flatMap(([layer, notes]) => {
      const found = notes.take();
      return found ? [{ layer, ...found }] : [];
    });
    if (taken.length === 0) return;
    const counties = [...new Set(taken.flatMap((t) => t.counties))].sort((a, b) => a - b);
    const layers = Object.fromEntries(taken.map((t) => [t.layer, t.line]));
    await writeLine(run, {
      viewer: viewer.actor,
      roles: rolesOf(viewer),
      purpose: purposeOf(viewer) ?? "none given",
      outlet,
      counties,
      what: { ...detail, layers },
    });
  }
}

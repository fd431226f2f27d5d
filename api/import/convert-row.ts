import type { Geometry } from "geojson";
import type { CrsName } from "../../geo/crs.js";
import type { ParsedTime } from "../../geo/time/parse-time.js";
import { inputName } from "../../schema/layer-types.js";
import { type Field, fieldOf, type Layer } from "../../schema/layers/index.js";
import { codeFault } from "../writing/check.js";
import { rulesFor, type WriteRules } from "../writing/rules.js";
import type { CountyRules } from "../writing/standards.js";
import type { Binding } from "./bind-columns.js";
import { coerceValue, type Reading } from "./coerce-value.js";
import { type ImportRules, importRulesFor } from "./import-rules.js";
import { isFault, placeOfRow, type RowFault } from "./place-of-row.js";
import type { RawRow } from "./read/raw-row.js";

/**
 * A row as it will be written: values by column, place in EPSG:4326 (null: a tie, whose place
 * follows from its households).
 */
export interface ConvertedRow {
  row: number;
  values: Record<string, unknown>;
  geometry: Geometry | null;
}

/** What clock changes did to the times of a file. */
export interface ClockNotes {
  gaps: number;
  folds: number;
}

/**
 * Converts rows of one file. Its `provided` columns are those that the file, `--set` or a default
 * gives.
 */
export class RowConverter {
  readonly clocks: ClockNotes = { gaps: 0, folds: 0 };
  private readonly fills: ImportRules;
  private readonly filled: ReadonlySet<string>;
  private readonly check: WriteRules["check"];
  private readonly constants = new Map<Field, { value: unknown; time?: ParsedTime }>();

  constructor(
    private readonly layer: Layer,
    private readonly binding: Binding,
    private readonly county: CountyRules,
    private readonly reading: Reading,
    private readonly crs: CrsName,
  ) {
    this.fills = importRulesFor(layer);
    this.filled = new Set(this.fills.fills(reading.profile));
    this.check = rulesFor(layer).check;
    for (const [field, text] of binding.constants) {
      const coerced = coerceValue(field, text, reading);
      if ("reason" in coerced)
        throw new RangeError(`--set ${inputName(field)}: ${coerced.reason}.`);
      this.constants.set(field, coerced);
    }
  }

  /** Required fields for which neither file nor `--set` nor a default has a value. */
  unprovided(): Field[] {
    return this.layer.fields.filter(
      (f) =>
        f.required &&
        !f.derived &&
        !this.binding.fields.has(f) &&
        !this.constants.has(f) &&
        !this.filled.has(f.name),
    );
  }

  /** What is said of the fields that neither the file nor `--set` has. */
  told(): string[] {
    return Object.entries(this.fills.told ?? {}).flatMap(([name, sentence]) => {
      const field = fieldOf(this.layer, name);
      return this.binding.fields.has(field) || this.constants.has(field) ? [] : [sentence];
    });
  }

  convert(raw: RawRow): ConvertedRow | RowFault {
    if (raw.properties["masked"])
      return { field: "masked", reason: "an export made without --unmasked cannot be read back" };
    const geometry = this.layer.joins
      ? null
      : placeOfRow(this.layer, raw, this.binding.place, this.crs);
    if (geometry && isFault(geometry)) return geometry;
    const values: Record<string, unknown> = {};
    const times: Record<string, ParsedTime> = {};
    for (const [field, { value, time }] of this.constants) {
      values[field.column] = value;
      if (time) times[field.column] = time;
    }
    for (const [field, column] of this.binding.fields) {
      const coerced = coerceValue(field, raw.properties[column], this.reading);
      if ("reason" in coerced) return { field: nameOf(field, column), reason: coerced.reason };
      values[field.column] = coerced.value;
      if (coerced.time) times[field.column] = coerced.time;
    }
    this.readTimes(values, times);
    this.fills.fill(values, {
      row: raw.row,
      profile: this.reading.profile,
      nameOf: (table, code) => this.reading.codes.title(table, code),
    });
    const fault = this.faultOf(values, geometry);
    return fault ?? { row: raw.row, values, geometry };
  }

  /** A day alone is the interval of that day: midnight would be a time that nobody stated. */
  private readTimes(values: Record<string, unknown>, times: Record<string, ParsedTime>): void {
    for (const time of Object.values(times)) {
      if (time.clock === "gap") this.clocks.gaps++;
      if (time.clock === "fold") this.clocks.folds++;
    }
    if (!this.layer.time) return;
    const [from, until] = [times[this.layer.time.from], times[this.layer.time.until]];
    if (!from) return;
    const begins = from.kind === "day" ? from.from : from.at;
    const stated = until ?? from;
    let ends = stated.kind === "day" ? stated.until : until ? stated.at : begins;
    if (ends < begins && until?.kind === "moment" && until.later !== undefined) ends = until.later;
    values[this.layer.time.until] = new Date(ends).toISOString();
  }

  /** What the row must satisfy by itself, in the words of its domain. */
  private faultOf(values: Record<string, unknown>, geometry: Geometry | null): RowFault | null {
    const named: Record<string, unknown> = {};
    for (const field of this.layer.fields) {
      const value = values[field.column] ?? null;
      if (value === null && field.required && !field.derived)
        return { field: inputName(field), reason: "is required" };
      if (value !== null) named[inputName(field)] = value;
    }
    const [fault] = this.check?.({ values: named, geometry, before: null, now: Date.now() }) ?? [];
    return fault ?? codeFault(this.layer, this.county, named);
  }
}

/** `occurredFrom (date)`: the field, and the column it was read from. */
const nameOf = (field: Field, column: string) =>
  inputName(field) === column ? column : `${inputName(field)} (column ${column})`;

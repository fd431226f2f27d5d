import type { Geometry } from "geojson";
import type { CrsName } from "../../geo/crs.js";
import type { ParsedTime } from "../../geo/time/parse-time.js";
import { inputName } from "../../schema/layer-types.js";
import { type Field, fieldOf, type Layer } from "../../schema/layers/index.js";
import { codeFault } from "../writing/check.js";
import type { CountyRules } from "../writing/standards.js";
import type { Binding } from "./bind-columns.js";
import { coerceValue, type Reading } from "./coerce-value.js";
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

const GRID_SINCE = "1900-01-01";
const TITLE = "导入事件";
const CATEGORY = "OTHER";
const DAY_MS = 86_400_000;

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
  private readonly constants = new Map<Field, { value: unknown; time?: ParsedTime }>();

  constructor(
    private readonly layer: Layer,
    private readonly binding: Binding,
    private readonly county: CountyRules,
    private readonly reading: Reading,
    private readonly crs: CrsName,
  ) {
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
        !this.hasDefault(f),
    );
  }

  private hasDefault(field: Field): boolean {
    switch (this.layer.name) {
      case "incidents":
        return (
          field.name === "title" || (field.name === "category" && this.reading.profile === "free")
        );
      case "grids":
        return ["code", "name", "validFrom"].includes(field.name);
      case "villages":
        return ["code", "name"].includes(field.name);
      default:
        return false;
    }
  }

  /**
   * The category that incidents get when neither the file nor `--set` has one; null when one of
   * them has.
   */
  get defaultCategory(): string | null {
    const category = this.layer.name === "incidents" ? fieldOf(this.layer, "category") : undefined;
    return category && !this.binding.fields.has(category) && !this.constants.has(category)
      ? CATEGORY
      : null;
  }

  convert(raw: RawRow): ConvertedRow | RowFault {
    if (raw.properties["masked"])
      return { field: "masked", reason: "an export made without --unmasked cannot be read back" };
    const geometry =
      this.layer.name === "ties" ? null : placeOfRow(this.layer, raw, this.binding.place, this.crs);
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
    const fault = this.settle(values, times, raw.row);
    if (fault) return fault;
    for (const field of this.layer.fields)
      if (field.required && !field.derived && (values[field.column] ?? null) === null)
        return { field: inputName(field), reason: "is required" };
    const wrong = codeFault(this.layer, this.county, {
      code: values["code"],
      villageCode: values["village_code"],
    });
    return wrong ?? { row: raw.row, values, geometry };
  }

  /** Defaults of a layer, and what must hold between its values. */
  private settle(
    values: Record<string, unknown>,
    times: Record<string, ParsedTime>,
    row: number,
  ): RowFault | null {
    if (this.layer.name === "incidents") return this.settleIncident(values, times);
    if (this.layer.name === "grids" || this.layer.name === "villages") {
      values["code"] ??= String(row);
      values["name"] ??= values["code"];
    }
    if (this.layer.name === "grids") {
      values["valid_from"] ??= GRID_SINCE;
      if (values["valid_to"] != null && String(values["valid_to"]) <= String(values["valid_from"]))
        return { field: "validTo", reason: "must lie after validFrom" };
    }
    return null;
  }

  private settleIncident(
    values: Record<string, unknown>,
    times: Record<string, ParsedTime>,
  ): RowFault | null {
    for (const time of Object.values(times)) {
      if (time.clock === "gap") this.clocks.gaps++;
      if (time.clock === "fold") this.clocks.folds++;
    }
    values["category"] ??= this.reading.profile === "free" ? CATEGORY : null;
    const { codes } = this.reading;
    values["title"] ??= codes.title("incident", String(values["category"])) ?? TITLE;
    const [from, until] = [times["occurred_from"], times["occurred_until"]];
    if (!from) return null;
    const begins = from.kind === "day" ? from.from : from.at;
    // A day alone is the interval of that day: midnight would be a time that nobody stated.
    let ends = until
      ? until.kind === "day"
        ? until.until
        : until.at
      : from.kind === "day"
        ? from.until
        : begins;
    if (ends < begins && until?.kind === "moment" && until.later !== undefined) ends = until.later;
    if (ends < begins) return { field: "occurredUntil", reason: "lies before occurredFrom" };
    if (begins > Date.now() + DAY_MS)
      return { field: "occurredFrom", reason: "lies in the future" };
    values["occurred_until"] = new Date(ends).toISOString();
    return null;
  }
}

/** `occurredFrom (date)`: the field, and the column it was read from. */
const nameOf = (field: Field, column: string) =>
  inputName(field) === column ? column : `${inputName(field)} (column ${column})`;

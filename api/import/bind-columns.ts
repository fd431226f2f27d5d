import { inputName } from "../../schema/layer-types.js";
import type { Field, Layer } from "../../schema/layers/index.js";
import { badInput } from "../core/refusal.js";
import { COLUMN_LIMIT } from "./read/raw-row.js";
import { isSpecialCategory } from "./special-category.js";

/** Where a row's place comes from. */
export type PlaceColumns =
  | { kind: "lonlat"; lon: string; lat: string }
  | { kind: "wkt"; column: string };

export interface BindingOptions {
  /** field → column, as `--map` says. */
  map: ReadonlyMap<string, string>;
  /** field → constant, as `--set` says. */
  set: ReadonlyMap<string, string>;
  /** Columns that `--where` and `--key` name: known, though no field may take them. */
  used: readonly string[];
}

const fold = (name: string) =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_\-.:]+/g, "");

const LON = ["lon", "lng", "long", "longitude", "x", "经度"].map(fold);
const LAT = ["lat", "latitude", "y", "纬度"].map(fold);
const WKT = ["wkt", "geom", "geometry", "thegeom", "wktgeom", "shape"];

/** The names by which a column is known to be a field, best first. */
const namesOf = (field: Field): string[] => [
  ...new Set(
    [
      field.name,
      inputName(field),
      field.column,
      field.label.zh,
      field.label.en,
      ...(field.aliases ?? []),
    ].map(fold),
  ),
];

/**
 * A field by what a person calls it in `--map` or `--set`; refuses what the layer does not have,
 * and what the service sets itself.
 */
function fieldNamed(layer: Layer, name: string, option: string): Field {
  const folded = fold(name);
  const field = layer.fields.find((f) =>
    [f.name, inputName(f), f.column, f.label.zh, f.label.en].some((n) => fold(n) === folded),
  );
  const writable = layer.fields
    .filter((f) => !f.derived)
    .map(inputName)
    .join(", ");
  if (!field)
    throw badInput(
      option,
      `${option} ${name}: ${layer.label.en} have no such field; they have ${writable}.`,
    );
  if (field.derived)
    throw badInput(option, `${option} ${name}: is set by the service; the fields are ${writable}.`);
  return field;
}

/**
 * Which column of a file is which field. Columns may become known bit by bit (GeoJSON says them
 * feature by feature);
 * a column once taken stays taken. `--map` goes before a field's own name, that before its labels
 * and aliases.
 */
export class Binding {
  readonly fields = new Map<Field, string>();
  readonly constants = new Map<Field, string>();
  private readonly known = new Set<string>();
  private readonly mapped = new Map<Field, string>();
  private names: Set<string> | null = null;
  place: PlaceColumns | null = null;

  constructor(
    private readonly layer: Layer,
    private readonly options: BindingOptions,
  ) {
    for (const [name, column] of options.map)
      this.mapped.set(fieldNamed(layer, name, "--map"), column);
    for (const [name, value] of options.set)
      this.constants.set(fieldNamed(layer, name, "--set"), value);
  }

  has(column: string): boolean {
    return this.known.has(column);
  }

  /** Would something take a column of this name? Files whose separator is unknown ask. */
  knows(column: string): boolean {
    this.names ??= new Set([
      ...this.layer.fields.filter((f) => !f.derived).flatMap(namesOf),
      ...LON,
      ...LAT,
      ...WKT,
    ]);
    return (
      this.names.has(fold(column)) ||
      this.options.used.includes(column) ||
      [...this.mapped.values()].includes(column)
    );
  }

  /** Learns columns. Refuses, by name, those that label special population groups. */
  learn(columns: readonly string[], file: string): void {
    const fresh = columns.filter((c) => !this.known.has(c));
    if (fresh.length === 0) return;
    const special = fresh.find(isSpecialCategory);
    if (special !== undefined)
      throw badInput(
        "file",
        `${file}: column ${special}: labels a special population group (PIPL art. 28); such ` +
          "data is never taken in. Take the column out of the file.",
      );
    for (const column of fresh) this.known.add(column);
    if (this.known.size > COLUMN_LIMIT)
      throw badInput(
        "file",
        `${file}: has more than ${COLUMN_LIMIT} different columns; take out what no field needs.`,
      );
    this.bindFields();
    this.bindPlace();
  }

  private bindFields(): void {
    const taken = new Set([...this.mapped.values(), ...this.fields.values()]);
    for (const [field, column] of this.mapped)
      if (this.known.has(column)) this.fields.set(field, column);
    const open = this.layer.fields.filter(
      (f) => !f.derived && !this.fields.has(f) && !this.mapped.has(f) && !this.constants.has(f),
    );
    const byFold = new Map([...this.known].filter((c) => !taken.has(c)).map((c) => [fold(c), c]));
    const candidates = open
      .flatMap((field) => namesOf(field).map((name, rank) => ({ field, name, rank })))
      .sort((a, b) => a.rank - b.rank);
    for (const { field, name } of candidates) {
      const column = byFold.get(name);
      if (column === undefined || taken.has(column) || this.fields.has(field)) continue;
      this.fields.set(field, column);
      taken.add(column);
    }
  }

  private bindPlace(): void {
    const first = (names: readonly string[]) => {
      const of = new Map([...this.known].map((c) => [fold(c), c]));
      const found = names.find((n) => of.has(n));
      return found === undefined ? undefined : of.get(found);
    };
    const lon = first(LON),
      lat = first(LAT),
      wkt = first(WKT);
    // A file with both has the points of its shapes beside them; a layer of points takes the
    // points.
    if (
      lon !== undefined &&
      lat !== undefined &&
      (this.layer.geometry === "Point" || wkt === undefined)
    )
      this.place = { kind: "lonlat", lon, lat };
    else if (wkt !== undefined) this.place = { kind: "wkt", column: wkt };
  }

  /** After the last row: a column that an option names and the file never had. */
  missingColumn(): string | null {
    for (const column of [...this.mapped.values(), ...this.options.used])
      if (!this.known.has(column)) return column;
    return null;
  }

  /** Known columns that nothing took. */
  ignored(placeFromFeatures: boolean): string[] {
    const used = new Set<string>([...this.fields.values(), ...this.options.used]);
    if (this.place?.kind === "lonlat") {
      used.add(this.place.lon);
      used.add(this.place.lat);
    }
    if (this.place?.kind === "wkt" && !placeFromFeatures) used.add(this.place.column);
    return [...this.known].filter((c) => !used.has(c)).sort();
  }
}

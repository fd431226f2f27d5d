/**
 * What is kept is declared once, here in the contract: layers, which have a place, and registers,
 * which have none. GraphQL types, SQL, policy, search, export, forms, of layers also tiles and
 * import, are made from the declaration, so that no outlet can know a field that another forgets to
 * protect.
 */

/** Layers in the order in which they are drawn, imported and exported. */
export const LAYER_NAMES = [
  "villages",
  "grids",
  "buildings",
  "households",
  "cameras",
  "incidents",
  "streets",
  "waters",
  "parcels",
  "barriers",
  "crossings",
  "ties",
] as const;
export type LayerName = (typeof LAYER_NAMES)[number];

export const REGISTER_NAMES = ["organisations", "jurisdictions", "holidays"] as const;
export type RegisterName = (typeof REGISTER_NAMES)[number];

export type DeclaredName = LayerName | RegisterName;

/**
 * How sensitive a field is. `open`: every signed-in viewer. `internal`: staff. `personal`: names,
 * phones; masked unless
 * the role needs them and a purpose is given. `place`: what tells a household's exact place.
 * `sector`: what shows where protection is thin (what cameras see, blind spots): for the roles that
 * mend it, never on walls, in public or in a plain export. `sealed`: for those whom the declaration
 * seals it to, and for nobody else, whatever their role.
 */
export type Sensitivity = "open" | "internal" | "personal" | "place" | "sector" | "sealed";

/**
 * Whom a row's sealed fields are for: columns that name the organisation that acts and the
 * household that is a party, and whether who wrote the row is one.
 */
export interface SealedTo {
  organisation?: string;
  household?: string;
  author?: true;
}

export interface Label {
  zh: string;
  en: string;
}

export type FieldType =
  | { kind: "text"; max?: number; multiline?: boolean }
  | { kind: "integer"; min?: number; max?: number; scale?: readonly Label[] }
  | { kind: "number"; min?: number; max?: number; unit?: string }
  | { kind: "boolean" }
  | { kind: "date" }
  | { kind: "instant" }
  /**
   * A code of a code table (category.kind). `leaf` false lets a filter take a code one level up.
   */
  | { kind: "code"; table: string }
  /** A row of a layer or register in the same county; GraphQL gets `xId` and `x`. */
  | { kind: "reference"; to: DeclaredName };

export interface Field {
  /** Name in GraphQL, import and export. A reference's name has no "Id". */
  name: string;
  /** SQL column. */
  column: string;
  type: FieldType;
  label: Label;
  sensitivity: Sensitivity;
  required?: boolean;
  /** Written by the service alone (grid membership, search), never by a caller. */
  derived?: boolean;
  /** Column headers, beside name and labels, by which an import recognises the field. */
  aliases?: string[];
  /** How a masked value looks; a field without one is null when masked. */
  mask?: "name" | "phone";
  /** Carried in vector tiles. */
  tile?: boolean;
  /** What a filter by several of them is called, where the name with an s is no word. */
  plural?: string;
  /** In English, with the unit, without a full stop at the end: the Chinese term is put to it. */
  description: string;
}

export type GeometryKind = "Point" | "MultiLineString" | "MultiPolygon" | "Geometry";

/** What layers and registers have in common. */
export interface Declaration {
  name: DeclaredName;
  /** One object: `incident`; its GraphQL type: `Incident`. */
  singular: string;
  typeName: string;
  table: string;
  label: Label;
  description: string;
  /** What the place is; a register has none. */
  geometry?: GeometryKind;
  fields: readonly Field[];
  /** What an action is called in events where the field has a word for it: `moved`: "redrawn". */
  happens?: Readonly<Record<string, string>>;
  /** Fields whose text is searched (with pinyin). */
  search: readonly string[];
  /**
   * How a row is narrowed to the grids or villages of a viewer: by the grid it names, by being the
   * grid or the village itself, or not at all within the county.
   */
  scope: "grid" | "self-grid" | "village" | "county";
  /**
   * Its grid follows from where it is: the one in force there today, with dated memberships, or
   * (`then`) the one in force when it happened, which stays.
   */
  placed?: "today" | "then";
  /** Column of the moment or interval it happened at, for time filters. */
  time?: { from: string; until: string };
  /** References to what a row without a place of its own lies in: an area asks them. */
  through?: readonly string[];
  /** Columns of the local days from which and until before which a row holds. */
  dated?: { from: string; until: string };
  /** Column of the organisation that has a row in hand: all that an undertaker sees. */
  handledBy?: string;
  /** Column of the household that a row is of: all that a household's own device sees. */
  ofHousehold?: string;
  sealedTo?: SealedTo;
  /** Field and its codes (with all below them) that are counted, never listed on a wall. */
  delicate?: { field: string; codes: readonly string[] };
  /** References to what a row tells of: it is seen only by who sees all of them. */
  tells?: readonly string[];
  /** Field of the code table that filters and counts call "category". */
  category?: string;
  /** A search that names no layers leaves it out: its many texts would crowd out the places. */
  searchedByName?: true;
  exportable: boolean;
  /** Retiring one leaves nothing behind: neither row nor history. */
  forgets?: true;
}

const camel = (s: string) => s.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase());

type FieldOptions = Partial<Omit<Field, "name" | "column" | "type" | "label">> & {
  description: string;
};

/**
 * Shorthand of a field declaration: column, type, 中文, English, options. The GraphQL name follows
 * from the column.
 */
export function field(
  column: string,
  type: FieldType,
  zh: string,
  en: string,
  options: FieldOptions,
): Field {
  const name = type.kind === "reference" ? camel(column.replace(/_id$/, "")) : camel(column);
  return {
    name,
    column,
    type,
    label: { zh, en },
    sensitivity: "open",
    ...options,
  };
}

export const text = (max = 200, multiline = false): FieldType => ({ kind: "text", max, multiline });
export const integer = (min?: number, max?: number): FieldType => ({
  kind: "integer",
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});
/** Whole numbers from 1 upward that are called something. */
export const scale = (...steps: Label[]): FieldType => ({
  kind: "integer",
  min: 1,
  max: steps.length,
  scale: steps,
});
export const number = (min: number, max: number, unit?: string): FieldType => ({
  kind: "number",
  min,
  max,
  ...(unit ? { unit } : {}),
});
export const code = (table: string): FieldType => ({ kind: "code", table });
export const reference = (to: DeclaredName): FieldType => ({ kind: "reference", to });
export const boolean: FieldType = { kind: "boolean" };
export const date: FieldType = { kind: "date" };
export const instant: FieldType = { kind: "instant" };

/** The declared field, by its GraphQL name; a programmer's mistake throws. */
export function fieldOf(declaration: Declaration, name: string): Field {
  const field = declaration.fields.find((f) => f.name === name);
  if (!field) throw new Error(`${declaration.name} have no field ${name}`);
  return field;
}

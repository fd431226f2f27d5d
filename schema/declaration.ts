/**
 * What is kept is declared once, here in the contract: layers, which have a place, and registers,
 * which have none. GraphQL types, SQL, policy, search, export, forms, of layers also tiles and
 * import, are made from the declaration, so that no outlet can know a field that another forgets to
 * protect.
 */

/** Layers in the order in which they are drawn, imported and exported. */
export const LAYER_NAMES = [
  "townships",
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

export const REGISTER_NAMES = [
  "organisations",
  "jurisdictions",
  "holidays",
  "codes",
  "clockRules",
  "savedAreas",
  "savedQuestions",
  "dashboards",
  "gridPlans",
  "groupPlans",
] as const;
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

/**
 * Whose rows are: those of who wrote them, who alone changes them, and to read theirs with whom
 * they are shared: columns of a role and of an organisation.
 */
export interface SharedBy {
  role: string;
  organisation: string;
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
  /** Where, in one of the ways that `AreaInput` says it: drawn, round a point, of grids. */
  | { kind: "area" }
  /** An object whose form its users agree on; neither filtered nor ordered by. */
  | { kind: "json" }
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
  /** Never empty: where nothing is given, what is there stays, or a new row gets the default. */
  kept?: boolean;
  /** The state its steps lead to: written by them alone, and by an import as it comes. */
  bySteps?: true;
  /** Column headers, beside name and labels, by which an import recognises the field. */
  aliases?: readonly string[];
  /** The standard that the county's profile holds a code to. */
  follows?: "township" | "village" | "grid" | "camera";
  /** How a masked value looks; a field without one is null when masked. */
  mask?: "name" | "phone";
  /** It is the code of a row of this layer: people read its name instead. */
  codeOf?: LayerName;
  /** Carried in vector tiles. */
  tile?: boolean;
  /** Text that a filter may ask for as a whole; what is no text it may ask for anyway. */
  filtered?: true;
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
   * grid or the village itself, by any of the villages it names, or not at all within the county.
   */
  scope: "grid" | "self-grid" | "village" | "villages" | "county";
  /**
   * Its grid follows from where it is: the one in force there today, with dated memberships, or
   * (`then`) the one in force when it happened, which stays.
   */
  placed?: "today" | "then";
  /** Column of the local day since when it stands where it is. */
  standsSince?: string;
  /** Column of the moment or interval it happened at, for time filters. */
  time?: { from: string; until: string };
  /**
   * It has members: as an area one stands for them, named in this way of `AreaInput` by what this
   * field holds.
   */
  members?: { way: "grids" | "villages"; by: "id" | "code" };
  /** References to what a row without a place of its own lies in: an area asks them. */
  through?: readonly string[];
  /** Columns that together are one present row's alone; the first names the field refused. */
  unique?: readonly (readonly string[])[];
  /**
   * Who writes it: anybody with the right (the default), or only its own domain: then by what, in
   * words such as "published plans", and what to do instead. Fields of `but` whoever has the right
   * changes all the same.
   */
  writes?: "anybody" | { own: string; wayOut?: string; but?: readonly string[] };
  /** Columns of the local days from which and until before which a row holds. */
  dated?: { from: string; until: string };
  /** Column of the organisation that has a row in hand: all that an undertaker sees. */
  handledBy?: string;
  /** Column of the household that a row is of: all that a household's own device sees. */
  ofHousehold?: string;
  sealedTo?: SealedTo;
  /** Rows are their author's own, unless shared. */
  sharedBy?: SharedBy;
  /** Field and its codes (with all below them) that are counted, never listed on a wall. */
  delicate?: { field: string; codes: readonly string[] };
  /** References to what a row tells of: it is seen only by who sees all of them. */
  tells?: readonly string[];
  /** Field of the code table that filters and counts call "category". */
  category?: string;
  /** Its categories have a level above that counts and tiles show: codes of two digits. */
  topCategories?: true;
  /** A search that names no layers leaves it out: its many texts would crowd out the places. */
  searchedByName?: true;
  exportable: boolean;
  /** Retiring one leaves nothing behind: neither row nor history. */
  forgets?: true;
}

/** Its own domain writes all of it, by mutations of its own. */
export const isOwn = ({ writes }: Pick<Declaration, "writes">): boolean =>
  typeof writes === "object" && !writes.but;

/** May whoever has the right write this field; without a field: a new row, its place, its end? */
export const isOpen = ({ writes }: Pick<Declaration, "writes">, field?: string): boolean =>
  typeof writes !== "object" || (field !== undefined && (writes.but?.includes(field) ?? false));

/** What is said of a field where it is declared; its name is the key it stands under. */
export type FieldSpec = Omit<Field, "name" | "column">;
export type FieldSpecs = Readonly<Record<string, FieldSpec>>;

/** A declaration whose fields are known by name, so that its values have types. */
export interface Named<F extends FieldSpecs = FieldSpecs> {
  readonly named: { readonly [K in keyof F]: Field & Pick<F[K], "type"> & RequiredIn<F[K]> };
}

type RequiredIn<F extends FieldSpec> = F extends { required: true } ? { required: true } : unknown;

/** A declaration as it is written down: its fields by their names. */
export type Written<D extends Declaration, F extends FieldSpecs> = Omit<D, "fields"> & {
  fields: F;
};

const snake = (name: string) => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** A field under its name, and the column that follows from it. */
export function fieldNamed(name: string, spec: FieldSpec): Field {
  const column = spec.type.kind === "reference" ? `${snake(name)}_id` : snake(name);
  return { name, column, ...spec };
}

export function namedFields<F extends FieldSpecs>(specs: F): { fields: Field[] } & Named<F> {
  const fields = Object.entries(specs).map(([name, spec]) => fieldNamed(name, spec));
  const named = Object.fromEntries(fields.map((f) => [f.name, f]));
  return { fields, named: named as Named<F>["named"] };
}

type ValueOf<T extends FieldType> = T["kind"] extends "integer" | "number"
  ? number
  : T["kind"] extends "area" | "json"
    ? Record<string, unknown>
    : T["kind"] extends "boolean"
      ? boolean
      : string;

type InputKey<K, T extends FieldType> = K extends string
  ? T["kind"] extends "reference"
    ? `${K}Id`
    : K
  : never;

/**
 * Values of a row by the names that inputs use: `ValuesOf<typeof incidents>["title"]` is a string,
 * `["gridId"]` a string or null.
 */
export type ValuesOf<D extends Named> = {
  [K in keyof D["named"] as InputKey<K, D["named"][K]["type"]>]:
    | ValueOf<D["named"][K]["type"]>
    | (D["named"][K] extends { required: true } ? never : null);
};

export type FieldOptions = Partial<Omit<FieldSpec, "type" | "label">> & { description: string };

/** Shorthand of a field declaration: type, 中文, English, options. */
export function field<const T extends FieldType, const O extends FieldOptions>(
  type: T,
  zh: string,
  en: string,
  options: O,
): FieldSpec & { type: T } & RequiredIn<FieldSpec & O> {
  return { type, label: { zh, en }, sensitivity: "open", ...options } as FieldSpec & {
    type: T;
  } & RequiredIn<FieldSpec & O>;
}

type Of<K extends FieldType["kind"]> = Extract<FieldType, { kind: K }>;

export const text = (max = 200, multiline = false): Of<"text"> => ({
  kind: "text",
  max,
  multiline,
});
export const integer = (min?: number, max?: number): Of<"integer"> => ({
  kind: "integer",
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});
/** Whole numbers from 1 upward that are called something. */
export const scale = (...steps: Label[]): Of<"integer"> => ({
  kind: "integer",
  min: 1,
  max: steps.length,
  scale: steps,
});
export const number = (min: number, max: number, unit?: string): Of<"number"> => ({
  kind: "number",
  min,
  max,
  ...(unit ? { unit } : {}),
});
export const code = (table: string): Of<"code"> => ({ kind: "code", table });
export const reference = (to: DeclaredName): Of<"reference"> => ({ kind: "reference", to });
export const area: Of<"area"> = { kind: "area" };
export const json: Of<"json"> = { kind: "json" };
export const boolean: Of<"boolean"> = { kind: "boolean" };
export const date: Of<"date"> = { kind: "date" };
export const instant: Of<"instant"> = { kind: "instant" };

/** The declared field, by its GraphQL name; a programmer's mistake throws. */
export function fieldOf(declaration: Declaration, name: string): Field {
  const field = declaration.fields.find((f) => f.name === name);
  if (!field) throw new Error(`${declaration.name} have no field ${name}`);
  return field;
}

import type { DemoCounty, HouseholdPlaceRow } from "../../db/demo/rows.js";
import type { Declaration } from "../../schema/declaration.js";
import { DECLARED } from "../../schema/declared.js";
import { inputName } from "../../schema/layer-types.js";
import { isLayer, layerOf } from "../../schema/layers/index.js";
import { formatId } from "../core/identifier.js";
import type { Services } from "../core/services.js";
import { addCounty } from "../counties/counties.service.js";
import type { ChangedRow, Command, NewRow, Values, Writer } from "../writing/command.js";
import { standardsOf } from "../writing/standards.js";
import { write } from "../writing/write.js";

/** Rows of a transaction: some seconds on the embedded engine, which nobody else asks meanwhile. */
const PART = 5000;

type Row = Readonly<Record<string, unknown>> & { id: string };

/**
 * Writes a generated county by the one way of writing: its rows have grids, memberships, history
 * and events as if people had written them. The county must not be there yet. `onProgress` hears the
 * share done and what is being written.
 */
export async function writeCounty(
  services: Services,
  made: DemoCounty,
  onProgress: (fraction: number, label: string) => void = () => {},
): Promise<void> {
  const { db, counties } = services;
  const county = made.county.id;
  await db.transaction((tx) => addCounty(tx, "demo", countyOf(made)));
  counties.forget();
  const writer: Writer = {
    actor: "demo",
    cause: "demo",
    standards: await standardsOf(services, county),
  };
  const commands = commandsOf(made);
  const total = commands.reduce((sum, command) => sum + command.rows.length, 0);
  let done = 0;
  for (const command of commands)
    for (const part of partsOf(command)) {
      await db.transaction((tx) => write(tx, writer, county, [command.of(part)]));
      done += part.length;
      onProgress(done / total, command.layer.singular);
    }
}

const countyOf = ({ county: c }: DemoCounty) => ({
  id: c.id,
  name: c.name,
  nameEn: c.name_en,
  timeZone: c.time_zone,
  origin: [c.origin_lon, c.origin_lat],
  codeProfile: c.code_profile as "cn",
  gridCodeTemplate: c.grid_code_template,
  isDemo: c.is_demo,
});

/** Generated rows that one command writes; `of` says a part of them as it wants them. */
interface Rows {
  layer: Declaration;
  rows: readonly Row[];
  of(part: readonly Row[]): Command;
}

function* partsOf({ rows }: Rows): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += PART) yield rows.slice(at, at + PART);
}

/** All rows in the order in which they refer to each other, then the moves of those who moved. */
function commandsOf(made: DemoCounty): Rows[] {
  const county = made.county.id;
  const earlier = new Map(
    made.household_place.filter((p) => p.valid_to !== null).map((p) => [p.household_id, p]),
  );
  const moved = (made.households as unknown as Row[]).filter((h) => earlier.has(h.id));
  const household = layerOf("households");
  const commands: Rows[] = [];
  for (const layer of byReference(DECLARED)) {
    // Codes are there before: what follows is checked against them.
    const all = ((made as unknown as Record<string, unknown>)[layer.name] ?? []) as readonly Row[];
    const created = (row: Row) => newRow(layer, county, before(row, earlier.get(row.id)));
    for (const rows of byLevel(layer, all))
      commands.push({
        layer,
        rows,
        of: (part) => ({ layer, county, action: "create", rows: part.map(created) }),
      });
    if (layer !== household) continue;
    const move = (row: Row) => moveOf(layer, county, row, earlier.get(row.id)!);
    commands.push({
      layer,
      rows: moved,
      of: (part) => ({ layer, county, action: "update", rows: part.map(move) }),
    });
  }
  return commands.filter(({ rows }) => rows.length > 0);
}

/** What refers to others comes after these: incidents after the organisations that have them. */
function byReference(declared: readonly Declaration[]): Declaration[] {
  const done = new Set<Declaration>();
  const visit = (declaration: Declaration): void => {
    if (done.has(declaration)) return;
    const names = declaration.fields.flatMap(({ type }) =>
      type.kind === "reference" && type.to !== declaration.name ? [type.to] : [],
    );
    for (const other of declared) if (names.includes(other.name)) visit(other);
    done.add(declaration);
  };
  declared.forEach(visit);
  return [...done];
}

/** Rows that refer to others of their kind come after these. */
function byLevel(declared: Declaration, rows: readonly Row[]): Row[][] {
  const own = declared.fields.find(
    ({ type }) => type.kind === "reference" && type.to === declared.name,
  );
  if (!own) return [[...rows]];
  const levels: Row[][] = [];
  let above = new Set<unknown>([null]);
  for (let left = [...rows]; left.length > 0; ) {
    const level = left.filter((row) => above.has(row[own.column] ?? null));
    if (level.length === 0)
      throw new Error(`${declared.name} of the demonstration refer in a ring`);
    levels.push(level);
    const ids = new Set<unknown>(level.map((row) => row.id));
    left = left.filter((row) => !ids.has(row.id));
    above = ids;
  }
  return levels;
}

const PLACE = ["building_id", "stair", "floor", "unit"] as const;

/** Where and since when a household lived before it moved. */
const before = (row: Row, place: HouseholdPlaceRow | undefined): Row => {
  if (!place) return row;
  const there = Object.fromEntries(PLACE.map((column) => [column, place[column]]));
  return { ...row, ...there, place_since: place.valid_from, geom: place.geom };
};

function moveOf(
  declared: Declaration,
  county: number,
  row: Row,
  from: HouseholdPlaceRow,
): ChangedRow {
  const { values, geometry } = newRow(declared, county, row);
  const changes = Object.fromEntries(
    declared.fields
      .filter((f) => f.column === "place_since" || f.column in from)
      .map((f) => [inputName(f), values[inputName(f)]]),
  );
  return { id: row.id, changes, ...(geometry ? { geometry } : {}) };
}

/** A generated row, by columns, as whoever gives it in a form: by names, without what follows. */
function newRow(declared: Declaration, county: number, row: Row): NewRow {
  const values: Values = {};
  for (const field of declared.fields) {
    const value = row[field.column];
    if (field.derived || value === undefined || value === null) continue;
    values[inputName(field)] =
      field.type.kind === "reference" ? formatId(county, value as string) : value;
  }
  const hasPlace = isLayer(declared) && !declared.joins;
  return { id: row.id, values, geometry: hasPlace ? (row["geom"] as NewRow["geometry"]) : null };
}

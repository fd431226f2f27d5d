import { type SQL, sql } from "drizzle-orm";
import type { Geometry } from "geojson";
import { v7 as uuid } from "uuid";
import { snapGeometry } from "../../geo/projection.js";
import type { Declaration } from "../../schema/declaration.js";
import { inputName } from "../../schema/layer-types.js";
import { isLayer, type Layer } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import type { Runner } from "../core/database.js";
import { formatId, type Identifier, parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { type Access, todayIn } from "../policy/policy.js";
import { geometrySql } from "./area.js";
import { forgetRows, publishChange, writeHistory } from "./change.queries.js";
import { claim } from "./idempotency.js";
import { shapeRefusal } from "./read-area.js";
import { rulesFor } from "./rules.js";
import { instantSql } from "./select.js";
import { type Standards, storedValues, type Values, type Visible } from "./values.js";

export interface CreateArguments {
  input: Values & { county: number; geometry?: Geometry };
  idempotencyKey?: string | null;
  reason?: string | null;
}
export interface ChangeArguments {
  id: string;
  version: number;
  changes: Values & { geometry?: Geometry | null };
  reason?: string | null;
}

interface Stored {
  version: number;
  retired: boolean;
  editable: boolean;
  grid_id: string | null;
  values: Values;
}

const REASON_LIMIT = 500;

const checkReason = (reason: string | null | undefined) => {
  if (reason && reason.length > REASON_LIMIT)
    throw badInput("reason", `reason: at most ${REASON_LIMIT} characters.`);
};

/** Asked after the policy, and before a transaction would wait for it. */
async function refuseInvalid({ services }: Context, geometry: Geometry): Promise<void> {
  const fault = await services.shapes.fault(geometry);
  if (fault) throw shapeRefusal("geometry", fault);
}

/** GeoJSON as the layer's column wants it: single forms become multi where the column is multi. */
function columnGeometry(layer: Layer, geometry: Geometry): SQL {
  const kind = layer.geometry;
  const fits =
    kind === "Geometry"
      ? /Polygon|LineString/.test(geometry.type)
      : kind === geometry.type || kind === `Multi${geometry.type}`;
  if (!fits)
    throw badInput(
      "geometry",
      `geometry: ${layer.label.en} are ${kind === "Geometry" ? "lines or polygons" : kind}, ` +
        `not ${geometry.type}.`,
    );
  const value = geometrySql(snapGeometry(geometry));
  return kind.startsWith("Multi") ? sql`ST_Multi(${value})` : value;
}

/** Where something is, and the columns that keep it; null for what has no place. */
function placeOf(layer: Declaration, geometry: Geometry | null) {
  if (!isLayer(layer) || !geometry) return null;
  const place = columnGeometry(layer, geometry);
  const columns: [string, SQL][] = [[layer.geometryColumn, place]];
  if (layer.coarseColumn) columns.push([layer.coarseColumn, sql`ST_SnapToGrid(${place}, 0.001)`]);
  return { place, columns };
}

async function lock(tx: Runner, access: Access, at: Identifier, field = "id"): Promise<Stored> {
  const { layer } = access;
  const fields = layer.fields.map((f) => {
    const column = sql`${sql.identifier(f.column)}`;
    const value =
      f.type.kind === "reference"
        ? sql`county_id || '-' || ${column}`
        : f.type.kind === "instant"
          ? instantSql(column)
          : column;
    return sql`${inputName(f)}::text, ${value}`;
  });
  if (isLayer(layer))
    fields.push(
      sql`'geometry'::text, ST_AsGeoJSON(${sql.identifier(layer.geometryColumn)}, 7)::json`,
    );
  const [row] = await tx.rows<Stored>(sql`
    select version, retired_at is not null as retired, ${access.editable([at.county])} as editable,
      ${
        layer.fields.some((f) => f.column === "grid_id") ? sql`grid_id` : sql`null::uuid as grid_id`
      },
      json_build_object(${sql.join(fields, sql`, `)}) as values
    from ${sql.identifier(layer.table)} where county_id = ${at.county} and id = ${at.id}::uuid
      and ${access.rows([at.county])} for update`);
  if (!row)
    throw new Refusal(
      "NOT_FOUND",
      `${field}: there is no such ${layer.singular} that you may see.`,
      { field },
    );
  return row;
}

/** Why a border in force is not everybody's: docs/decisions/roles.md. */
const inForceRefusal = (field: string) =>
  new Refusal(
    "FORBIDDEN",
    `${field}: grids in force are changed by administrators alone. Draw one with a validFrom ` +
      "after today instead.",
    { field },
  );

/** Who writes only what is still to come brings nothing into force. */
async function refuseInForce(
  tx: Runner,
  access: Access,
  county: number,
  values: Values,
): Promise<void> {
  const { dated } = access.layer;
  if (!dated || !access.aheadOnly(county)) return;
  const from = access.layer.fields.find((f) => f.column === dated.from)!;
  const [row] = await tx.rows<{ ahead: boolean | null }>(
    sql`select ${values[inputName(from)] ?? null}::date > ${todayIn(county)} as ahead`,
  );
  if (!row?.ahead) throw inForceRefusal(inputName(from));
}

function mayChange(row: Stored, version: number, access: Access, county: number): void {
  const { layer } = access;
  if (!row.editable && access.canEdit && access.aheadOnly(county)) throw inForceRefusal("id");
  if (!row.editable)
    throw new Refusal("FORBIDDEN", `Your role may not change this ${layer.singular}.`);
  if (row.retired)
    throw new Refusal("CONFLICT", `This ${layer.singular} is retired and cannot be changed.`, {
      currentVersion: row.version,
    });
  if (row.version !== version)
    throw new Refusal(
      "CONFLICT",
      `version: it has been changed since you read it (now version ${row.version}). Read it ` +
        "again and repeat your change.",
      { field: "version", currentVersion: row.version },
    );
}

/** A field the viewer sees masked is never overwritten from a form that shows the mask. */
function refuseMasked(access: Access, values: Values, creating: boolean): void {
  for (const field of access.layer.fields) {
    const name = inputName(field);
    if (values[name] === undefined) continue;
    if (field.derived) throw badInput(name, `${name}: is set by the service.`);
    if (!creating && !access.shows(field.sensitivity))
      throw new Refusal(
        "PURPOSE_REQUIRED",
        `${name}: is masked for you. Give a purpose to see it before you change it.`,
        { field: name },
      );
  }
}

export const changeService = {
  async create(
    context: Context,
    layer: Declaration,
    { input, idempotencyKey, reason }: CreateArguments,
  ): Promise<string> {
    checkReason(reason);
    const access = context.access(layer);
    const { county, geometry, ...values } = input;
    if (!access.canCreate || !access.counties.includes(county))
      throw new Refusal("FORBIDDEN", `Your role may not create ${layer.name} in county ${county}.`);
    if (idempotencyKey != null && (idempotencyKey.length < 8 || idempotencyKey.length > 200))
      throw badInput(
        "idempotencyKey",
        "idempotencyKey: 8 to 200 characters, a fresh one for each new object.",
      );
    refuseMasked(access, values, true);
    if (geometry) await refuseInvalid(context, geometry);
    const rules = rulesFor(layer);
    const id = uuid();
    const request = JSON.stringify([layer.name, input]);
    const visible = visibleTo(context, county);
    const standards = await standardsOf(context, county);
    const created = await context.services.db.transaction(async (tx) => {
      if (idempotencyKey != null) {
        const earlier = await claim(tx, context.viewer.actor, county, idempotencyKey, request, id);
        if (earlier) return earlier;
      }
      const proposed = { ...rules.defaults?.(values), ...values };
      await refuseInForce(tx, access, county, proposed);
      const settled = await rules.complete(tx, {
        county,
        values: proposed,
        geometry: geometry ?? null,
        before: null,
        visible,
      });
      const stored = await storedValues(tx, standards, layer, settled.values, {
        creating: true,
        visible,
      });
      if (!access.mayCreateIn(county, settled.gridId ?? null, settled.villageCode ?? null))
        throw new Refusal(
          "FORBIDDEN",
          "geometry: this place is outside the area your role covers.",
          { field: "geometry" },
        );
      const placed = placeOf(layer, settled.geometry);
      await tx.rows(sql`
        insert into ${sql.identifier(layer.table)} (county_id, id, created_by, updated_by,
          created_at, updated_at,
          ${sql.join(
            [
              ...stored.columns.map((c) => sql.identifier(c)),
              ...(placed?.columns ?? []).map(([name]) => sql.identifier(name)),
            ],
            sql`, `,
          )})
        values (${county}, ${id}::uuid, ${context.viewer.actor}, ${context.viewer.actor},
          clock_timestamp(), clock_timestamp(),
          ${sql.join(
            [...stored.values, ...(placed?.columns ?? []).map(([, value]) => value)],
            sql`, `,
          )})`);
      await rules.after?.(tx, {
        county,
        id,
        before: null,
        values: settled.values,
        geometry: settled.geometry,
        actor: context.viewer.actor,
        reason,
        notes: (name) => context.disclosures.of(name),
      });
      await writeHistory(tx, {
        layer,
        county,
        id,
        action: "created",
        version: 1,
        actor: context.viewer.actor,
        reason,
        before: null,
        after: { ...settled.values, ...(placed ? { geometry: settled.geometry } : {}) },
      });
      await publishChange(tx, {
        layer,
        county,
        id,
        action: "created",
        version: 1,
        actor: context.viewer.actor,
        fields: Object.keys(settled.values),
        place: placed?.place ?? null,
      });
      return id;
    });
    context.forget();
    return formatId(county, created);
  },

  /**
   * Changes fields, or the place alone (`moved`). Null empties a field; what is not named stays.
   */
  async update(
    context: Context,
    layer: Declaration,
    { id, version, changes, reason }: ChangeArguments,
    action: "updated" | "moved" = "updated",
  ): Promise<string> {
    checkReason(reason);
    const access = context.access(layer);
    const at = parseId(id);
    const { geometry, ...values } = changes;
    if (geometry === null)
      throw badInput("geometry", "geometry: a place can be moved, not emptied.");
    if (geometry === undefined && Object.keys(values).length === 0)
      throw badInput("changes", "changes: name at least one field.");
    refuseMasked(access, values, false);
    if (geometry && access.canEdit) await refuseInvalid(context, geometry);
    const rules = rulesFor(layer);
    const visible = visibleTo(context, at.county);
    const standards = await standardsOf(context, at.county);
    await context.services.db.transaction(async (tx) => {
      const row = await lock(tx, access, at);
      mayChange(row, version, access, at.county);
      const before = row.values;
      const placeBefore = (before["geometry"] as Geometry | undefined) ?? null;
      const proposed = { ...withoutDerived(layer, before), ...values };
      await refuseInForce(tx, access, at.county, proposed);
      const settled = await rules.complete(tx, {
        county: at.county,
        values: proposed,
        geometry: geometry ?? placeBefore,
        before: { id: at.id, values: before },
        moved: geometry !== undefined,
        visible,
      });
      const changed = Object.fromEntries(
        Object.entries(settled.values).filter(
          ([k, v]) => JSON.stringify(v ?? null) !== JSON.stringify(before[k] ?? null),
        ),
      );
      const stored = await storedValues(tx, standards, layer, settled.values, {
        creating: false,
        visible,
        only: new Set(Object.keys(changed)),
      });
      if (
        !access.mayCreateIn(at.county, settled.gridId ?? null, settled.villageCode ?? null) &&
        settled.gridId !== row.grid_id
      )
        throw new Refusal(
          "FORBIDDEN",
          "geometry: this place is outside the area your role covers.",
          { field: "geometry" },
        );
      const sets = [
        ...stored.columns.map((c, i) => sql`${sql.identifier(c)} = ${stored.values[i]}`),
        sql`version = version + 1`,
        sql`updated_at = clock_timestamp()`,
        sql`updated_by = ${context.viewer.actor}`,
      ];
      const moves = JSON.stringify(settled.geometry) !== JSON.stringify(placeBefore);
      const placed = placeOf(layer, settled.geometry);
      if (moves)
        for (const [name, value] of placed?.columns ?? [])
          sets.push(sql`${sql.identifier(name)} = ${value}`);
      await tx.rows(
        sql`update ${sql.identifier(layer.table)} set ${sql.join(sets, sql`, `)}
          where county_id = ${at.county} and id = ${at.id}::uuid`,
      );
      await rules.after?.(tx, {
        county: at.county,
        id: at.id,
        before,
        values: settled.values,
        geometry: settled.geometry,
        actor: context.viewer.actor,
        reason,
        notes: (name) => context.disclosures.of(name),
      });
      const fieldsOf = (source: Values) => ({
        ...Object.fromEntries(Object.keys(changed).map((k) => [k, source[k] ?? null])),
        ...(moves ? { geometry: source["geometry"] } : {}),
      });
      await writeHistory(tx, {
        layer,
        county: at.county,
        id: at.id,
        action,
        version: version + 1,
        actor: context.viewer.actor,
        reason,
        before: fieldsOf(before),
        after: fieldsOf({ ...settled.values, geometry: settled.geometry }),
      });
      await publishChange(tx, {
        layer,
        county: at.county,
        id: at.id,
        action,
        version: version + 1,
        actor: context.viewer.actor,
        fields: [...Object.keys(changed), ...(moves ? ["geometry"] : [])],
        place:
          moves && placed
            ? sql`ST_Collect(${geometrySql(placeBefore!)}, ${placed.place})`
            : (placed?.place ?? null),
      });
    });
    context.forget();
    return id;
  },

  /** Retires: the object leaves lists, tiles and counts, and stays in its history. */
  async retire(
    context: Context,
    layer: Declaration,
    { id, version, reason }: { id: string; version: number; reason?: string | null },
  ): Promise<string> {
    checkReason(reason);
    const access = context.access(layer);
    const at = parseId(id);
    const rules = rulesFor(layer);
    await context.services.db.transaction(async (tx) => {
      const row = await lock(tx, access, at);
      mayChange(row, version, access, at.county);
      await rules.beforeRetire?.(tx, {
        county: at.county,
        id: at.id,
        actor: context.viewer.actor,
      });
      if (layer.forgets) {
        return forgetRows(tx, layer, at.county, [at.id], context.viewer.actor);
      }
      await tx.rows(
        sql`update ${sql.identifier(layer.table)}
          set retired_at = clock_timestamp(), version = version + 1, updated_at = clock_timestamp(),
            updated_by = ${context.viewer.actor}
          where county_id = ${at.county} and id = ${at.id}::uuid`,
      );
      await rules.afterRetire?.(tx, {
        county: at.county,
        id: at.id,
        geometry: row.values["geometry"] as Geometry,
        actor: context.viewer.actor,
        reason,
        notes: (name) => context.disclosures.of(name),
      });
      await writeHistory(tx, {
        layer,
        county: at.county,
        id: at.id,
        action: "retired",
        version: version + 1,
        actor: context.viewer.actor,
        reason,
        before: null,
        after: null,
      });
      await publishChange(tx, {
        layer,
        county: at.county,
        id: at.id,
        action: "retired",
        version: version + 1,
        actor: context.viewer.actor,
        fields: [],
        place: isLayer(layer) ? geometrySql(row.values["geometry"] as Geometry) : null,
      });
    });
    context.forget();
    return id;
  },
};

/** Of another layer, the rows that whoever writes may see: references are asked of the policy. */
const visibleTo =
  (context: Context, county: number): Visible =>
  (layer) =>
    context.tryAccess(layer)?.rows([county]) ?? sql`false`;

const standardsOf = async ({ services }: Context, county: number): Promise<Standards> => ({
  county: await services.counties.get(county),
  codes: await services.categories.tables(),
});

const withoutDerived = (layer: Declaration, values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([k]) => k !== "geometry" && !layer.fields.some((f) => f.derived && inputName(f) === k),
    ),
  );

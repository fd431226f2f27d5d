import { sql } from "drizzle-orm";
import type { Geometry } from "geojson";
import { v7 as uuid } from "uuid";
import type { Declaration } from "../../schema/declaration.js";
import type { AreaInput } from "../../schema/inputs.js";
import { inputName } from "../../schema/layer-types.js";
import type { Context } from "../core/context.js";
import { formatId, parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { readArea, shapeRefusal } from "../layers/read-area.js";
import type { Access } from "../policy/policy.js";
import type { Command, Values, Visible, Writer } from "./command.js";
import { claim } from "./idempotency.js";
import { refuseOwn } from "./own.js";
import { standardsOf } from "./standards.js";
import { write } from "./write.js";

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

const REASON_LIMIT = 500;

const checkReason = (reason: string | null | undefined) => {
  if (reason && reason.length > REASON_LIMIT)
    throw badInput("reason", `reason: at most ${REASON_LIMIT} characters.`);
};

export function checkKey(key: string | null | undefined): void {
  if (key != null && (key.length < 8 || key.length > 200))
    throw badInput(
      "idempotencyKey",
      "idempotencyKey: 8 to 200 characters, a fresh one for each new object.",
    );
}

/** Asked after the policy, and before a transaction would wait for it. */
async function refuseInvalid({ services }: Context, geometry: Geometry): Promise<void> {
  const fault = await services.shapes.fault(geometry);
  if (fault) throw shapeRefusal("geometry", fault);
}

/** The same of areas that a record keeps: they will be asked with. */
async function refuseOddAreas(
  context: Context,
  { fields }: Declaration,
  values: Values,
): Promise<void> {
  for (const { type, name } of fields)
    if (type.kind === "area" && values[name]) await readArea(context, values[name] as AreaInput);
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

/** Of another layer, the rows that whoever writes may see: references are asked of the policy. */
export const visibleTo =
  (context: Context, county: number): Visible =>
  (layer) =>
    context.tryAccess(layer)?.rows([county]) ?? sql`false`;

/** A request as a writer: bound by its policy, and noted where it opens something. */
export const writerOf = async (
  context: Context,
  access: Access,
  county: number,
  reason: string | null | undefined,
): Promise<Writer> => ({
  actor: context.viewer.actor,
  cause: "graphql",
  reason,
  access,
  standards: await standardsOf(context.services, county),
  visible: visibleTo(context, county),
  notes: (name) => context.disclosures.of(name),
});

export async function createOne(
  context: Context,
  layer: Declaration,
  { input, idempotencyKey: key, reason }: CreateArguments,
): Promise<string> {
  refuseOwn(layer);
  checkReason(reason);
  const access = context.access(layer);
  const { county, geometry = null, ...values } = input;
  if (!access.canCreate || !access.counties.includes(county))
    throw new Refusal("FORBIDDEN", `Your role may not create ${layer.name} in county ${county}.`);
  checkKey(key);
  refuseMasked(access, values, true);
  if (geometry) await refuseInvalid(context, geometry);
  await refuseOddAreas(context, layer, values);
  const writer = await writerOf(context, access, county, reason);
  const request = JSON.stringify([layer.name, input]);
  const id = uuid();
  const created = await context.db.transaction(async (tx) => {
    const set = key == null ? undefined : await claim(tx, writer, { county, key, request, id });
    if (typeof set === "string") return set;
    const command = { action: "create", layer, county, rows: [{ id, values, geometry }] } as const;
    await write(tx, writer, county, [command], set);
    return id;
  }, "kept");
  context.forget();
  return formatId(county, created);
}

/** Changes fields, or the place alone (`move`). Null empties a field; what is not named stays. */
export async function updateOne(
  context: Context,
  layer: Declaration,
  { id, version, changes: given, reason }: ChangeArguments,
  action: "update" | "move" = "update",
): Promise<string> {
  refuseOwn(layer, Object.keys(given));
  checkReason(reason);
  const access = context.access(layer);
  const at = parseId(id);
  const { geometry, ...changes } = given;
  if (geometry === null) throw badInput("geometry", "geometry: a place can be moved, not emptied.");
  if (geometry === undefined && Object.keys(changes).length === 0)
    throw badInput("changes", "changes: name at least one field.");
  refuseMasked(access, changes, false);
  if (geometry && access.canEdit) await refuseInvalid(context, geometry);
  await refuseOddAreas(context, layer, changes);
  const row = { id: at.id, version, changes, ...(geometry ? { geometry } : {}) };
  await writeOne(context, access, reason, { action, layer, county: at.county, rows: [row] });
  return id;
}

/** Retires: the object leaves lists, tiles and counts, and stays in its history. */
export async function retireOne(
  context: Context,
  layer: Declaration,
  { id, version, reason }: { id: string; version: number; reason?: string | null },
): Promise<string> {
  refuseOwn(layer);
  checkReason(reason);
  const at = parseId(id);
  await writeOne(context, context.access(layer), reason, {
    action: "retire",
    layer,
    county: at.county,
    rows: [{ id: at.id, version }],
  });
  return id;
}

async function writeOne(
  context: Context,
  access: Access,
  reason: string | null | undefined,
  command: Command,
): Promise<void> {
  const writer = await writerOf(context, access, command.county, reason);
  await context.db.transaction((tx) => write(tx, writer, command.county, [command]));
  context.forget();
}
